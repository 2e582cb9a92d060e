"""The judge's end of a worker: starts the process, asks with a deadline, and ends it with all its children."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TypeVar

import msgspec
import psutil

from checks.plain_text import shown

from . import protocol
from .deadline import FairDeadline
from .loading import ROOT, Sources
from .lockdown import Limits
from .serving import LOAD
from .words import harmless

CHILD = Path(__file__).with_name("child.py")
START_DEADLINE_S = 20.0
TRACEBACK_WAIT_S = 0.2
MAX_LOG_BYTES = 64 * 2**10
_PLACE = re.compile(rf'File "{ROOT}/([^"]*)", line (\d{{1,7}}) in (\S+)')

Answer = TypeVar("Answer")


class NoAnswerError(Exception):
    """A question brought no value; `reply` or the message says what came instead."""


class RaisedError(NoAnswerError):
    """Student code raised."""

    def __init__(self, reply: protocol.Raised) -> None:
        super().__init__(reply.message)
        self.reply = reply


class UnfitAnswerError(NoAnswerError):
    """Student code returned another type than the contract names."""


class AbsentNameError(NoAnswerError):
    """The submission has no such name."""


class TimedOutError(NoAnswerError):
    """No answer came before the deadline; the message names the line where student code was."""


class CrashedError(NoAnswerError):
    """The worker died, or broke the protocol; the message says how, and names the line where known."""


class StartError(Exception):
    """The worker process cannot be started; the message is one sentence with the remedy."""


class Worker:
    """One worker process with one loaded submission. After TimedOutError or CrashedError it has ended."""

    def __init__(self, sources: Sources, limits: Limits | None = None) -> None:
        self._number = 0
        try:
            self._process, self._questions, self._answers, self._log = _start(limits or Limits())
            self.load(sources)
        except (OSError, NoAnswerError) as error:
            raise StartError(f"the worker process cannot be started ({error}); free memory or disk space") from None

    def load(self, sources: Sources) -> None:
        """Loads another submission in place of the last: for our own bank only, a student's gets a fresh process."""
        self.ask(LOAD, [sources], {}, type(None), START_DEADLINE_S)

    def ask(
        self,
        probe: str,
        arguments: Sequence[object],
        options: dict[str, object],
        answer: type[Answer],
        deadline_s: float,
    ) -> Answer:
        """The answer to one question.

        Raises: one of the NoAnswerError classes. `deadline_s` is for the whole exchange, in seconds from now;
        `spent_s` says afterwards how much of it was used.
        """
        self._number += 1
        deadline = self._deadline = FairDeadline(self._process.pid, deadline_s)
        request = protocol.Request(self._number, probe, arguments, options)
        try:
            protocol.write_frame(self._questions, protocol.encode(request), deadline)
            frame = protocol.read_frame(self._answers, deadline, protocol.MAX_REPLY_BYTES)
            reply = protocol.decode_reply(frame)
            return value_of(reply, self._number, answer)
        except TimeoutError:
            where = self._ask_where_it_is()
            self.close()
            raise TimedOutError(f"no answer within {deadline_s:.3g} s{where}") from None
        except protocol.ClosedError:
            raise CrashedError(self._cause_of_death()) from None
        except protocol.ProtocolError as error:
            self.close()
            raise CrashedError(f"the worker sent something that is no answer ({error})") from None

    @property
    def spent_s(self) -> float:
        """How much of its time the last question has used."""
        return self._deadline.spent_s()

    def close(self) -> None:
        """Ends the process and every process that it started; safe to call twice."""
        _kill_tree(self._process)
        for end in (self._questions, self._answers):
            with contextlib.suppress(OSError):
                os.close(end)
        self._questions = self._answers = -1
        self._log.close()

    def _ask_where_it_is(self) -> str:
        """Where student code is right now: the process writes a traceback of itself when it gets SIGUSR1."""
        if not hasattr(signal, "SIGUSR1"):
            return ""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGUSR1)
        give_up = time.monotonic() + TRACEBACK_WAIT_S
        where = ""
        while not where and time.monotonic() < give_up:
            time.sleep(0.005)
            where = _last_place(self._log)
        return f"; it was {where}" if where else ""

    def _cause_of_death(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        status, where = self._process.poll(), _last_place(self._log)
        self.close()
        if status is None:
            cause = "the process closed its end of the line"
        elif status < 0:
            cause = f"the process was killed by {_signal_name(-status)}"
        else:
            cause = f"the process ended itself with exit status {status}"
        return f"{cause} {where}" if where else cause


def value_of(reply: protocol.Reply, number: int, answer: type[Answer]) -> Answer:
    """The value that a reply carries. Raises the NoAnswerError for a reply that carries none."""
    if reply.number != number:
        raise protocol.ProtocolError(f"a reply to question {reply.number} came for question {number}")
    match harmless(reply):
        case protocol.Answered(value=value):
            return protocol.decode_value(value, answer)
        case protocol.Raised() as raised:
            raise RaisedError(raised)
        case protocol.Unfit(message=message):
            raise UnfitAnswerError(message)
        case protocol.Absent(name=name):
            raise AbsentNameError(name)


def _start(limits: Limits) -> tuple[subprocess.Popen[bytes], int, int, IO[bytes]]:
    questions_out, questions_in = os.pipe()
    answers_out, answers_in = os.pipe()
    log = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the worker
    command = [sys.executable, "-P", "-s", "-S", "-B", str(CHILD), str(questions_out), str(answers_in)]
    command += [str(log.fileno()), msgspec.json.encode(limits).decode(), *_package_folders()]
    try:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own arguments
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(questions_out, answers_in, log.fileno()),
            env=_clean_environment(),
            cwd=os.sep,
            start_new_session=True,
        )
    except OSError:
        for end in (questions_in, answers_out):
            os.close(end)
        log.close()
        raise
    finally:
        os.close(questions_out)
        os.close(answers_in)
    os.set_blocking(questions_in, False)
    return process, questions_in, answers_out, log


def _clean_environment() -> dict[str, str]:
    """Nothing of ours; one thread for linear algebra, and the same hash order in every worker."""
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
    return {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", **threads}


@cache
def _package_folders() -> list[str]:
    """The folders that hold msgspec and NumPy."""
    specs = [find_spec(name) for name in ("msgspec", "numpy")]
    return list(dict.fromkeys(str(Path(spec.origin).parent.parent) for spec in specs if spec and spec.origin))


def _signal_name(number: int) -> str:
    """Real-time signals have numbers only."""
    return signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"


def _last_place(log: IO[bytes]) -> str:
    """The innermost student line of the last traceback in the log, empty where there is none."""
    size = os.fstat(log.fileno()).st_size
    text = os.pread(log.fileno(), MAX_LOG_BYTES, max(0, size - MAX_LOG_BYTES)).decode("utf-8", "replace")
    latest = text.rpartition("most recent call first")[2]
    place = _PLACE.search(latest)
    return f"in {shown(place[3])} (line {place[2]} of {shown(place[1])})" if place else ""


def _kill_tree(process: subprocess.Popen[bytes]) -> None:
    """Kills a worker with all its descendants; those that left its session are found as its children."""
    with contextlib.suppress(psutil.Error):
        family = psutil.Process(process.pid)
        family.suspend()  # so that it starts nothing more while we look
        for descendant in family.children(recursive=True):
            with contextlib.suppress(psutil.Error):
                descendant.kill()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
