"""`crosscheck report`: a page for the class, and for each student a page and Markdown, from what a gradebook holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rich.text import Text

from checks.commands.books import UNUSABLE, stored_class
from checks.commands.console import make_folder, out, progress, prove_drawable, refuse, remove_others, write_grades
from checks.exit_codes import ExitCode
from checks.exports.record import Class
from checks.grading.anonymous import without_names
from checks.reports import student_markdown
from checks.reports.student import page_name, told

CLASS_PAGE = "index.html"
STUDENTS = "students"
_PAGE = re.compile(r"\d{4,}(-.*)?\.(html|md)")


@dataclass(frozen=True)
class ReportRequest:
    """What `crosscheck report` was asked for."""

    book: Path
    to: Path
    rubric: Path | None
    run: int | None
    is_anonymous: bool


def report(request: ReportRequest) -> int:
    """Writes the pages, each in one step; pages of an earlier report that are no longer among them go."""
    try:
        prove_drawable("report")
        of = stored_class(request.book, request.run, request.rubric)
        if request.is_anonymous:
            of = replace(of, gradings=without_names(of.gradings))
        _write(request.to, of)
    except UNUSABLE as error:
        return refuse(str(error))
    out.print(Text(f"{len(of.gradings)} submissions are told of in {request.to / CLASS_PAGE}."), soft_wrap=True)
    return ExitCode.ALL_WELL


def _write(to: Path, of: Class) -> None:
    from checks.reports import class_html  # needs the extra `reports`

    students = to / STUDENTS
    make_folder(students)
    written = set()
    with progress("writing pages", len(of.gradings)) as show:
        for done, (name, text) in enumerate(_students_pages(of), start=2):
            write_grades(students / name, text.encode())
            written.add(name)
            show("writing pages", done // 2, len(of.gradings))
    write_grades(to / CLASS_PAGE, class_html.render(of, STUDENTS).encode())
    remove_others(students, _PAGE, written)


def _students_pages(of: Class) -> Iterator[tuple[str, str]]:
    """The name and the text of each student's page, and of the same as Markdown."""
    from checks.reports import student_html  # needs the extra `reports`

    for number, grading in enumerate(of.gradings, start=1):
        of_one, name = told(grading, of), page_name(number, grading)
        yield f"{name}.html", student_html.render(of_one)
        yield f"{name}.md", student_markdown.render(of_one)
