"""The examples: other people's code, by its map, gives what each example says of itself."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest

import checks.properties  # noqa: F401  # registers them
from checks.cases import case_set
from checks.checking import check
from checks.registry import select
from checks.submissions import read_submission
from checks.verdicts import Status
from checks.worker.lockdown import Limits

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = sorted(folder.name for folder in EXAMPLES.iterdir() if folder.is_dir())


class Expected(msgspec.Struct, forbid_unknown_fields=True):
    """What an example needs, what it is about, and for each property that it fails the reason.

    `in_process` runs it here, without deadlines.
    """

    packages: tuple[str, ...]
    sections: list[str]
    memory_mib: int = 1024
    in_process: bool = False
    fails: dict[str, str] = {}


@pytest.mark.parametrize("name", NAMES)
def test_an_example_gives_what_it_says(name: str) -> None:
    """Something of every section passes, and nothing is wrong but what the example says."""
    expected = msgspec.toml.decode((EXAMPLES / name / "expected.toml").read_bytes(), type=Expected)
    if not all(map(find_spec, expected.packages)):
        pytest.skip(f"{expected.packages[0]} is not installed")
    properties = [prop for section in expected.sections for prop in select(section)]
    limits = Limits(packages=expected.packages, memory_bytes=expected.memory_mib * 2**20)
    sources = read_submission(EXAMPLES / name, packages=expected.packages)
    cases = case_set(properties, 0, "quick")
    run = check(sources, properties, cases, seed=0, profile="quick", limits=limits, in_process=expected.in_process)
    wrong = {verdict.id: verdict.message for verdict in run.verdicts if verdict.status.is_wrong}
    assert wrong.keys() == expected.fails.keys(), (run.import_failures, wrong)
    passed = {verdict.id.partition(".")[0] for verdict in run.verdicts if verdict.status is Status.PASSED}
    assert passed == set(expected.sections)


def test_every_example_is_in_the_table() -> None:
    """The README tells of each, and how it is checked."""
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert f"| `{name}/` |" in text
        assert f"crosscheck check examples/{name} --allow-package" in text
