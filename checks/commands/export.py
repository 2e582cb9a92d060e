"""`crosscheck export`: the grades of a class in the format of the system that they travel to."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text

from checks.commands.console import UsageError, out, refuse, write
from checks.commands.score import chosen_run, gradebook_file, rubric_or_plain
from checks.exit_codes import ExitCode
from checks.exports.formats import MOODLE, OF_CLASS, OF_ONE
from checks.exports.record import Class, ExportError
from checks.exports.tables import moodle
from checks.grading.gradebook import Gradebook, GradebookError
from checks.grading.records import Grading, Student
from checks.registry import all_properties
from checks.rubric import Rubric, RubricError
from checks.verdicts import Run

_UNSAFE = re.compile(r"[^\w.-]")


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
        rubric = rubric_or_plain(request.rubric)
        with Gradebook(gradebook_file(request.book)) as book:
            gradings = list(book.gradings(chosen_run(book, request.run)))
        of = Class(gradings, {prop.id: prop for prop in all_properties()}, rubric)
        if request.format in OF_ONE:
            _write_each(request, of)
        elif request.format in OF_CLASS:
            write_whole(request.to, OF_CLASS[request.format](of))
        else:
            write_whole(request.to, moodle(of, _worksheet(request.worksheet)))
    except (GradebookError, RubricError, UsageError, ExportError) as error:
        return refuse(str(error))
    if str(request.to) != "-":
        out.print(Text(f"{len(gradings)} submissions are in {request.to}."), soft_wrap=True)
    return ExitCode.ALL_WELL


def write_results(form: str, to: Path, key: str, run: Run | None, reason: str, rubric: Rubric) -> None:
    """Writes the results of one submission, or the reason why there are none. Raises UsageError."""
    _, results = OF_ONE[form]
    grading = Grading(key=key, student=Student(), run=run, reason=reason)
    try:
        write_whole(to, results(grading, Class([grading], {prop.id: prop for prop in all_properties()}, rubric)))
    except ExportError as error:
        raise UsageError(str(error)) from None


def write_whole(target: Path, data: bytes) -> None:
    """Replaces a file in one step, so that a reader never sees half of it; `-` is stdout. Raises UsageError."""
    if str(target) == "-":
        write(target, data)
        return
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
            file.write(data)
        Path(file.name).chmod(0o600)
        Path(file.name).replace(target)
    except OSError as error:
        raise UsageError(f"{target} cannot be written ({error.strerror}); name another file") from None


def _write_each(request: ExportRequest, of: Class) -> None:
    suffix, results = OF_ONE[request.format]
    try:
        request.to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{request.to} cannot be made ({error.strerror}); name another folder") from None
    for number, grading in enumerate(of.gradings, start=1):
        safe = _UNSAFE.sub("_", grading.key)[:80]
        write_whole(request.to / f"{number:04}-{safe}.{suffix}", results(grading, of))


def _worksheet(path: Path | None) -> str:
    if path is None:
        raise UsageError(f"{MOODLE} needs the worksheet that was downloaded from it; name it with --worksheet")
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}); name the worksheet that was downloaded") from None
