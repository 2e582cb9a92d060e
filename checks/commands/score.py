"""`crosscheck score` and `crosscheck diff`: what a gradebook's verdicts count for, and whose grade has changed.

Neither runs any code of a student.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from checks import properties as _registers_them  # noqa: F401
from checks.commands.console import UsageError, out, refuse
from checks.commands.grade import GRADEBOOK
from checks.exit_codes import ExitCode
from checks.grading.gradebook import Gradebook, GradebookError
from checks.grading.records import Grading
from checks.registry import all_properties
from checks.reports import changes, grades
from checks.rubric import PLAIN, Rubric, RubricError, read_rubric


@dataclass(frozen=True)
class ScoreRequest:
    """What `crosscheck score` was asked for."""

    book: Path
    rubric: Path | None
    run: int | None


def score(request: ScoreRequest) -> int:
    """Shows the grades of one run by a rubric."""

    def told() -> None:
        rubric = rubric_or_plain(request.rubric)
        with Gradebook(gradebook_file(request.book)) as book:
            gradings = list(book.gradings(chosen_run(book, request.run)))
        out.print(grades.render(gradings, {prop.id: prop for prop in all_properties()}, rubric))

    return _refusing(told)


def diff(book: Path, before: int, after: int, rubric: Path | None) -> int:
    """Shows whose grade differs between two runs, and why."""

    def told() -> None:
        by_rubric = rubric_or_plain(rubric)
        with Gradebook(gradebook_file(book)) as opened:
            earlier, later = (_by_key(opened.gradings(chosen_run(opened, number))) for number in (before, after))
        by_id = {prop.id: prop for prop in all_properties()}
        out.print(changes.render(earlier, later, by_id, by_rubric))

    return _refusing(told)


def _by_key(gradings: Iterable[Grading]) -> dict[str, Grading]:
    return {grading.key: grading for grading in gradings}


def _refusing(told: Callable[[], None]) -> int:
    try:
        told()
    except (GradebookError, RubricError, UsageError) as error:
        return refuse(str(error))
    return ExitCode.ALL_WELL


def rubric_or_plain(path: Path | None) -> Rubric:
    """The rubric in a file; the plain one without."""
    return read_rubric(path) if path else PLAIN


def gradebook_file(book: Path) -> Path:
    """A gradebook is named by its file or by the folder that `grade` was given as --out."""
    return book / GRADEBOOK if book.is_dir() else book


def chosen_run(book: Gradebook, wanted: int | None) -> int:
    """The number of the run that is wanted; the last one by default. Raises UsageError."""
    numbers = [number for number, _, _ in book.runs()]
    if not numbers:
        raise UsageError(f"{book.path} holds no run yet; `crosscheck grade` makes one")
    if wanted is not None and wanted not in numbers:
        raise UsageError(f"{book.path} has no run {wanted}; it has {', '.join(map(str, numbers))}")
    return numbers[-1] if wanted is None else wanted
