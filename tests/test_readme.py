"""What the README shows is what happens."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import documents
import pytest

ROOT = documents.ROOT
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = documents.console_blocks(README)
assert CONSOLE


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every `>>>` gives what stands under it."""
    monkeypatch.chdir(ROOT)
    results = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert (results.failed, results.attempted > 5) == (0, True)


@pytest.mark.parametrize("block", CONSOLE)
def test_the_commands_of_the_readme_print_what_it_shows(block: str, tmp_path: Path) -> None:
    """Each `$ command` prints the lines under it; `...` stands for anything."""
    documents.run(block, tmp_path)


def test_every_link_of_the_readme_leads_somewhere() -> None:
    """Relative links name files of the repository."""
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert all((ROOT / link).exists() for link in links if "://" not in link)


def test_every_option_of_the_readme_exists() -> None:
    """The options that the table names are options of a command or of the pytest plugin."""
    help_text = "".join(
        subprocess.run(
            [sys.executable, "-m", "checks", command, "--help"],
            cwd=ROOT,
            env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for command in ("check", "audit", "grade", "score", "report", "autograder", "new")
    )
    table = README.partition("## I want to")[2].partition("\n## ")[0]
    named = set(re.findall(r"(?<![\w-])--[a-z][\w-]*", table)) - {
        "--submission",
        "--pyargs",
        "--junitxml",
        "--crosscheck-map",
        "--crosscheck-properties",
    }
    assert named
    assert {option for option in named if option not in help_text} == set()
