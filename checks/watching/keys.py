"""Tells which keys are pressed, one by one and without showing them, and leaves the terminal as it was."""

from __future__ import annotations

import os
import signal
import sys
import termios
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

QUIT = "q"


@contextmanager
def reading(tell: Callable[[str], None]) -> Iterator[None]:
    """Calls `tell` from a thread of its own with each key; q interrupts the program besides, as Ctrl-C does.

    So that q is obeyed at once, also while an answer is waited for.
    """
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    main = threading.get_ident()
    tty.setcbreak(terminal)
    threading.Thread(target=_read, args=(terminal, tell, main), name="crosscheck-keys", daemon=True).start()
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _read(terminal: int, tell: Callable[[str], None], main: int) -> None:
    while True:
        try:
            key = os.read(terminal, 1).decode("ascii", "replace").lower()
        except OSError:
            key = ""
        if key:
            tell(key)
        if not key or key == QUIT:  # the terminal was closed, or is wanted back
            tell(QUIT)
            signal.pthread_kill(main, signal.SIGINT)
            return
