"""What a release needs: a changelog that is up to date, options that are told of, a wheel that is whole."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import checks
from checks import cases, fingerprint
from checks import properties as _registers_them  # noqa: F401
from checks.cli.app import program
from checks.wheel import wheel

HEADING = re.compile(r"## (\d+)\.(\d+)\.(\d+) — (unreleased|\d{4}-\d\d-\d\d)")


@pytest.fixture(scope="module")
def headings(root: Path) -> list[tuple[tuple[int, ...], str]]:
    """The versions of the changelog with their dates, as they stand there."""
    lines = [line for line in (root / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("## ")]
    found = [HEADING.fullmatch(line) for line in lines]
    assert None not in found, lines
    return [(tuple(map(int, told.groups()[:3])), told[4]) for told in found if told]


def test_the_newest_heading_is_this_version(headings: list[tuple[tuple[int, ...], str]]) -> None:
    """What is being changed is told under the version that it will have."""
    assert ".".join(map(str, headings[0][0])) == checks.__version__


def test_versions_and_dates_go_down(headings: list[tuple[tuple[int, ...], str]]) -> None:
    """Newest first, no version twice, and only the newest may be unreleased."""
    versions = [version for version, _ in headings]
    assert versions == sorted(set(versions), reverse=True)
    dates = [date.fromisoformat(day) for _, day in headings[headings[0][1] == "unreleased" :]]
    assert dates == sorted(dates, reverse=True)


def options() -> list[tuple[str, str]]:
    """Every option of every command, `--help` apart."""
    whole: Any = get_command(program())
    commands = {"": whole, **{name: whole.get_command(None, name) for name in whole.commands}}
    return [
        (name, option)
        for name, command in commands.items()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option != "--help"
    ]


@pytest.mark.parametrize(("command", "option"), options())
def test_every_option_is_told_of(command: str, option: str, root: Path) -> None:
    """In the README or in a page of the documentation that a person wrote, together with its command."""
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    texts = [page.read_text(encoding="utf-8") for page in pages]
    named = re.compile(rf"(?<![\w-]){option}(?![\w-])")
    assert any(named.search(text) and command in text for text in texts), f"crosscheck {command} {option}"


def test_the_fingerprint_is_that_of_the_stored_cases() -> None:
    """Told without importing a property, it is what case sets and runs are named by."""
    assert fingerprint.suite_fingerprint() == cases.suite_fingerprint()


def test_the_version_of_hypothesis_is_read_off_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first on the path counts, as for imports; where two lie side by side, its metadata is asked."""
    import hypothesis

    assert fingerprint.hypothesis_version() == hypothesis.__version__
    (tmp_path / "hypothesis-1.2.3.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert fingerprint.hypothesis_version() == "1.2.3"


def test_the_wheel_is_typed_and_says_what_it_is() -> None:
    """`py.typed` is in it (PEP 561), and its metadata name the licence, the Pythons and the extras."""
    _, data = wheel()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "checks/py.typed" in archive.namelist()
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        told = archive.read(name).decode()
    assert f"\nVersion: {checks.__version__}\n" in told
    for line in ("License-Expression: Apache-2.0", "License-File: LICENSE", "Requires-Python: >=3.11"):
        assert f"\n{line}\n" in told
    assert "\nClassifier: Typing :: Typed\n" in told
    assert "\nProvides-Extra: docs\n" in told
