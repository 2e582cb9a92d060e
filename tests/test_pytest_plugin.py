"""The pytest front door: one test for each property, with pytest's own options."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest

from checks.exit_codes import ExitCode

Result = subprocess.CompletedProcess[str]
BASE_2 = "import math\ndef entropy(p): return -sum(x * math.log2(x) for x in p if x)\n"
OWN = '''
"""Entropies, once more."""
import math

from checks import expect
from checks.registry import prop


@prop(of="loss.entropy", examples=[[0.5, 0.5], [0.25, 0.75]], source="mine", hint="Halves.")
def is_symmetric(sub, p):
    """H(p) is that of p reversed."""
    expect.close("entropy(p)", sub.entropy(p).value, sub.entropy(p[::-1]).value)


@prop(of="loss.entropy", examples=[[0.5, 0.5]], source="mine", hint="Which logarithm?")
def is_in_nats(sub, p):
    """H(1/2, 1/2) = log 2."""
    expect.close("entropy(p)", sub.entropy(p).value, math.log(2))
'''
UNDRAWABLE = '''
from checks.recipes import composite, integers
from checks.registry import prop

@composite
def nothing(draw):
    raise ValueError(f"no case {draw(integers(0, 0))}")

@prop(of="loss.entropy", given=nothing(), source="mine", hint="Halves.")
def is_symmetric(sub, p):
    """H(p) is that of p reversed."""
'''
NO_WORKER = """
from checks.session import Session
from checks.worker.client import StartError

def judge(*_, **__):
    raise StartError("no worker can live here")

Session.judge = judge
"""
UNCLEAN = r"""
from checks.session import Session
from checks.verdicts import Status, Verdict

Session.judge = lambda _self, prop, *_: Verdict(
    id=prop.id, status=Status.NOT_ATTEMPTED, message="later\x1b[2J\n20 passed"
)
"""
LOST = """
from checks import cases
from checks.pool import JudgeLostError

def case_set(*_, **__):
    raise JudgeLostError

cases.case_set = case_set
"""


@pytest.fixture
def pytest_on(root: Path, tmp_path: Path) -> Callable[..., Result]:
    """`pytest --submission PATH --pyargs checks OPTIONS`, in an empty folder."""

    def run(submission: object, *options: object) -> Result:
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--pyargs", "checks", *map(str, options)]
        command += ["--submission", str(submission), "--crosscheck-profile", "quick"]
        if "crosscheck" not in _installed_plugins():
            command += ["-p", "checks.pytest_plugin"]
        environment = {**os.environ, "PYTHONPATH": str(root)}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    return run


def _installed_plugins() -> set[str]:
    from importlib.metadata import entry_points

    return {entry.name for entry in entry_points(group="pytest11")}


def test_one_test_for_each_property(pytest_on: Callable[..., Result], root: Path) -> None:
    """The reference passes; -k selects."""
    result = pytest_on(root / "reference", "-k", "entropies", "-vv")
    assert result.returncode == 0, result.stdout
    assert "properties/entropies.py::" in result.stdout
    assert "failed" not in result.stdout


def test_a_failure_is_told_in_our_words(pytest_on: Callable[..., Result], tmp_path: Path) -> None:
    """What is wrong fails without a traceback of ours; what is not written is skipped; JUnit XML counts both."""
    (tmp_path / "loss.py").write_text(BASE_2, encoding="utf-8")
    result = pytest_on(tmp_path, "-k", "entropies", "--junitxml", "junit.xml", "-rs")
    assert result.returncode == 1
    assert "claim   " in result.stdout
    assert "hint    " in result.stdout
    assert "judge.py" not in result.stdout
    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()[0]
    assert int(suite.attrib["failures"]) >= 1
    assert int(suite.attrib["skipped"]) >= 1


def test_own_properties_and_mapped_names(pytest_on: Callable[..., Result], tmp_path: Path) -> None:
    """An instructor's own file is a file of tests, once; a name of the contract is found where it is mapped to."""
    (tmp_path / "mine.py").write_text(OWN, encoding="utf-8")
    homework = tmp_path / "homework"
    homework.mkdir()
    (homework / "information.py").write_text(BASE_2.replace("entropy", "uncertainty"), encoding="utf-8")
    options = ("--crosscheck-properties", tmp_path / "mine.py", "-vv", "-k", "mine")
    there = pytest_on(homework, *options, "--crosscheck-map", "loss.entropy=information:uncertainty")
    assert "mine.py::is_symmetric PASSED" in there.stdout
    assert "mine.py::is_in_nats FAILED" in there.stdout
    assert "1 failed, 1 passed" in there.stdout
    assert "2 skipped" in pytest_on(homework, *options).stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--crosscheck-properties", "nowhere.py"), "nowhere.py is neither a folder nor a .py file"),
        (("--crosscheck-map", "loss.entropie=a:b"), "loss.entropie"),
    ],
)
def test_bad_options_are_usage_errors(pytest_on: Callable[..., Result], options: tuple[str, str], said: str) -> None:
    """Each with the sentence of the command line."""
    result = pytest_on(Path(__file__).parents[1] / "reference", *options)
    assert result.returncode == 4
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_cases_that_cannot_be_drawn_are_a_usage_error(pytest_on: Callable[..., Result], tmp_path: Path) -> None:
    """With the sentence of the command line, and no trace of our own frames."""
    (tmp_path / "mine.py").write_text(UNDRAWABLE, encoding="utf-8")
    result = pytest_on(
        Path(__file__).parents[1] / "reference", "--crosscheck-properties", tmp_path / "mine.py", "-k", "mine"
    )
    assert "the cases of mine.is_symmetric cannot be drawn (ValueError: no case 0)" in result.stdout + result.stderr
    assert "INTERNALERROR" not in result.stdout + result.stderr
    assert result.returncode == 4


@pytest.mark.parametrize(
    ("plugin", "said"),
    [(NO_WORKER, "no worker can live here"), (LOST, "a process that shared the work was killed")],
    ids=["no worker", "a process is lost"],
)
def test_what_the_machine_cannot_do_ends_pytest(
    pytest_on: Callable[..., Result], root: Path, tmp_path: Path, plugin: str, said: str
) -> None:
    """In one sentence, with the exit code of the command line, whatever number of properties there is to judge."""
    (tmp_path / "broken.py").write_text(plugin, encoding="utf-8")
    result = pytest_on(root / "reference", "-k", "entropies", "-p", "broken")
    told = result.stdout + result.stderr
    assert result.returncode == ExitCode.DEFECT, told
    assert told.count(f"crosscheck: {said}") == 1
    assert "Traceback" not in told
    assert "INTERNALERROR" not in told


def test_why_a_property_is_skipped_is_told_in_one_clean_line(
    pytest_on: Callable[..., Result], root: Path, tmp_path: Path
) -> None:
    """What comes of a submission moves no cursor, and passes for no line of pytest's."""
    (tmp_path / "broken.py").write_text(UNCLEAN, encoding="utf-8")
    result = pytest_on(root / "reference", "-k", "entropies", "-p", "broken", "-rs")
    assert ": later�[2J ⏎ 20 passed\n" in result.stdout
    assert "\x1b[2J" not in result.stdout


def test_a_bad_path_is_a_usage_error(pytest_on: Callable[..., Result]) -> None:
    """pytest's exit code 4, with our sentence."""
    result = pytest_on("nowhere")
    assert result.returncode == 4
    assert "ERROR: there is no nowhere; check the spelling" in result.stderr


def test_without_a_submission_the_plugin_does_nothing(root: Path, tmp_path: Path) -> None:
    """An ordinary test run is left alone."""
    (tmp_path / "test_x.py").write_text("def test_x(): pass\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "."]
    if "crosscheck" not in _installed_plugins():
        command += ["-p", "checks.pytest_plugin"]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "1 passed" in result.stdout
