"""The grades of a class as text for a terminal: a line for each submission, and how the class did."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median

from rich.console import Group, RenderableType
from rich.text import Text

from checks.exports.record import Class
from checks.grading.records import Grading
from checks.plain_text import harmless
from checks.reports.rows import Rows

MAX_LINES = 40
MAX_CHARACTERS = 60


def render(of: Class) -> RenderableType:
    """The lowest scores and what could not be graded, at most forty lines; then number, mean and median."""
    scores = {grading.key: score for grading in of.gradings if (score := of.score_of(grading))}
    graded = sorted((grading for grading in of.gradings if grading.run), key=lambda one: scores[one.key].points)
    ungraded = [grading for grading in of.gradings if not grading.run]
    rows = Rows(("submission", "student", "points"), min_width=50, numbers=frozenset(("points",)))
    for grading in ungraded[:MAX_LINES]:
        key, name = _names(grading)
        reason = Text(harmless(grading.reason), style="dim")
        rows.add(key, Text("\n").join([name, reason]), Text("not graded", style="red"))
    for grading in graded[: max(0, MAX_LINES - len(ungraded))]:
        rows.add(*_names(grading), str(scores[grading.key]))
    points = [scores[grading.key].points for grading in graded]
    return Group(rows, Text(f"{_summary(len(of.gradings), points)}{_hidden(len(ungraded), len(graded))}."))


def _names(grading: Grading) -> tuple[Text, Text]:
    return Text(harmless(grading.key, MAX_CHARACTERS)), Text(harmless(grading.student.name, MAX_CHARACTERS))


def _summary(submissions: int, points: Sequence[float]) -> str:
    told = f"\n{len(points)} of {submissions} submissions graded"
    if points:
        told += (
            f"; mean {fmean(points):.1f}, median {median(points):.1f}, lowest {points[0]:.1f}, highest {points[-1]:.1f}"
        )
    return told


def _hidden(ungraded: int, graded: int) -> str:
    """What there is no line for: those with the most points, and what could not be graded from the forty-first on."""
    left = max(0, ungraded - MAX_LINES)
    best = min(graded, max(0, ungraded + graded - MAX_LINES))
    told = [f"{left} that could not be graded"] if left else []
    if best:
        told.append(f"the {best} with the most points" if best < graded else f"the {best} that were graded")
    return f"; not shown: {' and '.join(told)}" if told else ""
