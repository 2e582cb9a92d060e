"""The limit of speed: what the submission's own code needs for the questions of a check, bare and in one process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TypeVar

import msgspec
from bare import Task
from measuring import Cost
from suite import Suite

from checks.session import Session
from checks.standin import Question, StandIn
from checks.worker import protocol
from checks.worker.client import CrashedError, NoAnswerError, TimedOutError
from checks.worker.loading import Sources

SCRIPT = Path(__file__).with_name("bare.py")
Answer = TypeVar("Answer")


class Recording(StandIn):
    """Passes every question on to another stand-in, and keeps those that the submission replied to."""

    def __init__(self, asked_instead: StandIn) -> None:
        super().__init__()
        self.questions: list[bytes] = []
        self._asked_instead = asked_instead

    def begin_case(self, deadline_s: float) -> None:
        """As for any stand-in, here and there."""
        super().begin_case(deadline_s)
        self._asked_instead.begin_case(deadline_s)

    def close(self) -> None:
        """Closes the other one."""
        self._asked_instead.close()

    def _answer(self, asked: Question, answer: type[Answer]) -> Answer:
        question = protocol.encode(protocol.Request(len(self.questions), *asked))  # before student code sees it
        try:
            value = self._asked_instead._answer(asked, answer)
        except (TimedOutError, CrashedError):  # bare, nothing would end it
            raise
        except NoAnswerError:
            self.questions.append(question)
            raise
        self.questions.append(question)
        return value


def questions_of(sources: Sources, suite: Suite) -> list[bytes]:
    """Every question that a check of this submission asks, shrinking included, as it goes over the line."""
    with Session(sources) as session:
        recording = Recording(session.sub)
        session.sub = recording
        suite.replay(session)
    return recording.questions


def bare_cost(sources: Sources, questions: list[bytes]) -> Cost:
    """What the submission's own code needs for them, in a process of its own and without the start of that."""
    one_thread = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}  # as in a worker
    done = subprocess.run(
        [sys.executable, str(SCRIPT)],
        input=msgspec.msgpack.encode(Task(sources, questions)),
        env={**os.environ, **one_thread, "PYTHONHASHSEED": "0"},
        stdout=subprocess.PIPE,
        check=True,
    )
    return msgspec.json.decode(done.stdout, type=Cost)
