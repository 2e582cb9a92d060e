"""A replay and a whole check against the limit, and what each property has of it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from statistics import median
from typing import Any

from limit import bare_cost, questions_of
from measuring import Cost, cost_of, in_turn
from sizes import Size
from suite import Suite, run_silently

from checks.processors import on_one_processor
from checks.session import Session
from checks.verdicts import Status
from checks.worker import protocol
from checks.worker.client import NoAnswerError
from checks.worker.loading import Sources


def test_limit(benchmark: Any, size: Size, suite: Suite, reference: Sources, reference_folder: Path) -> None:
    """Four ways to put the same questions: bare, over the line, with the judge, with all that a command does."""
    questions = questions_of(reference, suite)
    seconds: dict[str, list[float]] = {prop.id: [] for prop in suite.properties}

    def bare() -> Cost:
        return bare_cost(reference, questions)

    def over_the_line() -> Cost:
        with on_one_processor(), Session(reference) as session:
            return cost_of(lambda: _ask(session, questions))

    def replay() -> Cost:
        verdicts = []
        with on_one_processor(), Session(reference) as session:
            cost = cost_of(lambda: verdicts.extend(suite.replay(session)))
        for verdict in verdicts:
            assert verdict.status is Status.PASSED, verdict
            seconds[verdict.id].append(verdict.seconds)
        return cost

    def check() -> Cost:
        return cost_of(lambda: run_silently(suite.command(reference_folder)))

    in_turn(
        benchmark, {"bare": bare, "over the line": over_the_line, "replay": replay, "check": check}, rounds=size.rounds
    )
    benchmark.extra_info["profile"] = {identifier: median(found) for identifier, found in seconds.items()}
    benchmark.extra_info["facts"] = {"properties": len(suite.properties), "questions": len(questions)}


def _ask(session: Session, questions: list[bytes]) -> None:
    for question in questions:
        request = protocol.decode_request(question)
        session.sub.begin_case(60.0)
        with contextlib.suppress(NoAnswerError):  # what raised when it was recorded raises again
            getattr(session.sub, request.probe)(*request.arguments, **request.options)
