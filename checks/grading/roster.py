"""The list of a class, as a CSV file from a student office or a platform: who is who, and who is missing."""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from checks.grading.records import Entry, Student

DELIMITERS = ",;\t"
"""What may stand between two columns: spreadsheets write semicolons where a comma is the decimal point."""

_COLUMNS: Mapping[str, Sequence[str]] = {
    "name": ("name", "student", "full name", "student name"),
    "id": ("id", "sid", "student id", "id number", "identifier", "sis user id"),
    "email": ("email", "email address", "e-mail"),
    "username": ("username", "github_username", "github username", "login", "sis login id"),
    "section": ("section", "group", "sections", "groups"),
}
"""What the columns of a roster may be called, in any case."""

_OF_CANVAS = {**_COLUMNS, "canvas_id": ("id",), "id": _COLUMNS["id"][1:]}
"""The same in Canvas's own gradebook, whose `ID` is its number of a user."""

_FIRST = ("first name", "firstname", "first", "given name", "forename")
_LAST = ("last name", "lastname", "last", "surname", "surname/last name", "family name")
_POINTS_POSSIBLE = "Points Possible"
_SEPARATOR = re.compile(r'"?sep=([^\w\n"])"?\n', re.IGNORECASE)
_KEPT_AS_TEXT = re.compile(r'="(.*)"')
"""How spreadsheets write a number whose zeros are to stay."""
_OF_A_PLATFORM = re.compile(r".*_\d+_(\d+_|assignsubmission).*|submission_\d+.*")
"""Names with numbers that Canvas, Moodle or Gradescope gave, which are nobody's elsewhere."""
_MIN_WORD = 3
"""A shorter part of a file's name, as the 1 of `homework-1`, is nobody's number."""


class RosterError(Exception):
    """The roster cannot be read; the message is one sentence with the remedy."""


@dataclass(frozen=True)
class Roster:
    """Who is on it, and the headings of the columns that say nothing known of them."""

    students: Sequence[Student] = ()
    unused: Sequence[str] = ()


def read_roster(path: Path) -> Roster:
    """A student for each line that says anything. Raises RosterError."""
    headings, *lines = _lines(_text(path), path) or [[]]
    rows = [cells for cells in lines if cells[:1] != [_POINTS_POSSIBLE]]
    is_of_canvas = len(rows) < len(lines) or any(name.lower().startswith("sis ") for name in headings)
    columns = _columns(headings, _OF_CANVAS if is_of_canvas else _COLUMNS, path)
    used = {place for places in columns.values() for place in places}
    students = [student for cells in rows if (student := _student(cells, columns)) != Student()]
    return Roster(students, [name for place, name in enumerate(headings) if name and place not in used])


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
    there = _of_each(entries, known)
    return [_called(student) for student in known if student not in there]


def doubled(entries: Iterable[Entry], known: Sequence[Student]) -> list[tuple[str, list[str]]]:
    """The students on the roster who handed in more than once, with their submissions."""
    return [(_called(student), keys) for student, keys in _of_each(entries, known).items() if len(keys) > 1]


def _of_each(entries: Iterable[Entry], known: Sequence[Student]) -> dict[Student, list[str]]:
    """The submissions that are sure to be of a student."""
    of: dict[Student, list[str]] = {}
    for entry in entries:
        if len(found := _lines_of(entry, known)) == 1:
            of.setdefault(found[0], []).append(entry.key)
    return of


def _lines_of(entry: Entry, known: Sequence[Student]) -> list[Student]:
    """The lines of the roster that a submission may belong to, by the surest way that finds any."""
    theirs = entry.student.canvas_id
    possible = [student for student in known if not theirs or student.canvas_id in ("", theirs)]
    ways = ([student for student in possible if fits(student)] for fits in _ways(entry))
    return next(filter(None, ways), [])


def _ways(entry: Entry) -> Iterator[Callable[[Student], bool]]:
    """How a line of the roster is told to be about a submission, the surest way first.

    Numbers, addresses and user names come before names, and a name that several lines have tells nobody. Where no
    platform says whose it is, a number may be a word of the file's name, at last without the zeros that it begins with.
    """
    told = entry.student
    called = {entry.key, entry.path.stem, told.name, told.username} - {""}
    names = {_plain(name) for name in called} - {""}
    addresses = {text.lower() for text in (*called, told.email)} - {""}
    yield lambda student: bool(
        (told.id and told.id == student.id)
        or (told.canvas_id and told.canvas_id == student.canvas_id)
        or student.email.lower() in addresses
        or names & {_plain(student.id), _plain(student.username)}
    )
    yield lambda student: bool(names & _names_of(student))
    is_by_a_platform = told.name or told.id or told.email or told.canvas_id or _OF_A_PLATFORM.fullmatch(entry.key)
    if not is_by_a_platform:
        parts = re.findall(r"[^\W_]+", (told.username or entry.key).lower())
        words = {_plain(entry.path.stem), *(part for part in parts if len(part) >= _MIN_WORD)}
        bare = {word.lstrip("0") for word in words} - {""}
        yield lambda student: bool(student.id) and _plain(student.id) in words
        yield lambda student: _plain(student.id).lstrip("0") in bare


def _text(path: Path) -> str:
    """What the file says. Raises RosterError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RosterError(f"{path} cannot be read ({error.strerror}); check the path of --roster") from None
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # UTF-16, say
        raise RosterError(f"{path} is no CSV file in UTF-8; save it as CSV UTF-8")
    return text


def _lines(text: str, path: Path) -> list[list[str]]:
    """The cells of each line that has any. Raises RosterError."""
    told = _SEPARATOR.match(text)
    body = text[told.end() :] if told else text
    delimiter = told[1] if told else max(DELIMITERS, key=body.lstrip("\n").partition("\n")[0].count)
    reader = csv.reader(io.StringIO(body), delimiter=delimiter)
    lines: list[list[str]] = []
    try:
        for cells in filter(None, reader):
            lines.append([_cell(cell) for cell in cells])
            if any(lines[-1][len(lines[0]) :]):
                what = f"line {reader.line_num + bool(told)} of {path} has more cells than the first line has names"
                raise RosterError(f"{what}; put what holds a {delimiter!r} in double quotes")
    except csv.Error as error:
        raise RosterError(f"{path} is no CSV file ({error}); save it anew as one") from None
    return lines


def _cell(text: str) -> str:
    """What a cell says, without the signs by which a spreadsheet keeps zeros."""
    text = text.strip()
    told = _KEPT_AS_TEXT.fullmatch(text)
    return told[1].strip() if told else text


def _columns(headings: Sequence[str], wanted: Mapping[str, Sequence[str]], path: Path) -> dict[str, list[int]]:
    """The places of the columns that together hold each field of a student. Raises RosterError."""
    names = [heading.lower() for heading in headings]
    found = {field: [name] for field, known in wanted.items() if (name := _first(names, known))}
    parts = [name for name in (_first(names, _FIRST), _first(names, _LAST)) if name]
    if parts and "name" not in found:
        found["name"] = parts
    if not found.keys() & {"name", "id", "email", "username"}:
        told = "name, id, email, username, section"
        raise RosterError(f"{path} has none of the columns {told}; give it a first line with these names")
    for name in (name for together in found.values() for name in together):
        if names.count(name) > 1:
            raise RosterError(f"{path} has several columns called {name!r}; leave one of them")
    return {field: [names.index(name) for name in together] for field, together in found.items()}


def _first(names: Sequence[str], known: Iterable[str]) -> str:
    return next((name for name in known if name in names), "")


def _student(cells: Sequence[str], columns: Mapping[str, Sequence[int]]) -> Student:
    told = {field: [cells[place] for place in places if place < len(cells)] for field, places in columns.items()}
    return Student(**{field: " ".join(filter(None, parts)) for field, parts in told.items()})


def _called(student: Student) -> str:
    return student.name or student.username or student.email or student.id or student.canvas_id


def _names_of(student: Student) -> set[str]:
    """As a platform may call somebody's files: by the name as it is, or the last word of it first, as Canvas does."""
    *first, last = student.name.split() or [""]
    return {_plain(student.name), _plain(" ".join([last, *first]))} - {""}


@functools.lru_cache(maxsize=2**16)  # each submission is compared with each line
def _plain(name: str) -> str:
    return re.sub(r"\W|_", "", name).lower()
