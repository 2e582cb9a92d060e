"""Checks the reference many times over, and prints what judge and workers occupy: `python many_checks.py TIMES EVERY`.

First so many small checks (a few cheap properties), each with a worker of its own, then one by every EVERY-th property.
A worker's own memory is what it shares with nobody (the unique set size).
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import psutil
from suite import suite_of

from checks.registry import all_properties
from checks.session import Session
from checks.submissions import read_submission

MIB = 2**20
SAMPLES = 100
PAUSE_S = 0.05


class Found(msgspec.Struct):
    """MiB by the number of checks done; the most during a whole check."""

    judge: list[tuple[int, float]] = []
    worker: list[tuple[int, float]] = []
    judge_most: float = 0.0
    worker_most: float = 0.0


def main(times: int, every: int) -> None:
    """Prints what was found."""
    reference = read_submission(Path(__file__).parents[1] / "reference")
    cheap = [prop for prop in all_properties() if prop.of == ("loss.entropy",)]
    small = suite_of(cheap, "quick").thinned(lambda i: i < 5)
    found = Found()
    for number in range(times):
        with Session(reference) as session:
            small.replay(session)
            if number % max(1, times // SAMPLES) == 0:
                found.judge.append((number + 1, resident_mib()))
                found.worker.append((number + 1, most_of_a_worker_mib()))
    whole = suite_of(all_properties()[::every], "grade")
    watch(found, lambda: whole.check_alone(reference))
    print(msgspec.json.encode(found).decode())


def watch(found: Found, action: Callable[[], object]) -> None:
    """Notes the most that judge and workers occupy during an action."""
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(PAUSE_S):
            found.judge_most = max(found.judge_most, resident_mib())
            found.worker_most = max(found.worker_most, most_of_a_worker_mib())

    watcher = threading.Thread(target=look)
    watcher.start()
    action()
    is_over.set()
    watcher.join()


def resident_mib() -> float:
    """What this process occupies, libraries that it shares included."""
    return float(psutil.Process().memory_info().rss) / MIB


def most_of_a_worker_mib() -> float:
    """What the largest worker occupies alone."""
    return max((own_mib(process) for process in psutil.Process().children(recursive=True)), default=0.0)


def own_mib(process: psutil.Process) -> float:
    """What a worker occupies alone; 0 for one that has ended, and for the parent of workers."""
    try:
        return 0.0 if process.children() else float(process.memory_full_info().uss) / MIB
    except psutil.Error:
        return 0.0


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
