"""Shares tasks out among processes: each has the context from the start, and answers as it gets ready."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from checks.processors import on_one_processor, use_only

Item = TypeVar("Item")
Context = TypeVar("Context")
Result = TypeVar("Result")

PR_SET_PDEATHSIG = 1  # linux/prctl.h


class JudgeLostError(Exception):
    """A process that shared the work was killed, for want of memory perhaps; what it was at is unknown."""

    def __str__(self) -> str:
        return "a process that shared the work was killed, for want of memory perhaps; free some"


_context: Any = None
"""What the tasks of this process share; set once, when the process starts."""


def spread(
    task: Callable[[Context, Item], Result], context: Context, items: Sequence[Item], jobs: int
) -> Iterator[Result]:
    """What `task(context, item)` returns for each item, in the order in which they get ready.

    Each process keeps to one processor, and ends with this one. The processes are forked, so that context and registry
    come along without being copied; where that cannot be, or for a single job, all is done in this process. Items and
    results are pickled. Raises JudgeLostError.
    """
    if jobs < 2 or sys.platform != "linux":
        with on_one_processor():
            for item in items:
                yield task(context, item)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    forking = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(jobs, forking, _begin, (context, forking.Value("i", 0), os.getpid()))
    try:
        for future in as_completed([pool.submit(_run, task, item) for item in items]):
            yield future.result()
    except BrokenProcessPool:
        raise JudgeLostError from None
    finally:
        pool.shutdown(cancel_futures=True)


def die_with(parent: int) -> None:
    """Has this process end when the one that forked it does, however that ends: nobody would give it work any more."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it was too late
        os._exit(1)


def _begin(context: object, started: Any, parent: int) -> None:
    global _context  # set once, before the first task
    die_with(parent)
    _context = context
    with started.get_lock():
        use_only(started.value)
        started.value += 1


def _run(task: Callable[[Any, Item], Result], item: Item) -> Result:
    return task(_context, item)
