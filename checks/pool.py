"""Shares tasks out among processes: each has the context from the start, and answers as it gets ready."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from checks.processors import on_one_processor, use_only

Item = TypeVar("Item")
Context = TypeVar("Context")
Result = TypeVar("Result")

_context: Any = None
"""What the tasks of this process share; set once, when the process starts."""


def spread(
    task: Callable[[Context, Item], Result], context: Context, items: Sequence[Item], jobs: int
) -> Iterator[Result]:
    """What `task(context, item)` returns for each item, in the order in which they get ready.

    Each process keeps to one processor.
    The processes are forked, so that context and registry come along without being copied; where that cannot be, or for
    a single job, all is done in this process. Items and results are pickled.
    """
    if jobs < 2 or sys.platform != "linux":
        with on_one_processor():
            for item in items:
                yield task(context, item)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed

    forking = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(jobs, forking, _begin, (context, forking.Value("i", 0)))
    try:
        for future in as_completed([pool.submit(_run, task, item) for item in items]):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(context: object, started: Any) -> None:
    global _context  # set once, before the first task
    _context = context
    with started.get_lock():
        use_only(started.value)
        started.value += 1


def _run(task: Callable[[Any, Item], Result], item: Item) -> Result:
    return task(_context, item)
