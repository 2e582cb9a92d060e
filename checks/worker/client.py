"""The judge's end of a worker: asks with a deadline, and trusts nothing that comes back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TypeVar

from . import protocol
from .deadline import FairDeadline
from .loading import Sources
from .lockdown import SECCOMP, Limits
from .process import WorkerProcess
from .serving import LOAD
from .words import harmless

START_DEADLINE_S = 20.0
NONE_ON_WINDOWS = "workers need Linux or macOS; run crosscheck in WSL, or practise with `check --in-process`"

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
    """One worker process with one loaded submission. After TimedOutError or CrashedError it has ended.

    `layers` are the names of those that seal it (`lockdown`).
    """

    def __init__(self, sources: Sources, limits: Limits | None = None) -> None:
        if sys.platform == "win32":
            raise StartError(NONE_ON_WINDOWS)
        self._number = 0
        self.layers: list[str] = []
        try:
            self._process = WorkerProcess(limits or Limits())
            self.layers = [*self._process.around, *self.load(sources)]
        except RaisedError as error:
            self.close()
            what = f"own probes cannot run in a worker ({error.reply.type_name}: {error})"
            raise StartError(f"{what}; have them import the standard library, NumPy and what ours do") from None
        except (OSError, NoAnswerError) as error:
            raise StartError(f"the worker process cannot be started ({error}); free memory or disk space") from None

    def load(self, sources: Sources) -> list[str]:
        """Loads another submission in place of the last: for our own bank only, a student's gets a fresh process."""
        return self.ask(LOAD, [sources], {}, list[str], START_DEADLINE_S)

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
            protocol.write_frame(self._process.questions, protocol.encode(request), deadline)
            frame = protocol.read_frame(self._process.answers, deadline, protocol.MAX_REPLY_BYTES)
            reply = protocol.decode_reply(frame)
            return value_of(reply, self._number, answer)
        except TimeoutError:
            where = self._process.where_it_is()
            self.close()
            raise TimedOutError(f"no answer within {deadline_s:.3g} s{where}") from None
        except protocol.ClosedError:
            cause = self._process.cause_of_death()
            self.close()
            raise CrashedError(cause) from None
        except protocol.ProtocolError as error:
            self.close()
            raise CrashedError(f"the worker sent something that is no answer ({error})") from None

    @property
    def spent_s(self) -> float:
        """How much of its time the last question has used."""
        return self._deadline.spent_s()

    def close(self) -> None:
        """Ends the process and every process that it started; safe to call twice."""
        self._process.end(may_have_children=SECCOMP not in self.layers)


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
