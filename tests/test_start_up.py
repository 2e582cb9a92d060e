"""A command imports what it needs, and not what others need: so a short command is short."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TO_JUDGE = {"checks.properties", "hypothesis", "mpmath", "msgspec", "numpy", "psutil", "pydantic", "rich"}
TO_DRAW_AND_DIAGNOSE = {"checks.mistakes", "hypothesis", "mpmath"}
PROGRAM = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
from checks.cli import main
main()
"""


def imported_by(root: Path, cache: Path, *arguments: str) -> set[str]:
    """The modules that are there at the end of `crosscheck ARGUMENTS`."""
    environment = {**os.environ, "PYTHONPATH": str(root), "CROSSCHECK_CACHE": str(cache)}
    command = [sys.executable, "-c", PROGRAM, *arguments]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return set(json.loads(result.stderr.splitlines()[-1]))


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_judges_nothing_imports_nothing_to_judge_with(option: str, root: Path, tmp_path: Path) -> None:
    """Version and help come at once."""
    assert imported_by(root, tmp_path, option) & TO_JUDGE == set()


def test_stored_cases_are_replayed_without_what_draws_them(root: Path, tmp_path: Path) -> None:
    """A check of what is right, with cases that are stored, makes no strategy and compares with no mistake."""
    check = ("check", str(root / "reference"), "--section", "text", "--profile", "quick")
    assert "hypothesis" in imported_by(root, tmp_path, *check)
    assert imported_by(root, tmp_path, *check) & TO_DRAW_AND_DIAGNOSE == set()
