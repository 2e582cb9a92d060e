"""What lies in a class's folder is found, and whose it is told from the names that platforms give."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checks.grading.folder import GRADEBOOK, FolderError, entries, left_out, moodle_number
from checks.grading.grade import read_entry
from checks.grading.joining import Joiner
from checks.grading.records import Student
from checks.submissions import UnreadableSubmissionError


def fill(folder: Path, *names: str) -> Path:
    """A folder with these submissions: folders, or files where the name has a suffix."""
    for name in names:
        if Path(name).suffix.lower() in (".py", ".zip", ".txt", ".yml", ".rar"):
            (folder / name).write_text("x = 1\n", encoding="utf-8")
        else:
            (folder / name).mkdir()
            (folder / name / "loss.py").write_text("x = 1\n", encoding="utf-8")
    return folder


def students(folder: Path) -> dict[str, Student]:
    """Who handed in what."""
    return {entry.key: entry.student for entry in entries(folder)}


def test_submissions_are_folders_py_files_and_zips(tmp_path: Path) -> None:
    """In order of their names; hidden files, and what is no submission, are left out."""
    fill(tmp_path, "zoe", "adam.py", "eve.zip", ".hidden", "notes.txt", "__MACOSX")
    assert list(students(tmp_path)) == ["adam.py", "eve.zip", "zoe"]


def test_names_that_are_no_text_become_text(tmp_path: Path) -> None:
    """A name may be any bytes; keys and students are stored in a database and in JSON."""
    Path(os.fsdecode(bytes(tmp_path) + b"/hw-\xff")).mkdir()
    fill(tmp_path, "hw-ada")
    found = entries(tmp_path)
    assert [(entry.key, entry.student.username) for entry in found] == [("hw-ada", "ada"), ("hw-\\xff", "\\xff")]
    assert all(entry.path.is_dir() for entry in found)


def test_gradescope(tmp_path: Path) -> None:
    """Its list names the submitters of each folder, several for a group."""
    fill(tmp_path, "submission_101", "submission_102")
    (tmp_path / "submission_metadata.yml").write_text(
        "submission_101:\n  :submitters:\n  - :name: Ada Lovelace\n    :sid: '0042'\n    :email: ada@example.org\n"
        "submission_102:\n  :submitters:\n  - :name: Alan\n    :sid:\n    :email: a@example.org\n  - :name: Kurt\n",
        encoding="utf-8",
    )
    found = students(tmp_path)
    assert found["submission_101"] == Student(name="Ada Lovelace", id="0042", email="ada@example.org")
    assert found["submission_102"].name == "Alan & Kurt"


def test_canvas(tmp_path: Path) -> None:
    """Name, number, LATE, attempt, file; the files of one student are one submission."""
    fill(tmp_path, "lovelaceada_42_777_hw.zip", "turingalan_LATE_43_778_autograd.py", "turingalan_LATE_43_779_loss.py")
    ada, alan = entries(tmp_path)
    assert (ada.key, ada.student) == ("lovelaceada_42", Student(name="lovelaceada", canvas_id="42"))
    assert (alan.key, alan.student.canvas_id) == ("turingalan_43", "43")
    assert read_entry(alan).modules == {"autograd": "autograd", "loss": "loss"}


def test_canvas_numbers_are_no_numbers_of_the_university(tmp_path: Path) -> None:
    """User 777 of Canvas is not who has number 777 on the roster; Canvas's own gradebook knows both."""
    fill(tmp_path, "lovelaceada_777_1_hw.zip", "turingalan_42_2_hw.zip")
    known = [Student(name="Ada Lovelace", id="0012345"), Student(name="Eve", id="777")]
    ada, _ = entries(tmp_path, Joiner(known))
    assert ada.student == Student(name="Ada Lovelace", id="0012345", canvas_id="777")
    known = [Student(name="Lovelace, Ada", id="1", canvas_id="778"), Student(name="A. Turing", id="2", canvas_id="42")]
    assert [(one.student.id, one.student.canvas_id) for one in entries(tmp_path, Joiner(known))] == [
        ("", "777"),
        ("2", "42"),
    ]


def test_canvas_numbers_what_is_handed_in_again(tmp_path: Path) -> None:
    """`loss-1.py` is loss.py handed in anew; a single file is what it is called; other names keep their numbers."""
    fill(
        tmp_path,
        "ada_42_780_autograd-1.py",
        "ada_42_781_loss-12.py",
        "ada_42_782_notes-2.py",
        "eve_44_7_vectorized-3.py",
    )
    ada, eve = map(read_entry, entries(tmp_path))
    assert ada.modules == {"autograd": "autograd", "loss": "loss"}
    assert {path for path, _ in ada.files.values()} == {"autograd.py", "loss.py", "notes-2.py"}
    assert eve.modules == {"vectorized": "vectorized"}


def test_a_zip_may_be_called_like_a_file_of_the_contract(tmp_path: Path) -> None:
    """It is a whole submission, by itself in a class of Canvas and beside others in any."""
    fill(tmp_path, "ada_42_7_loss.zip", "eve_43_8_nn.zip")
    assert [entry.parts for entry in entries(tmp_path)] == [{}, {}]
    (tmp_path / "folders").mkdir()
    assert list(students(fill(tmp_path / "folders", "loss", "lm.zip"))) == ["lm.zip", "loss"]


def test_canvas_with_files_of_two_kinds_is_refused(tmp_path: Path) -> None:
    """Nothing that a student handed in is passed over in silence."""
    fill(tmp_path, "ada_42_779_autograd.py", "ada_42_780_rest.zip")
    (ada,) = entries(tmp_path)
    with pytest.raises(
        UnreadableSubmissionError, match=r"rest.zip came beside 1 other files; hand in either .py files, or"
    ):
        read_entry(ada)


def test_moodle(tmp_path: Path) -> None:
    """Full name and number, however many hyphens the name has."""
    fill(tmp_path, "Ada von Love-Lace_1234_assignsubmission_file", "Zoe_99_assignsubmission_file_")
    assert list(students(tmp_path).values()) == [
        Student(name="Ada von Love-Lace"),
        Student(name="Zoe"),
    ]
    assert [moodle_number(key) for key in students(tmp_path)] == ["1234", "99"]


def test_what_else_lies_there_takes_no_name_away(tmp_path: Path) -> None:
    """A folder of the instructor's own among Canvas's files, a text written online beside what was handed in."""
    fill(tmp_path, "ada_42_1_loss.py", "ada_42_2_autograd.py", "solutions")
    found = students(tmp_path)
    assert found == {"ada_42": Student(name="ada", canvas_id="42"), "solutions": Student()}
    (tmp_path / "moodle").mkdir()
    names = ("Ada_1_assignsubmission_file", "Ada_1_assignsubmission_onlinetext", "Zoe_2_assignsubmission_onlinetext")
    fill(tmp_path / "moodle", *names)
    assert list(students(tmp_path / "moodle")) == [names[0], names[2]]


def test_what_grading_made_is_no_submission(tmp_path: Path) -> None:
    """A gradebook may lie beside the submissions."""
    fill(tmp_path, "ada", "out")
    (tmp_path / "out" / GRADEBOOK).write_bytes(b"")
    assert list(students(tmp_path)) == ["ada"]


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    """Other archives and documents, but nothing hidden; suffixes may be in capitals."""
    fill(tmp_path, "ada.ZIP", "eve.rar", "notes.txt", ".hidden")
    assert list(students(tmp_path)) == ["ada.ZIP"]
    assert left_out(tmp_path) == ["eve.rar", "notes.txt"]


def test_one_submission_is_no_class(tmp_path: Path) -> None:
    """Its files would be six students."""
    fill(tmp_path, "loss.py", "autograd.py")
    with pytest.raises(FolderError, match="looks like one submission; name the folder that it lies in"):
        entries(tmp_path)


def test_github_classroom(tmp_path: Path) -> None:
    """Clones are called by assignment and user; users may have hyphens."""
    fill(tmp_path, "language-model-ada", "language-model-alan-t")
    assert [student.username for student in students(tmp_path).values()] == ["ada", "alan-t"]


@pytest.mark.parametrize(("name", "sentence"), [("gone", "cannot be listed"), (".", "holds no submissions")])
def test_a_folder_without_submissions_is_refused(tmp_path: Path, name: str, sentence: str) -> None:
    """Absent or empty, in one sentence."""
    with pytest.raises(FolderError, match=sentence):
        entries(tmp_path / name)
