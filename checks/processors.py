"""Which processors may be used, and keeping a judge on one of them, where its worker joins it.

The two take turns: a question is answered in 10 microseconds on one processor, and in 50 where the other one has to be
woken up for it.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

_USABLE = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else list(range(os.cpu_count() or 1))
"""As it was when this process, or the one that it was forked from, began."""


def usable_processors() -> int:
    """How many processors there are for us."""
    return len(_USABLE)


def use_all() -> None:
    """Lets this process run on every processor again."""
    _use(_USABLE)


def use_only(number: int) -> None:
    """Keeps this process on one processor; `number` is any, counted round and round."""
    _use([_USABLE[number % len(_USABLE)]])


@contextmanager
def on_one_processor() -> Iterator[None]:
    """Keeps this process where it is just now."""
    before = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    if sys.platform == "linux":
        _use([ctypes.CDLL(None).sched_getcpu()])
    try:
        yield
    finally:
        _use(before)


def _use(processors: Iterable[int]) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, processors)
