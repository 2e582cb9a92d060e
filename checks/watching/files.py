"""Tells when something of a submission has been saved, also where its folder comes and goes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchfiles import watch

SETTLED_MS = 20
"""How long nothing more may happen until a change is told: an editor writes several times."""
AT_MOST_MS = 200
LOOK_AGAIN_S = 0.3
"""How often is looked for a folder that is not there, and whether it is still the same one."""


@contextmanager
def watching(path: Path, tell: Callable[[], None]) -> Iterator[None]:
    """Calls `tell` from a thread of its own whenever something may have changed, and once when it has begun."""
    folder = path if path.is_dir() else path.parent
    stop = threading.Event()
    of_folder = (folder, path.is_dir(), tell, stop)
    thread = threading.Thread(target=_watch, args=of_folder, name="crosscheck-files", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(2 * LOOK_AGAIN_S)


def _watch(folder: Path, is_deep: bool, tell: Callable[[], None], stop: threading.Event) -> None:
    """Watches a folder as long as it is the same one, then the one that comes in its place."""
    while not stop.is_set():
        identity = _identity(folder)
        if identity is None:
            stop.wait(LOOK_AGAIN_S)
        else:
            try:
                _watch_this_one(folder, identity, is_deep, tell, stop)
            except OSError:  # it has gone in between, or cannot be watched: then it is looked into
                stop.wait(LOOK_AGAIN_S)
            tell()


def _watch_this_one(
    folder: Path, identity: tuple[int, int], is_deep: bool, tell: Callable[[], None], stop: threading.Event
) -> None:
    is_first = True
    for changes in watch(
        folder,
        debounce=AT_MOST_MS,
        step=SETTLED_MS,
        stop_event=stop,
        rust_timeout=int(LOOK_AGAIN_S * 1000),
        yield_on_timeout=True,
        recursive=is_deep,
    ):
        if changes or is_first:
            tell()
        is_first = False
        if _identity(folder) != identity:
            return


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder that is; another one may take its name."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
