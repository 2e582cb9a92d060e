"""What a wrong answer says, put so that the answers of two submissions of different style can be compared.

Where the contract leaves no choice, the answers are numbers and texts, and two submissions that make the same mistake
give the same ones. Where it leaves the answer open (the logits of a model depend on its layers and on how it starts),
what is compared is what the judge found wrong with it, without the numbers.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

import msgspec

from checks.judge import Finding
from checks.standin import Question
from checks.verdicts import Status

Atom = float | str | None
"""A number, a text, or None for a number that is not finite."""

SAME = 1e-6
"""Relative: wrong answers may be badly conditioned, so the contract's 1e-9 is too strict, and other mistakes differ by
more than this somewhere in a case set."""

FEW = 3
"""So many cases may fail in one style and none in another, and so many numbers are too few for a rule."""

STRAY = 5.0
"""How far two counts may be apart, in standard deviations, which is far because styles differ too."""

UNDEFINED = "undefined"
"""An overflow, a division by zero, the logarithm of 0: an exception in one style, inf or nan in another."""

_OPEN_ENDED = {"fresh_layers", "numbered_layer", "random_after_layer"}
_ARITHMETIC = {"ArithmeticError", "OverflowError", "ZeroDivisionError", "FloatingPointError"}
_NUMBER = re.compile(r"-?\b\d[\d.]*(?:e[+-]?\d+)?\b|\binf\b|\bnan\b")
_DECIMAL = r"-?\d+(?:\.\d*)?(?:e[+-]?\d+)?"
_GOT_AND_WANT = re.compile(rf"= ({_DECIMAL}), but should be ({_DECIMAL})(?![\w.])")
_LISTED = re.compile(r"#(?:, #)+")
_OF_A_DOMAIN = re.compile(r"math domain error|, in (?:\w+\.)*log \(")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """A case that went wrong: what was told of it, and the answers that were given; None where there are none.

    Where the contract leaves the answers open, `is_open`, the atoms are the number that was found and the one that
    should have been, if these were told.
    """

    told: str
    atoms: list[Atom] | None
    is_open: bool = False


def reading_of(finding: Finding, asked: Sequence[Question], answers: Sequence[object]) -> Reading:
    """The reading of a case that the judge found wrong."""
    is_open = any(question.probe.startswith("lm_") or question.probe in _OPEN_ENDED for question in asked)
    if finding.status is not Status.FAILED:
        atoms = None
    elif is_open:
        atoms = _found_and_due(finding.message)
    else:
        atoms = list(_atoms(msgspec.to_builtins(answers)))
    return Reading(_told(finding), atoms, is_open)


class Agreement(Enum):
    """What one case says of two submissions that it may tell apart."""

    SAME = "same"
    OPEN = "open"  # what overflows in one style need not in another
    DIFFERENT = "different"


def comparisons(
    some: Mapping[int, Reading], others: Mapping[int, Reading], cases: int, *, varies: bool
) -> Iterator[Agreement]:
    """What a property of so many cases says of two submissions, by the readings of the cases that failed.

    Where numbers vary with the style, by nature of the mistake, any case is open, if only as many fail. Where both
    overflow on some cases, others are near it: one may fail there and not the other.
    """
    if any(reading.is_open for reading in [*some.values(), *others.values()]):
        yield compare_open(some.values(), others.values(), cases)
        return
    if varies and not _is_as_often(len(some), len(others), cases):
        yield Agreement.DIFFERENT
        return
    are_unstable = all(any(map(_is_undefined, readings.values())) for readings in (some, others))
    for number in some.keys() | others.keys():
        agreement = compare(some.get(number), others.get(number))
        is_one_sided = number not in some or number not in others
        is_excused = varies or (are_unstable and is_one_sided)
        yield Agreement.OPEN if is_excused and agreement is Agreement.DIFFERENT else agreement


def compare(one: Reading | None, other: Reading | None) -> Agreement:
    """Whether two submissions make the same mistake, as far as one case can tell; None where it passes."""
    if one is None or other is None:
        failing = one or other
        return Agreement.SAME if failing is None else _open_if(_is_undefined(failing))
    if _is_undefined(one) != _is_undefined(other):
        return Agreement.OPEN
    if one.atoms is None or other.atoms is None:
        both_raised = one.told.startswith("raised") and other.told.startswith("raised")
        are_alike = one.told == other.told or _is_undefined(one)
        return Agreement.SAME if are_alike else _open_if(both_raised)
    pairs = list(zip(one.atoms, other.atoms, strict=False))
    are_same = len(one.atoms) == len(other.atoms) and all(None in pair or _is_same(*pair) for pair in pairs)
    return Agreement.SAME if are_same else Agreement.DIFFERENT


def compare_open(some: Collection[Reading], others: Collection[Reading], cases: int) -> Agreement:
    """The same for a whole property of so many cases, whose answers the contract leaves open.

    Which cases fail is then chance. But both fail or neither, about as often and in the same ways, and if the one is
    always off by the same factor, so is the other.
    """
    ways, other_ways = (Counter(reading.told for reading in readings) for readings in (some, others))
    if not all(_is_as_often(ways[told], other_ways[told], cases) for told in ways.keys() | other_ways.keys()):
        return Agreement.DIFFERENT
    if bool(some) != bool(others):
        return Agreement.OPEN
    factors, other_factors = _factors(some), _factors(others)
    if min(len(factors), len(other_factors)) >= FEW and not _are_alike(factors, other_factors):
        return Agreement.DIFFERENT
    return Agreement.SAME


def _is_as_often(count: int, other: int, of: int) -> bool:
    """Whether chance may explain that one thing came so often, and another so often, each in so many cases."""
    if not count or not other:
        return max(count, other) <= FEW
    share = (count + other) / (2 * of)
    return abs(count - other) <= STRAY * math.sqrt(2 * of * share * (1 - share))


def _are_alike(factors: Sequence[float], others: Sequence[float]) -> bool:
    """Either is always the same, and the other too; or neither is."""
    are_constant = [_is_same(min(some), max(some)) for some in (factors, others)]
    return are_constant[0] == are_constant[1] and (not are_constant[0] or _is_same(factors[0], others[0]))


def _factors(readings: Collection[Reading]) -> list[float]:
    """By what the numbers found are off."""
    pairs = [reading.atoms for reading in readings if reading.is_open and reading.atoms is not None]
    return [found / due for found, due in pairs if isinstance(found, float) and isinstance(due, float) and due]


def _open_if(is_open: bool) -> Agreement:
    return Agreement.OPEN if is_open else Agreement.DIFFERENT


def _is_same(one: Atom, other: Atom) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= SAME * max(1.0, abs(one), abs(other))
    return one == other


def _is_undefined(reading: Reading) -> bool:
    return reading.told == UNDEFINED or None in (reading.atoms or [])


def _told(finding: Finding) -> str:
    """What was found, without numbers and texts of the submission's own."""
    if finding.status is Status.FAILED:
        return _LISTED.sub("#", _NUMBER.sub("#", _QUOTED.sub("#", finding.message)))
    if finding.status is Status.RAISED:
        raised = finding.message.removeprefix("raised ").partition(":")[0].partition(",")[0]
        is_of_a_domain = raised == "ValueError" and bool(_OF_A_DOMAIN.search(finding.message))
        return UNDEFINED if raised in _ARITHMETIC or is_of_a_domain else f"raised {raised}"
    return str(finding.status)


def _found_and_due(message: str) -> list[Atom] | None:
    """The two numbers of *what = got, but should be want*."""
    numbers = _GOT_AND_WANT.search(message)
    return [float(numbers[1]), float(numbers[2])] if numbers else None


def _atoms(value: Any) -> Iterator[Atom]:
    """The numbers and texts of an answer in order; the pairs of a dictionary sorted, since their order is open."""
    if isinstance(value, list | tuple):
        are_pairs = all(isinstance(item, list | tuple) and len(item) == 2 for item in value)
        is_mapping = are_pairs and value and all(isinstance(item[0], str) for item in value)
        for item in sorted(value) if is_mapping else value:
            yield from _atoms(item)
    elif isinstance(value, dict):
        yield from _atoms(list(value.values()))
    elif isinstance(value, bool | int | float):
        yield float(value) if math.isfinite(value) else None
    else:
        yield str(value)
