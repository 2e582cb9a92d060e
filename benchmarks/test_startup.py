"""How long commands take that have little to do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from measuring import Cost, Side, cost_of, in_turn
from sizes import Size
from suite import COMMAND, run_silently, suite_of

from checks.registry import all_properties


def command(*words: str) -> Side:
    """Runs a command to its end."""

    def run() -> Cost:
        return cost_of(lambda: run_silently(words))

    return run


def test_startup(benchmark: Any, size: Size, reference_folder: Path, tmp_path: Path) -> None:
    """The usual profile, on what a student hands in first: one file, all of whose properties are judged."""
    suite = suite_of(all_properties(), "grade")  # so that all cases are stored
    assert suite.cases
    small = tmp_path / "submission"
    small.mkdir()
    (small / "ngram.py").write_bytes((reference_folder / "ngram.py").read_bytes())
    sides = {
        "python": command(sys.executable, "-c", "pass"),
        "--version": command(COMMAND, "--version"),
        "--help": command(COMMAND, "--help"),
        "check ngram.py": command(COMMAND, "check", str(small)),
    }
    in_turn(benchmark, sides, rounds=size.start_rounds)
