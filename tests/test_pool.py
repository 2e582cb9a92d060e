"""Processes that share the work end with the one that they work for."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all is done in one process")

WORKING = r"""
import os, sys, time
sys.path[:0] = {path!r}
from checks.pool import spread
def task(context, item):
    os.write(1, f"{{os.getpid()}}\n".encode())  # one call: print may write number and newline by themselves
    time.sleep(60)
list(spread(task, None, [0, 1], 2))
"""


@pytest.fixture
def working() -> Iterator[subprocess.Popen[str]]:
    """A program whose two tasks take long."""
    line = [sys.executable, "-c", WORKING.format(path=sys.path)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as program:
        yield program
        program.kill()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_none_outlives_the_program(working: subprocess.Popen[str], number: signal.Signals) -> None:
    """However that is ended; or they would wait for work for ever, and hold its pipes open."""
    assert working.stdout is not None
    judges = [psutil.Process(int(working.stdout.readline())) for _ in range(2)]
    working.send_signal(number)
    working.wait()
    _, alive = psutil.wait_procs(judges, timeout=5)
    assert alive == []
