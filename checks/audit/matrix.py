"""Reads the kill matrix: what is missed, what each property catches alone, how many cases it took. Pure."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence

from checks.audit.records import Audit, FalseAlarm, Vacuity, WrongResult


def missed(audit: Audit) -> list[WrongResult]:
    """The mistakes that the property which they name did not catch."""
    return [result for result in audit.wrong if not result.is_caught]


def uncaught(audit: Audit) -> list[WrongResult]:
    """The mistakes that no property caught."""
    return [result for result in audit.wrong if not result.kills]


def caught_alone(audit: Audit) -> Mapping[str, list[str]]:
    """For each property the mistakes that it alone caught."""
    alone: dict[str, list[str]] = {identifier: [] for identifier in audit.properties}
    for result in audit.wrong:
        if len(result.kills) == 1:
            alone[next(iter(result.kills))].append(result.id)
    return alone


def caught_by(audit: Audit) -> Mapping[str, list[str]]:
    """For each property the mistakes that it caught."""
    caught: dict[str, list[str]] = {identifier: [] for identifier in audit.properties}
    for result in audit.wrong:
        for identifier in result.kills:
            caught[identifier].append(result.id)
    return caught


def idle(audit: Audit) -> list[str]:
    """The properties that catch nothing."""
    return [identifier for identifier, mistakes in caught_by(audit).items() if not mistakes]


def unjustified(audit: Audit) -> list[str]:
    """The properties that catch no mistake alone, are named by none as the best to tell it, and give no reason."""
    named = {result.caught_by for result in audit.wrong if result.is_caught}
    return [
        identifier
        for identifier, mistakes in caught_alone(audit).items()
        if not mistakes and identifier not in named and identifier not in audit.justified
    ]


def false_alarms(audit: Audit) -> list[FalseAlarm]:
    """Right submissions that were failed."""
    return [alarm for result in audit.right for alarm in result.false_alarms]


def vacuous(audit: Audit) -> list[Vacuity]:
    """The properties most of whose cases show nothing: a defect of the suite."""
    return [vacuity for vacuity in audit.vacuity if vacuity.is_broken]


def worst_share(audit: Audit) -> tuple[float, str, str]:
    """The largest error of a right submission as a share of what is allowed; with the submission and the property."""
    shares = [(share, r.name, identifier) for r in audit.right for identifier, share in r.worst_share.items()]
    return max(shares, default=(0.0, "", ""))


def smallest_wrong_share(audit: Audit) -> tuple[float, str]:
    """The smallest error that a mistake was caught for, as a multiple of what is allowed; with the mistake."""
    shares = [(r.kills[r.caught_by].share, r.id) for r in audit.wrong if r.is_caught]
    return min(shares, default=(math.inf, ""))


def first_cases(audit: Audit) -> list[int]:
    """For each mistake caught, the number of the case on which the property that it names first failed."""
    return [result.kills[result.caught_by].case for result in audit.wrong if result.is_caught]


def percentile(numbers: Sequence[float], percent: int) -> float:
    """The smallest of the numbers that so many percent of them do not exceed; 0 of none.

    >>> percentile([5, 1, 4, 2, 3], 50), percentile(range(1, 101), 99)
    (3, 99)
    """
    ordered = sorted(numbers)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)] if ordered else 0


def median(numbers: Sequence[float]) -> float:
    """The median; 0 of none."""
    return statistics.median(numbers) if numbers else 0


def is_clean(audit: Audit) -> bool:
    """Nothing missed, nothing falsely failed, nothing vacuous; in a whole audit, nothing that stands for no reason."""
    faults = (missed(audit), false_alarms(audit), vacuous(audit), not audit.is_sample and unjustified(audit))
    return not any(faults)
