"""The reference scores everything, stretch included, whatever the seed; the template is not attempted at all.

`CROSSCHECK_SEEDS` says how many seeds; three otherwise.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support import cases_of

import checks.properties  # noqa: F401  # registers them
from checks import checking, registry
from checks.submissions import read_submission
from checks.verdicts import Status
from checks.worker.loading import Sources

SEEDS = range(int(os.environ.get("CROSSCHECK_SEEDS", "3")))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_reference_passes_every_property(seed: int, reference: Sources) -> None:
    """No verdict but `passed`."""
    run = checking.check(reference, registry.all_properties(), cases_of(seed, "quick"), seed=seed, profile="quick")
    assert [verdict for verdict in run.verdicts if verdict.status is not Status.PASSED] == []


def test_the_template_is_not_attempted(root: Path) -> None:
    """Every property is `not_attempted`: nothing is blocked, nothing wrong, and no file fails to import."""
    properties = registry.all_properties()
    template = read_submission(root / "student_template")
    run = checking.check(template, properties, cases_of(0, "quick"), seed=0, profile="quick")
    assert run.import_failures == []
    assert {v.id: v.status for v in run.verdicts if v.status is not Status.NOT_ATTEMPTED} == {}
