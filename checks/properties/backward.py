"""The backward pass of Stage 2: gradients of whole graphs, of nodes with several uses, of one pass after another.

Names: a an operand, f an output, v0, v1, ... the nodes of a graph program.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from checks import expect
from checks.contract import TOLERANCE
from checks.oracles import duals as true
from checks.oracles.duals import Dual, Step
from checks.properties.graph_questions import (
    ARITHMETIC,
    BACKWARD,
    EVERYTHING,
    VALUE,
    complete,
    expect_data,
    expect_grad,
    run,
)
from checks.registry import TRAINING_DEADLINE_S, prop
from checks.standin import StandIn
from checks.strategies import graphs, operations
from checks.strategies.operations import OPERATIONS, Number

USES_RIGHT = ["autograd.*", "backward.a_second_use_adds_to_the_gradient"]
FIRST_PASS_RIGHT = [
    *USES_RIGHT,
    "backward.a_node_waits_for_all_of_its_uses",
    "backward.gradients_are_0_before_a_backward_pass",
]
DEEPEST = 50_000

of_backward = partial(prop, of=BACKWARD, needs=ARITHMETIC, after=FIRST_PASS_RIGHT, source="Stage 2")
of_graphs = partial(of_backward, smaller=graphs.smaller)
small_graphs = graphs.graphs(graphs.ARITHMETIC, [1, 2, 4])


@of_backward(
    needs=EVERYTHING,
    given=operations.any_operation(),
    examples=[(operation.name, operation.examples[0]) for operation in OPERATIONS],
    after=["autograd.*"],
    points=2,
    hint="A node may be used twice: is the second contribution added to the first, or does it replace it?",
)
def a_second_use_adds_to_the_gradient(sub: StandIn, operation: str, operands: list[Number]) -> None:
    """The derivative of 2 f(a) + 5 f(a) is 7 f′(a), where f is any operation, applied to the same node twice."""
    inputs, step = operations.named(operation).program(operands)
    count = len(inputs)
    weighted: list[Step] = [["*", f"v{count}", 2], ["*", f"v{count + 1}", 5], ["+", f"v{count + 2}", f"v{count + 3}"]]
    steps = [step, step, *weighted]
    expect_grad(run(sub, inputs, steps), range(count), true.evaluate(inputs, steps)[-1])


@of_backward(
    needs=[*ARITHMETIC, f"{VALUE}.__truediv__"],
    given=graphs.same_operands(),
    examples=[("+", 3.0), ("*", 3.0), ("-", 3.0), ("/", 3.0)],
    hint="Both operands are the same node here: does it get both contributions?",
)
def one_node_may_be_both_operands(sub: StandIn, operation: str, a: float) -> None:
    """The derivatives of a + a, a · a, a − a and a / a are 2, 2a, 0 and 0."""
    steps: list[Step] = [[operation, "v0", "v0"], ["*", "v1", -3]]
    expect_grad(run(sub, [a], steps), [0], true.evaluate([a], steps)[-1])


@of_graphs(of=VALUE, given=small_graphs, examples=[([3.0], [])], after=[], hint="No backward pass came by yet.")
def gradients_are_0_before_a_backward_pass(sub: StandIn, inputs: list[float], steps: list[Step]) -> None:
    """Before the first backward pass, `.grad` is 0 everywhere, at results too."""
    for i, gradient in enumerate(run(sub, inputs, steps, outputs=[]).grad):
        expect.equal(f"v{i}.grad", gradient, 0.0)


@of_graphs(given=small_graphs, examples=[([3.0], [])], after=[], hint="How does f grow with f itself?")
def gradient_of_the_output_is_1(sub: StandIn, inputs: list[float], steps: list[Step]) -> None:
    """After `f.backward()`, `f.grad` is ∂f/∂f = 1, also where f is a leaf."""
    expect.equal(f"v{len(inputs) + len(steps) - 1}.grad", run(sub, inputs, steps).grad[-1], 1.0)


@of_graphs(given=small_graphs, after=[], hint="A backward pass is about `.grad` only.")
def backward_changes_no_data(sub: StandIn, inputs: list[float], steps: list[Step]) -> None:
    """A backward pass leaves the `.data` of every node as it is."""
    answer = run(sub, inputs, steps)
    expect.unchanged("the data of the nodes", answer.data_after, answer.data)


@of_graphs(
    needs=EVERYTHING,
    given=graphs.graphs(),
    examples=[
        ([2.0, -3.0], [["*", "v0", "v1"], ["**", "v0", 2], ["+", "v2", "v3"]]),
        # One of two branches has slope 0: the left one, the right one.
        ([-1.0, 2.0], [["exp", "v0"], ["exp", "v1"], ["neg", "v2"], ["relu", "v4"], ["exp", "v3"], ["+", "v5", "v6"]]),
        ([-1.0, 2.0], [["exp", "v0"], ["exp", "v1"], ["neg", "v3"], ["relu", "v4"], ["exp", "v2"], ["+", "v5", "v6"]]),
    ],
    after=[*FIRST_PASS_RIGHT, "autograd.values_of_any_graph_are_right"],
    points=3,
    hint="Along every path multiply, over all paths add: in which order must the nodes then pass their gradients on?",
)
def gradients_of_any_graph_are_right(sub: StandIn, inputs: list[float], steps: list[Step]) -> None:
    """Each leaf's gradient is the sum over all paths to the output of the product of the slopes along the path."""
    nodes = true.evaluate(inputs, steps, seeds=len(inputs))
    expect_grad(run(sub, inputs, steps), range(len(inputs)), nodes[-1])


@of_graphs(
    needs=EVERYTHING,
    given=graphs.graphs([operation for operation in graphs.ALL if operation != "neg"]),  # −(−v) may be v itself
    after=[*FIRST_PASS_RIGHT, "backward.gradients_of_any_graph_are_right"],
    points=2,
    hint="Results of operations are nodes like the leaves: what is left in their `.grad`?",
)
def inner_nodes_keep_their_gradients(sub: StandIn, inputs: list[float], steps: list[Step]) -> None:
    """Every node between leaves and output has its own derivative ∂f/∂v in `.grad`."""
    nodes = true.evaluate(inputs, steps)
    inner = [i for i in range(len(inputs), len(nodes) - 1) if _is_surely_new(nodes, i)]
    expect_grad(run(sub, inputs, steps), inner, nodes[-1])


def _is_surely_new(nodes: Sequence[Dual], i: int) -> bool:
    """False where a node may be one that it was computed from: x + 0, and relu of a positive x, may be x itself."""
    return all(node.value != nodes[i].value for node in nodes[:i])


@of_backward(
    needs=[*ARITHMETIC, f"{VALUE}.tanh", f"{VALUE}.sigmoid"],
    given=graphs.unequal_diamonds(),
    after=USES_RIGHT,
    points=2,
    hint="A node may pass its gradient on only when every node that uses it has added its share.",
)
def a_node_waits_for_all_of_its_uses(sub: StandIn, inputs: list[float], steps: list[Step]) -> None:
    """Where paths of unequal length meet, a node passes its gradient on once, when it is complete."""
    expect_grad(run(sub, inputs, steps), range(2), true.evaluate(inputs, steps, seeds=2)[-1])


@of_backward(
    given=graphs.twins(),
    examples=[([0.0, 0.0], [["*", "v0", 2.0], ["*", "v1", 2.0], ["+", "v2", "v3"]])],
    hint="How does a backward pass tell which nodes it has seen? Two of them may hold the same number.",
)
def equal_data_are_different_nodes(sub: StandIn, inputs: list[float], steps: list[Step]) -> None:
    """Two Values with equal data are two nodes, leaves and results alike: each has a gradient of its own."""
    count = len(inputs)
    expect_grad(run(sub, inputs, steps), range(count), true.evaluate(inputs, steps, seeds=count)[-1])


@of_backward(
    given=graphs.ladders(),
    case_share=0.4,  # few ladders, and many starts
    points=2,
    hint="There are more than 2⁶⁰ paths here, but few nodes: how often is each of them visited?",
)
def shared_nodes_are_visited_once(sub: StandIn, start: float, block: list[Step]) -> None:
    """A backward pass takes time in proportion to the nodes, not to the paths, after 60 doublings too."""
    _check_loop(sub, start, block, 60)


@of_backward(
    given=graphs.chains(),
    case_share=0.2,  # a case is some hundred steps
    hint="What limits how many nodes may hang one on the other?",
)
def a_chain_of_400_nodes_works(sub: StandIn, start: float, block: list[Step], times: int) -> None:
    """Values and gradients are right through a chain of up to 400 nodes, each computed from the one before."""
    _check_loop(sub, start, block, times)


def _check_loop(sub: StandIn, start: float, block: list[Step], times: int) -> None:
    answer = sub.run_loop(start, block, times)
    (*_, x) = true.evaluate([start], true.unroll(block, times), seeds=1)
    expect.close("x.data", answer.value, x.value, x.error / TOLERANCE)
    expect.length("the gradient", answer.grad, 1)
    expect.close("a.grad", answer.grad[0], x.tangent[0], x.magnitude[0])


@of_backward(
    examples=[-3.0],
    after=[*FIRST_PASS_RIGHT, "backward.shared_nodes_are_visited_once", "backward.a_chain_of_400_nodes_works"],
    tier="stretch",
    deadline_s=TRAINING_DEADLINE_S,
    hint="Python's recursion ends after about 1000 calls. Can the order of the nodes be found with a loop?",
)
def a_chain_of_50_000_nodes_works(sub: StandIn, a: float) -> None:
    """a + a + ... + a with 50,000 additions is 50,001 a, and its derivative is 50,001."""
    answer = sub.run_loop(a, [["x", "+", "x", "a"]], DEEPEST)
    expect.close("x.data", answer.value, (DEEPEST + 1) * a)
    expect.length("the gradient", answer.grad, 1)
    expect.close("a.grad", answer.grad[0], DEEPEST + 1.0)


@of_backward(
    given=graphs.two_graphs(),
    points=2,
    hint="A leaf may be part of two losses. Is what the second backward pass finds there replaced, or added to?",
)
def leaves_add_up_the_gradients_of_two_graphs(
    sub: StandIn, inputs: list[float], steps: list[Step], outputs: list[int]
) -> None:
    """After a backward pass in each of two graphs, their common leaves hold the sum of both derivatives."""
    nodes = true.evaluate(inputs, steps, seeds=len(inputs))
    expect_grad(run(sub, inputs, steps, outputs), range(len(inputs)), *(nodes[output] for output in outputs))


@of_backward(
    given=graphs.two_graphs(),
    hint="A backward pass goes from the output to the nodes that it was computed from, and to no others.",
)
def nodes_out_of_reach_keep_gradient_0(
    sub: StandIn, inputs: list[float], steps: list[Step], outputs: list[int]
) -> None:
    """A backward pass leaves alone what its output was not computed from, also what was computed from the output."""
    first, last = outputs
    graph_of_first, graph_of_last = range(len(inputs), first + 1), range(first + 1, last + 1)
    used_beyond: list[Step] = [["*", f"v{i}", f"v{last}"] for i in (*graph_of_first, *graph_of_last)]
    steps = [*steps, *used_beyond]
    nodes = true.evaluate(inputs, steps)
    for output, within_reach in ((first, graph_of_first), (last, graph_of_last)):
        answer = run(sub, inputs, steps, [output])
        for i in range(len(inputs), len(nodes)):
            if i not in within_reach and _is_surely_new(nodes, i):
                expect.equal(f"v{i}.grad", answer.grad[i], 0.0)
        expect_grad(answer, range(len(inputs)), nodes[output])


@of_backward(
    needs=[*ARITHMETIC, f"{VALUE}.tanh", f"{VALUE}.sigmoid"],
    given=graphs.reruns(),
    after=[*FIRST_PASS_RIGHT, "backward.leaves_add_up_the_gradients_of_two_graphs"],
    hint="Training sets `.grad` back to 0 between passes. Does the next pass start from what it finds there?",
)
def a_pass_adds_to_the_gradient_it_finds(
    sub: StandIn, inputs: list[float], steps: list[Step], assigned: list[float]
) -> None:
    """After `leaf.grad = g`, a backward pass through a new graph leaves g + ∂f/∂leaf there; zeroed, just ∂f/∂leaf."""
    (*_, f) = true.evaluate(inputs, steps, seeds=len(inputs))
    for start in ([0.0] * len(inputs), assigned):
        answer = complete(sub.run_graph_again(inputs, steps, inputs, start), len(inputs) + len(steps))
        for i, g in enumerate(start):
            expect.close(f"v{i}.grad", answer.grad[i], g + f.tangent[i], abs(g) + f.magnitude[i])


@of_backward(
    needs=[*ARITHMETIC, f"{VALUE}.tanh", f"{VALUE}.sigmoid"],
    given=graphs.reruns(),
    after=[*FIRST_PASS_RIGHT, "backward.a_pass_adds_to_the_gradient_it_finds"],
    hint="Training moves `.data` between passes. Do new results start from what is there now?",
)
def a_new_graph_starts_from_the_data_it_finds(
    sub: StandIn, inputs: list[float], steps: list[Step], assigned: list[float]
) -> None:
    """After `leaf.data = x`, a new graph has the values and gradients of x."""
    nodes = true.evaluate(assigned, steps)
    answer = sub.run_graph_again(inputs, steps, assigned, [0.0] * len(inputs))
    expect_data(complete(answer, len(nodes)), nodes)
    expect_grad(answer, range(len(inputs)), nodes[-1])
