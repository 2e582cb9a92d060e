"""The witness of each mistake proves it wrong: it fails on this case, and everything right passes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from support import verdict_of

import checks.properties  # noqa: F401  # registers them
from checks import right
from checks.judge import judge
from checks.mistakes import MISTAKES, Mistake, apply, witnesses
from checks.registry import find
from checks.relay import Relay
from checks.right import Right
from checks.session import Session
from checks.verdicts import Status
from checks.worker.loading import Sources

BANK = [entry for entry in right.bank().values() if not entry.is_slow]


def test_every_mistake_has_a_witness() -> None:
    """One each, of the property that the mistake names."""
    assert {m.id: m.caught_by for m in MISTAKES} == {key: w.property_id for key, w in witnesses().items()}


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.id)
def test_a_witness_fails_its_mistake(mistake: Mistake, reference: Sources, relay: Relay) -> None:
    """On this case the property that the mistake names does not hold."""
    witness = witnesses()[mistake.id]
    prop = find(witness.property_id)
    verdict = verdict_of(relay, apply(mistake, reference), prop, {prop.id: witness.cases})
    assert verdict.status.is_wrong


@pytest.mark.parametrize("entry", BANK, ids=lambda entry: entry.name)
def test_what_is_right_passes_every_witness(entry: Right) -> None:
    """So the cases are in the contract's domain, and it is the mistakes that are wrong."""
    if not entry.is_installed:
        pytest.skip(f"{entry.package} is not installed")
    with Session(entry.read(), entry.limits) as session:
        failed = list(_failed(entry, session, [*witnesses()]))
    assert failed == []


def _failed(entry: Right, session: Session, identifiers: Sequence[str]) -> Iterator[str]:
    for identifier in identifiers:
        witness = witnesses()[identifier]
        prop = find(witness.property_id)
        if prop.id in entry.misses or entry.wanted(prop) is not Status.PASSED:
            continue
        verdict = judge(prop, session.sub, witness.cases, 0, "quick", shrinking_budget=None)
        if verdict.status is not Status.PASSED:
            yield f"{identifier}: {verdict.status}, {verdict.message}"
