"""Draws graph programs (see oracles/duals.py): inputs and steps, well-conditioned by construction.

Every step uses the newest node, with an earlier one, itself or a number; so all nodes are connected and many shared.
Inputs are multiples of 1/8 within ±5. While a program grows, the oracle computes its values: a step that would leave
the tame region is replaced by the next operation in turn. There, |v| <= 1e4; divisors, bases of negative powers and
arguments of relu are at least 0.01 in absolute value, arguments of log and bases of fractional powers at least 0.01,
arguments of exp at most 9, those of tanh and sigmoid within ±100; and a stable float64 program is off by a hundredth of
the contract's tolerance at most. What tanh and sigmoid are further out has properties of its own: a submission whose
exp overflows there is failed by these, and not by what graphs are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from checks import recipes as st
from checks.contract import TOLERANCE
from checks.oracles.duals import Dual, Step, apply
from checks.recipes import DrawFn

Graph = tuple[list[float], list[Step]]
ARITHMETIC = ["+", "*", "-"]
BOUNDED = ["tanh", "+", "*", "-", "sigmoid"]
ALL = ["+", "*", "-", "tanh", "relu", "neg", "sigmoid", "exp", "log", "/", "**"]
NUMBERS = [2, -3.0, 0.5, -1, 0, 1.0, -0.25, 10]
EXPONENTS = [2, 3, -1, 0.5, -2.0, 1.5, 0, 1]
LADDERS: list[list[Step]] = [
    [["x", "+", "x", "x"]],
    [["y", "+", "x", "y"], ["x", "+", "x", "y"]],
    [["y", "*", "x", 0.5], ["x", "+", "x", "y"]],
    [["y", "*", "x", -2], ["x", "-", "x", "y"]],
]
LARGEST, SMALLEST, LARGEST_EXPONENT, FURTHEST = 1e4, 0.01, 9.0, 100.0


@st.composite
def graphs(draw: DrawFn, operations: Sequence[str] = ALL, sizes: Sequence[int] = (1, 3, 6, 9, 12)) -> Graph:
    """One connected program; `sizes` are the numbers of its steps, beside the last one, which joins two nodes."""
    inputs = _inputs(draw)
    return inputs, _steps(draw, [inputs], operations, sizes)


@st.composite
def two_graphs(draw: DrawFn) -> tuple[list[float], list[Step], list[int]]:
    """Two programs that share the inputs and nothing else, one after the other, and the output of each."""
    inputs = _inputs(draw)
    first, second = (_steps(draw, [inputs], ARITHMETIC, [1, 2, 4]) for _ in range(2))
    count, moved = len(inputs), renumbered(second, len(inputs), by=len(first))
    return inputs, [*first, *moved], [count + len(first) - 1, count + len(first) + len(second) - 1]


@st.composite
def reruns(draw: DrawFn) -> tuple[list[float], list[Step], list[float]]:
    """A program of operations that are defined everywhere, and another number for each of its inputs, 0 among them.

    It is tame from both starts.
    """
    inputs = _inputs(draw)
    assigned = [draw(st.integers(-20, 20)) / 4 for _ in inputs]
    return inputs, _steps(draw, [inputs, assigned], BOUNDED, [1, 2, 4]), assigned


@st.composite
def twins(draw: DrawFn) -> Graph:
    """The same program twice, on two sets of inputs with equal data: 2 · (first output) − 3 · (second output)."""
    inputs = _inputs(draw)
    steps = _steps(draw, [inputs], ARITHMETIC, [1, 2, 4])
    count, size = len(inputs), len(steps)
    first = renumbered(steps, count, by=count)
    second = renumbered(steps, 0, by=count)  # its inputs are v<count>, ...; its steps follow those of the first
    second = renumbered(second, 2 * count, by=size)
    end = 2 * (count + size)
    weighted: list[Step] = [["*", f"v{2 * count + size - 1}", 2], ["*", f"v{end - 1}", -3]]
    return [*inputs, *inputs], [*first, *second, *weighted, ["+", f"v{end}", f"v{end + 1}"]]


@st.composite
def unequal_diamonds(draw: DrawFn) -> Graph:
    """A node reaches the next join straight and by a detour of 1 to 5 steps; up to three times in a row."""
    inputs = [draw(st.integers(-40, 40)) / 8, draw(st.integers(1, 40)) / 8]
    steps: list[Step] = []
    nodes = _leaves(inputs)

    def go_on(proposed: list[Step], first: int) -> str:
        """Takes the first tame step in turn, and gives the name of its result."""
        _take(_in_turn(proposed, first), steps, [nodes])
        return f"v{len(nodes) - 1}"

    newest = go_on([["*", "v0", "v1"]], 0)
    for length, kind in draw(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 99)), min_size=1, max_size=3)):
        straight = detour = newest
        for i in range(length):
            turns: list[Step] = [["tanh", detour], ["+", detour, 0.5], ["*", detour, -2.0], ["sigmoid", detour]]
            detour = go_on(turns, kind + i)
        joined = [straight, detour] if kind // 4 % 2 else [detour, straight]
        newest = go_on([[operation, *joined] for operation in ARITHMETIC], kind // 8)
    return inputs, steps


@st.composite
def same_operands(draw: DrawFn) -> tuple[str, float]:
    """The sign of an operation, and a number other than 0 for both of its operands."""
    size = draw(st.integers(1, 99)) * draw(st.sampled_from([1.0, 0.125, 0.001]))
    return draw(st.sampled_from([*ARITHMETIC, "/"])), -size if draw(st.booleans()) else size


@st.composite
def chains(draw: DrawFn) -> tuple[float, list[Step], int]:
    """A start, and a loop of two steps that runs 100 to 195 times: up to 391 nodes, one computed from the other."""
    addend = draw(st.sampled_from(["a", 0.5, -2, 1.0]))
    factor = draw(st.sampled_from([-1.0, 1.0078125, 0.9921875, -1]))
    start, times = draw(st.integers(-40, 40)) / 8, 100 + draw(st.integers(0, 95))
    return start, [["x", "+", "x", addend], ["x", "*", "x", factor]], times


@st.composite
def ladders(draw: DrawFn) -> tuple[float, list[Step]]:
    """A start, and a loop of steps that at least doubles the paths from the start each time around."""
    return draw(st.integers(-40, 40)) / 8, draw(st.sampled_from(LADDERS))


@st.composite
def terms(draw: DrawFn) -> list[float]:
    """Up to 8 terms of a sum, multiples of 1/8: their sums are exact in any order."""
    return [draw(st.integers(-99, 99)) / 8 for _ in range(draw(st.sampled_from([2, 1, 3, 8])))]


def smaller(case: tuple[list[float], list[Step]]) -> Iterator[Graph]:
    """The programs that lack one step or one unused input of this one, in the same region; the last step stays a join.

    What used the step's node uses its operand instead: so every node is still connected with the output.

    >>> list(smaller(([1.0, 2.0], [["tanh", "v0"], ["+", "v2", "v0"]])))
    [([1.0, 2.0], [['+', 'v0', 'v0']]), ([1.0], [['tanh', 'v0'], ['+', 'v1', 'v0']])]
    """
    inputs, steps = case
    count = len(inputs)
    for i, (_, *operands) in enumerate(steps):
        gone = f"v{count + i}"
        heirs = [operand for operand in operands if isinstance(operand, str)]
        for heir in dict.fromkeys(heirs):
            rest = [[heir if name == gone else name for name in step] for step in [*steps[:i], *steps[i + 1 :]]]
            proposed = renumbered(rest, count + i, by=-1)
            if proposed and _is_program(inputs, proposed):
                yield inputs, proposed
    used = {name for step in steps for name in step[1:]}
    for i in range(count):
        rest_of_inputs, proposed = [*inputs[:i], *inputs[i + 1 :]], renumbered(steps, i, by=-1)
        if f"v{i}" not in used and rest_of_inputs and _is_program(rest_of_inputs, proposed):
            yield rest_of_inputs, proposed


def _is_program(inputs: Sequence[float], steps: Sequence[Step]) -> bool:
    """Every step stays in the region, and the last one joins two nodes."""
    operation, *operands = steps[-1]
    if operation not in ARITHMETIC or not all(isinstance(operand, str) for operand in operands):
        return False
    nodes = _leaves(inputs)
    for step in steps:
        if not _is_tame(step, nodes):
            return False
        nodes.append(apply(step, nodes))
    return True


def renumbered(steps: Sequence[Step], first: int, by: int) -> list[Step]:
    """The steps with node i called v<i + by>, from node `first` on."""

    def name(operand: object) -> object:
        if not isinstance(operand, str):
            return operand
        place = int(operand[1:])
        return f"v{place + by}" if place >= first else operand

    return [[operation, *map(name, operands)] for operation, *operands in steps]


def _inputs(draw: DrawFn) -> list[float]:
    return [draw(st.integers(-40, 40)) / 8 for _ in range(draw(st.sampled_from([1, 2, 2, 3])))]


def _leaves(inputs: Sequence[float]) -> list[Dual]:
    return [Dual(number, 0.0, [], []) for number in inputs]


def _in_turn(proposed: list[Step], first: int) -> list[Step]:
    """The same in the same order, from number `first` on, round and round."""
    first %= len(proposed)
    return proposed[first:] + proposed[:first]


def _steps(
    draw: DrawFn, starts: Sequence[Sequence[float]], operations: Sequence[str], sizes: Sequence[int]
) -> list[Step]:
    """Drawn steps, tame from each of the starts, and a last one that joins the newest node with an earlier or itself.

    Joined by an operation on two Values, the output is never one of its own operands, as x + 0 may be.
    """
    graphs = [_leaves(inputs) for inputs in starts]
    nodes = graphs[0]
    steps: list[Step] = []
    size = draw(st.sampled_from(sizes))
    for i in range(size + 1):
        choice, other = draw(st.integers(0, 99)), draw(st.integers(0, 99))
        proposed = _proposals(nodes, operations, choice, other)
        if i == size:
            newest, earlier = f"v{len(nodes) - 1}", f"v{other % len(nodes)}"
            proposed = _in_turn([[operation, newest, earlier] for operation in ARITHMETIC], choice)
        _take(proposed, steps, graphs)
    return steps


def _take(proposed: Sequence[Step], steps: list[Step], graphs: Sequence[list[Dual]]) -> None:
    """Goes on by the first step that is tame in every graph; where none is, the newest node is added to the first."""
    fallback: Step = ["+", f"v{len(graphs[0]) - 1}", "v0"]
    step = next((step for step in proposed if all(_is_tame(step, nodes) for nodes in graphs)), fallback)
    steps.append(step)
    for nodes in graphs:
        nodes.append(apply(step, nodes))


def _proposals(nodes: Sequence[Dual], operations: Sequence[str], choice: int, other: int) -> list[Step]:
    """The chosen operation on the newest node, then the others in turn."""
    newest = f"v{len(nodes) - 1}"
    operand: Any = f"v{other % len(nodes)}" if other < 70 else NUMBERS[other % len(NUMBERS)]
    both = [newest, operand] if choice // len(ALL) % 2 == 0 else [operand, newest]
    return [
        [operation, newest, EXPONENTS[other % len(EXPONENTS)]]
        if operation == "**"
        else [operation, *both]
        if operation in "+-*/"
        else [operation, newest]
        for operation in (operations[(choice + turn) % len(operations)] for turn in range(len(operations)))
    ]


def _is_tame(step: Step, nodes: Sequence[Dual]) -> bool:
    """The step stays in the region that the module's first lines describe."""
    operation, *names = step
    operands = [nodes[int(name[1:])].value if isinstance(name, str) else name for name in names]
    match operation:
        case "/" | "relu":
            is_defined = abs(operands[-1]) >= SMALLEST
        case "log":
            is_defined = operands[0] >= SMALLEST
        case "exp":
            is_defined = operands[0] <= LARGEST_EXPONENT
        case "tanh" | "sigmoid":
            is_defined = abs(operands[0]) <= FURTHEST
        case "**":
            base, exponent = operands
            is_whole, is_natural = exponent == int(exponent), exponent in (1, 2, 3)
            is_defined = base >= SMALLEST or is_natural or (is_whole and base <= -SMALLEST)
        case _:
            is_defined = True
    if not is_defined:
        return False
    result = apply(step, nodes)
    return abs(result.value) <= LARGEST and result.error <= TOLERANCE / 100 * max(1.0, abs(result.value))
