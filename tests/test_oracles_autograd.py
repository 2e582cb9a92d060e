"""The dual numbers that Values are held against, and the graph programs that they are drawn on."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import mpmath
import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from support import given

from checks.contract import TOLERANCE
from checks.oracles import duals
from checks.oracles.duals import Step, evaluate, unroll
from checks.recipes import Recipe, made
from checks.strategies import graphs, operations
from checks.strategies.operations import OPERATIONS, Number, Operation

mp = mpmath.MPContext()
mp.dps = 150
STEP = mp.mpf(10) ** -25  # relative to the number that is moved; a result that underflows is moved by 1e-28

SMOOTH: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, n: a**n,
    "neg": lambda a: -a,
    "exp": mp.exp,
    "log": mp.log,
    "tanh": mp.tanh,
    "relu": lambda a: max(mp.zero, a),
    "sigmoid": lambda a: 1 / (1 + mp.exp(-a)),
    "sum": lambda *terms: mp.fsum(terms),
    "sum_from": lambda *terms: mp.fsum(terms),
}

few = settings(max_examples=40, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))


def truth(inputs: Sequence[float], steps: Sequence[Step], moved: int | None = None, by: Any = 0) -> list[Any]:
    """Every node in 150 digits; with `moved`, after that node has been moved."""
    nodes: list[Any] = []
    for number in inputs:
        nodes.append(mp.mpf(number) + (by if len(nodes) == moved else 0))
    for operation, *names in steps:
        operands = [nodes[int(name[1:])] if isinstance(name, str) else mp.mpf(name) for name in names]
        nodes.append(SMOOTH[operation](*operands) + (by if len(nodes) == moved else 0))
    return nodes


def slope(inputs: Sequence[float], steps: Sequence[Step], node: int) -> Any:
    """The derivative of the last node by that one, by central differences."""
    size = abs(truth(inputs, steps)[node])
    step = STEP * ((size or 1) if node < len(inputs) else max(size, mp.mpf(1) / 1000))
    above, below = (truth(inputs, steps, node, by)[-1] for by in (step, -step))
    return (above - below) / (2 * step)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
@few
@given(data=st.data())
def test_each_operation_is_right(operation: Operation, data: st.DataObject) -> None:
    """Its value and its slopes are those of the function in 150 digits."""
    operands = data.draw(made(operation.operands))
    inputs, step = operation.program(operands)
    assert all(type(number) is float for number in inputs)  # what Values are made of; plain numbers may be ints
    (*_, result) = evaluate(inputs, [step])
    want = truth(inputs, [step])[-1]
    assert math.isfinite(result.value)
    assert abs(result.value - want) <= 1e-14 * max(1, abs(want))
    for i in range(len(inputs)):
        by_i = slope(inputs, [step], i)
        assert abs(result.tangent[i] - by_i) <= 1e-14 * max(1, abs(by_i))
        assert result.magnitude[i] >= abs(result.tangent[i])


@few
@given(graph=st.one_of(*map(made, (graphs.graphs(), graphs.twins(), graphs.unequal_diamonds()))))
def test_whole_graphs_are_right(graph: graphs.Graph) -> None:
    """Values, and derivatives by every node, agree with 150 digits, far inside the tolerance they are used with."""
    inputs, steps = graph
    nodes = evaluate(inputs, steps)
    for node, want in zip(nodes, truth(inputs, steps), strict=True):
        assert abs(node.value - want) <= node.error
    for i in range(len(nodes)):
        off = abs(nodes[-1].tangent[i] - slope(inputs, steps, i))
        assert off <= TOLERANCE / 1000 * max(1.0, nodes[-1].magnitude[i])


@pytest.mark.parametrize(
    "other", ["a * b ** -1", "exp(n * log(a))", "math.e ** a", "2 * sigmoid(2 * a) - 1", "via tanh"]
)
@few
@given(data=st.data())
def test_roundabout_formulas_stay_within_the_rounding_allowed(other: str, data: st.DataObject) -> None:
    """What else a right program may compute is off by less than ROUNDING, on the domain that graphs are drawn on."""
    a, b = (data.draw(st.floats(0.01, 1e4)) for _ in range(2))
    n, x = data.draw(st.sampled_from(graphs.EXPONENTS)), data.draw(st.floats(-9, 9))
    got, want = {
        "a * b ** -1": (a * b**-1, mp.mpf(a) / b),
        "exp(n * log(a))": (math.exp(n * math.log(a)), mp.mpf(a) ** n),
        "math.e ** a": (math.e**x, mp.exp(x)),
        "2 * sigmoid(2 * a) - 1": (2 / (1 + math.exp(-2 * x)) - 1, mp.tanh(x)),
        "via tanh": (0.5 + 0.5 * math.tanh(x / 2), 1 / (1 + mp.exp(-x))),
    }[other]
    assert abs(got - want) <= duals.ROUNDING * max(1, abs(want))


def test_magnitude_is_the_sum_of_the_absolute_contributions() -> None:
    """x / x has derivative 1/x − 1/x = 0, made up of two contributions of 1/x."""
    (*_, quotient) = evaluate([0.125], [["/", "v0", "v0"]])
    assert quotient.tangent[0] == 0.0
    assert quotient.magnitude[0] == 16.0


def test_saturated_slopes_are_measured_by_1() -> None:
    """tanh' = 1 − t² is a difference of numbers near 1, however small it is."""
    for name in ("tanh", "sigmoid"):
        (*_, result) = evaluate([1000.0], [[name, "v0"]])
        assert result.tangent[0] < 1e-300 < result.magnitude[0] == 1.0


def names(steps: Sequence[Step]) -> list[list[int]]:
    """The nodes that each step uses."""
    return [[int(operand[1:]) for operand in step[1:] if isinstance(operand, str)] for step in steps]


@few
@given(graph=graphs.graphs())
def test_graphs_are_connected_and_tame(graph: graphs.Graph) -> None:
    """Every step uses the newest node, the last joins two Values, and no value strays from where functions are safe."""
    inputs, steps = graph
    nodes = evaluate(inputs, steps)
    for place, (step, used) in enumerate(zip(steps, names(steps), strict=True), start=len(inputs)):
        assert max(used) == place - 1
        operands = [nodes[int(o[1:])].value if isinstance(o, str) else o for o in step[1:]]
        assert_is_defined(step[0], operands)
    assert len(names(steps)[-1]) == 2
    assert all(abs(node.value) <= 2 * graphs.LARGEST for node in nodes)
    assert all(node.error <= TOLERANCE / 100 * max(1.0, abs(node.value)) for node in nodes[:-1])
    assert len(steps) < 20


def assert_is_defined(operation: str, operands: Sequence[Number]) -> None:
    """The operation is smooth, and promised, at its operands."""
    match operation:
        case "/":
            assert abs(operands[1]) >= 0.01
        case "log":
            assert operands[0] >= 0.01
        case "relu":
            assert abs(operands[0]) >= 0.01
        case "exp":
            assert operands[0] <= 9
        case "**":
            base, exponent = operands
            assert base > 0 or float(exponent).is_integer()
            assert abs(base) >= 0.01 or exponent >= 1


@few
@given(case=graphs.two_graphs())
def test_two_graphs_share_leaves_only(case: tuple[list[float], list[Step], list[int]]) -> None:
    """No inner node of one graph is used by the other; each output is the last node of its graph."""
    inputs, steps, (first, last) = case
    assert last == len(inputs) + len(steps) - 1
    assert all(
        place <= first or all(not len(inputs) <= i <= first for i in used) for place, used in placed(inputs, steps)
    )


def placed(inputs: Sequence[float], steps: Sequence[Step]) -> list[tuple[int, list[int]]]:
    """Each step's place, and the nodes that it uses."""
    return list(enumerate(names(steps), start=len(inputs)))


@few
@given(graph=graphs.twins())
def test_twins_have_equal_data_and_different_gradients(graph: graphs.Graph) -> None:
    """The second half of the leaves repeats the first, and its derivatives are −3/2 of those of the first."""
    inputs, steps = graph
    half = len(inputs) // 2
    assert inputs[:half] == inputs[half:]
    tangent = evaluate(inputs, steps)[-1].tangent
    assert tangent[half : 2 * half] == [-1.5 * t for t in tangent[:half]]


@few
@given(case=graphs.chains())
def test_chains_stay_below_400_nodes(case: tuple[float, list[Step], int]) -> None:
    """The contract asks for deeper graphs only as stretch; values and derivatives stay finite."""
    start, block, times = case
    steps = unroll(block, times)
    assert 200 <= len(steps) < 400
    (*_, last) = evaluate([start], steps, seeds=1)
    assert math.isfinite(last.magnitude[0])
    assert last.tangent[0] != 0


@few
@given(case=graphs.ladders())
def test_ladders_have_more_than_a_million_million_million_paths(case: tuple[float, list[Step]]) -> None:
    """So that no program that walks every path can come to an end."""
    steps = unroll(case[1], 60)
    paths = [1]
    for used in names(steps):
        paths.append(sum(paths[i] for i in used))
    assert paths[-1] > 10**18
    assert len(steps) <= 120


EVERY_STRATEGY = {
    "graphs": graphs.graphs(),
    "two_graphs": graphs.two_graphs(),
    "twins": graphs.twins(),
    "unequal_diamonds": graphs.unequal_diamonds(),
    "terms": graphs.terms(),
    "chains": graphs.chains(),
    "ladders": graphs.ladders(),
    "reruns": graphs.reruns(),
    "same_operands": graphs.same_operands(),
    "any_operation": operations.any_operation(),
    "far_from_zero": operations.far_from_zero(),
}


@pytest.mark.parametrize("strategy", EVERY_STRATEGY.values(), ids=EVERY_STRATEGY)
def test_cases_are_plain_data(strategy: Recipe[Any]) -> None:
    """Cases come back from storage as they were, tuples as lists."""

    @few
    @given(case=strategy)
    def stored_and_read(case: Any) -> None:
        assert repr(msgspec.msgpack.decode(msgspec.msgpack.encode(case))) == repr(as_lists(case))

    stored_and_read()


def as_lists(case: Any) -> Any:
    """Tuples become lists, at every depth."""
    return [as_lists(part) for part in case] if isinstance(case, list | tuple) else case
