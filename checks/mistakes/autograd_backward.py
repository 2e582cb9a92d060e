"""Mistakes in autograd.py, third part: the backward pass and what a node keeps."""

from __future__ import annotations

from functools import partial

from checks.mistakes.record import Mistake

# The passages of the reference that several mistakes are made in, or a long one.
SETUP = """\
        order: list[Value] = []  # interior nodes, each after those that it was computed from
        adjoints: dict[Value, float] = {}  # ∂(self)/∂(node) of this pass; `.grad` may hold earlier passes too
        marker = Value(0.0)  # on the stack: the parents of the node below it are dealt with
        stack = [self]
"""
TRAVERSAL = """\
        while stack:
            node = stack.pop()
            if node is marker:
                order.append(stack.pop())
            elif node not in adjoints:
                adjoints[node] = 0.0
                if node._parents:
                    stack += (node, marker)
                    stack += node._parents
"""
PASSING_ON = """
        adjoints[self] = 1.0
        for node in reversed(order):
            adjoint = adjoints[node]
            for parent, partial in zip(node._parents, node._partials):  # noqa: B905 - strict= costs 10 %
                adjoints[parent] += adjoint * partial
"""
COLLECTING = """
        for node, adjoint in adjoints.items():
            node.grad += adjoint
        self.grad = 1.0
"""
MAKING = """

def _node(data: float, parents: tuple[Value, ...], partials: tuple[float, ...]) -> Value:
    \"\"\"The result of an operation: `partials[i]` is ∂(node)/∂(parents[i]).\"\"\"
    node = Value.__new__(Value)
"""

mistake = partial(Mistake, module="autograd")

MISTAKES: tuple[Mistake, ...] = (
    mistake(
        id="autograd.overwrites_gradients",
        kind="classic",
        story="`=` instead of `+=`: where a node is used twice, only the last contribution counts.",
        hint="Differentiate a + a by hand.",
        caught_by="backward.a_second_use_adds_to_the_gradient",
        old="adjoints[parent] += adjoint * partial",
        new="adjoints[parent] = adjoint * partial",
        varies=True,
    ),
    mistake(
        id="autograd.slopes_in_a_dict",
        kind="corner",
        story="The slopes are looked up by operand: where both operands are the same node, one of two slopes is left.",
        hint="Differentiate a * a by hand. How many entries has a dict with the key a twice?",
        caught_by="backward.one_node_may_be_both_operands",
        old="zip(node._parents, node._partials):  # noqa: B905 - strict= costs 10 %",
        new="dict(zip(node._parents, node._partials)).items():",
    ),
    mistake(
        id="autograd.second_pass_overwrites",
        kind="subtle",
        story="Within one pass gradients add up, but the pass replaces what an earlier one left in `.grad`.",
        hint="Two losses share a parameter: what is in its .grad after both backward passes?",
        caught_by="backward.leaves_add_up_the_gradients_of_two_graphs",
        old="node.grad += adjoint",
        new="node.grad = adjoint",
    ),
    mistake(
        id="autograd.sums_kept_aside",
        kind="trap",
        story="The sums over all passes are kept aside and copied to .grad: setting .grad back to 0 resets nothing.",
        hint="Set .grad to 0 between two passes. What does the second one find?",
        caught_by="backward.a_pass_adds_to_the_gradient_it_finds",
        old=COLLECTING,
        new="""
        for node, adjoint in adjoints.items():
            _sums[node] = _sums.get(node, 0.0) + adjoint
            node.grad = _sums[node]
        self.grad = 1.0


_sums: dict[Value, float] = {}
""",
    ),
    mistake(
        id="autograd.drops_upstream",
        kind="classic",
        story="Each node hands on its own slope, without the gradient that came to it from above.",
        hint="Differentiate 3 * tanh(a): where does the 3 appear?",
        caught_by="autograd.derivative_of_multiply",
        old="adjoints[parent] += adjoint * partial",
        new="adjoints[parent] += partial",
    ),
    mistake(
        id="autograd.leaves_first",
        kind="classic",
        story="The nodes are visited from the leaves to the output: they pass on gradients that have not come yet.",
        hint="At which node does a backward pass begin?",
        caught_by="backward.gradients_of_any_graph_are_right",
        old="for node in reversed(order):",
        new="for node in order:",
        varies=True,
    ),
    mistake(
        id="autograd.preorder",
        kind="subtle",
        story="Nodes are listed when they are first met, on whichever path: some pass their gradient on too early.",
        hint="A node is used by a near and by a far result: may it pass on what it has after hearing from one?",
        caught_by="backward.a_node_waits_for_all_of_its_uses",
        old="                    stack += (node, marker)\n",
        new="                    order.insert(0, node)\n",
        varies=True,
    ),
    mistake(
        id="autograd.breadth_first",
        kind="trap",
        story="Nodes are visited level by level from the output: wrong where paths of unequal length meet.",
        hint="Is every user of a node on a level above it that has been visited?",
        caught_by="backward.a_node_waits_for_all_of_its_uses",
        old=TRAVERSAL,
        new="""\
        while stack:
            node = stack.pop(0)
            if node not in adjoints:
                adjoints[node] = 0.0
                order.insert(0, node)
                stack += node._parents
""",
        varies=True,
    ),
    mistake(
        id="autograd.walks_every_path",
        kind="trap",
        story="Each node hands every contribution on at once, by recursion: right, but every path is walked.",
        hint="How many paths lead through 60 times x = x + x?",
        caught_by="backward.shared_nodes_are_visited_once",
        old=TRAVERSAL + PASSING_ON,
        new="""\
        def pass_on(node: Value, gradient: float) -> None:
            adjoints[node] = adjoints.get(node, 0.0) + gradient
            for parent, partial in zip(node._parents, node._partials):
                pass_on(parent, gradient * partial)

        pass_on(self, 1.0)
""",
    ),
    mistake(
        id="autograd.equal_by_value",
        kind="trap",
        story="Values with equal data were made equal, with a hash to match: a backward pass takes them for one node.",
        hint="Are two weights the same weight when both are 0.5?",
        caught_by="backward.equal_data_are_different_nodes",
        old="    def backward(self) -> None:",
        new="""\
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Value) and self.data == other.data

    def __hash__(self) -> int:
        return hash(self.data)

    def backward(self) -> None:""",
        varies=True,
    ),
    mistake(
        id="autograd.leaves_only",
        kind="subtle",
        story="Gradients are kept at leaves only; results of operations end with 0.",
        hint="What is .grad of a hidden unit after the backward pass?",
        caught_by="backward.inner_nodes_keep_their_gradients",
        old="            node.grad += adjoint\n",
        new="            if not node._parents:\n                node.grad += adjoint\n",
    ),
    mistake(
        id="autograd.starts_at_the_newest_node",
        kind="trap",
        story="The pass starts at the last node that was made, which mostly is the one that backward is called on.",
        hint="Make one more node after f, and call f.backward().",
        caught_by="backward.nodes_out_of_reach_keep_gradient_0",
        old=SETUP + TRAVERSAL + PASSING_ON + COLLECTING + MAKING,
        new=f"        self = _newest[-1] if self._parents else self\n{SETUP}{TRAVERSAL}{PASSING_ON}{COLLECTING}\n\n"
        f"_newest: list[Value] = []\n{MAKING}    _newest[:] = [node]\n",
    ),
    mistake(
        id="autograd.stops_at_gradient_0",
        kind="corner",
        story="To save time, the pass ends at the first node whose gradient is 0; other nodes are still waiting.",
        hint="One relu is off, the next one is on: does the second one's gradient come through?",
        caught_by="backward.gradients_of_any_graph_are_right",
        old="            adjoint = adjoints[node]\n",
        new="            adjoint = adjoints[node]\n            if not adjoint:\n                break\n",
        varies=True,
    ),
    mistake(
        id="autograd.rounds_gradients",
        kind="trap",
        story="Gradients are rounded to six digits, for nicer printing.",
        hint="What is left of 1 / 7?",
        caught_by="backward.gradients_of_any_graph_are_right",
        old="node.grad += adjoint",
        new="node.grad += round(adjoint, 6)",
    ),
    mistake(
        id="autograd.output_without_gradient",
        kind="corner",
        story="The output's gradient is set back to 0 once it has been handed on.",
        hint="How does f grow with f itself?",
        caught_by="backward.gradient_of_the_output_is_1",
        old="            node.grad += adjoint\n        self.grad = 1.0",
        new="            node.grad += adjoint\n        self.grad = 0.0",
    ),
    mistake(
        id="autograd.seeds_with_data",
        kind="subtle",
        story="The pass starts with the output's value in place of its derivative by itself.",
        hint="How does f grow with f itself?",
        caught_by="autograd.derivative_of_multiply",
        old="adjoints[self] = 1.0",
        new="adjoints[self] = self.data",
    ),
    mistake(
        id="autograd.clips_gradients",
        kind="trap",
        story="Gradients are cut to [-1, 1], as training sometimes does it; but then they are no longer derivatives.",
        hint="What is the derivative of 5 * a?",
        caught_by="autograd.derivative_of_multiply",
        old="node.grad += adjoint",
        new="node.grad += max(-1.0, min(1.0, adjoint))",
    ),
    mistake(
        id="autograd.backward_learns",
        kind="trap",
        story="The backward pass takes a step of gradient descent too.",
        hint="What is .data for, and who changes it?",
        caught_by="backward.backward_changes_no_data",
        old="            node.grad += adjoint\n",
        new="            node.grad += adjoint\n            node.data -= 0.01 * adjoint\n",
    ),
    mistake(
        id="autograd.results_start_with_gradient_1",
        kind="corner",
        story="Results are made with gradient 1, so that the output has it already; but the others have it too.",
        hint="What is .grad before any backward pass?",
        caught_by="backward.gradients_are_0_before_a_backward_pass",
        old="node.grad = 0.0",
        new="node.grad = 1.0",
    ),
    mistake(
        id="autograd.rounds_data",
        kind="trap",
        story="Data are rounded to six digits, for nicer printing.",
        hint="What is left of 1 / 7?",
        caught_by="autograd.a_new_value_holds_its_number",
        old="self.data = float(data)",
        new="self.data = round(float(data), 6)",
    ),
    mistake(
        id="autograd.single_precision",
        kind="trap",
        story="Data are kept as float32, as in most networks: seven digits instead of sixteen.",
        hint="How many digits of 1 / 7 does a float32 hold?",
        caught_by="autograd.a_new_value_holds_its_number",
        old="self.data = float(data)",
        new="import numpy as np\n\n        self.data = float(np.float32(data))",
    ),
    mistake(
        id="autograd.recursive",
        kind="corner",
        story="The order of the nodes is found by a function that calls itself: fine until a graph is 1000 deep.",
        hint="A loop with a list of its own has no such limit.",
        caught_by="backward.a_chain_of_50_000_nodes_works",
        old=TRAVERSAL,
        new="""\
        def visit(node: Value) -> None:
            if node not in adjoints:
                adjoints[node] = 0.0
                for parent in node._parents:
                    visit(parent)
                order.append(node)

        visit(self)
""",
    ),
    mistake(
        id="autograd.gives_up_after_256_nodes",
        kind="corner",
        story="The pass gives up after 256 nodes, a guard against endless loops.",
        hint="How many nodes has the graph of one training example?",
        caught_by="backward.a_chain_of_400_nodes_works",
        old="        while stack:\n",
        new="        while stack and len(adjoints) < 256:\n",
    ),
)
