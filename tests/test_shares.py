"""One submission judged by several processes: the same verdicts as by one, whatever the submission remembers."""

from __future__ import annotations

import os
import signal
import sys

import msgspec
import pytest
from support import Submit

from checks import properties as _registers_them  # noqa: F401
from checks import session
from checks.cases import InTime
from checks.checking import WORTH_A_WORKER, check
from checks.registry import Property, select
from checks.verdicts import Run, Status
from checks.worker.client import StartError
from checks.worker.loading import Sources

FORGETFUL = """
import math

asked = 0


def entropy(p):
    return right(-math.fsum(q * math.log(q) for q in p if q))


def perplexity(loss):
    return right(math.exp(loss) if loss < 709 else math.inf)


def average_nll(probabilities):
    return right(-math.fsum(map(math.log, probabilities)) / len(probabilities))


def right(number):
    global asked
    asked += 1
    return number if asked % 90 else number + 1.0
"""


@pytest.fixture
def properties() -> list[Property]:
    """Several shares, all with something to ask of the same three functions."""
    chosen = [prop for section in ("entropies", "scoring_rules", "perplexity") for prop in select(section)]
    assert len(chosen) > WORTH_A_WORKER
    return chosen


def checked(sources: Sources, properties: list[Property], jobs: int) -> Run:
    """The run, without what differs from time to time."""
    cases = InTime(properties, 0, "quick")
    run = check(sources, properties, cases, seed=0, profile="quick", jobs=jobs, shrinking_budget=None)
    verdicts = [msgspec.structs.replace(verdict, seconds=0.0) for verdict in run.verdicts]
    return msgspec.structs.replace(run, verdicts=verdicts, seconds=0.0)


def test_verdicts_do_not_depend_on_how_many_judge(submit: Submit, properties: list[Property]) -> None:
    """Every share begins with a worker that was asked nothing: what a submission counts is the same everywhere."""
    sources = submit(loss=FORGETFUL)
    alone = checked(sources, properties, 1)
    assert any(verdict.status is Status.FAILED for verdict in alone.verdicts)
    assert any(verdict.status is Status.PASSED for verdict in alone.verdicts)
    assert checked(sources, properties, 2) == checked(sources, properties, 3) == alone


def test_a_file_that_hangs_is_not_imported_again(
    submit: Submit, properties: list[Property], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the imports found out is known to all that share the work: no question waits for that file."""
    monkeypatch.setattr(session, "IMPORT_DEADLINE_S", 1.0)
    sources = submit(loss=FORGETFUL, nn="while True: pass")
    for jobs in (1, 2):
        run = checked(sources, properties, jobs)
        assert [failure.status for failure in run.import_failures] == [Status.TIMED_OUT]
        assert not any(verdict.status is Status.TIMED_OUT for verdict in run.verdicts)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process judges")
def test_a_judge_that_is_killed_is_told_of(
    submit: Submit, properties: list[Property], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one sentence: for want of memory, the system kills processes."""
    home = os.getpid()
    judge = session.judge

    def killed(*arguments: object, **options: object) -> object:
        if os.getpid() != home:
            os.kill(os.getpid(), signal.SIGKILL)
        return judge(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(session, "judge", killed)
    with pytest.raises(StartError, match="a process that shared the work was killed, for want of memory"):
        checked(submit(loss=FORGETFUL), properties, 2)


def test_progress_is_told_as_verdicts_come(submit: Submit, properties: list[Property]) -> None:
    """By one judge before each property, by several after each share; the last is told in any case."""
    sources = submit(loss=FORGETFUL)
    for jobs, least in ((1, len(properties)), (2, 2)):
        told: list[str] = []
        check(
            sources,
            properties,
            InTime(properties, 0, "quick"),
            seed=0,
            profile="quick",
            jobs=jobs,
            begin=lambda prop, told=told: told.append(prop.id),
        )
        assert len(told) >= least
        assert properties[-1].id in told
