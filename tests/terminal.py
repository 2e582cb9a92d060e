"""A terminal for tests: a program runs in it, keys are pressed, and what it shows can be read."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

PATIENCE_S = 120.0


class Terminal:
    """`python -m checks ARGUMENTS` in a terminal of this size; a context manager, so that it ends."""

    def __init__(
        self,
        *arguments: str,
        root: Path,
        folder: Path,
        term: str = "xterm-256color",
        rows: int = 40,
        columns: int = 100,
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.printed = b""
        self.status: int | None = None
        environment = {**os.environ, "TERM": term, "PYTHONPATH": str(root)}
        for name in ("COLUMNS", "LINES", "NO_COLOR", "CROSSCHECK_PLAIN"):
            environment.pop(name, None)
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(sys.executable, [sys.executable, "-m", "checks", *arguments], environment)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.status is None:
            os.kill(self.pid, 9)
            os.waitpid(self.pid, 0)
        os.close(self._terminal)

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display).strip()

    def press(self, keys: str) -> None:
        """Types."""
        os.write(self._terminal, keys.encode())

    def is_echoing(self) -> bool:
        """Whether the terminal shows what is typed, as it does outside of programs that draw."""
        return bool(termios.tcgetattr(self._terminal)[3] & termios.ECHO)

    def wait_for(self, shows: Callable[[str], bool] | str) -> float:
        """Reads on until the screen shows that; how long it took, in seconds."""
        is_there = (lambda text: shows in text) if isinstance(shows, str) else shows
        began = time.monotonic()
        while not is_there(self.text):
            assert time.monotonic() - began < PATIENCE_S, f"waited for {shows}, on the screen:\n{self.text}"
            self._read(0.05)
        return time.monotonic() - began

    def wait_for_end(self) -> int:
        """The exit code."""
        began = time.monotonic()
        while self.status is None:
            assert time.monotonic() - began < PATIENCE_S, f"does not end; on the screen:\n{self.text}"
            self._read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        self._read(0.2)
        return self.status

    def _read(self, seconds: float) -> None:
        if select.select([self._terminal], [], [], seconds)[0]:
            try:
                data = os.read(self._terminal, 2**16)
            except OSError:  # the program has ended
                return
            self.printed += data
            self._stream.feed(data)
