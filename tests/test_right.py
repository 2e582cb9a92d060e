"""The right bank: correct submissions unlike the reference, none of which may be failed by any property.

Each is judged by every property, on the quick cases of seed 0 and of every sixteenth seed after it. For more seeds:

    CROSSCHECK_SEEDS=20 python -m pytest tests/test_right.py

and for a long run `make sweep`.

A failure here is a false alarm: a property asks for more than the contract promises. Mend the property, not the
submission, unless mathematics says otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from support import cases_of

import checks.properties  # noqa: F401  # registers them
from checks import right
from checks.checking import check
from checks.registry import all_properties
from checks.right import Right
from checks.verdicts import Verdict

PROFILE = "quick"
ROOM = 0.1
SEEDS = range(int(os.environ.get("CROSSCHECK_SEEDS", "4")))
BANK = {name: entry for name, entry in right.bank().items() if name != right.REFERENCE}


def turns() -> Iterator[tuple[Right, int]]:
    """All submissions with the first seed, and in turn a sixteenth of them with each further one, but for slow ones."""
    for number, entry in enumerate(BANK.values()):
        for seed in SEEDS:
            if seed == SEEDS[0] or ((seed - number) % 16 == 0 and not entry.is_slow):
                yield entry, seed


@pytest.mark.parametrize(
    ("entry", "seed"), [pytest.param(entry, seed, id=f"{entry.name}-{seed}") for entry, seed in turns()]
)
def test_right_submission_passes_everything(entry: Right, seed: int) -> None:
    """All that it claims is attempted and passed, but for what it misses by its own account; the rest is not there."""
    if not entry.is_installed:
        pytest.skip(f"{entry.package} is not installed")
    properties = all_properties()
    run = check(entry.read(), properties, cases_of(seed, PROFILE), seed=seed, profile=PROFILE, limits=entry.limits)
    assert run.import_failures == []
    missed = {
        verdict.id: verdict
        for prop, verdict in zip(properties, run.verdicts, strict=True)
        if verdict.status is not entry.wanted(prop)
    }
    surprises = [told(v) for v in missed.values() if v.id not in entry.misses or not v.status.is_wrong]
    assert not surprises, "\n\n".join(surprises)
    assert missed.keys() == entry.misses.keys(), "an exception is no longer needed"
    tight = {v.id: v.worst_share for v in run.verdicts if v.worst_share > ROOM and v.id not in missed}
    assert not tight, "right answers should use up a tenth of what is allowed at most"


@pytest.mark.parametrize("entry", BANK.values(), ids=BANK.keys())
def test_only_stretch_goals_may_be_missed(entry: Right) -> None:
    """Every exception names a property that exists, and is stretch."""
    stretch = {prop.id for prop in all_properties() if prop.tier == "stretch"}
    assert entry.misses.keys() <= stretch


def told(verdict: Verdict) -> str:
    """The verdict, and the case as Python."""
    return f"{verdict.id}: {verdict.status}, {verdict.message}\n{verdict.snippet}"
