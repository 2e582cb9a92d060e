"""How long commands take that have little to do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from measuring import Cost, Side, cost_of, in_turn
from sizes import Size
from suite import COMMAND, run_silently, suite_of

from checks.registry import all_properties

PERPLEXITY = """\
import math


def perplexity(loss):
    return math.inf if loss > 709 else math.exp(loss)
"""


def command(*words: str) -> Side:
    """Runs a command to its end."""

    def run() -> Cost:
        return cost_of(lambda: run_silently(words))

    return run


def test_startup(benchmark: Any, size: Size, reference_folder: Path, tmp_path: Path) -> None:
    """The usual profile, on what a student hands in first: one file of the course's first stage, or one function."""
    suite = suite_of(all_properties(), "grade")  # so that all cases are stored
    assert suite.cases
    stage = tmp_path / "stage"
    stage.mkdir()
    (stage / "ngram.py").write_bytes((reference_folder / "ngram.py").read_bytes())
    function = tmp_path / "function"
    function.mkdir()
    (function / "loss.py").write_text(PERPLEXITY, encoding="utf-8")
    sides = {
        "python": command(sys.executable, "-c", "pass"),
        "--version": command(COMMAND, "--version"),
        "--help": command(COMMAND, "--help"),
        "check of one function": command(COMMAND, "check", str(function)),
        "check of ngram.py": command(COMMAND, "check", str(stage)),
    }
    in_turn(benchmark, sides, rounds=size.start_rounds)
