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
from checks import cases, checking, fingerprint
from checks import properties as _registers_them  # noqa: F401
from checks.cli.app import program
from checks.exit_codes import ALL_WELL_OF, MEANINGS, ExitCode
from checks.registry import select
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


def tells_of(text: str, command: str, option: str) -> bool:
    """Whether a paragraph, or a row of a table, has the option and names the command as code, or says any command."""
    option_named = rf"(?<![\w-]){option}(?![\w-])"
    command_named = rf"`(crosscheck )?{command}\b|any command"
    on_a_line = rf"crosscheck {command}\b[^\n`]*{option_named}"
    places = re.split(r"\n\s*\n|\n(?=\|)", text)  # paragraphs, and the rows of tables
    return bool(re.search(on_a_line, text)) or any(
        re.search(command_named, place) and re.search(option_named, place) for place in places
    )


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("crosscheck diff BOOK 1 2 --rubric FILE", True),
        ("`diff` takes\n`--rubric` too.", True),
        ("| points | `crosscheck score BOOK --rubric FILE`; then `crosscheck diff BOOK` |", True),
        ("A different `--rubric`.", False),
        ("`diff` compares.\n\n`--rubric` weighs.", False),
        ("| who | `crosscheck diff` |\n| points | `--rubric` |", False),
        ("`diff` takes `--rubrics`.", False),
        ("`different` takes `--rubric`.", False),
        ("With any command, `--rubric`.", True),
    ],
)
def test_an_option_is_told_of_with_its_command(text: str, tells: bool) -> None:
    """The same words somewhere on a page do not tell of it."""
    assert tells_of(text, "diff", "--rubric") is tells


@pytest.mark.parametrize(("command", "option"), options())
def test_every_option_is_told_of(command: str, option: str, root: Path) -> None:
    """In the README or in a page of the documentation that a person wrote, together with its command."""
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    texts = [page.read_text(encoding="utf-8") for page in pages]
    assert any(tells_of(text, command, option) for text in texts), f"crosscheck {command} {option}"


@pytest.mark.parametrize("code", ExitCode)
def test_exit_codes_are_told_in_one_wording(code: ExitCode, root: Path) -> None:
    """The README says of each what `exit_codes` says, and what 0 means of the commands that differ."""
    (told,) = re.findall(r"^Exit codes: (.*?)\n\n", (root / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    words = " ".join(told.split())
    assert re.search(rf"\b{code.value} {re.escape(MEANINGS[code])}(;|\.| \()", words)
    assert f"({'; '.join(f'`{command}`: {meaning}' for command, meaning in ALL_WELL_OF.items())})" in words


def test_the_fingerprint_is_that_of_the_stored_cases(tmp_path: Path) -> None:
    """Told without importing a property, it is what case sets and runs are named by."""
    cases.case_set(select(section="softmax")[:1], seed=0, profile="quick", folder=tmp_path)
    (stored,) = tmp_path.iterdir()
    assert stored.name == f"{fingerprint.suite_fingerprint()}-quick-0.msgpack"
    assert checking.versions()["suite"] == fingerprint.suite_fingerprint()


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
