"""The reference scores everything, stretch included, whatever the seed; the template is not attempted at all.

`CROSSCHECK_SEEDS` says how many seeds; three otherwise.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import checks.properties  # noqa: F401  # registers them
from checks import cases, checking, registry
from checks.submissions import read_submission
from checks.verdicts import Status
from checks.worker.loading import Sources

SEEDS = range(int(os.environ.get("CROSSCHECK_SEEDS", "3")))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_reference_passes_every_property(seed: int, reference: Sources) -> None:
    """No verdict but `passed`."""
    properties = registry.all_properties()
    case_set = cases.case_set(properties, seed, "quick")
    run = checking.check(reference, properties, case_set, seed=seed, profile="quick")
    assert [verdict for verdict in run.verdicts if verdict.status is not Status.PASSED] == []


def test_the_template_is_not_attempted(root: Path) -> None:
    """Every property is `not_attempted`: nothing is blocked, nothing wrong, and no file fails to import."""
    properties = registry.all_properties()
    case_set = cases.case_set(properties, 0, "quick")
    template = read_submission(root / "student_template")
    run = checking.check(template, properties, case_set, seed=0, profile="quick")
    assert run.import_failures == []
    assert {v.id: v.status for v in run.verdicts if v.status is not Status.NOT_ATTEMPTED} == {}
