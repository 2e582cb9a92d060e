"""Every mistake of the bank is caught by the property that it names."""

from __future__ import annotations

import pytest
from support import cases_of, verdict_of

import checks.properties  # noqa: F401  # registers them
from checks import registry
from checks.mistakes import MISTAKES, Mistake, apply
from checks.relay import Relay
from checks.worker.loading import Sources


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.id)
def test_a_mistake_is_caught_by_the_property_that_it_names(mistake: Mistake, reference: Sources, relay: Relay) -> None:
    """The reference with this one edit fails that property, and nothing fails to import."""
    prop = registry.find(mistake.caught_by)
    verdict = verdict_of(relay, apply(mistake, reference), prop, cases_of(0, "grade"))
    assert verdict.status.is_wrong, f"{mistake.id} passed {prop.id}"


def test_the_bank_is_large_and_told() -> None:
    """At least 400 mistakes; each has an id of its own, a story and a hint, and every kind is there."""
    assert len(MISTAKES) >= 400
    assert len({mistake.id for mistake in MISTAKES}) == len(MISTAKES)
    assert all(mistake.story and mistake.hint and mistake.id.startswith(mistake.module) for mistake in MISTAKES)
    assert {mistake.kind for mistake in MISTAKES} == {"classic", "subtle", "corner", "trap"}
