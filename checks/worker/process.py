"""One worker's process as the judge holds it: forked by the warm parent or started, asked where it is, and ended."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from typing import IO

import msgspec
import psutil

from checks.plain_text import shown

from . import bubblewrap
from .command import command, environment
from .loading import ROOT
from .lockdown import FORK, Limits
from .warm import ForkedProcess, WarmParentLostError, can_fork, end_warm_parents, warm_parent

TRACEBACK_WAIT_S = 0.2
MAX_LOG_BYTES = 64 * 2**10
_PLACE = re.compile(rf'File "{ROOT}/([^"]*)", line (\d{{1,7}}) in (\S+)')


class WorkerProcess:
    """The process, its two pipes, and the file where it leaves tracebacks. Raises OSError where none can be started."""

    def __init__(self, limits: Limits) -> None:
        questions, self.questions = os.pipe()
        self.answers, answers = os.pipe()
        self._log: IO[bytes] = _unnamed_file()
        try:
            self._process = _started((questions, answers, self._log.fileno()), limits)
        except OSError:
            for end in (self.questions, self.answers):
                os.close(end)
            self._log.close()
            raise
        finally:
            os.close(questions)
            os.close(answers)
        os.set_blocking(self.questions, False)

    @property
    def around(self) -> list[str]:
        """The layers around it, beside those that it tells of itself."""
        return self._process.around

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def end(self, *, may_have_children: bool) -> None:
        """Kills it, with every process that it may have started; safe to call twice."""
        if self.questions < 0:
            return  # its number may be another process's by now
        if may_have_children:
            _kill_descendants(self.pid)
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(5.0)
        os.close(self.questions)
        os.close(self.answers)
        self.questions = self.answers = -1
        self._log.close()

    def where_it_is(self) -> str:
        """Where student code is right now: the process writes a traceback of itself when it gets SIGUSR1."""
        if not hasattr(signal, "SIGUSR1"):
            return ""
        self._process.send_signal(signal.SIGUSR1)
        give_up = time.monotonic() + TRACEBACK_WAIT_S
        where = ""
        while not where and time.monotonic() < give_up:
            time.sleep(0.005)
            where = self._last_place()
        return f"; it was {where}" if where else ""

    def cause_of_death(self) -> str:
        """How it ended, and where it was."""
        status, where = self._process.wait(1.0), self._last_place()
        if status is None:
            cause = "the process closed its end of the line"
        elif status < 0:
            cause = f"the process was killed by {_name_of_signal(-status)}"
        else:
            cause = f"the process ended itself with exit status {status}"
        return f"{cause} {where}" if where else cause

    def _last_place(self) -> str:
        """The innermost student line of the last traceback in the log, empty where there is none."""
        log = self._log.fileno()
        size = os.fstat(log).st_size
        text = os.pread(log, MAX_LOG_BYTES, max(0, size - MAX_LOG_BYTES)).decode("utf-8", "replace")
        latest = text.rpartition("most recent call first")[2]
        place = _PLACE.search(latest)
        return f"in {shown(place[3])} (line {place[2]} of {shown(place[1])})" if place else ""


class SpawnedProcess:
    """A worker that was started by itself, where none can be forked."""

    def __init__(self, descriptors: Sequence[int], limits: Limits) -> None:
        words = [msgspec.json.encode(limits).decode()]
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own arguments
            command("serve", descriptors, words, limits.packages),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=descriptors,
            env=environment(),
            cwd=os.sep,
            start_new_session=True,
        )
        self.pid = self._process.pid
        self.around: list[str] = []

    def send_signal(self, number: signal.Signals) -> None:
        """Sends a signal, if it still lives."""
        self._process.send_signal(number)

    def wait(self, seconds: float) -> int | None:
        """Its exit status, or minus the signal that ended it; None if it lives on."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        return self._process.returncode


def _name_of_signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # one of the real-time signals, which have no names
        return f"signal {number}"


def _started(descriptors: Sequence[int], limits: Limits) -> ForkedProcess | SpawnedProcess:
    in_namespaces = bubblewrap.BUBBLEWRAP not in limits.without and bubblewrap.is_usable()
    if can_fork() and FORK not in limits.without:
        for _ in range(2):  # a warm parent that was lost is started anew, once
            try:
                return warm_parent(limits.packages, in_namespaces=in_namespaces).fork(descriptors, limits)
            except WarmParentLostError:
                end_warm_parents()
    return SpawnedProcess(descriptors, limits)


def _unnamed_file() -> IO[bytes]:
    """A file that no folder holds: in memory where the system can do that."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("tracebacks"), "w+b")
    return tempfile.TemporaryFile()


def _kill_descendants(pid: int) -> None:
    """Kills what a worker has started; what left its session is found as its child."""
    with contextlib.suppress(psutil.Error):
        family = psutil.Process(pid)
        family.suspend()  # so that it starts nothing more while we look
        for descendant in family.children(recursive=True):
            with contextlib.suppress(psutil.Error):
                descendant.kill()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
