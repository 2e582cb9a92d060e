"""`crosscheck new --course` makes a repository that is ready to be an assignment."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import checks
from checks import properties as _registers_them  # noqa: F401
from checks.exports import course
from checks.rubric import Rubric, read_rubric
from checks.scaffold import OccupiedError

OWN = """
from checks import expect
from checks.registry import prop
@prop(of="loss.entropy", examples=[[0.5, 0.5]], source="mine", hint="Halves.")
def is_symmetric(sub, p):
    "H(p) is that of p reversed."
    expect.agree("entropy(p)", sub.entropy(p).value, sub.entropy(p[::-1]).value)
"""

PROOF = "check homework --rubric rubric.toml --export gradescope -"
"""The command by which INSTRUCTORS.md has a rubric tried."""


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A repository as `new --course` makes it."""
    return course.write(tmp_path / "course")[0].parent


def run(root: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`crosscheck ARGUMENTS` in that folder."""
    environment = {**os.environ, "PYTHONPATH": str(root), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "checks", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_command_tells_what_it_made(root: Path, tmp_path: Path) -> None:
    """How many files, and where an instructor reads on; the files are those of the table in INSTRUCTORS.md."""
    done = run(root, tmp_path, "new", "--course", "course")
    files = [path for path in (tmp_path / "course").rglob("*") if path.is_file()]
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{len(files)} files in course. ")
    told = (tmp_path / "course" / "INSTRUCTORS.md").read_text(encoding="utf-8")
    for name in ("rubric.toml", ".github/workflows/classroom.yml", "README.md", "INSTRUCTORS.md", "homework"):
        assert (tmp_path / "course" / name).exists()
        assert f"| `{name}" in told


def test_the_homework_is_the_template(root: Path, made: Path) -> None:
    """What `crosscheck new` gives, file for file."""
    template = {path.name: path.read_bytes() for path in (root / "student_template").iterdir() if path.is_file()}
    assert {path.name: path.read_bytes() for path in (made / "homework").iterdir()} == template


def test_its_rubric_is_read(made: Path) -> None:
    """By ours, with something in it; what is commented out is a rubric, too."""
    assert read_rubric(made / "rubric.toml") != Rubric()
    lines = (made / "rubric.toml").read_text(encoding="utf-8").splitlines()
    beginnings = ("# [", "# points", "# cap", "# visibility", '# "')
    proposed = [line.removeprefix("# ") for line in lines if line.startswith(beginnings)]
    (made / "other.toml").write_text("\n".join(proposed), encoding="utf-8")
    other = read_rubric(made / "other.toml")
    assert set(other.sections) == {"vectorized", "perplexity"}
    assert other.points == {"softmax.is_exact_for_large_logits": 3}


def test_its_workflow_grades_the_homework(root: Path, made: Path) -> None:
    """The step of the workflow, run as a runner would, puts a result of Classroom's form into its output."""
    workflow = yaml.safe_load((made / ".github/workflows/classroom.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["grade"]["steps"]
    assert {"run": f"pip install crosscheck=={checks.__version__}"} in steps
    (step,) = [step for step in steps if step.get("id") == "crosscheck"]
    (made / "crosscheck").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m checks "$@"\n', encoding="utf-8")
    (made / "crosscheck").chmod(0o755)
    outputs = made / "outputs"
    environment = {**os.environ, "PYTHONPATH": str(root), "PATH": f"{made}:{os.environ['PATH']}"}
    environment["GITHUB_OUTPUT"] = str(outputs)
    subprocess.run(["bash", "-e", "-c", step["run"]], cwd=made, env=environment, capture_output=True, check=True)
    name, _, encoded = outputs.read_text(encoding="utf-8").strip().partition("=")
    result = json.loads(base64.b64decode(encoded))
    assert (name, result["max_score"]) == ("result", 100)
    assert result["tests"]
    assert sum(test["score"] for test in result["tests"]) == 0


def test_nothing_attempted_is_told_as_documented(root: Path, made: Path) -> None:
    """The template as it is: exit code 1, since no core property ran, and nothing is called wrong."""
    done = run(root, made, "check", "homework", "--json", "-")
    assert done.returncode == 1
    assert {check["status"] for check in json.loads(done.stdout)["checks"]} == {"not_attempted"}


def test_what_instructors_are_told_shows_what_counts(root: Path, made: Path) -> None:
    """The command of INSTRUCTORS.md prints what it says and nothing else, and follows the rubric."""
    told = (made / "INSTRUCTORS.md").read_text(encoding="utf-8")
    assert f"`crosscheck {PROOF}`" in told
    (made / "rubric.toml").write_text('stretch = "extra"\n[sections.softmax]\npoints = 20\n', encoding="utf-8")
    tests = json.loads(run(root, made, *PROOF.split()).stdout)["tests"]
    assert sum(test["max_score"] for test in tests if test["tags"][0] == "softmax") == pytest.approx(20, abs=1e-2)


def test_own_properties_are_not_left_out_silently(root: Path, tmp_path: Path) -> None:
    """A course with an own module would lack its template, and its workflow would not ask for it."""
    (tmp_path / "mine.py").write_text(OWN, encoding="utf-8")
    done = run(root, tmp_path, "new", "--course", "course", "--properties", "mine.py")
    assert done.returncode == 2
    assert "a course is made without --properties" in done.stderr
    assert not (tmp_path / "course").exists()


@pytest.mark.parametrize("name", ["README.md", ".gitignore", "homework", ".github/workflows/classroom.yml"])
def test_nothing_is_overwritten(name: str, root: Path, tmp_path: Path) -> None:
    """One sentence names what is there; it stays as it is, and nothing is put beside it."""
    mine = tmp_path / "course" / name
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    done = run(root, tmp_path, "new", "--course", "course")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert f"course/{name} exists already" in done.stderr
    assert [path for path in (tmp_path / "course").rglob("*") if path.is_file()] == [mine]
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_fresh_clone_is_a_fine_place(tmp_path: Path) -> None:
    """Other things, such as .git and a licence, stay beside what is made."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "LICENSE").write_text("mine", encoding="utf-8")
    assert tmp_path / "rubric.toml" in course.write(tmp_path)
    assert (tmp_path / "LICENSE").read_text(encoding="utf-8") == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """It is named, and left alone."""
    (tmp_path / "course").write_text("mine", encoding="utf-8")
    with pytest.raises(OccupiedError, match=r"course exists already"):
        course.write(tmp_path / "course")
