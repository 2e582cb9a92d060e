"""How much is measured: `BENCH=small` tries the benchmarks out, `full` is what the report is made from."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Size:
    """What a run of the benchmarks takes: rounds of each comparison, and parts of the suite.

    `every` is the stride through the properties, 1 for all of them; the class is judged by every `class_every`-th.
    """

    name: str
    profile: str
    every: int
    rounds: int
    start_rounds: int
    graph_rounds: int
    live_rounds: int
    growth_rounds: int
    class_every: int
    class_size: int
    class_chunks: int
    small_checks: int


SIZES = {
    size.name: size
    for size in (
        Size(
            name="small",
            profile="quick",
            every=8,
            rounds=1,
            start_rounds=3,
            graph_rounds=3,
            live_rounds=1,
            growth_rounds=2,
            class_every=16,
            class_size=8,
            class_chunks=1,
            small_checks=40,
        ),
        Size(
            name="full",
            profile="grade",
            every=1,
            rounds=3,
            start_rounds=7,
            graph_rounds=7,
            live_rounds=1,
            growth_rounds=1,
            class_every=8,
            class_size=100,
            class_chunks=4,
            small_checks=1000,
        ),
    )
}


def chosen() -> Size:
    """The size that the environment names. Raises KeyError for any other word than these."""
    return SIZES[os.environ.get("BENCH", "small")]
