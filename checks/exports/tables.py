"""Grades as tables: Canvas's gradebook, Moodle's worksheet filled in, a plain CSV, and JSON lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from checks.exports.record import Class, ExportError, summary
from checks.grading.folder import moodle_number
from checks.grading.records import Grading
from checks.plain_text import harmless

FORMULA = re.compile(r"(^|[;,\t|])(?=[=+@-])")
"""Where something begins that a spreadsheet would run: a cell, or what it takes for one, by its own separator."""

MOODLE_COLUMNS = ("Identifier", "Grade", "Last modified (grade)")
MOODLE_FEEDBACK = "Feedback comments"
MOODLE_MAXIMUM = "Maximum Grade"
MAX_CELL_CHARACTERS = 2**24
_NUMBER = re.compile(r"\d+(\.\d+)?")


@dataclass(frozen=True)
class Worksheet:
    """A worksheet of Moodle as it can be uploaded: how many lines are filled in, and which submissions have none."""

    data: bytes
    filled: int
    left: Sequence[str]


def canvas(of: Class) -> bytes:
    """The smallest gradebook that Canvas imports: students, the points possible, a column for the homework.

    Canvas looks a student up by its own number, then by the university's (SIS), then by login, then by name.
    """
    rows: list[list[str]] = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", of.title],
        ["    Points Possible", "", "", "", "", f"{_most_points(of):.2f}"],
    ]
    for grading in of.gradings:
        student, total = grading.student, of.score_of(grading)
        points = f"{total.points:.2f}" if total else ""
        login = student.username or student.email
        names = [student.name or grading.key, student.canvas_id, student.id, login, student.section]
        rows.append([*map(_cell, names), points])
    return _csv(rows)


def twice(of: Class) -> list[tuple[str, list[str]]]:
    """Who has several submissions, by Canvas's number or the university's, with their keys."""
    keys: dict[tuple[str, str], list[str]] = {}
    names: dict[tuple[str, str], str] = {}
    for grading in of.gradings:
        student = grading.student
        who = ("", student.id) if student.id else (student.canvas_id, "")
        keys.setdefault(who, []).append(grading.key)
        names[who] = student.name or student.id or student.canvas_id
    return [(names[who], several) for who, several in keys.items() if any(who) and len(several) > 1]


def moodle(of: Class, worksheet: str) -> Worksheet:
    """The teacher's downloaded worksheet with grades and feedback filled in; other lines and columns stay as they are.

    `Participant N` is known from the worksheet alone: students are found by the number in their folder's name, then by
    address, then by full name. Raises ExportError if a column is missing, or the sheet has another maximum.
    """
    columns, rows = _worksheet(worksheet)
    missing = [column for column in MOODLE_COLUMNS if column not in columns]
    if missing:
        raise ExportError(f"the worksheet has no column {missing[0]!r}; download it in English, with feedback comments")
    found = [_of_row(row, of) for row in rows]
    there = {grading.key for grading in found if grading}
    if not there:
        raise ExportError("no line of the worksheet belongs to a submission; is it the sheet of this assignment?")
    most = _most_points(of)
    filled = [{**row, **_moodle_cells(row, grading, of, most)} for row, grading in zip(rows, found, strict=True)]
    return Worksheet(
        data=_csv([columns, *([row.get(column) or "" for column in columns] for row in filled)]),
        filled=sum(grading is not None for grading in found),
        left=[grading.key for grading in of.gradings if grading.key not in there],
    )


def plain(of: Class) -> bytes:
    """A line for each submission: who, how many points in all and by section, or why not."""
    sections = list(dict.fromkeys(prop.section for prop in of.properties.values()))
    rows = [["key", "name", "id", "email", "username", "section", "points", "max_points", "reason", *sections]]
    for grading in of.gradings:
        student, total = grading.student, of.score_of(grading)
        by_section = of.scores.get(grading.key, {})
        who = [grading.key, student.name, student.id, student.email, student.username, student.section]
        points = [f"{total.points:g}", f"{total.max_points:g}"] if total else ["", ""]
        parts = [f"{by_section[section].points:g}" if section in by_section else "" for section in sections]
        rows.append([*map(_cell, who), *points, _cell(harmless(grading.reason)), *parts])
    return _csv(rows)


def json_lines(of: Class) -> bytes:
    """The same with every verdict: one JSON object for each submission."""
    lines = []
    for grading in of.gradings:
        total = of.score_of(grading)
        document = {
            "key": grading.key,
            "student": grading.student,
            "digest": grading.digest,
            "reason": harmless(grading.reason),
            "points": round(total.points, 4) if total else None,
            "max_points": round(total.max_points, 4) if total else None,
            "verdicts": {verdict.id: verdict.status for verdict in grading.run.verdicts} if grading.run else {},
            "carried": [verdict.id for verdict in grading.run.verdicts if verdict.carried == "passed"]
            if grading.run
            else [],
            "mistakes": [diagnosis.mistake for diagnosis in grading.run.diagnoses] if grading.run else [],
        }
        lines.append(msgspec.json.encode(document))
    return b"\n".join([*lines, b""])


def _of_row(row: Mapping[str, str], of: Class) -> Grading | None:
    number = (row.get("Identifier") or "").removeprefix("Participant ").strip()
    ways: list[tuple[str, Callable[[Grading], str]]] = [
        (number, lambda grading: moodle_number(grading.key)),
        (row.get("Email address") or "", lambda grading: grading.student.email),
        (row.get("Full name") or "", lambda grading: grading.student.name),
    ]
    for wanted, told_by in ways:
        found = [grading for grading in of.gradings if wanted and told_by(grading) == wanted]
        if len(found) == 1:
            return found[0]
    return None


def _worksheet(text: str) -> tuple[list[str], list[dict[str, str]]]:
    """Its columns and its lines; a cell may hold a whole text that was handed in online."""
    before = csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
        return list(rows.fieldnames or ()), list(rows)
    except csv.Error as error:
        raise ExportError(f"the worksheet is no CSV file ({error}); download it anew") from None
    finally:
        csv.field_size_limit(before)


def _most_points(of: Class) -> float:
    """What a submission of the class can have at most: in one where something is broken, it is less."""
    return max((total.max_points for grading in of.gradings if (total := of.score_of(grading))), default=0.0)


def _moodle_cells(row: Mapping[str, str], grading: Grading | None, of: Class, most: float) -> dict[str, str]:
    if grading is None:
        return {}
    total = of.score_of(grading)
    if grading.run is None or total is None:
        return {MOODLE_FEEDBACK: f"This could not be graded: {harmless(grading.reason)}"}
    maximum = row.get(MOODLE_MAXIMUM) or ""
    if _NUMBER.fullmatch(maximum) and abs(float(maximum) - most) > 0.005:  # two decimals
        what = f"the worksheet is for {maximum} points, and there are {most:g}"
        raise ExportError(f"{what}; have `out_of = {float(maximum):g}` in the rubric, and give it by --rubric")
    return {"Grade": f"{total.points:.2f}", MOODLE_FEEDBACK: summary(grading.run, total)}


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return FORMULA.sub(r"\1'", harmless(text))


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
