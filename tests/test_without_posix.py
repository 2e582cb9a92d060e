"""Where there is nothing of POSIX one can read and practise; what needs a worker says what to do instead."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOMEWORK = "import math\ndef entropy(p): return -sum(x * math.{}(x) for x in p if x)\n"


def crosscheck(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs the command line there."""
    line = [sys.executable, str(Path(__file__).with_name("without_posix.py")), *map(str, arguments)]
    variables = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "PYTHONPATH": str(ROOT)}
    return subprocess.run(line, cwd=cwd, env=variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("logarithm", "code", "said"), [("log", 0, "is right"), ("log2", 1, "✗ entropies.")])
def test_practice_in_process(tmp_path: Path, logarithm: str, code: int, said: str) -> None:
    """Right code passes, wrong code is told, and that nothing protects from it is said."""
    (tmp_path / "loss.py").write_text(HOMEWORK.format(logarithm), encoding="utf-8")
    done = crosscheck("check", tmp_path, "--in-process", "--function", "loss.entropy", cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert said in done.stdout
    assert "unprotected" in done.stdout


@pytest.mark.parametrize("command", [("explain", "softmax.sums_to_one"), ("list",), ("new", "homework"), ("--help",)])
def test_what_needs_no_worker(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Works as everywhere."""
    done = crosscheck(*command, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", [("check", "."), ("grade", ".", "--out", "out"), ("doctor",)])
def test_what_needs_a_worker(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Is refused in one sentence with the remedies."""
    (tmp_path / "loss.py").write_text(HOMEWORK.format("log"), encoding="utf-8")
    done = crosscheck(*command, cwd=tmp_path)
    assert done.returncode in (2, 3)
    assert done.stderr.splitlines() == [
        "crosscheck: workers need Linux or macOS; run crosscheck in WSL, or practise with `check --in-process`"
    ]
