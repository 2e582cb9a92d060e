"""Finds the smallest case on which a property fails, with Hypothesis's own shrinking.

The same seed draws the same cases again, so the ones that passed are known and nothing is asked; from the failing one
on, Hypothesis proposes smaller cases, and each new one is put to the submission, up to a budget.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from hypothesis import Phase

from checks.drawing import replay
from checks.registry import Case, Property

MAX_QUESTIONS = 200
MAX_SECONDS = 1.0

Finding = TypeVar("Finding")


class _FailsError(Exception):
    """Tells Hypothesis that a case fails."""


def shrink(
    prop: Property,
    seed: int,
    profile: str,
    *,
    passed: int,
    first: tuple[Case, Finding],
    judge_case: Callable[[Case], Finding],
    is_failure: Callable[[Finding], bool],
) -> tuple[Case, Finding]:
    """The smallest failing case found, with what was found on it.

    Args:
        passed: how many of the drawn cases passed before the first failing one.
        first: that failing case, and what was found on it.
        judge_case: puts one case to the submission.
        is_failure: whether that finding is the failure sought.
    """
    known: dict[str, Finding | None] = {repr(first[0]): first[1]}  # None: passed, or no room left to ask
    smallest = first
    seen = 0
    give_up = time.monotonic() + MAX_SECONDS

    def body(case: Case) -> None:
        nonlocal smallest, seen
        seen += 1
        if seen <= passed:
            return
        key = repr(case)
        if key not in known:
            has_room = len(known) <= MAX_QUESTIONS and time.monotonic() < give_up
            finding = judge_case(case) if has_room else None
            known[key] = finding if finding is not None and is_failure(finding) else None
        found = known[key]
        if found is not None:
            smallest = (case, found)
            raise _FailsError

    try:
        replay(prop, seed, profile, body, phases=(Phase.generate, Phase.shrink))
    except _FailsError:
        return smallest
    return first
