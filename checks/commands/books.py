"""What the commands on a stored class share: which gradebook, which run, by which rubric."""

from __future__ import annotations

from pathlib import Path

from checks import properties as _registers_them  # noqa: F401
from checks.commands.console import UsageError
from checks.commands.grade import GRADEBOOK
from checks.exports.record import Class
from checks.grading.gradebook import Gradebook, GradebookError
from checks.grading.kept import enter_missing
from checks.registry import all_properties
from checks.rubric import PLAIN, RubricError, read_rubric

UNUSABLE = (GradebookError, RubricError, UsageError)
"""What `stored_class` raises: each a sentence to refuse with."""


def stored_class(book: Path, run: int | None, rubric: Path | None) -> Class:
    """One run of a gradebook, the last one by default, with the rubric in a file, the plain one by default.

    A gradebook is named by its file, or by the folder that `grade` was given as --out. Raises GradebookError,
    RubricError, UsageError.
    """
    with Gradebook(book / GRADEBOOK if book.is_dir() else book) as opened:
        number = _number(opened, run)
        for found, of, _ in opened.runs():
            enter_missing(of.own if found == number else ())
        by_rubric = read_rubric(rubric) if rubric else PLAIN
        gradings = list(opened.gradings(number))
    return Class(gradings, {prop.id: prop for prop in all_properties()}, by_rubric)


def _number(book: Gradebook, wanted: int | None) -> int:
    numbers = [number for number, _, _ in book.runs()]
    if not numbers:
        raise UsageError(f"{book.path} holds no run yet; `crosscheck grade` makes one")
    if wanted is not None and wanted not in numbers:
        raise UsageError(f"{book.path} has no run {wanted}; it has {', '.join(map(str, numbers))}")
    return numbers[-1] if wanted is None else wanted
