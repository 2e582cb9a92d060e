"""Finds the smallest case on which a property fails: with Hypothesis's own shrinking, and then the property's.

The same seed draws the same cases again, so the ones that passed are known and nothing is asked; from the failing one
on, Hypothesis proposes smaller cases, and each new one is put to the submission, up to a budget. A hand-picked case
that fails is replaced only by a shorter one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from checks.drawing import replay
from checks.registry import Case, Property


@dataclass(frozen=True)
class Budget:
    """What a search for the smallest case may cost: further questions, and processor time, ours and the worker's."""

    questions: int = 200
    seconds: float = 1.0


USUAL = Budget()
PATIENT = Budget(seconds=60.0)
"""Counts questions, hardly seconds: the same submission is shown the same case, however busy the machine is."""

Finding = TypeVar("Finding")


class _FailsError(Exception):
    """Tells Hypothesis that a case fails."""


class _Judged(Generic[Finding]):
    """What is known of cases, and the asking of others as long as the budget lasts."""

    def __init__(
        self,
        first: tuple[Case, Finding],
        judge_case: Callable[[Case], Finding],
        is_failure: Callable[[Finding], bool],
        budget: Budget,
        clock: Callable[[], float],
    ) -> None:
        self._judge_case = judge_case
        self._is_failure = is_failure
        self._budget = budget
        self._clock = clock
        self._give_up = clock() + budget.seconds
        # By repr: == takes 0.0 for -0.0, and NaN for nothing.
        self._failures: dict[str, Finding | None] = {repr(first[0]): first[1]}

    def failure(self, case: Case) -> Finding | None:
        """What was found where the case fails; None where it passes, and where no question is left."""
        key = repr(case)
        if key not in self._failures:
            if len(self._failures) > self._budget.questions or self._clock() > self._give_up:
                return None
            finding = self._judge_case(case)
            self._failures[key] = finding if self._is_failure(finding) else None
        return self._failures[key]


def shrink(
    prop: Property,
    seed: int,
    profile: str,
    *,
    passed: int,
    first: tuple[Case, Finding],
    judge_case: Callable[[Case], Finding],
    is_failure: Callable[[Finding], bool],
    budget: Budget,
    clock: Callable[[], float] = time.process_time,
) -> tuple[Case, Finding]:
    """The smallest failing case found, with what was found on it.

    Args:
        prop: the property that fails.
        seed: of the case set.
        profile: of the case set.
        passed: how many of the drawn cases passed before the first failing one; below 0 where that was hand-picked.
        first: that failing case, and what was found on it.
        judge_case: puts one case to the submission.
        is_failure: whether that finding is the failure sought.
        budget: what it may cost.
        clock: how many seconds have been spent until now.
    """
    judged = _Judged(first, judge_case, is_failure, budget, clock)
    found = _by_hypothesis(prop, seed, profile, passed, first, judged)
    return _by_property(prop, found, judged)


def _by_hypothesis(
    prop: Property,
    seed: int,
    profile: str,
    passed: int,
    first: tuple[Case, Finding],
    judged: _Judged[Finding],
) -> tuple[Case, Finding]:
    if prop.given is None:
        return first
    smallest: tuple[Case, Finding] | None = None
    seen = 0

    def body(case: Case) -> None:
        nonlocal smallest, seen
        seen += 1
        if seen <= passed:
            return
        finding = judged.failure(case)
        if finding is not None:
            smallest = (case, finding)
            raise _FailsError

    try:
        replay(prop, seed, profile, body, is_to_shrink=True)
    except _FailsError:
        assert smallest is not None
        is_drawn = passed >= 0
        return smallest if is_drawn or size(smallest[0]) < size(first[0]) else first
    return first


def _by_property(prop: Property, found: tuple[Case, Finding], judged: _Judged[Finding]) -> tuple[Case, Finding]:
    """One step smaller after another, as long as the property's own proposals fail too."""
    while prop.smaller is not None:
        for case in prop.smaller(found[0]):
            finding = judged.failure(case)
            if finding is not None:
                found = (case, finding)
                break
        else:
            break
    return found


def size(case: Case) -> int:
    """How long a case is to read."""
    return len(repr(case))
