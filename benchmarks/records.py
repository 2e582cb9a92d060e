"""The record that pytest-benchmark leaves, as far as the report reads it, and the numbers that are drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Literal

import msgspec
import numpy as np
from measuring import Cost

Clock = Literal["wall", "processor"]
Points = list[tuple[float, float]]


class Extra(msgspec.Struct):
    """What the benchmarks noted: costs of the sides by rounds, single facts, seconds by property, series of points."""

    sides: dict[str, list[Cost]] = {}
    facts: dict[str, float] = {}
    profile: dict[str, float] = {}
    growth: dict[str, Points] = {}
    memory: dict[str, Points] = {}


class Benchmark(msgspec.Struct):
    """One benchmark of a run."""

    name: str
    extra_info: Extra

    def ratio(self, over: str, under: str, clock: Clock) -> float:
        """The median over the rounds of one side's cost to another's in the same round."""
        pairs = zip(self.extra_info.sides[over], self.extra_info.sides[under], strict=True)
        return median(seconds(one, clock) / seconds(other, clock) for one, other in pairs)

    def seconds(self, side: str, clock: Clock) -> float:
        """The median over the rounds of one side's cost."""
        return median(seconds(cost, clock) for cost in self.extra_info.sides[side])


class Record(msgspec.Struct):
    """One run of the benchmarks."""

    datetime: str
    benchmarks: list[Benchmark]

    def find(self, name: str) -> Benchmark | None:
        """The benchmark of this name, None where it was not run."""
        return next((benchmark for benchmark in self.benchmarks if benchmark.name == name), None)


def seconds(cost: Cost, clock: Clock) -> float:
    """A cost by one of the two clocks."""
    return cost.wall_s if clock == "wall" else cost.processor_s


class Line(msgspec.Struct, frozen=True):
    """The straight line that points fit best, and the share of their variation that it explains."""

    slope: float
    intercept: float
    r_squared: float


def line_through(points: Sequence[tuple[float, float]]) -> Line:
    """The line of least squares."""
    x, y = np.asarray(points, dtype=float).T
    slope, intercept = np.polyfit(x, y, 1)
    spread = float(np.sum((y - y.mean()) ** 2))
    rest = float(np.sum((y - slope * x - intercept) ** 2))
    return Line(float(slope), float(intercept), 1.0 - rest / spread if spread else 1.0)
