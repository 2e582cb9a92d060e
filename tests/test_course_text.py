"""A submission in the style of introductory texts is failed for its weaknesses, each by the property that names it.

`course_text/` is right and stable but for formulas and habits that such texts show and the contract forbids. A property
that fails it for another reason asks about two things at once: its cases reach further than its claim.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from support import cases_of

import checks.properties  # noqa: F401  # registers them
from checks.checking import check
from checks.registry import all_properties
from checks.submissions import read_submission
from checks.verdicts import Status

FOLDER = Path(__file__).with_name("course_text")
WEAKNESSES = {
    "autograd.tanh_is_right_far_from_zero": "tanh a = (e²ᵃ − 1) / (e²ᵃ + 1) overflows for a > 354",
    "autograd.sigmoid_is_right_far_from_zero": "1 / (1 + e⁻ᵃ) overflows for a < −709",
    "autograd.zeroth_power_of_zero_has_slope_0": "n · aⁿ⁻¹ divides by zero for n = 0 and a = 0",
    "backward.a_chain_of_50_000_nodes_works": "the topological sort recurses",
    "ngram.asking_changes_nothing": "a look-up in a defaultdict enters what was looked for",
}


@pytest.mark.parametrize(("seed", "profile"), [(0, "grade"), (1, "quick"), (2, "quick")])
def test_each_weakness_is_named_by_one_property_and_nothing_else_fails(seed: int, profile: str) -> None:
    """The properties that fail are those that name a weakness; everything is attempted."""
    run = check(read_submission(FOLDER), all_properties(), cases_of(seed, profile), seed=seed, profile=profile)
    assert run.import_failures == []
    failed = {verdict.id: verdict.message for verdict in run.verdicts if verdict.status is not Status.PASSED}
    assert failed.keys() == WEAKNESSES.keys(), failed
