"""Measures what things cost, side by side in one run: in wall time, and in processor time with all processes started.

A comparison goes in rounds. Each round measures every side once, in an order that moves on by one from round to
round, so that what disturbs the machine for a while disturbs all sides; the report takes medians over the rounds.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import psutil

from checks.worker.deadline import processor_time_s


class Cost(NamedTuple):
    """What something took, in seconds on the wall and of processors."""

    wall_s: float
    processor_s: float


Side = Callable[[], Cost]
"""Does one side of a comparison once, and says what it cost."""


def cost_of(action: Callable[[], object]) -> Cost:
    """What it costs to call `action`, with what the processes do that it starts."""
    processor_began_s, began = processor_s(), time.perf_counter()
    action()
    wall_s = time.perf_counter() - began
    return Cost(wall_s, processor_s() - processor_began_s)


def processor_s() -> float:
    """The processor time so far of this process and of all that it has started, whether they live or have ended."""
    ended = sum(resource.getrusage(who)[i] for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN) for i in (0, 1))
    return ended + sum(_with_children_s(child) for child in psutil.Process().children(recursive=True))


def _with_children_s(process: psutil.Process) -> float:
    """The processor time of a living process, and of those of its children that have ended."""
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return processor_time_s(process.pid) + times.children_user + times.children_system


def in_turn(benchmark: Any, sides: Mapping[str, Side], rounds: int) -> dict[str, list[Cost]]:
    """Measures all sides in each of so many rounds, and leaves what they cost in the benchmark's record."""
    costs: dict[str, list[Cost]] = {name: [] for name in sides}
    names = list(sides)

    def measure_all() -> None:
        for name in names:
            costs[name].append(sides[name]())
        names.append(names.pop(0))

    benchmark.pedantic(measure_all, rounds=rounds)
    benchmark.extra_info["sides"] = {name: [list(cost) for cost in found] for name, found in costs.items()}
    return costs
