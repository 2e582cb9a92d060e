"""A failure is shown at its smallest case, found with few further questions, and never by asking what hung again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from support import MakeProperty

from checks import drawing, expect
from checks.judge import judge
from checks.registry import Property
from checks.shrinking import Budget
from checks.standin import Question, StandIn
from checks.verdicts import Status, Verdict
from checks.worker.answers import ScalarOnNumbers
from checks.worker.client import CrashedError, RaisedError, TimedOutError
from checks.worker.protocol import Raised

NUMBERS = st.lists(st.integers(0, 99), min_size=1, max_size=6)


class Fake(StandIn):
    """Answers `entropy(p)` with a function of p, and remembers what it was asked."""

    def __init__(self, entropy: Callable[[list[float]], float]) -> None:
        super().__init__()
        self.entropy_of = entropy
        self.heard: list[list[float]] = []

    def _answer(self, asked: Question, answer: type[Any]) -> Any:
        (p,) = asked.arguments
        self.heard.append(p)
        return ScalarOnNumbers(self.entropy_of(p), [p])


def is_at_most_fifty(sub: StandIn, p: list[float]) -> None:
    """H(p) <= 50."""
    expect.at_most("H(p)", sub.entropy(p).value, 50)


@pytest.fixture
def prop(make_property: MakeProperty) -> Property:
    """A claim about lists of whole numbers."""
    return make_property(is_at_most_fifty, given=NUMBERS, examples=())


def verdict_on(prop: Property, sub: StandIn, seed: int = 0) -> Verdict:
    """The verdict on freshly drawn cases."""
    return judge(prop, sub, [*prop.examples, *drawing.draw(prop, seed, "grade")], seed, "grade")


@pytest.mark.parametrize("seed", range(5))
def test_a_failure_is_shown_at_its_smallest_case(seed: int, prop: Property) -> None:
    """Sums above 50: the smallest list is [51], whatever the seed."""
    sub = Fake(sum)
    verdict = verdict_on(prop, sub, seed)
    assert (verdict.status, verdict.case) == (Status.FAILED, {"p": [51]})
    assert verdict.message == "H(p) = 51, but should be at most 50 (allowed error 0)"
    assert verdict.snippet == "entropy([51])"
    assert len(sub.heard) <= verdict.cases + Budget().questions


def test_an_exception_is_shrunk_to_the_same_exception(prop: Property) -> None:
    """A list longer than two raises, and a list above 50 is merely wrong: the shortest that raises is shown."""

    def entropy(p: list[float]) -> float:
        if len(p) > 2:
            raise RaisedError(Raised(1, "IndexError", ["IndexError"], "out of range", []))
        return 0.0

    verdict = verdict_on(prop, Fake(entropy))
    assert (verdict.status, verdict.case) == (Status.RAISED, {"p": [0, 0, 0]})


@pytest.mark.parametrize(("trouble", "status"), [(TimedOutError, Status.TIMED_OUT), (CrashedError, Status.CRASHED)])
def test_what_hangs_or_dies_is_not_asked_again(trouble: type[Exception], status: Status, prop: Property) -> None:
    """A timed-out property costs its deadline once."""
    asked: list[list[float]] = []

    def entropy(p: list[float]) -> float:
        asked.append(p)
        if len(p) > 2:
            raise trouble("no answer")
        return 0.0

    verdict = verdict_on(prop, Fake(entropy))
    assert verdict.status is status
    assert sum(len(p) > 2 for p in asked) == 1


def test_a_smaller_case_that_hangs_has_the_time_of_the_search(prop: Property) -> None:
    """It gets no deadline of its own: finding the smallest case costs twice its budget at most."""

    class Timed(Fake):
        def begin_case(self, deadline_s: float) -> None:
            super().begin_case(deadline_s)
            deadlines.append(deadline_s)

    deadlines: list[float] = []
    verdict = judge(prop, Timed(sum), drawing.draw(prop, 0, "grade"), 0, "grade", shrinking_budget=Budget(seconds=0.5))
    searched = deadlines[verdict.cases :]
    assert deadlines[: verdict.cases] == [prop.deadline_s] * verdict.cases
    assert searched
    assert set(searched) == {0.5}


def test_a_submission_that_fails_only_once_is_still_failed(prop: Property) -> None:
    """A failure that does not come again is reported at the case where it came."""
    failures = iter([100.0])

    def entropy(p: list[float]) -> float:
        return next(failures, 0.0) if sum(p) > 50 else 0.0

    verdict = verdict_on(prop, Fake(entropy))
    assert verdict.status is Status.FAILED
    assert "H(p) = 100.0" in verdict.message


@pytest.mark.parametrize(("picked", "shown"), [([60, 7], [51]), ([99], [99]), ([60.0], [51])])
def test_a_hand_picked_case_gives_way_to_a_shorter_one(
    picked: list[float], shown: list[float], make_property: MakeProperty
) -> None:
    """Hand-picked cases come first; what Hypothesis finds afterwards is shown where it is shorter to read."""
    prop = make_property(is_at_most_fifty, given=NUMBERS, examples=((picked,),))
    verdict = verdict_on(prop, Fake(sum))
    assert verdict.cases == 1
    assert verdict.case == {"p": shown}


def test_what_a_property_calls_smaller_is_tried_last(make_property: MakeProperty) -> None:
    """Its proposals are followed for as long as they fail."""
    prop = make_property(
        is_at_most_fifty, given=None, examples=(([60, 3, 2],),), smaller=lambda case: [(case[0][:-1],), (case[0][1:],)]
    )
    assert verdict_on(prop, Fake(sum)).case == {"p": [60]}


def test_shrinking_keeps_to_its_budget(prop: Property) -> None:
    """After so many further questions the smallest case so far is shown."""
    sub = Fake(sum)
    verdict = judge(prop, sub, drawing.draw(prop, 0, "grade"), 0, "grade", shrinking_budget=Budget(questions=3))
    assert verdict.status is Status.FAILED
    assert verdict.case is not None
    assert sum(verdict.case["p"]) > 50  # type: ignore[call-overload]  # a case is plain data
    assert len(sub.heard) <= verdict.cases + 3


def test_a_verdict_counts_its_cases(prop: Property) -> None:
    """A pass says how many cases it rests on."""
    verdict = verdict_on(prop, Fake(lambda _p: 0.0))
    assert (verdict.status, verdict.cases, verdict.case) == (Status.PASSED, 50, None)
