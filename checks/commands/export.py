"""`crosscheck export`: the grades of a class in the format of the system that they travel to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text

from checks.commands.books import UNUSABLE, stored_class
from checks.commands.console import (
    UsageError,
    err,
    make_folder,
    out,
    refuse,
    refuse_sources,
    remove_others,
    write_grades,
)
from checks.exit_codes import ExitCode
from checks.exports.formats import MOODLE, OF_CLASS, OF_ONE
from checks.exports.record import Class, ExportError
from checks.exports.tables import moodle, twice
from checks.grading.records import Grading, Student
from checks.plain_text import shown
from checks.registry import all_properties
from checks.reports.student import page_name
from checks.rubric import Rubric
from checks.verdicts import Run


@dataclass(frozen=True)
class ExportRequest:
    """What `crosscheck export` was asked for."""

    format: str
    book: Path
    to: Path
    rubric: Path | None
    run: int | None
    worksheet: Path | None


def export(request: ExportRequest) -> int:
    """Writes the file, or a file for each submission where the format has one for each."""
    try:
        refuse_sources(request.to, "--to")
        of = stored_class(request.book, request.run, request.rubric)
        told = f"{len(of.gradings)} submissions are in {request.to}."
        if request.format in OF_ONE:
            _write_each(request, of)
        elif request.format in OF_CLASS:
            write_grades(request.to, OF_CLASS[request.format](of))
        else:
            told = _write_moodle(request, of)
    except (*UNUSABLE, ExportError) as error:
        return refuse(str(error))
    if request.format == "canvas":
        _tell_of_doubles(of)
    if str(request.to) != "-":
        out.print(Text(told), soft_wrap=True)
    return ExitCode.ALL_WELL


def write_results(form: str, to: Path, key: str, run: Run | None, reason: str, rubric: Rubric) -> None:
    """Writes the results of one submission, or the reason why there are none. Raises UsageError."""
    _, results = OF_ONE[form]
    grading = Grading(key=key, student=Student(), run=run, reason=reason)
    try:
        write_grades(to, results(grading, Class([grading], {prop.id: prop for prop in all_properties()}, rubric)))
    except ExportError as error:
        raise UsageError(str(error)) from None


def _write_each(request: ExportRequest, of: Class) -> None:
    suffix, results = OF_ONE[request.format]
    if str(request.to) == "-":
        raise UsageError(f"{request.format} has a file for each submission; name a folder for --to")
    make_folder(request.to)
    written = set()
    for number, grading in enumerate(of.gradings, start=1):
        name = f"{page_name(number, grading)}.{suffix}"
        write_grades(request.to / name, results(grading, of))
        written.add(name)
    remove_others(request.to, re.compile(rf"\d{{4,}}(-.*)?\.{suffix}"), written)


def _write_moodle(request: ExportRequest, of: Class) -> str:
    """Fills the worksheet in, names the submissions without a line on stderr, and returns how many lines are filled."""
    made = moodle(of, _worksheet(request.worksheet))
    write_grades(request.to, made.data)
    if made.left:
        keys = ", ".join(map(shown, made.left))
        err.print(Text(f"no line of the worksheet is sure to be of these submissions: {keys}"), soft_wrap=True)
    lines = "line of the worksheet is" if made.filled == 1 else "lines of the worksheet are"
    return f"{made.filled} {lines} filled in, for {len(of.gradings)} submissions, in {request.to}."


def _tell_of_doubles(of: Class) -> None:
    """Canvas takes one grade of each student."""
    for who, keys in twice(of):
        several = f"{len(keys)} submissions are of {shown(who)}: {', '.join(map(shown, keys))}"
        err.print(Text(f"{several}; leave out all but one, and give `grade` again"), soft_wrap=True)


def _worksheet(path: Path | None) -> str:
    if path is None:
        raise UsageError(f"{MOODLE} needs the worksheet that was downloaded from it; name it with --worksheet")
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}); name the worksheet that was downloaded") from None
