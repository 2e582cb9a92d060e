"""A command imports what it needs, and not what others need: so a short command is short."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"hypothesis", "mpmath", "msgspec", "numpy", "psutil", "pydantic", "rich", "checks.properties", "checks.mistakes"}
TO_DRAW = {"hypothesis", "mpmath"}
TO_TELL_MISTAKES = {"checks.mistakes"}
PROGRAM = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
from checks.cli import main
main()
"""


def imported_by(root: Path, *arguments: str) -> set[str]:
    """The modules that are there at the end of `crosscheck ARGUMENTS`."""
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", PROGRAM, *arguments]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return set(json.loads(result.stderr.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"], ["chekc"]], ids=" ".join)
def test_what_judges_nothing_imports_nothing_to_judge_with(arguments: list[str], root: Path) -> None:
    """Version, help and a misspelt command come at once."""
    assert imported_by(root, *arguments) & HEAVY == set()


def test_stored_cases_are_replayed_without_what_draws_them(root: Path) -> None:
    """A check of what is right, with cases that are stored, makes no strategy and compares with no mistake."""
    check = ("check", str(root / "reference"), "--section", "text", "--profile", "quick")
    imported_by(root, *check)  # draws, if nobody did
    assert imported_by(root, *check) & (TO_DRAW | TO_TELL_MISTAKES) == set()
