"""What commands do beside what they tell: what they refuse, which runs they compare, and how they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from pages import submission
from test_audit import record
from test_gradebook import RUN

from checks import cases, sealing
from checks.commands import audit, autograder, check, grade, score
from checks.exit_codes import ExitCode
from checks.grading.gradebook import Gradebook
from checks.registry import all_properties, select
from checks.verdicts import Seal
from checks.worker.client import StartError

OPEN = Seal(layers=[], stopped=[], open=["read files"])
FIRST = all_properties()[0]


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    """A class of one function, handed in once."""
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "loss.py").write_text("def entropy(p): return 0.0\n", encoding="utf-8")
    return tmp_path / "class"


def test_a_check_that_has_to_be_sealed_is_refused_where_it_is_not(
    homework: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before a line of the submission runs."""
    monkeypatch.setattr(sealing, "examine", lambda *_: OPEN)
    monkeypatch.setattr(check, "_judged", lambda *_: pytest.fail("it was judged"))
    request = check.CheckRequest(homework / "ada", (), (), 0, "quick", False, None, False, require="sealed")
    assert check.check(request) == ExitCode.DEFECT
    assert "it could read files; --require sealed was asked for" in " ".join(capsys.readouterr().err.split())


def test_a_class_that_has_to_be_sealed_is_refused_where_it_is_not(
    homework: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And no run begins."""
    monkeypatch.setattr(sealing, "examine", lambda *_: OPEN)
    request = grade.GradeRequest(homework, tmp_path / "out", None, 1, None, "quick", "sealed", is_again=False)
    assert grade.grade(request) == ExitCode.DEFECT
    assert "--require sealed was asked for" in " ".join(capsys.readouterr().err.split())
    with Gradebook(tmp_path / "out" / grade.GRADEBOOK) as book:
        assert book.runs() == []


def test_prepare_does_not_say_that_all_is_stored_where_a_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder is there and can be written, but not the cases."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("CROSSCHECK_CACHE", str(tmp_path))
    monkeypatch.setattr(cases, "write_whole", full)
    monkeypatch.setattr(autograder, "all_properties", lambda: select(section="entropies")[:1])
    monkeypatch.setattr(autograder, "Known", lambda *_, **__: pytest.fail("mistakes were asked"))
    assert autograder.prepare(1, "quick") == ExitCode.USAGE
    told = capsys.readouterr()
    assert told.out == ""
    assert " ".join(told.err.split()).endswith(
        "cannot hold the cases; free space there, or name another by CROSSCHECK_CACHE"
    )


def test_prepare_says_where_no_worker_can_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one sentence; the cases that it has drawn are stored."""

    class NoneLive:
        """Known mistakes that no worker can answer for."""

        def __init__(self, *_: object, **__: object) -> None:
            raise StartError("no worker can live here")

    monkeypatch.setenv("CROSSCHECK_CACHE", str(tmp_path))
    monkeypatch.setattr(autograder, "all_properties", lambda: select(section="entropies")[:1])
    monkeypatch.setattr(autograder, "Known", NoneLive)
    assert autograder.prepare(1, "quick") == ExitCode.DEFECT
    assert capsys.readouterr() == ("", "crosscheck: no worker can live here\n")
    assert len(list(tmp_path.iterdir())) == 1


def test_regrading_judges_everything_with_a_seed_of_its_own(homework: Path, tmp_path: Path) -> None:
    """Without --regrade what has not changed stays."""
    for is_again, runs in ((False, 1), (False, 1), (True, 2)):
        request = grade.GradeRequest(homework, tmp_path / "out", None, 1, None, "quick", None, is_again=is_again)
        assert grade.grade(request) == ExitCode.ALL_WELL
        with Gradebook(tmp_path / "out" / grade.GRADEBOOK) as book:
            assert len({run.seed for _, run, _ in book.runs()}) == runs


def test_diff_compares_in_the_order_in_which_runs_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was before comes first."""
    with Gradebook(tmp_path / "book", of="class") as book:
        for wrong in ({}, {FIRST.id: "2 and not 1"}):
            number = book.begin(msgspec.structs.replace(RUN, seal=None))
            book.record(number, submission("ada", wrong=wrong))
            book.finish(number)
    assert score.diff(tmp_path / "book", 1, 2, None) == ExitCode.ALL_WELL
    assert f"{FIRST.id}: passed before, failed now" in " ".join(capsys.readouterr().out.split())
    assert score.diff(tmp_path / "book", 2, 1, None) == ExitCode.ALL_WELL
    assert f"{FIRST.id}: failed before, passed now" in " ".join(capsys.readouterr().out.split())
    assert score.diff(tmp_path / "book", 1, 3, None) == ExitCode.USAGE


@pytest.mark.parametrize(("changes", "code"), [({}, ExitCode.ALL_WELL), ({"wrong": []}, ExitCode.NOT_ALL_WELL)])
def test_an_audit_ends_with_1_where_anything_is_to_mend(
    changes: dict[str, object], code: ExitCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the mistakes that they catch, properties stand for no reason."""
    monkeypatch.setattr(audit, "_run", lambda *_: record(properties=["t.a", "t.b"], **changes))
    assert audit.audit(audit.AuditRequest(0, "quick", None, 1, False, None, None)) == code


def test_ctrl_c_ends_a_check_with_130(tmp_path: Path) -> None:
    """At once, and without a traceback."""
    (tmp_path / "loss.py").write_text("open('/dev/null')\nimport time\ntime.sleep(60)\n", encoding="utf-8")
    line = [sys.executable, "-m", "checks", "check", str(tmp_path), "--function", "loss.entropy", "--profile", "quick"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            running.wait(timeout=4)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGINT)
        said = running.communicate(timeout=60)
    assert (running.returncode, "Traceback" in said[1]) == (130, False), said
