"""A worker's time is its own processor time: neither a crowded machine nor sleeping changes what it is given."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from checks.worker import deadline
from checks.worker.deadline import FairDeadline


def started(program: str) -> subprocess.Popen[bytes]:
    """A Python process that has begun to run the program."""
    process = subprocess.Popen([sys.executable, "-c", f"print(flush=True)\n{program}"], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    return process


@pytest.fixture
def busy() -> Iterator[subprocess.Popen[bytes]]:
    """A process that loops."""
    process = started("while True: pass")
    yield process
    process.kill()
    process.communicate()


def test_who_used_the_time_gets_no_more(busy: subprocess.Popen[bytes]) -> None:
    """A loop has used its processor time when the deadline passes, or is stopped at five times of it on the wall."""
    limit = FairDeadline(busy.pid, 0.1)
    began = time.monotonic()
    while time.monotonic() < limit.at or limit.extend():
        time.sleep(0.01)
    assert limit.spent_s() > 0.08
    assert time.monotonic() - began < 1.0


def test_who_was_kept_from_working_gets_the_rest(
    busy: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that wants to work and got a tenth of the processor is given what is left of its time."""
    used = iter([0.0, 0.1, 0.1])
    monkeypatch.setattr(deadline, "processor_time_s", lambda _pid: next(used))
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    limit = FairDeadline(busy.pid, 1.0)
    assert limit.extend()
    assert limit.at == pytest.approx(0.9)
    assert limit.spent_s() == pytest.approx(0.1)


def test_nobody_gets_more_than_five_times_its_time(
    busy: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However little of the processor it was given, and however often it asks."""
    now = 0.0
    monkeypatch.setattr(deadline, "processor_time_s", lambda _pid: 0.0)
    monkeypatch.setattr(time, "monotonic", lambda: now)
    limit = FairDeadline(busy.pid, 1.0)
    while True:
        now = limit.at
        if not limit.extend():
            break
    assert now == deadline.PATIENCE


def test_who_sleeps_gets_no_more() -> None:
    """Waiting is no work: the deadline on the wall holds."""
    process = started("import time; time.sleep(60)")
    try:
        while psutil.Process(process.pid).status() != psutil.STATUS_SLEEPING:
            time.sleep(0.01)
        assert not FairDeadline(process.pid, 0.05).extend()
    finally:
        process.kill()
        process.communicate()


def test_a_process_that_has_ended_gets_no_more() -> None:
    """There is nothing to wait for."""
    process = started("")
    process.communicate()
    assert deadline.processor_time_s(process.pid) == 0.0
    assert not FairDeadline(process.pid, 1.0).extend()
