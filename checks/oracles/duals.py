"""Values and derivatives of graph programs by forward-mode differentiation: dual numbers, no backward pass.

A program is a list of inputs, the nodes v0, v1, ..., and a list of steps, each of which makes the next node: an
operation and its operands, where "v3" is node 3 and a number is itself. Every node carries its derivatives by the
nodes before it, and with each the measure of its rounding errors: the sum of the absolute contributions of all paths.

Names: a and b operands, n a constant exponent, v a node, σ the logistic function.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from checks.contract import TOLERANCE

Step = list[Any]
ROUNDING = 1e-13
"""How far one operation of a stable float64 program may be off, relative to max(1, |result|): 450 units of the last
place. The roundabout formulas known stay below it: exp(n log a) for aⁿ, 2σ(2a) − 1 for tanh a, a · b⁻¹ for a / b."""


class Dual(NamedTuple):
    """A node.

    `error` bounds, to first order, how far the value computed by a stable float64 program is off. `tangent[j]` is
    ∂(this)/∂vj. `magnitude[j]` is what errors of that derivative are measured by: the sum of the absolute
    contributions of all paths from vj, each slope counted with the error that `error` brings into it.
    """

    value: float
    error: float
    tangent: list[float]
    magnitude: list[float]


class Slope(NamedTuple):
    """∂(result)/∂(operand), off by `error` because the operands are off; it rounds relative to `scale` or to itself."""

    value: float
    error: float = 0.0
    scale: float = 0.0

    @property
    def magnitude(self) -> float:
        """What a contribution over this edge is measured by."""
        return max(abs(self.value), self.scale) + self.error / TOLERANCE


def evaluate(inputs: Sequence[float], steps: Sequence[Step], seeds: int | None = None) -> list[Dual]:
    """Every node of the program, with its derivatives by the first `seeds` nodes; by all of them without.

    >>> v = evaluate([2.0, -3.0], [["*", "v0", "v1"], ["+", "v2", "v0"]])
    >>> v[3].value, v[3].tangent  # f = ab + a: ∂f/∂a = b + 1, ∂f/∂b = a, ∂f/∂(ab) = 1, ∂f/∂f = 1
    (-4.0, [-2.0, 2.0, 1.0, 1.0])
    """
    count = len(inputs) + len(steps) if seeds is None else seeds
    nodes: list[Dual] = []
    for number in inputs:
        nodes.append(_seeded(Dual(number, 0.0, [0.0] * count, [0.0] * count), len(nodes)))
    for step in steps:
        nodes.append(_seeded(apply(step, nodes), len(nodes)))
    return nodes


def apply(step: Step, nodes: Sequence[Dual]) -> Dual:
    """The node that a step computes from the nodes before it."""
    operation, *names = step
    operands = [nodes[int(name[1:])] if isinstance(name, str) else Dual(name, 0.0, [], []) for name in names]
    value, slopes = RULES[operation](*operands)
    error = ROUNDING * max(1.0, abs(value))
    tangent = [0.0] * len(nodes[0].tangent)
    magnitude = tangent[:]
    for operand, slope in zip(operands, slopes, strict=True):
        if operand.tangent:
            by, scale = slope.value, slope.magnitude
            tangent = [sum_ + by * t for sum_, t in zip(tangent, operand.tangent, strict=True)]
            magnitude = [sum_ + scale * m for sum_, m in zip(magnitude, operand.magnitude, strict=True)]
        error += abs(slope.value) * operand.error
    return Dual(value, error, tangent, magnitude)


def unroll(block: Sequence[Step], times: int) -> list[Step]:
    """The steps of a loop over assignments `[target, operation, *operands]` to x and y, which both start as v0.

    >>> unroll([["y", "+", "x", 0.5], ["x", "*", "x", "y"]], 2)
    [['+', 'v0', 0.5], ['*', 'v0', 'v1'], ['+', 'v2', 0.5], ['*', 'v2', 'v3']]
    """
    places = {"a": "v0", "x": "v0", "y": "v0"}
    steps: list[Step] = []
    for _ in range(times):
        for target, operation, *operands in block:
            steps.append([operation, *(places[o] if isinstance(o, str) else o for o in operands)])
            places[target] = f"v{len(steps)}"
    return steps


def _seeded(node: Dual, place: int) -> Dual:
    """The node with its derivative by itself, 1."""
    if place < len(node.tangent):
        node.tangent[place] = node.magnitude[place] = 1.0
    return node


Rule = Callable[..., tuple[float, Sequence[Slope]]]


def _multiply(a: Dual, b: Dual) -> tuple[float, Sequence[Slope]]:
    return a.value * b.value, (Slope(b.value, b.error), Slope(a.value, a.error))


def _divide(a: Dual, b: Dual) -> tuple[float, Sequence[Slope]]:
    quotient, square = a.value / b.value, b.value * b.value
    by_b = Slope(-a.value / square, (a.error + 2.0 * abs(quotient) * b.error) / square)
    return quotient, (Slope(1.0 / b.value, b.error / square), by_b)


def _power(a: Dual, n: Dual) -> tuple[float, Sequence[Slope]]:
    exponent = n.value
    slope = exponent * a.value ** (exponent - 1) if exponent else 0.0
    bend = exponent * (exponent - 1)
    error = abs(bend * a.value ** (exponent - 2)) * a.error if bend and a.error else 0.0
    return a.value**exponent, (Slope(slope, error), Slope(0.0))


def _exp(a: Dual) -> tuple[float, Sequence[Slope]]:
    power = math.exp(a.value)
    return power, (Slope(power, power * a.error),)


def _log(a: Dual) -> tuple[float, Sequence[Slope]]:
    return math.log(a.value), (Slope(1.0 / a.value, a.error / a.value / a.value),)


# The slopes of tanh and sigmoid are differences, 1 − t² and s − s², of numbers near 1 where the function is saturated:
# what they round relative to is 1. Their second derivatives are below 1 too.
def _tanh(a: Dual) -> tuple[float, Sequence[Slope]]:
    return math.tanh(a.value), (Slope(_sech_squared(a.value), a.error, scale=1.0),)


def _sigmoid(a: Dual) -> tuple[float, Sequence[Slope]]:
    half = a.value / 2
    return 0.5 + 0.5 * math.tanh(half), (Slope(_sech_squared(half) / 4, a.error, scale=1.0),)


def _sech_squared(a: float) -> float:
    """1 / cosh² a, without overflow."""
    decay = math.exp(-2.0 * abs(a))
    return 4.0 * decay / (1.0 + decay) ** 2


RULES: dict[str, Rule] = {
    "+": lambda a, b: (a.value + b.value, (Slope(1.0), Slope(1.0))),
    "-": lambda a, b: (a.value - b.value, (Slope(1.0), Slope(-1.0))),
    "*": _multiply,
    "/": _divide,
    "**": _power,
    "neg": lambda a: (-a.value, (Slope(-1.0),)),
    "exp": _exp,
    "log": _log,
    "tanh": _tanh,
    "relu": lambda a: (max(0.0, a.value), (Slope(float(a.value > 0)),)),
    "sigmoid": _sigmoid,
    "sum": lambda *terms: (math.fsum(term.value for term in terms), [Slope(1.0)] * len(terms)),
    "sum_from": lambda *terms: (math.fsum(term.value for term in terms), [Slope(1.0)] * len(terms)),
}
"""Each operation: its value and its slope by each operand."""
