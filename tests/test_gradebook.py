"""The gradebook keeps what it is given, and nothing that ends the program makes it lose anything."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from checks.commands.grade import carries_on
from checks.grading.folder import entries
from checks.grading.grade import Grader
from checks.grading.grade import grade as judge_entry
from checks.grading.gradebook import Gradebook, GradebookError
from checks.grading.records import ClassRun, Grading, Student
from checks.verdicts import Diagnosis, ImportFailure, Run, Seal, Status, Verdict
from checks.worker.loading import Sources

SEAL = Seal(layers=["limits"], stopped=["fork"], open=["read files"])
RUN = ClassRun(seed=2**70, profile="quick", versions={"suite": "x"}, seal=SEAL, started="2026-01-01T00:00:00+00:00")


def grading(key: str, **changes: object) -> Grading:
    """A submission with every kind of thing that can be told of one."""
    verdicts = [
        Verdict(id="loss.a", status=Status.PASSED, cases=3, discriminating=2, worst_share=0.25, seconds=0.5),
        Verdict(
            id="loss.b",
            status=Status.FAILED,
            carried=Status.PASSED,
            worst_share=float("inf"),
            case={"z": [1.0, float("-inf")], "y": 0, "text": "é\n"},
            snippet="x",
            message="m",
        ),
    ]
    run = Run(
        submission=key,
        seed=RUN.seed,
        profile=RUN.profile,
        versions=RUN.versions,
        verdicts=verdicts,
        import_failures=[ImportFailure(module="nn", status=Status.RAISED, message="m", culprit="nn")],
        seconds=1.5,
        diagnoses=[Diagnosis(property_id="loss.b", mistake="loss.m", story="s", hint="h", others=["loss.n"])],
        seal=SEAL,
    )
    made = Grading(key=key, student=Student(name="Ada", id="0042"), digest="d", run=run)
    return msgspec.structs.replace(made, **changes)


def test_what_is_recorded_comes_back(tmp_path: Path) -> None:
    """Every field of every record, in the order of the keys, also when the file is opened anew."""
    given = [grading("b"), grading("a", run=None, digest="", reason="no zip")]
    with Gradebook(tmp_path / "g", of="class") as book:
        number = book.begin(RUN)
        for one in given:
            book.record(number, one)
        book.finish(number)
    with Gradebook(tmp_path / "g") as book:
        assert book.runs() == [(number, RUN, True)]
        assert list(book.gradings(number)) == given[::-1]
        assert book.digests(number) == {"b": "d"}


def test_recording_again_replaces(tmp_path: Path) -> None:
    """A run has each submission once."""
    with Gradebook(tmp_path / "g", of="class") as book:
        number = book.begin(RUN)
        book.record(number, grading("a"))
        book.record(number, grading("a", digest="e"))
        assert [one.digest for one in book.gradings(number)] == ["e"]


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    """Grades are nobody else's business."""
    with Gradebook(tmp_path / "g", of="class"):
        assert stat.S_IMODE((tmp_path / "g").stat().st_mode) == 0o600


def _text(path: Path) -> None:
    path.write_text("no database", encoding="utf-8")


def _other_class(path: Path) -> None:
    Gradebook(path, of="another class").__exit__()


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_text, "is no gradebook; name the one that `grade` made"),
        (_other_class, "belongs to the class in another class, not class; name another --out"),
        (_folder, "cannot be opened .Is a directory.; name another --out"),
    ],
)
def test_another_file_is_refused_in_one_sentence(tmp_path: Path, spoil: Callable[[Path], None], sentence: str) -> None:
    """And left as it is."""
    spoil(tmp_path / "g")
    with pytest.raises(GradebookError, match=sentence):
        Gradebook(tmp_path / "g", of="class")


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    """The submission that no longer fits is not there at all, the others are whole, and so is the next attempt."""
    path = tmp_path / "g"
    with Gradebook(path, of="class") as book:
        number = book.begin(RUN)
        book.record(number, grading("a"))
    full = f"""
import resource, signal, sys
sys.path[:0] = {sys.path!r}
from pathlib import Path
from checks.grading.folder import entries
from checks.grading.grade import Grader
from checks.grading.grade import grade as judge_entry
from checks.grading.gradebook import Gradebook, GradebookError
from test_gradebook import grading
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Gradebook(Path({str(path)!r}), of="class") as book:
    resource.setrlimit(resource.RLIMIT_FSIZE, ({path.stat().st_size + 8192},) * 2)
    try:
        for i in range(1000):
            book.record({number}, grading(f"b{{i:04}}"))
    except GradebookError as error:
        print(i, error)
"""
    told = subprocess.run([sys.executable, "-c", full], capture_output=True, text=True, check=False)
    recorded, _, sentence = told.stdout.strip().partition(" ")
    assert "free the disk" in sentence, told
    with Gradebook(path, of="class") as book:
        kept = list(book.gradings(number))
        assert len(kept) == int(recorded) + 1
        assert all(len(one.run.verdicts) == 2 for one in kept if one.run)
        book.record(number, grading("c"))


@pytest.fixture
def small_class(tmp_path: Path) -> Path:
    """Eight submissions of one or two functions, three of them wrong in different ways."""
    folder = tmp_path / "class"
    bodies = ["0.5", "1.0", "p[0]", "0.0"] * 2
    for number, body in enumerate(bodies):
        (folder / f"s{number}").mkdir(parents=True)
        (folder / f"s{number}" / "loss.py").write_text(f"def entropy(p):\n    return {body}\n", encoding="utf-8")
    (folder / "bad.zip").write_bytes(b"no zip")
    return folder


def grade(folder: Path, out: Path, *options: object) -> subprocess.Popen[str]:
    """`crosscheck grade`, started."""
    line = [sys.executable, "-m", "checks", "grade", str(folder), "--out", str(out), "--seed", "0", *map(str, options)]
    environment = {**os.environ, "TMPDIR": str(out.parent)}  # who is killed leaves what it has there
    return subprocess.Popen(
        [*line, "--profile", "quick", "--jobs", "2"], stderr=subprocess.PIPE, text=True, env=environment
    )


def without_times(path: Path) -> list[Grading]:
    """What the last run of a gradebook holds, but for how long it took."""
    with Gradebook(path / "gradebook.sqlite") as book:
        number, _, is_whole = book.runs()[-1]
        assert is_whole
        found = []
        for one in book.gradings(number):
            run = one.run
            if run:
                verdicts = [msgspec.structs.replace(verdict, seconds=0.0) for verdict in run.verdicts]
                run = msgspec.structs.replace(run, seconds=0.0, verdicts=verdicts)
            found.append(msgspec.structs.replace(one, run=run))
    return found


def test_killed_at_any_instant_it_carries_on(small_class: Path, tmp_path: Path) -> None:
    """However often it is killed, the same command ends with what an undisturbed run has, and repeats nothing."""
    undisturbed = grade(small_class, tmp_path / "undisturbed")
    said = undisturbed.communicate()[1]
    assert (undisturbed.returncode, said.count("is graded")) == (1, 8), said
    chance, finished = random.Random(4), 0
    for _ in range(3):
        killed = grade(small_class, tmp_path / "killed")
        assert killed.stderr is not None
        finished += "is graded" in next(line for line in killed.stderr if "is graded" in line)
        time.sleep(chance.uniform(0.0, 0.5))
        killed.send_signal(signal.SIGKILL)
        finished += killed.communicate()[1].count("is graded")
    assert 3 <= finished <= 8
    last = grade(small_class, tmp_path / "killed")
    finished += last.communicate()[1].count("is graded")
    assert last.returncode == 1
    assert finished <= 8
    assert without_times(tmp_path / "killed") == without_times(tmp_path / "undisturbed")


@pytest.mark.parametrize(
    ("is_whole", "is_again", "does"),
    [(True, False, True), (True, True, False), (False, False, True), (False, True, True)],
)
def test_an_interrupted_run_is_always_carried_on(*, is_whole: bool, is_again: bool, does: bool) -> None:
    """With --regrade, too: its seed was fresh, and the same command ends what it began."""
    assert carries_on([(1, RUN, True), (2, RUN, is_whole)], is_again=is_again) is does


def test_only_what_has_changed_is_graded_again(small_class: Path, tmp_path: Path) -> None:
    """A new run holds one new verdict and the old ones of the others; nothing in the class is modified."""
    before = {path: path.read_bytes() for path in small_class.rglob("*") if path.is_file()}
    grade(small_class, tmp_path / "out").communicate()
    assert {path: path.read_bytes() for path in small_class.rglob("*") if path.is_file()} == before
    first = {one.key: one for one in without_times(tmp_path / "out")}
    (small_class / "s0" / "loss.py").write_text("def entropy(p):\n    return 7.0\n", encoding="utf-8")
    said = grade(small_class, tmp_path / "out").communicate()[1]
    assert said.count("is graded") == 1
    second = {one.key: one for one in without_times(tmp_path / "out")}
    assert second.keys() == first.keys()
    assert [key for key in first if first[key] != second[key]] == ["s0"]
    (small_class / "bad.zip").unlink()
    for _ in range(2):
        assert "is graded" not in grade(small_class, tmp_path / "out").communicate()[1]
    with Gradebook(tmp_path / "out" / "gradebook.sqlite") as book:
        assert len(book.runs()) == 3, "what has not changed at all begins no run"


def test_who_handed_in_is_brought_up_to_date_without_grading(small_class: Path, tmp_path: Path) -> None:
    """With a roster given later, or mended: a new run with the old verdicts."""
    (small_class / "bad.zip").unlink()
    grade(small_class, tmp_path / "out").communicate()
    roster = tmp_path / "roster.csv"
    for name in ("Ada", "Ada Lovelace"):
        roster.write_text(f"username,name,Matrikelnr\ns0,{name},7\ns1,S2,8\n", encoding="utf-8")
        for _ in range(2):
            told = grade(small_class, tmp_path / "out", "--roster", roster).communicate()[1]
            assert "is graded" not in told
            assert "not on the roster, or like several of its lines: s3, s4" in told
            assert "columns of the roster that are not used: Matrikelnr" in told
            assert "2 submissions are of S2, so leave out all but one: s1, s2" in told
        assert without_times(tmp_path / "out")[0].student.name == name
    with Gradebook(tmp_path / "out" / "gradebook.sqlite") as book:
        assert len(book.runs()) == 3


def test_what_submissions_may_use_decides_verdicts(small_class: Path, tmp_path: Path) -> None:
    """With another package or more memory allowed, everything is graded again."""
    for path in [small_class / "bad.zip", *(small_class / f"s{number}" / "loss.py" for number in range(2, 8))]:
        path.unlink()
    for number in range(2, 8):
        (small_class / f"s{number}").rmdir()
    for options in [(), ("--memory", 2048), ("--memory", 2048, "--allow-package", "yaml")]:
        assert grade(small_class, tmp_path / "out", *options).communicate()[1].count("is graded") == 2
        assert grade(small_class, tmp_path / "out", *options).communicate()[1].count("is graded") == 0


@pytest.mark.parametrize("seal", [SEAL, msgspec.structs.replace(SEAL, open=[])])
def test_only_what_is_sealed_as_well_counts(seal: Seal) -> None:
    """A run of better or worse sealed submissions is another one."""
    other = msgspec.structs.replace(RUN, seal=seal, started="later")
    assert RUN.is_like(other) is (seal.label == SEAL.label)


def test_what_has_gone_does_not_stay_in_an_interrupted_run(small_class: Path, tmp_path: Path) -> None:
    """The run that carries on holds the class as it is now."""
    grade(small_class, tmp_path / "out").communicate()
    with sqlite3.connect(tmp_path / "out" / "gradebook.sqlite") as file:
        file.execute("UPDATE runs SET is_whole = 0")
    (small_class / "s0" / "loss.py").unlink()
    (small_class / "s0").rmdir()
    assert "is graded" not in grade(small_class, tmp_path / "out").communicate()[1]
    assert [one.key for one in without_times(tmp_path / "out")] == [
        "bad.zip",
        *(f"s{number}" for number in range(1, 8)),
    ]


def test_a_defect_of_ours_stops_no_other_submission(
    small_class: Path, monkeypatch: pytest.MonkeyPatch, reference: Sources
) -> None:
    """It is the reason why one has no grade."""
    monkeypatch.setattr("checks.grading.grade.check", lambda *_, **__: 1 / 0)
    (entry,) = [entry for entry in entries(small_class) if entry.key == "s1"]
    told = judge_entry(Grader(RUN, [], {}, reference), entry)
    assert told.run is None
    assert told.reason.startswith("a defect of crosscheck (ZeroDivisionError")
