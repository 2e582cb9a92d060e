"""Every mistake of the bank is caught by the property that it names."""

from __future__ import annotations

import pytest

import checks.properties  # noqa: F401  # registers them
from checks import cases, registry, session
from checks.mistakes import MISTAKES, Mistake, apply
from checks.worker.loading import Sources


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.id)
def test_a_mistake_is_caught_by_the_property_that_it_names(mistake: Mistake, reference: Sources) -> None:
    """The reference with this one edit fails that property."""
    prop = registry.find(mistake.caught_by)
    case_set = cases.case_set([prop], seed=1, profile="grade")
    run = session.check(apply(mistake, reference), [prop], case_set, seed=1, profile="grade")
    assert run.import_failures == []
    assert run.verdicts[0].status.is_wrong, f"{mistake.id} passed {prop.id}"


def test_ids_are_unique_and_stories_told() -> None:
    """Each mistake has an id of its own, a story, a hint and a property that exists."""
    assert len({mistake.id for mistake in MISTAKES}) == len(MISTAKES)
    assert all(mistake.story and mistake.hint and mistake.id.startswith(mistake.module) for mistake in MISTAKES)
