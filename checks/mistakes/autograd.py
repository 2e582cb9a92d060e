"""Mistakes in autograd.py: in one operation (its value, its slopes, plain numbers), and in the backward pass."""

from __future__ import annotations

from functools import partial

from checks.mistakes.record import Mistake

# The longer passages of the reference that mistakes are made in.
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

mistake = partial(Mistake, module="autograd")

IN_OPERATIONS: tuple[Mistake, ...] = (
    mistake(
        id="autograd.add_forgets_second_parent",
        kind="classic",
        story="The sum records only self as its parent, so the other operand never gets a gradient.",
        hint="How many nodes was the sum computed from?",
        caught_by="autograd.derivative_of_add",
        old="return _node(self.data + other.data, (self, other), (1.0, 1.0))",
        new="return _node(self.data + other.data, (self,), (1.0,))",
    ),
    mistake(
        id="autograd.add_zero_returns_other",
        kind="trap",
        story="A shortcut: 0 + b is b. A leaf that holds 0, such as a fresh bias, is cut off and never learns.",
        hint="Is a Value that holds 0 a constant?",
        caught_by="autograd.derivative_of_add",
        old="return _node(self.data + other.data, (self, other), (1.0, 1.0))",
        new="return other if self.data == 0 else _node(self.data + other.data, (self, other), (1.0, 1.0))",
    ),
    mistake(
        id="autograd.add_in_place",
        kind="subtle",
        story="a + b adds to a itself before it makes the result: the number in a is gone after the call.",
        hint="What is a.data after a + b?",
        caught_by="autograd.value_of_add",
        old="return _node(self.data + other.data, (self, other), (1.0, 1.0))",
        new="self.data += other.data\n        return _node(self.data, (self, other), (1.0, 1.0))",
    ),
    mistake(
        id="autograd.radd_returns_self",
        kind="trap",
        story="Only `sum` was thought to call it, and `sum` starts from 0: so number + a is just a.",
        hint="What is 2 + a?",
        caught_by="autograd.value_of_number_plus_value",
        old="return self + other",
        new="return self",
    ),
    mistake(
        id="autograd.radd_detached",
        kind="subtle",
        story="number + a makes a fresh leaf with the right number: the sum of a list is cut off from its first term.",
        hint="Is the result connected to the Value it came from?",
        caught_by="autograd.derivative_of_number_plus_value",
        old="return self + other",
        new="return Value(other + self.data)",
    ),
    mistake(
        id="autograd.subtract_reversed",
        kind="classic",
        story="a - b gives b - a.",
        hint="What is 5 - 4?",
        caught_by="autograd.value_of_subtract",
        old="self.data - other.data",
        new="other.data - self.data",
    ),
    mistake(
        id="autograd.subtract_slope_sign",
        kind="classic",
        story="Subtraction was copied from addition, slopes and all: the sign of the second one stayed plus.",
        hint="If b grows, what does a - b do?",
        caught_by="autograd.derivative_of_subtract",
        old="(1.0, -1.0)",
        new="(1.0, 1.0)",
    ),
    mistake(
        id="autograd.rsub_reversed",
        kind="classic",
        story="5 - a gives a - 5: the reflected method was copied from + and *, where the order does not matter.",
        hint="Python calls a.__rsub__(5) for 5 - a: which of the two comes first?",
        caught_by="autograd.value_of_number_minus_value",
        old="return Value(other) - self",
        new="return self - other",
    ),
    mistake(
        id="autograd.rsub_detached",
        kind="subtle",
        story="number - a is computed on plain numbers and wrapped in a fresh leaf: no gradient comes back.",
        hint="Is the result connected to a?",
        caught_by="autograd.derivative_of_number_minus_value",
        old="return Value(other) - self",
        new="return Value(other - self.data)",
    ),
    mistake(
        id="autograd.multiply_slopes_swapped",
        kind="classic",
        story="Each factor's slope is its own number instead of the other factor's.",
        hint="If a grows by a little, by how much does a * b grow?",
        caught_by="autograd.derivative_of_multiply",
        old="(other.data, self.data)",
        new="(self.data, other.data)",
    ),
    mistake(
        id="autograd.multiply_zero_shortcut",
        kind="corner",
        story="A product with 0 is returned as a fresh 0: the factor that is 0 gets no gradient.",
        hint="The product is 0, but does it stay 0 when that factor moves?",
        caught_by="autograd.derivative_of_multiply",
        old="return _node(self.data * other.data, (self, other), (other.data, self.data))",
        new="""product = self.data * other.data
        return _node(product, (self, other), (other.data, self.data)) if product else Value(0.0)""",
    ),
    mistake(
        id="autograd.rmul_detached",
        kind="subtle",
        story="number * a is computed on plain numbers and wrapped in a fresh leaf: no gradient comes back.",
        hint="Is the result connected to a?",
        caught_by="autograd.derivative_of_number_times_value",
        old="return self * other",
        new="return Value(self.data * other)",
    ),
    mistake(
        id="autograd.divide_floors",
        kind="corner",
        story="`//` instead of `/`: quotients are rounded down to whole numbers.",
        hint="What is 5 divided by 4?",
        caught_by="autograd.value_of_divide",
        old="quotient = self.data / other.data",
        new="quotient = self.data // other.data",
    ),
    mistake(
        id="autograd.divide_slope_not_squared",
        kind="classic",
        story="The slope by the divisor lacks one division: -a / b.",
        hint="Write a / b as a times b to the power -1, and differentiate that.",
        caught_by="autograd.derivative_of_divide",
        old="(1.0 / other.data, -quotient / other.data)",
        new="(1.0 / other.data, -quotient)",
    ),
    mistake(
        id="autograd.divide_slope_sign",
        kind="classic",
        story="The slope by the divisor has lost its minus.",
        hint="If the divisor grows, what does the quotient do?",
        caught_by="autograd.derivative_of_divide",
        old="-quotient / other.data)",
        new="quotient / other.data)",
    ),
    mistake(
        id="autograd.rtruediv_reversed",
        kind="classic",
        story="1 / a gives a / 1.",
        hint="Python calls a.__rtruediv__(1) for 1 / a: which of the two is divided?",
        caught_by="autograd.value_of_number_over_value",
        old="return Value(other) / self",
        new="return self / other",
    ),
    mistake(
        id="autograd.rtruediv_detached",
        kind="subtle",
        story="number / a is computed on plain numbers and wrapped in a fresh leaf: no gradient comes back.",
        hint="Is the result connected to a?",
        caught_by="autograd.derivative_of_number_over_value",
        old="return Value(other) / self",
        new="return Value(other / self.data)",
    ),
    mistake(
        id="autograd.power_exponent_not_reduced",
        kind="classic",
        story="The slope is n times a to the n, not to the n - 1.",
        hint="Differentiate a squared: which power of a remains?",
        caught_by="autograd.derivative_of_power",
        old="math.pow(self.data, exponent - 1)",
        new="math.pow(self.data, exponent)",
    ),
    mistake(
        id="autograd.power_factor_missing",
        kind="classic",
        story="The slope lacks the factor n.",
        hint="Differentiate a squared at a = 1: is it 1?",
        caught_by="autograd.derivative_of_power",
        old="slope = exponent * math.pow",
        new="slope = math.pow",
    ),
    mistake(
        id="autograd.power_whole_exponents_only",
        kind="corner",
        story="The exponent is cut to a whole number, so a ** 0.5 is 1.",
        hint="What is 4 to the power 0.5?",
        caught_by="autograd.value_of_fractional_power",
        old="return _node(math.pow(self.data, exponent), (self,), (slope,))",
        new="return _node(math.pow(self.data, int(exponent)), (self,), (slope,))",
    ),
    mistake(
        id="autograd.power_of_absolute_value",
        kind="subtle",
        story="The base goes through abs, against errors with fractional exponents: (-2) ** 3 turns positive.",
        hint="What is -2 to the power 3?",
        caught_by="autograd.value_of_power",
        old="return _node(math.pow(self.data, exponent), (self,), (slope,))",
        new="return _node(math.pow(abs(self.data), exponent), (self,), (slope,))",
    ),
    mistake(
        id="autograd.power_negative_exponent_slope",
        kind="corner",
        story="The slope takes the exponent without its sign; that shows only for a ** -1 and its like.",
        hint="Which way does 1 / a go when a grows?",
        caught_by="autograd.derivative_of_negative_power",
        old="slope = exponent * math.pow",
        new="slope = abs(exponent) * math.pow",
    ),
    mistake(
        id="autograd.power_zero_not_a_constant",
        kind="corner",
        story="a ** 0 is not treated apart: at a = 0 its slope asks for 0 to the power -1.",
        hint="a ** 0 is 1 wherever a is. What is the slope of a constant?",
        caught_by="autograd.zeroth_power_of_zero_has_slope_0",
        old=" if exponent else 0.0",
        new="",
    ),
    mistake(
        id="autograd.negate_detached",
        kind="subtle",
        story="-a is a fresh leaf with the right number: no gradient comes back.",
        hint="Is the result connected to a?",
        caught_by="autograd.derivative_of_negate",
        old="return _node(-self.data, (self,), (-1.0,))",
        new="return Value(-self.data)",
    ),
    mistake(
        id="autograd.exp_slope_is_input",
        kind="classic",
        story="The slope of exp is taken to be a instead of exp(a).",
        hint="Which function is its own derivative?",
        caught_by="autograd.derivative_of_exp",
        old="return _node(power, (self,), (power,))",
        new="return _node(power, (self,), (self.data,))",
    ),
    mistake(
        id="autograd.exp_clamped",
        kind="trap",
        story="Against overflow, the argument of exp is cut at 50: everything above gives the same number.",
        hint="What is exp(60)? Overflow begins at 710.",
        caught_by="autograd.value_of_exp",
        old="power = math.exp(self.data)",
        new="power = math.exp(min(self.data, 50.0))",
    ),
    mistake(
        id="autograd.log_with_epsilon",
        kind="trap",
        story="A small number is added inside, against log(0): all logarithms are off, and log(0) is finite.",
        hint="Is log(a) still the logarithm of a, for small a?",
        caught_by="autograd.value_of_log",
        old="math.log(self.data)",
        new="math.log(self.data + 1e-10)",
    ),
    mistake(
        id="autograd.log_of_absolute_value",
        kind="trap",
        story="The argument goes through abs, so negative numbers have a logarithm.",
        hint="Is there a number x with exp(x) = -1?",
        caught_by="autograd.log_of_what_is_not_positive_is_never_finite",
        old="math.log(self.data)",
        new="math.log(abs(self.data))",
    ),
    mistake(
        id="autograd.log_base_10",
        kind="classic",
        story="The logarithm is to the base 10.",
        hint="What should log(e) be?",
        caught_by="autograd.value_of_log",
        old="math.log(self.data)",
        new="math.log10(self.data)",
    ),
    mistake(
        id="autograd.log_slope_of_logarithm",
        kind="classic",
        story="The slope is 1 / log(a) instead of 1 / a.",
        hint="How steep is the logarithm at 2?",
        caught_by="autograd.derivative_of_log",
        old="(1.0 / self.data,)",
        new="(1.0 / (math.log(self.data) or 1.0),)",
    ),
    mistake(
        id="autograd.tanh_slope_of_input",
        kind="classic",
        story="The slope squares the input a instead of the result tanh(a).",
        hint="Can the slope of tanh be negative?",
        caught_by="autograd.derivative_of_tanh",
        old="1.0 - tanh * tanh",
        new="1.0 - self.data * self.data",
    ),
    mistake(
        id="autograd.tanh_slope_not_squared",
        kind="classic",
        story="The slope is 1 - tanh(a), without the square.",
        hint="How steep is tanh where it is near -1?",
        caught_by="autograd.derivative_of_tanh",
        old="1.0 - tanh * tanh",
        new="1.0 - tanh",
    ),
    mistake(
        id="autograd.tanh_cached",
        kind="corner",
        story="tanh is cached for speed: when training moves a.data, a.tanh() still is the node of the old number.",
        hint="a.data may change between passes: is a remembered result still right then?",
        caught_by="backward.a_new_graph_starts_from_the_data_it_finds",
        old="    def tanh(self) -> Value:",
        new="    from functools import cache\n\n    @cache\n    def tanh(self) -> Value:",
    ),
    mistake(
        id="autograd.tanh_overflows",
        kind="corner",
        story="tanh is computed as (exp(2a) - 1) / (exp(2a) + 1), which overflows from a = 355 on.",
        hint="Try it at a = 1000.",
        caught_by="autograd.tanh_is_right_far_from_zero",
        old="tanh = math.tanh(self.data)",
        new="tanh = (math.exp(2.0 * self.data) - 1.0) / (math.exp(2.0 * self.data) + 1.0)",
    ),
    mistake(
        id="autograd.relu_slope_always_1",
        kind="classic",
        story="The gradient passes through relu unchanged, for negative inputs too.",
        hint="If a = -3 moves a little, does relu(a) move?",
        caught_by="autograd.derivative_of_relu",
        old="(1.0 if self.data > 0 else 0.0,)",
        new="(1.0,)",
    ),
    mistake(
        id="autograd.relu_divides_by_zero",
        kind="corner",
        story="The slope is computed as relu(a) / a, which fails at exactly 0, where many fresh networks start.",
        hint="Try it at a = 0.",
        caught_by="autograd.relu_at_zero_has_a_slope_between_0_and_1",
        old="(1.0 if self.data > 0 else 0.0,)",
        new="(max(self.data, 0.0) / self.data,)",
    ),
    mistake(
        id="autograd.relu_leaks",
        kind="subtle",
        story="A leaky relu: negative inputs come out as a hundredth of themselves.",
        hint="What is relu(-3)?",
        caught_by="autograd.value_of_relu",
        old="_node(max(self.data, 0.0),",
        new="_node(max(self.data, 0.01 * self.data),",
    ),
    mistake(
        id="autograd.sigmoid_overflows",
        kind="corner",
        story="The exponential is taken of -a whatever its sign: below a = -709 it overflows.",
        hint="Try it at a = -1000.",
        caught_by="autograd.sigmoid_is_right_far_from_zero",
        old="_node(larger if self.data >= 0 else smaller,",
        new="_node(1.0 / (1.0 + math.exp(-self.data)),",
    ),
    mistake(
        id="autograd.sigmoid_slope_squared",
        kind="classic",
        story="The slope is the result squared instead of s (1 - s).",
        hint="How steep is the sigmoid where it is nearly 1?",
        caught_by="autograd.derivative_of_sigmoid",
        old="(larger * smaller,)",
        new="(larger * larger,)",
    ),
)

IN_BACKWARD: tuple[Mistake, ...] = (
    mistake(
        id="autograd.overwrites_gradients",
        kind="classic",
        story="`=` instead of `+=`: where a node is used twice, only the last contribution counts.",
        hint="Differentiate a + a by hand.",
        caught_by="backward.a_second_use_adds_to_the_gradient",
        old="adjoints[parent] += adjoint * partial",
        new="adjoints[parent] = adjoint * partial",
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
    ),
    mistake(
        id="autograd.preorder",
        kind="subtle",
        story="Nodes are listed when they are first met, on whichever path: some pass their gradient on too early.",
        hint="A node is used by a near and by a far result: may it pass on what it has after hearing from one?",
        caught_by="backward.a_node_waits_for_all_of_its_uses",
        old="                    stack += (node, marker)\n",
        new="                    order.insert(0, node)\n",
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

MISTAKES: tuple[Mistake, ...] = (*IN_OPERATIONS, *IN_BACKWARD)
