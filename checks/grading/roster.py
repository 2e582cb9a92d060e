"""The list of a class, read from a CSV file of a student office or a platform."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checks.grading.records import Student

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
