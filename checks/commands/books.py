"""What the commands on a stored class share: which gradebook, which run, by which rubric."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from rich.text import Text

from checks import properties as _registers_them  # noqa: F401
from checks.commands.console import UsageError, err
from checks.exports.record import Class
from checks.grading.folder import GRADEBOOK
from checks.grading.gradebook import Gradebook, GradebookError
from checks.grading.kept import enter_missing
from checks.grading.records import Grading
from checks.registry import all_properties
from checks.rubric import PLAIN, RubricError, read_rubric

UNUSABLE = (GradebookError, RubricError, UsageError)
"""What `stored_class` raises: each a sentence to refuse with."""


def stored_class(book: Path, run: int | None, rubric: Path | None) -> Class:
    """One run of a gradebook, the last one by default, with the rubric in a file, the plain one by default.

    A gradebook is named by its file, or by the folder that `grade` was given as --out. Raises GradebookError,
    RubricError, UsageError.
    """
    try:
        file = book / GRADEBOOK if book.is_dir() else book
    except OSError as error:
        raise UsageError(f"{book} cannot be read ({error.strerror}); check its permissions") from None
    with Gradebook(file) as opened:
        number, is_whole = _number(opened, run)
        if not is_whole:
            err.print(Text(f"crosscheck: run {number} was interrupted; give `grade` again to end it"), soft_wrap=True)
        (of_run,) = (run for found, run, _ in opened.runs() if found == number)
        enter_missing(of_run.own)
        by_rubric = read_rubric(rubric) if rubric else PLAIN
        gradings = list(opened.gradings(number))
    properties = {prop.id: prop for prop in all_properties()}
    _refuse_unknown(book, number, gradings, properties.keys())
    return Class(gradings, properties, by_rubric)


def _refuse_unknown(book: Path, number: int, gradings: Iterable[Grading], known: Collection[str]) -> None:
    """Verdicts on properties of ours that have gone since: their points are not known any more."""
    for run in (grading.run for grading in gradings if grading.run):
        for verdict in run.verdicts:
            if verdict.id not in known:
                what = f"run {number} of {book} has verdicts on {verdict.id}, which this suite has not"
                remedy = f"use crosscheck {run.versions.get('crosscheck')} with the suite {run.versions.get('suite')}"
                raise UsageError(f"{what}; {remedy}, or grade again")


def _number(book: Gradebook, wanted: int | None) -> tuple[int, bool]:
    """The number of a run, and whether it is whole."""
    numbers = {number: is_whole for number, _, is_whole in book.runs()}
    if not numbers:
        raise UsageError(f"{book.path} holds no run yet; `crosscheck grade` makes one")
    if wanted is not None and wanted not in numbers:
        raise UsageError(f"{book.path} has no run {wanted}; it has {', '.join(map(str, numbers))}")
    number = max(numbers) if wanted is None else wanted
    return number, numbers[number]
