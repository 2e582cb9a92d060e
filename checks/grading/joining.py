"""Whose a submission is by the list of the class, and who is missing: by numbers and names, never by a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import msgspec

from checks.grading.records import Entry, Student

Key: TypeAlias = tuple[str, str]
"""What a student is looked up by: in which way, and the text."""

_OF_A_PLATFORM = re.compile(r".*_\d+_(\d+_|assignsubmission).*|submission_\d+.*")
"""Names with numbers that Canvas, Moodle or Gradescope gave, which are nobody's elsewhere."""

_MIN_WORD = 3
"""A shorter part of a file's name, as the 1 of `homework-1`, is nobody's number."""


class Joiner:
    """Finds students by what submissions are called; made once for a class, since each is compared with everybody."""

    def __init__(self, students: Sequence[Student] = ()) -> None:
        self.students = students
        self._by: dict[Key, list[Student]] = {}
        for student in dict.fromkeys(students):
            for key in set(_keys_of(student)):
                self._by.setdefault(key, []).append(student)

    def joined(self, entry: Entry) -> Student:
        """Who handed this in: what the list says, and what it leaves open as the file's name tells it."""
        found = self._found(entry)
        if len(found) != 1:
            return entry.student
        given = {name: value for name, value in msgspec.structs.asdict(found[0]).items() if value}
        return msgspec.structs.replace(entry.student, **given)

    def strangers(self, entries: Iterable[Entry]) -> list[str]:
        """The submissions, as they were found, that no student on the list is sure to have handed in."""
        return [entry.key for entry in entries if len(self._found(entry)) != 1]

    def missing(self, entries: Iterable[Entry]) -> list[str]:
        """The students on the list who handed in nothing that could be told to be theirs."""
        there = self._of_each(entries)
        return [_called(student) for student in self.students if student not in there]

    def doubled(self, entries: Iterable[Entry]) -> list[tuple[str, list[str]]]:
        """The students on the list who handed in more than once, with their submissions."""
        return [(_called(student), keys) for student, keys in self._of_each(entries).items() if len(keys) > 1]

    def _of_each(self, entries: Iterable[Entry]) -> dict[Student, list[str]]:
        of: dict[Student, list[str]] = {}
        for entry in entries:
            if len(found := self._found(entry)) == 1:
                of.setdefault(found[0], []).append(entry.key)
        return of

    def _found(self, entry: Entry) -> list[Student]:
        """Who may have handed this in, by the surest way that finds anybody."""
        theirs = entry.student.canvas_id
        for keys in _ways(entry):
            found = dict.fromkeys(student for key in sorted(keys) for student in self._by.get(key, ()))
            possible = [student for student in found if not theirs or student.canvas_id in ("", theirs)]
            if possible:
                return possible
        return []


def _keys_of(student: Student) -> Iterator[Key]:
    """All that a student may be looked up by."""
    number = _plain(student.id)
    *first, last = student.name.split() or [""]
    told = [
        ("id", student.id),
        ("canvas", student.canvas_id),
        ("address", student.email.lower()),
        ("sign", number),
        ("sign", _plain(student.username)),
        ("name", _plain(student.name)),
        ("name", _plain(" ".join([last, *first]))),  # as Canvas calls files
        ("word", number),
        ("bare", number.lstrip("0")),
    ]
    return ((way, text) for way, text in told if text)


def _ways(entry: Entry) -> Iterator[set[Key]]:
    """What may tell whose a submission is, the surest way first.

    Numbers, addresses and user names come before names, and a name that several students have tells nobody. Where no
    platform says whose it is, a number may be a word of the file's name, at last without the zeros that it begins with.
    """
    told = entry.student
    called = {entry.key, entry.path.stem, told.name, told.username}
    names = {_plain(name) for name in called}
    yield {
        ("id", told.id),
        ("canvas", told.canvas_id),
        *(("address", text.lower()) for text in (*called, told.email)),
        *(("sign", name) for name in names),
    }
    yield {("name", name) for name in names}
    is_by_a_platform = told.name or told.id or told.email or told.canvas_id or _OF_A_PLATFORM.fullmatch(entry.key)
    if not is_by_a_platform:
        parts = re.findall(r"[^\W_]+", (told.username or entry.key).lower())
        words = {_plain(entry.path.stem), *(part for part in parts if len(part) >= _MIN_WORD)}
        yield {("word", word) for word in words}
        yield {("bare", word.lstrip("0")) for word in words}


def _called(student: Student) -> str:
    return student.name or student.username or student.email or student.id or student.canvas_id


def _plain(name: str) -> str:
    return re.sub(r"\W|_", "", name).lower()
