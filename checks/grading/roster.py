"""The list of a class, as a CSV file from a student office or a platform: who is who, and who is missing."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from checks.grading.records import Entry, Student

DELIMITERS = ",;\t"
"""What may stand between two columns: spreadsheets write semicolons where a comma is the decimal point."""

_COLUMNS = {
    "name": ("name", "student", "full name", "student name"),
    "id": ("id", "sid", "student id", "id number", "identifier", "sis user id"),
    "email": ("email", "email address", "e-mail"),
    "username": ("username", "github_username", "github username", "login", "sis login id"),
    "section": ("section", "group", "sections", "groups"),
}
"""What the columns of a roster may be called, in any case."""

_FIRST = ("first name", "firstname", "first", "given name", "forename")
_LAST = ("last name", "lastname", "last", "surname", "surname/last name", "family name")


class RosterError(Exception):
    """The roster cannot be read; the message is one sentence with the remedy."""


def read_roster(path: Path) -> list[Student]:
    """A student for each line that says anything. Raises RosterError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            heading = file.readline()
            file.seek(0)
            rows = csv.DictReader(file, delimiter=max(DELIMITERS, key=heading.count))
            columns = _columns(rows.fieldnames or (), path)
            read = [_student(row, columns) for row in rows]
    except OSError as error:
        raise RosterError(f"{path} cannot be read ({error.strerror}); check the path of --roster") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise RosterError(f"{path} is no CSV file in UTF-8 ({error}); save it anew as one") from None
    return [student for student in read if student != Student()]


def joined(entry: Entry, known: Sequence[Student]) -> Student:
    """Who handed this in: what the roster says, and what it leaves open as the file's name tells it."""
    found = _lines_of(entry, known)
    if len(found) != 1:
        return entry.student
    given = {name: value for name, value in msgspec.structs.asdict(found[0]).items() if value}
    return msgspec.structs.replace(entry.student, **given)


def strangers(entries: Iterable[Entry], known: Sequence[Student]) -> list[str]:
    """The submissions, as they were found, that no line of the roster is sure to be about."""
    return [entry.key for entry in entries if len(_lines_of(entry, known)) != 1]


def missing(entries: Iterable[Entry], known: Sequence[Student]) -> list[str]:
    """The students on the roster who handed in nothing that could be told to be theirs."""
    there = {found[0] for entry in entries if len(found := _lines_of(entry, known)) == 1}
    return [_called(student) for student in known if student not in there]


def _lines_of(entry: Entry, known: Sequence[Student]) -> list[Student]:
    """The lines of the roster that a submission may belong to.

    Numbers, addresses and user names come before names, and a name that several lines have tells nobody.
    """
    told = entry.student
    names = {_plain(name) for name in (entry.key, entry.path.stem, told.name, told.username)} - {""}
    sure = [
        student
        for student in known
        if (told.id and told.id == student.id)
        or (told.email and told.email == student.email)
        or names & {_plain(student.id), _plain(student.username)}
    ]
    return sure or [student for student in known if names & _names_of(student)]


def _columns(headings: Iterable[str], path: Path) -> Mapping[str, Sequence[str]]:
    """The headings that together hold each field of a student."""
    by_name = {heading.strip().lower(): heading for heading in headings}
    found = {field: names[:1] for field, wanted in _COLUMNS.items() if (names := list(_those(by_name, wanted)))}
    parts = [*list(_those(by_name, _FIRST))[:1], *list(_those(by_name, _LAST))[:1]]
    if parts and "name" not in found:
        found["name"] = parts
    if not found.keys() & {"name", "id", "email", "username"}:
        wanted = "name, id, email, username, section"
        raise RosterError(f"{path} has none of the columns {wanted}; give it a first line with these names")
    return found


def _those(by_name: Mapping[str, str], wanted: Iterable[str]) -> Iterator[str]:
    return (by_name[name] for name in wanted if name in by_name)


def _student(row: Mapping[str, str | None], columns: Mapping[str, Sequence[str]]) -> Student:
    cells = {field: [(row[heading] or "").strip() for heading in headings] for field, headings in columns.items()}
    return Student(**{field: " ".join(filter(None, parts)) for field, parts in cells.items()})


def _called(student: Student) -> str:
    return student.name or student.username or student.email or student.id


def _names_of(student: Student) -> set[str]:
    """As a platform may call somebody's files: by the name as it is, or the last word of it first, as Canvas does."""
    *first, last = student.name.split() or [""]
    return {_plain(student.name), _plain(" ".join([last, *first]))} - {""}


def _plain(name: str) -> str:
    return re.sub(r"\W|_", "", name).lower()
