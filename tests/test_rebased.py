"""Mistakes made in another style are mistakes too, and the bank says of each where it could be made again."""

from __future__ import annotations

import pytest
from rebased import NOWHERE_ELSE, REBASED
from rebased.record import Rebased
from support import cases_of, verdict_of

import checks.properties  # noqa: F401  # registers them
from checks import registry
from checks.mistakes import MISTAKES
from checks.relay import Relay

BY_ID = {mistake.id: mistake for mistake in MISTAKES}


@pytest.mark.parametrize("rebased", REBASED, ids=lambda rebased: rebased.id)
def test_a_rebased_mistake_is_caught_by_the_same_property(rebased: Rebased, relay: Relay) -> None:
    """Whatever the style, the property that the mistake names fails, and nothing fails to import."""
    prop = registry.find(BY_ID[rebased.id].caught_by)
    verdict = verdict_of(relay, rebased.sources(), prop, cases_of(0, "grade"), rebased.limits)
    assert verdict.status.is_wrong, f"{rebased.id} on {rebased.base} passed {prop.id}"


def test_every_mistake_is_rebased_or_told_why_not() -> None:
    """Each mistake of the bank stands in exactly one of the two lists."""
    assert sorted([*(rebased.id for rebased in REBASED), *NOWHERE_ELSE]) == sorted(BY_ID)
