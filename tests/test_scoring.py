"""Points and exit codes follow from verdicts alone."""

from __future__ import annotations

import msgspec
import pytest
from support import MakeProperty

from checks.registry import Property
from checks.scoring import Score, exit_code, score, score_by_section
from checks.standin import StandIn
from checks.verdicts import Run, Status, Verdict


def any_claim(sub: StandIn, p: list[float]) -> None:
    """Never asked."""


@pytest.fixture
def properties(make_property: MakeProperty) -> dict[str, Property]:
    """Three properties worth 1, 2 and 4 points; the last is stretch."""
    made = [
        make_property(any_claim, id="autograd.a", points=1),
        make_property(any_claim, id="loss.b", points=2),
        make_property(any_claim, id="loss.c", points=4, tier="stretch"),
    ]
    return {prop.id: prop for prop in made}


def run_of(*statuses: Status) -> Run:
    """A run in which the three properties were judged so."""
    verdicts = [Verdict(id=i, status=s) for i, s in zip(("autograd.a", "loss.b", "loss.c"), statuses, strict=True)]
    return Run(submission="x", seed=0, profile="quick", versions={}, verdicts=verdicts, import_failures=[], seconds=0.0)


P, F, N, B, X = Status.PASSED, Status.FAILED, Status.NOT_ATTEMPTED, Status.BLOCKED, Status.BROKEN


@pytest.mark.parametrize(
    ("statuses", "points", "code"),
    [
        ((P, P, P), Score(7, 7), 0),
        ((P, P, F), Score(3, 7), 0),
        ((P, N, N), Score(1, 7), 0),
        ((P, F, P), Score(5, 7), 1),
        ((P, B, P), Score(5, 7), 1),
        ((N, N, N), Score(0, 7), 1),
        ((P, X, P), Score(5, 5), 3),
        ((Status.RAISED, P, P), Score(6, 7), 1),
        ((Status.CRASHED, P, P), Score(6, 7), 1),
        ((Status.TIMED_OUT, P, P), Score(6, 7), 1),
    ],
)
def test_points_and_exit_code(
    statuses: tuple[Status, ...], points: Score, code: int, properties: dict[str, Property]
) -> None:
    """Only passing earns; broken counts for nobody; stretch does not decide the exit code."""
    run = run_of(*statuses)
    assert (score(run, properties), exit_code(run, properties)) == (points, code)


def test_sections_add_up(properties: dict[str, Property]) -> None:
    """The sections' points are the whole's."""
    run = run_of(P, F, P)
    assert score_by_section(run, properties) == {"autograd": Score(1, 1), "loss": Score(4, 6)}


def test_a_stored_run_scores_the_same(properties: dict[str, Property]) -> None:
    """A run that went through storage is worth what it was."""
    run = run_of(P, F, P)
    assert score(msgspec.json.decode(msgspec.json.encode(run), type=Run), properties) == score(run, properties)
