"""The right bank: correct submissions unlike the reference, none of which may be failed by any property.

Each is judged by every property, on the quick cases of the seeds 0, 1 and 2. For a long run, choose how many seeds:

    CROSSCHECK_SEEDS=100 python -m pytest tests/test_right.py

A failure here is a false alarm: a property asks for more than the contract promises. Mend the property, not the
submission, unless mathematics says otherwise.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

import checks.properties  # noqa: F401  # registers them
from checks.cases import CaseSet, case_set
from checks.registry import Property, all_properties
from checks.session import check
from checks.submissions import read_submission
from checks.verdicts import Status, Verdict
from checks.worker.lockdown import Limits

BANK = Path(__file__).parent / "right"
PROFILE = "quick"
SEEDS = range(int(os.environ.get("CROSSCHECK_SEEDS", "3")))


@dataclass(frozen=True)
class Right:
    """A right submission, and what it does without.

    `lacks` are files of the contract that it does not claim. `expected` maps a stretch property that it does not pass
    to the reason. `package` is what it needs to have installed, `seeds` how many seeds it is tried with at most.
    """

    name: str
    lacks: tuple[str, ...] = ()
    expected: dict[str, str] = field(default_factory=dict)
    package: str = ""
    limits: Limits | None = None
    seeds: int | None = None


BANK_OF_RIGHT = [
    Right("log_softmax_package"),
    Right("one_file.py", lacks=("vectorized",)),
    Right(
        "micrograd_engine",
        package="micrograd",
        expected={
            "autograd.zeroth_power_of_zero_has_slope_0": "micrograd differentiates a ** 0 as 0 * a ** -1",
            "backward.a_chain_of_50_000_nodes_works": "micrograd's backward pass recurses",
        },
    ),
    Right("torch_engine", package="torch", limits=Limits(memory_bytes=16 * 2**30), seeds=1),
    Right("course_style"),
]


@pytest.mark.parametrize(
    ("right", "seed"),
    [
        pytest.param(right, seed, id=f"{right.name}-{seed}")
        for right in BANK_OF_RIGHT
        for seed in SEEDS
        if right.seeds is None or seed < right.seeds
    ],
)
def test_right_submission_passes_everything(right: Right, seed: int) -> None:
    """All that it claims is attempted and passed, but for the stretch goals named; the rest is not attempted."""
    if right.package and find_spec(right.package) is None:
        pytest.skip(f"{right.package} is not installed")
    sources = read_submission(BANK / right.name)
    run = check(sources, all_properties(), cases_of(seed), seed=seed, profile=PROFILE, limits=right.limits)
    assert run.import_failures == []
    missed = {
        verdict.id: verdict
        for prop, verdict in zip(all_properties(), run.verdicts, strict=True)
        if verdict.status is not wanted(right, prop)
    }
    surprises = [told(v) for v in missed.values() if v.id not in right.expected or not v.status.is_wrong]
    assert not surprises, "\n\n".join(surprises)
    assert missed.keys() == right.expected.keys(), "an exception is no longer needed"


@pytest.mark.parametrize("right", BANK_OF_RIGHT, ids=lambda right: right.name)
def test_only_stretch_goals_may_be_missed(right: Right) -> None:
    """Every exception names a property that exists, and is stretch."""
    stretch = {prop.id for prop in all_properties() if prop.tier == "stretch"}
    assert right.expected.keys() <= stretch


def wanted(right: Right, prop: Property) -> Status:
    """Passed, where the submission claims all files that the property is about."""
    is_claimed = not any(part.partition(".")[0] in right.lacks for part in prop.of)
    return Status.PASSED if is_claimed else Status.NOT_ATTEMPTED


def told(verdict: Verdict) -> str:
    """The verdict, and the case as Python."""
    return f"{verdict.id}: {verdict.status}, {verdict.message}\n{verdict.snippet}"


@cache
def cases_of(seed: int) -> CaseSet:
    """The cases of all properties, drawn or read from the store once for all submissions."""
    return case_set(all_properties(), seed, PROFILE)
