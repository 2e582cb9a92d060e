"""The reference's engine against micrograd and PyTorch's scalars: time forward and backward, and memory for a node."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from engines import engine, installed
from measuring import Cost, Side, in_turn
from sizes import Size

SCRIPT = Path(__file__).with_name("graph_memory.py")


def step(forward: Callable[[], Any], times: int) -> Side:
    """So many steps forward and backward, in this process alone.

    Some engines leave cycles behind: each pays for its own, and for nothing that was there before.
    """

    def run() -> Cost:
        gc.collect()
        gc.freeze()
        processor_began_s, began = time.process_time(), time.perf_counter()
        for _ in range(times):
            forward().backward()
        cost = Cost(time.perf_counter() - began, time.process_time() - processor_began_s)
        gc.unfreeze()
        return cost

    return run


@pytest.mark.parametrize(("graph", "times"), [("mlp", 10), ("char_lm", 3)])
def test_steps(benchmark: Any, size: Size, graph: str, times: int) -> None:
    """All engines compute the same loss, by the same layers."""
    forwards = {name: getattr(engine(name), graph)() for name in installed()}
    losses = {name: float(forward().data) for name, forward in forwards.items()}
    assert list(losses.values()) == pytest.approx([losses["reference"]] * len(losses), rel=1e-12)
    sides = {name: step(forward, times) for name, forward in forwards.items()}
    for side in sides.values():
        side()
    in_turn(benchmark, sides, rounds=size.graph_rounds)


def test_memory_of_nodes(benchmark: Any) -> None:
    """Each engine in a process of its own."""
    facts: dict[str, float] = {}

    def measure_all() -> None:
        for name in installed():
            done = subprocess.run([sys.executable, str(SCRIPT), name], stdout=subprocess.PIPE, check=True)
            found = msgspec.json.decode(done.stdout, type=dict[str, float])
            facts.update({f"{name} {what}": number for what, number in found.items()})

    benchmark.pedantic(measure_all, rounds=1)
    benchmark.extra_info["facts"] = facts
