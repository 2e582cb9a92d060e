"""What is told of a class: its grades, and what has changed between two runs."""

from __future__ import annotations

import msgspec
import pytest
from rich.console import Console
from support import MakeProperty
from test_gradebook import grading

from checks.exports.record import Class
from checks.grading.records import Grading
from checks.registry import Property
from checks.reports import changes, grades
from checks.standin import StandIn
from checks.verdicts import Status


def any_claim(sub: StandIn, p: list[float]) -> None:
    """Never asked."""


@pytest.fixture
def properties(make_property: MakeProperty) -> dict[str, Property]:
    """The two that the gradings are about."""
    return {name: make_property(any_claim, id=name, points=2) for name in ("loss.a", "loss.b")}


def printed(renderable: object) -> str:
    """As a terminal of 100 columns shows it."""
    console = Console(width=100)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


def with_status(given: Grading, status: Status) -> Grading:
    """The same, its first property judged so."""
    assert given.run is not None
    first, *others = given.run.verdicts
    verdicts = [msgspec.structs.replace(first, status=status, message="2 and not 1"), *others]
    return msgspec.structs.replace(given, run=msgspec.structs.replace(given.run, verdicts=verdicts), digest="e")


def test_the_lowest_scores_come_first(properties: dict[str, Property]) -> None:
    """After what could not be graded, with its reason; mean and median at the end."""
    told = printed(
        grades.render(
            Class(
                [
                    grading("best"),
                    with_status(grading("worst"), Status.FAILED),
                    grading("bad\x1b[31m.zip", run=None, reason="no zip"),
                ],
                properties,
            )
        )
    )
    assert [line.split()[0] for line in told.splitlines()[1:5]] == ["bad�[31m.zip", "no", "worst", "best"]
    assert "2 of 3 submissions graded; mean 3.0, median 3.0, lowest 2.0, highest 4.0." in told


@pytest.mark.parametrize(
    ("ungraded", "graded", "told"),
    [
        (0, 40, "highest 4.0."),
        (0, 45, "; not shown: the 5 with the most points."),
        (30, 13, "; not shown: the 3 with the most points."),
        (40, 2, "; not shown: the 2 that were graded."),
        (45, 2, "; not shown: 5 that could not be graded and the 2 that were graded."),
        (43, 0, "submissions graded; not shown: 3 that could not be graded."),
    ],
)
def test_what_is_not_shown_is_counted(ungraded: int, graded: int, told: str, properties: dict[str, Property]) -> None:
    """At most forty lines; what could not be graded is not said to have points."""
    bad = [grading(f"bad{number}", run=None, reason="no zip") for number in range(ungraded)]
    good = [grading(f"good{number}") for number in range(graded)]
    assert " ".join(printed(grades.render(Class([*bad, *good], properties))).split()).endswith(told)


def test_a_change_is_told_with_its_verdicts(properties: dict[str, Property]) -> None:
    """Points before and now, and by which property; what stays as it was is counted."""
    before = [grading("x"), grading("y"), grading("gone")]
    after = [with_status(grading("x"), Status.FAILED), grading("y"), grading("new")]
    told = printed(changes.render(Class(before, properties), Class(after, properties)))
    assert "4 / 4 points before, 2 / 4 now" in told
    assert "loss.a: passed before, failed now: 2 and not 1" in told
    assert "its files have changed" in told
    assert "is gone" in told
    assert "is new" in told
    assert "1 of 4 submissions are as they were." in told


def test_nothing_changed(properties: dict[str, Property]) -> None:
    """One line."""
    assert (
        printed(changes.render(Class([grading("x")], properties), Class([grading("x")], properties))).count("\n") == 1
    )
