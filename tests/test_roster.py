"""A roster tells whose a submission is, however student offices and platforms write it; who is missing is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.grading.folder import entries
from checks.grading.joining import Joiner
from checks.grading.records import Entry, Student
from checks.grading.roster import RosterError, read_roster


def class_of(folder: Path, *names: str) -> list[Entry]:
    """A class with these submissions."""
    for name in names:
        (folder / "class" / name).mkdir(parents=True)
    return entries(folder / "class")


def roster_of(folder: Path, text: str) -> list[Student]:
    """The roster with this text, as a spreadsheet saves it."""
    file = folder / "roster.csv"
    file.write_text(text, encoding="utf-8-sig")
    return list(read_roster(file).students)


def students(folder: Path, roster: str, *names: str) -> dict[str, Student]:
    """Who handed in what, by this roster."""
    class_of(folder, *names)
    return {entry.key: entry.student for entry in entries(folder / "class", Joiner(roster_of(folder, roster)))}


@pytest.mark.parametrize(
    ("name", "line", "told"),
    [
        ("adalove.zip", "Ada,7,,adalove,B", Student(name="Ada", id="7", username="adalove", section="B")),
        (
            "Ada Lovelace",
            "ada lovelace,7,ada@x.org,,B",
            Student(name="ada lovelace", id="7", email="ada@x.org", section="B"),
        ),
        ("0007", "Ada,0007,,,B", Student(name="Ada", id="0007", section="B")),
        ("unknown.py", "Ada,7,,,B", Student()),
    ],
)
def test_a_roster_joins_by_number_name_and_user(tmp_path: Path, name: str, line: str, told: Student) -> None:
    """Each line of the roster is one student; empty cells say nothing."""
    found = students(tmp_path, f"Name,Student ID,Email,GitHub Username,Section\n,,,,\n{line}\n", name)
    assert found == {name: told}


def test_a_name_that_two_students_have_tells_neither(tmp_path: Path) -> None:
    """Better no number than another's."""
    assert students(tmp_path, "name,id\nAda,1\nAda,2\n", "Ada") == {"Ada": Student()}


@pytest.mark.parametrize(
    ("roster", "sentence"),
    [
        (None, "cannot be read"),
        ("", "has none of the columns name, id, email, username, section"),
        ("a,b\n1,2\n", "has none of the columns name, id, email, username, section"),
        ("\xff\x00", "is no CSV file in UTF-8; save it as CSV UTF-8"),
        ("name,id\nZo\xeb,1\n", "is no CSV file in UTF-8; save it as CSV UTF-8"),
        ("n\0a\0m\0e\0\n\0A\0d\0a\0\n\0", "is no CSV file in UTF-8; save it as CSV UTF-8"),
        ("Name,ID,name\nAda,7,Eve\n", "has several columns called 'name'; leave one of them"),
    ],
)
def test_a_bad_roster_is_refused_in_one_sentence(tmp_path: Path, roster: str | None, sentence: str) -> None:
    """The sentence names the file."""
    file = tmp_path / "roster.csv"
    if roster is not None:
        file.write_bytes(roster.encode("latin-1"))
    with pytest.raises(RosterError, match=f"roster.csv {sentence}"):
        read_roster(file)


@pytest.mark.parametrize(
    ("text", "line"),
    [("name,id\n\nEve,1\nLovelace, Ada,007\n", 4), ("sep=,\nname,id\nLovelace, Ada,007\n", 3)],
)
def test_a_line_with_too_many_cells_is_refused(tmp_path: Path, text: str, line: int) -> None:
    """Its cells would be taken for those of other columns; the line is told as an editor counts it."""
    with pytest.raises(RosterError, match=rf"line {line} of .*roster.csv has more cells .* in double quotes"):
        roster_of(tmp_path, text)


def test_columns_that_say_nothing_known_are_told(tmp_path: Path) -> None:
    """As they are called; empty ones say nothing."""
    file = tmp_path / "roster.csv"
    file.write_text("Vorname;Surname;;Matrikelnr;ID\nAda;Lovelace;;8;7\n", encoding="utf-8")
    assert read_roster(file).unused == ["Vorname", "Matrikelnr"]


@pytest.mark.parametrize(
    "headings",
    ["Student,ID,SIS User ID,SIS Login ID,Section,Homework (7)", "Student,ID,Student ID,Login,Section,Homework (7)"],
)
def test_the_gradebook_of_canvas_is_a_roster(tmp_path: Path, headings: str) -> None:
    """Its `ID` is Canvas's own number, and its line of points is nobody."""
    lines = '"    Points Possible",,,,,20\n"Lovelace, Ada",777,007,ada,B,\n'
    expected = Student(name="Lovelace, Ada", id="007", username="ada", section="B", canvas_id="777")
    assert roster_of(tmp_path, f"{headings}\n{lines}") == [expected]


def test_a_number_of_moodle_is_none_of_a_roster(tmp_path: Path) -> None:
    """Participant 7 of an assignment is not who has number 7 at the university."""
    names = ("Ada_12_assignsubmission_file_", "Alan_7_assignsubmission_file_")
    found = students(tmp_path, "name,id\nAda,7\nAlan,99\n", *names)
    assert [(one.name, one.id) for one in found.values()] == [("Ada", "7"), ("Alan", "99")]


ADA = Student(name="Ada Lovelace", id="007", section="B")


@pytest.mark.parametrize(
    "text",
    [
        "name,id,section\nAda Lovelace,007,B\n",
        "Name;SID;Group\r\nAda Lovelace;007;B\r\n",
        "Student\tStudent ID\tSection\nAda Lovelace\t007\tB\n",
        'First name,Surname,"ID number",Groups\nAda,Lovelace,007,B\n',
        "Last Name;First Name;ID;Section\n Lovelace ; Ada ;007;B\n\n;;;\n",
        "sep=;\r\nName;ID;Section\r\nAda Lovelace;007;B\r\n",
        "sep=|\nName|ID|Section\nAda Lovelace|007|B\n",
        'name,id,section\nAda Lovelace,="007",B\n',
        'name;id;section\nAda Lovelace;"=""007""";B;\n',
        "\nname,id,section\nAda Lovelace,007,B,,\n",
    ],
)
def test_rosters_come_in_many_forms(tmp_path: Path, text: str) -> None:
    """Separated by commas, semicolons or tabs, names in one column or two; numbers keep their zeros."""
    assert roster_of(tmp_path, text) == [ADA]


@pytest.mark.parametrize("key", ["Ada Lovelace", "ada_lovelace", "lovelaceada", "Lovelace, Ada", "007"])
def test_either_name_may_come_first(tmp_path: Path, key: str) -> None:
    """Canvas begins with the last name."""
    assert students(tmp_path, "name,id,section\nAda Lovelace,007,B\n", key) == {key: ADA}


def test_who_is_missing_or_unknown_is_told(tmp_path: Path) -> None:
    """Students without a submission, submissions without a student, and those that several lines are like."""
    known = roster_of(tmp_path, "name,id\nAda,1\nAlan,2\nAlan,3\nGrace,4\n,5\n")
    found = class_of(tmp_path, "Ada", "Alan", "4", "eve")
    assert Joiner(known).strangers(found) == ["Alan", "eve"]
    assert Joiner(known).missing(found) == ["Alan", "Alan", "5"]


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("ada@x.org", "00123"),
        ("Ada@X.org.zip", "00123"),
        ("00123-hw.zip", "00123"),
        ("123.zip", "00123"),
        ("hw_123", "00123"),
        ("7.zip", "07"),
        ("0456.zip", "0456"),
        ("456.zip", ""),
        ("00123x.zip", ""),
        ("homework-1.zip", ""),
        ("j-ada@x.org", ""),
        ("lovelace_00123_assignsubmission_file", ""),
    ],
)
def test_a_number_may_be_a_word_of_the_name(tmp_path: Path, key: str, number: str) -> None:
    """And an address the name; where two lines fit, or a platform's own number stands there, nobody is told."""
    lines = "Ada,00123,ada@x.org\nAlan,07,\nEve,0456,\nZoe,00456,\nKurt,1,\n"
    assert students(tmp_path, f"name,id,email\n{lines}", key)[key].id == number


@pytest.mark.parametrize(
    "key", ["lovelaceada_123_1_hw.zip", "x_LATE_123_1_hw.zip", "x_123_assignsubmission_file", "submission_123"]
)
def test_a_platforms_number_is_no_word_of_the_name(tmp_path: Path, key: str) -> None:
    """Not even among others that no platform has named."""
    assert students(tmp_path, "name,id\nAda,123\n", key, "eve.zip", "kurt.zip", "zoe.zip")[key] == Student()


def test_who_handed_in_twice_is_told(tmp_path: Path) -> None:
    """With all that is theirs."""
    known = roster_of(tmp_path, "name,id\nAda Lovelace,007\nAlan,2\n")
    found = class_of(tmp_path, "Ada Lovelace", "ada-lovelace", "Alan", "eve")
    assert Joiner(known).doubled(found) == [("Ada Lovelace", ["Ada Lovelace", "ada-lovelace"])]
