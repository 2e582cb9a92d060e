"""`crosscheck score` and `crosscheck diff`: what a gradebook's verdicts count for, and whose grade has changed.

Neither runs any code of a student.
"""

from __future__ import annotations

from pathlib import Path

from checks.commands.books import UNUSABLE, stored_class
from checks.commands.console import out, refuse
from checks.exit_codes import ExitCode
from checks.reports import changes, grades


def score(book: Path, run: int | None, rubric: Path | None) -> int:
    """Shows the grades of one run by a rubric."""
    try:
        out.print(grades.render(stored_class(book, run, rubric)))
    except UNUSABLE as error:
        return refuse(str(error))
    return ExitCode.ALL_WELL


def diff(book: Path, before: int, after: int, rubric: Path | None) -> int:
    """Shows whose grade differs between two runs, and why."""
    try:
        out.print(changes.render(stored_class(book, before, rubric), stored_class(book, after, rubric)))
    except UNUSABLE as error:
        return refuse(str(error))
    return ExitCode.ALL_WELL
