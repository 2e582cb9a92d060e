"""Whatever a submission answers, if it only has the type that was asked for, judges it: no property stumbles over it.

A property that raises is *broken* and costs no points, so that an answer it stumbles over would be a way out. Here the
reference's answers are spoilt, one place each: lists of another length, numbers that overflow, other characters.
"""

from __future__ import annotations

import math
import random
from typing import Any

import msgspec
import pytest
from support import cases_of, local_reference

import checks.properties  # noqa: F401  # registers them
from checks.judge import judge_case
from checks.registry import all_properties
from checks.standin import Answer, LocalStandIn, Question, StandIn
from checks.verdicts import Status

NUMBERS = [0.0, -1.0, 0.5, 1e-320, 1e307, -1e307, 1.7e308, math.nan, math.inf, -math.inf]
CASES, TRIALS = 4, 12
ALL = {prop.id: prop for prop in all_properties()}
SHARES = 8


def spoilt(value: Any, generator: random.Random) -> Any:
    """The same value with one place changed, of the same type."""
    match value:
        case bool():
            return not value
        case float():
            return generator.choice(NUMBERS)
        case int():
            return generator.choice([0, -1, value + 1, 10**9])
        case str():
            return generator.choice(["", f"{value}?", f"{value[:-1]}?", value[:-1]])
        case tuple():
            place = generator.randrange(len(value))
            return (*value[:place], spoilt(value[place], generator), *value[place + 1 :])
        case list() if value:
            place = generator.randrange(len(value))
            changed = [*value[:place], spoilt(value[place], generator), *value[place + 1 :]]
            return generator.choice([changed, changed, value[:-1], [*value, value[place]], []])
        case msgspec.Struct():
            field = generator.choice(value.__struct_fields__)
            return msgspec.structs.replace(value, **{field: spoilt(getattr(value, field), generator)})
    return value


class Spoilt(StandIn):
    """The reference, which answers most questions a little wrongly."""

    def __init__(self, true: LocalStandIn) -> None:
        super().__init__()
        self._true = true
        self.generator = random.Random(0)

    def _answer(self, asked: Question, answer: type[Answer]) -> Answer:
        told = self._true._answer(asked, answer)
        return spoilt(told, self.generator) if self.generator.random() < 0.7 else told


@pytest.mark.parametrize("share", range(SHARES))
def test_no_answer_breaks_a_property(share: int) -> None:
    """Each property is asked of the spoilt reference on a few cases, several times."""
    cases, broken = cases_of(0, "quick"), []
    with local_reference() as true:
        sub = Spoilt(true)
        for prop in list(ALL.values())[share::SHARES]:
            for number, case in enumerate(cases[prop.id][:CASES]):
                for trial in range(TRIALS):
                    sub.generator.seed(f"{prop.id} {number} {trial}")
                    finding = judge_case(prop, sub, case)
                    if finding.status is Status.BROKEN:
                        broken.append(f"{prop.id} {case!r}: {finding.message}")
    assert not broken, "\n".join(broken)
