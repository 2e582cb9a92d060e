"""The autograder for Gradescope: its zip holds all that it needs, and whatever happens its result is valid."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from test_exports import GRADESCOPE

from checks.exports.autograder import archive
from checks.wheel import wheel

RUBRIC = 'title = "Homework 1"\nout_of = 100\n'
IS_WHOLE = os.environ.get("CROSSCHECK_AUTOGRADER") == "all"
ELSEWHERE = Path(__file__).parent / "hostile" / "elsewhere.py"
Results = Callable[[Path], dict[str, Any]]


def make(folder: Path, *options: str) -> Path:
    """What `crosscheck autograder` writes, unpacked as Gradescope does it; the folder that is /autograder there."""
    (folder / "rubric.toml").write_text(RUBRIC, encoding="utf-8")
    line = [sys.executable, "-m", "checks", "autograder", "--to", "it.zip", "--rubric", "rubric.toml", *options]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    subprocess.run([*line, "--profile", "quick"], cwd=folder, env=environment, check=True, capture_output=True)
    home = folder / "autograder"
    with zipfile.ZipFile(folder / "it.zip") as archived:
        for entry in archived.infolist():
            archived.extract(entry, home / "source")
            (home / "source" / entry.filename).chmod(entry.external_attr >> 16 & 0o777)
    return home


def judge(home: Path, submission: Path, *around: str) -> dict[str, Any]:
    """What is in results.json after the submission was judged; valid in any case."""
    shutil.rmtree(home / "submission", ignore_errors=True)
    shutil.copytree(submission, home / "submission")
    (home / "results" / "results.json").unlink(missing_ok=True)
    line = [*around, str(home / "source" / "run_autograder")]
    done = subprocess.run(line, env={**os.environ, "AUTOGRADER_HOME": str(home)}, capture_output=True, check=False)
    assert done.returncode == 0, done
    document: dict[str, Any] = json.loads((home / "results" / "results.json").read_bytes())
    jsonschema.validate(document, GRADESCOPE)
    return document


def test_the_zip_has_at_its_root_what_gradescope_runs() -> None:
    """Two scripts that can be run, this crosscheck, the seed and the rubric; the same bytes every time."""
    data = archive(4711, "grade", RUBRIC.encode())
    assert data == archive(4711, "grade", RUBRIC.encode())
    with zipfile.ZipFile(io.BytesIO(data)) as archived:
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in archived.infolist()}
        name, packed = wheel()
        expected = {"setup.sh": 0o755, "run_autograder": 0o755, "settings": 0o600, "rubric.toml": 0o600, name: 0o644}
        assert modes == expected
        assert archived.read("settings") == b"SEED=4711\nPROFILE=grade\n"
        assert archived.read(name) == packed
    assert b"rubric.toml" not in archive(4711, "grade", None)


def test_the_wheel_holds_the_whole_package(root: Path) -> None:
    """Every file of the repository that hatch would pack, each with its digest in RECORD."""
    folders = ("checks", "reference", "student_template", "tests/right")
    files = [path for folder in folders for path in (root / folder).rglob("*") if path.is_file()]
    there = [str(path.relative_to(root)) for path in files if "__pycache__" not in path.parts]
    assert len(there) > 200
    with zipfile.ZipFile(io.BytesIO(wheel()[1])) as packed:
        names = set(packed.namelist())
        homes = {"reference/": "checks/data/reference/", "student_template/": "checks/data/student_template/"}
        homes["tests/right/"] = "checks/data/right/"
        for path in there:
            inside = next((new + path.removeprefix(old) for old, new in homes.items() if path.startswith(old)), path)
            assert packed.read(inside) == (root / path).read_bytes(), path
        assert not any("__pycache__" in name for name in names)
        (record,) = [name for name in names if name.endswith("/RECORD")]
        for line in packed.read(record).decode().splitlines()[:-1]:
            name, digest, size = line.rsplit(",", 2)
            data = packed.read(name)
            made = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
            assert (digest, int(size)) == (f"sha256={made}", len(data))
        assert {line.split(",")[0] for line in packed.read(record).decode().splitlines()} == names


def program(home: Path, text: str) -> None:
    """Puts a script where setup.sh would have installed crosscheck."""
    path = home / "crosscheck" / "bin" / "crosscheck"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.parametrize("failure", ["exit 3", "kill -9 $$", "exit 127", "rm -- $0; exit 1"])
def test_whatever_fails_is_told_and_is_no_silent_zero(failure: str, tmp_path: Path) -> None:
    """A valid result says that the submission was not judged."""
    home = make(tmp_path)
    program(home, failure)
    (tmp_path / "one").mkdir()
    document = judge(home, tmp_path / "one")
    assert "could not judge this submission, which is no fault of yours" in document["output"]
    assert [test["status"] for test in document["tests"]] == ["failed"]


def test_it_judges_as_crosscheck_does(root: Path, tmp_path: Path) -> None:
    """By the rubric: a right submission has all points, a wrong one fewer, an unreadable one a reason."""
    home = make(tmp_path, "--seed", "0")
    limited = 'for word; do shift; case "$word" in --require|sealed) ;; *) set -- "$@" "$word";; esac; done'
    installed = (
        f'PYTHONPATH={root} CROSSCHECK_CACHE={os.environ["CROSSCHECK_CACHE"]} exec {sys.executable} -m checks "$@"'
    )
    program(home, f"{limited}\n{installed}")  # whether this machine can seal submissions off is another test's
    prove(lambda folder: judge(home, folder), root, tmp_path)


def prove(results: Results, root: Path, folder: Path) -> None:
    """Judges a right, a wrong, and an unreadable submission."""
    right = results(root / "reference")
    assert (right["score"], {test["status"] for test in right["tests"]}) == (100, {"passed"})
    shutil.copytree(root / "reference", folder / "wrong")
    text = (folder / "wrong" / "ngram.py").read_text(encoding="utf-8")
    (folder / "wrong" / "ngram.py").write_text(text.replace("math.log(", "math.log2("), encoding="utf-8")
    wrong = results(folder / "wrong")
    failed = {test["name"] for test in wrong["tests"] if test["status"] == "failed"}
    assert 0 < wrong["score"] < 100
    assert failed
    assert all(name.startswith(("ngram", "perplexity")) for name in failed), failed
    (folder / "unreadable").mkdir()
    (folder / "unreadable" / "notes.txt").write_text("no Python", encoding="utf-8")
    unreadable = results(folder / "unreadable")
    assert (unreadable["score"], "holds no Python files" in unreadable["output"]) == (0, True)


@pytest.mark.skipif(not IS_WHOLE, reason="it installs crosscheck anew and takes minutes: make autograder")
def test_the_whole_of_it_in_a_container_without_network(root: Path, tmp_path: Path) -> None:
    """setup.sh with network; then, in Docker's usual confinement and cut off, everything is judged, and sealed off."""
    home = make(tmp_path)
    environment = {**os.environ, "AUTOGRADER_HOME": str(home)}
    subprocess.run([str(home / "source" / "setup.sh")], env=environment, check=True)
    around: list[str] = []
    if os.geteuid() == 0:
        confined = f'ip link set lo up; exec {sys.executable} {ELSEWHERE} docker /bin/bash "$0"'
        around = ["unshare", "-n", "/bin/sh", "-c", confined]
    prove(lambda folder: judge(home, folder, *around), root, tmp_path)
