"""Where there is nothing of POSIX one can read and practise; what needs a worker says what to do instead."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOMEWORK = "import math\ndef entropy(p): return -sum(x * math.{}(x) for x in p if x)\n"


def crosscheck(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command line there."""
    line = [sys.executable, str(Path(__file__).with_name("without_posix.py")), *map(str, arguments)]
    variables = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(line, cwd=cwd, env=variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("logarithm", "code", "said"), [("log", 0, "is right"), ("log2", 1, "✗ entropies.")])
def test_practice_in_process(tmp_path: Path, logarithm: str, code: int, said: str) -> None:
    """Right code passes, wrong code is told, and that nothing protects from it is said."""
    (tmp_path / "loss.py").write_text(HOMEWORK.format(logarithm), encoding="utf-8")
    done = crosscheck("check", tmp_path, "--in-process", "--function", "loss.entropy", cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert said in done.stdout
    assert "unprotected" in done.stdout


def test_a_mistake_that_no_worker_can_name_is_told_all_the_same(tmp_path: Path) -> None:
    """The known ones would have to be asked by workers, where their answers are not stored yet."""
    shutil.copytree(ROOT / "reference", tmp_path / "homework", ignore=shutil.ignore_patterns("*.pyc", "__pycache__"))
    loss = tmp_path / "homework" / "loss.py"
    right, wrong = "return cross_entropy(p, p)", "return 0.5 * cross_entropy(p, p)"
    assert right in loss.read_text(encoding="utf-8")
    loss.write_text(loss.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    options = ("--in-process", "--section", "entropies", "--profile", "quick")
    done = crosscheck("check", "homework", *options, cwd=tmp_path, CROSSCHECK_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 1, done.stderr
    assert "✗ entropies." in done.stdout


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
