"""The Value of Stage 2: what each operation gives, and its derivatives.

Names: a and b operands, n a constant exponent, f the result, v0, v1, ... the nodes of a graph program.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

from checks import expect
from checks.oracles import duals as true
from checks.oracles.duals import Step
from checks.properties.graph_questions import (
    EVERYTHING,
    TO_DIFFERENTIATE,
    VALUE,
    expect_data,
    expect_grad,
    run,
)
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import graphs, operations
from checks.strategies.operations import OPERATIONS, Number, Operation
from checks.worker.client import RaisedError

VALUES_RIGHT = [f"autograd.value_of_{operation.name}" for operation in OPERATIONS]
ADDITION_RIGHT = ["autograd.value_of_add", "autograd.derivative_of_add", "autograd.derivative_of_multiply"]

stage_2 = partial(prop, source="Stage 2")


# One operation at a time. A derivative is asked for with a factor from upstream: f · upstream is differentiated.


def _register(operation: Operation) -> None:
    """The two properties of one operation: `value_of_...` and `derivative_of_...`."""
    name, of = operation.name, f"{VALUE}.{operation.method}"
    multiply = [] if name == "multiply" else ["multiply"]
    value, derivative = _claims(operation)
    stage_2(
        name=f"value_of_{name}",
        claim=f"The data of `{operation.code}` is {operation.formula}{operation.where}.",
        of=of,
        needs=[VALUE],
        after=["autograd.a_new_value_holds_its_number"]
        + [f"autograd.value_of_{basis}" for basis in operation.built_on],
        given=operations.lone(operation.operands),
        examples=[_lone(example) for example in operation.examples],
        hint=operation.hints[0],
    )(value)
    stage_2(
        name=f"derivative_of_{name}",
        claim=f"For f = {operation.formula}{operation.where}: {operation.slopes}, times what comes from upstream.",
        of=of,
        needs=TO_DIFFERENTIATE,
        after=[f"autograd.value_of_{name}"]
        + [f"autograd.derivative_of_{basis}" for basis in (*operation.built_on, *multiply)],
        given=operations.with_upstream(operation.operands),
        examples=[(*example, -3.0) for example in operation.examples],
        hint=operation.hints[1],
    )(derivative)


def _lone(operands: Sequence[Number]) -> Sequence[Number] | Number:
    """The operands; a lone one without a tuple, as `prop` takes it."""
    return operands[0] if len(operands) == 1 else operands


def _claims(operation: Operation) -> tuple[Callable[..., None], Callable[..., None]]:
    """The value and the derivative of this operation, with its operands under their names."""
    value, derivative = partial(_check_value, operation), partial(_check_derivative, operation)
    if operation.form == "alone":
        return lambda sub, a: value(sub, a), lambda sub, a, upstream: derivative(sub, upstream, a)
    if operation.symbol == "**":
        return lambda sub, a, n: value(sub, a, n), lambda sub, a, n, upstream: derivative(sub, upstream, a, n)
    return lambda sub, a, b: value(sub, a, b), lambda sub, a, b, upstream: derivative(sub, upstream, a, b)


def _check_value(operation: Operation, sub: StandIn, *operands: Number) -> None:
    inputs, step = operation.program(operands)
    answer = run(sub, inputs, [step], outputs=[])
    expect.close(operation.code, answer.data[-1], true.evaluate(inputs, [step], seeds=0)[-1].value)
    expect.unchanged("the data of the operands", answer.data[:-1], inputs)


def _check_derivative(operation: Operation, sub: StandIn, upstream: float, *operands: Number) -> None:
    inputs, step = operation.program(operands)
    count = len(inputs)
    leaves, steps = [*inputs, upstream], [step, ["*", f"v{count + 1}", f"v{count}"]]
    expect_grad(run(sub, leaves, steps), range(count), true.evaluate(leaves, steps, seeds=count)[-1])


for _operation in OPERATIONS:
    _register(_operation)


@stage_2(
    of=VALUE,
    given=operations.numbers([1.0, 0.125, 0.14285714285714285, 1000.0]),
    hint="What does a new node remember of the number that it was given?",
)
def a_new_value_holds_its_number(sub: StandIn, a: float) -> None:
    """`Value(a).data` is a."""
    expect.close("Value(a).data", run(sub, [a], [], outputs=[]).data[0], a)


@stage_2(
    of=f"{VALUE}.log",
    needs=[VALUE],
    given=operations.numbers([1.0, 0.125, 0.001, 1e-12, 1000.0], smallest=0),
    examples=[0.0, 1.0],
    after=["autograd.value_of_log"],
    hint="Which numbers have a logarithm, and what should become of the others?",
)
def log_of_what_is_not_positive_is_never_finite(sub: StandIn, size: float) -> None:
    """For a <= 0, `a.log()` raises or is not finite; the logarithm of 1 − a is right all the same."""
    expect.close("(1 - a).log()", run(sub, [1.0 + size], [["log", "v0"]], outputs=[]).data[1], math.log(1.0 + size))
    try:
        logarithm = run(sub, [-size], [["log", "v0"]], outputs=[]).data[1]
    except RaisedError:  # any exception will do; that log is written at all was seen above
        return
    expect.that(not math.isfinite(logarithm), f"the logarithm of {-size!r} is {logarithm!r}, but should not be finite")


@stage_2(
    of=f"{VALUE}.relu",
    needs=TO_DIFFERENTIATE,
    given=operations.nonzero_numbers(),
    after=["autograd.value_of_relu", "autograd.derivative_of_relu", "autograd.derivative_of_multiply"],
    hint="What does your rule for the slope give at exactly 0?",
)
def relu_at_zero_has_a_slope_between_0_and_1(sub: StandIn, upstream: float) -> None:
    """relu(0) = 0, and its derivative there is any number in [0, 1], times what comes from upstream."""
    answer = run(sub, [0.0, upstream], [["relu", "v0"], ["*", "v2", "v1"]])
    expect.close("v2.data", answer.data[2], 0.0)
    slack = expect.allowed_error(upstream)  # the one contribution is at most as large as upstream
    expect.at_least("v0.grad", answer.grad[0], min(0.0, upstream), slack)
    expect.at_most("v0.grad", answer.grad[0], max(0.0, upstream), slack)


far_from_zero = partial(
    stage_2,
    needs=TO_DIFFERENTIATE,
    given=operations.with_upstream(operations.far_from_zero()),
    examples=[(1000.0, 2.0), (-1000.0, 2.0), (1e300, 2.0), (-1e300, 2.0)],
    hint="exp overflows at 710: of which numbers can you take it safely?",
)


@far_from_zero(of=f"{VALUE}.tanh", after=["autograd.value_of_tanh", "autograd.derivative_of_tanh"])
def tanh_is_right_far_from_zero(sub: StandIn, a: float, upstream: float) -> None:
    """tanh a and its derivative are finite and right for every finite a, however far from 0."""
    _check_value(operations.named("tanh"), sub, a)
    _check_derivative(operations.named("tanh"), sub, upstream, a)


@far_from_zero(of=f"{VALUE}.sigmoid", after=["autograd.value_of_sigmoid", "autograd.derivative_of_sigmoid"])
def sigmoid_is_right_far_from_zero(sub: StandIn, a: float, upstream: float) -> None:
    """σ(a) and its derivative are finite and right for every finite a, however far from 0."""
    _check_value(operations.named("sigmoid"), sub, a)
    _check_derivative(operations.named("sigmoid"), sub, upstream, a)


@stage_2(
    of=f"{VALUE}.__pow__",
    needs=TO_DIFFERENTIATE,
    examples=[(0, 2.0), (0.0, -3.0)],
    after=["autograd.value_of_power", "autograd.derivative_of_power"],
    tier="stretch",
    hint="The general rule asks for 0 to the power −1 here. What is the slope of a constant?",
)
def zeroth_power_of_zero_has_slope_0(sub: StandIn, n: Number, upstream: float) -> None:
    """∂(a⁰)/∂a = 0 at a = 0 too."""
    answer = run(sub, [0.0, upstream], [["**", "v0", n], ["*", "v2", "v1"]])
    expect.close("v0.grad", answer.grad[0], 0.0)


@stage_2(
    of=[f"{VALUE}.__radd__", f"{VALUE}.__add__"],
    needs=TO_DIFFERENTIATE,
    given=graphs.terms(),
    examples=[[1.0, 2.0, 3.0]],
    after=[*ADDITION_RIGHT, "autograd.value_of_number_plus_value", "autograd.derivative_of_number_plus_value"],
    hint="sum starts from the int 0: what is 0 + a?",
)
def sum_adds_up_values(sub: StandIn, inputs: list[float]) -> None:
    """`sum([a, b, ...])` of Values is a + b + ..., and its derivative by each of them is 1."""
    _check_sum(sub, inputs, ["sum", *(f"v{i}" for i in range(len(inputs)))])


@stage_2(
    of=f"{VALUE}.__add__",
    needs=TO_DIFFERENTIATE,
    given=graphs.terms(),
    examples=[[1.0, 2.0, 3.0]],
    after=ADDITION_RIGHT,
    hint="sum adds one term after the other to the start: is every one of them still connected to the result?",
)
def sum_from_a_value_adds_up_values(sub: StandIn, inputs: list[float]) -> None:
    """`sum([a, b, ...], Value(0.0))` of Values is a + b + ..., and its derivative by each of them is 1."""
    _check_sum(sub, [0.0, *inputs], ["sum_from", *(f"v{i}" for i in range(len(inputs) + 1))])


def _check_sum(sub: StandIn, inputs: list[float], total: Step) -> None:
    steps: list[Step] = [total, ["*", f"v{len(inputs)}", -3]]
    answer, nodes = run(sub, inputs, steps), true.evaluate(inputs, steps, seeds=len(inputs))
    expect_data(answer, nodes)
    expect_grad(answer, range(len(inputs)), nodes[-1])


@stage_2(
    of=VALUE,
    needs=EVERYTHING,
    given=graphs.graphs(),
    examples=[([1.0, 2.0, 4.0], [["+", "v0", "v1"], ["+", "v3", "v2"], ["*", "v3", "v4"]])],
    after=VALUES_RIGHT,
    points=2,
    hint="Every operation is right by itself; what changes when its operands are results?",
)
def values_of_any_graph_are_right(sub: StandIn, inputs: list[float], steps: list[Step]) -> None:
    """Every node of an expression graph has the value that its operations give."""
    expect_data(run(sub, inputs, steps, outputs=[]), true.evaluate(inputs, steps, seeds=0))
