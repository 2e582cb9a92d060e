"""The grades of a class as text for a terminal: a line for each submission, and how the class did."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from checks.exports.record import Class
from checks.grading.records import Grading
from checks.plain_text import harmless

MAX_LINES = 40
MAX_CHARACTERS = 60


def render(of: Class) -> RenderableType:
    """The lowest scores and what could not be graded, at most forty lines; then number, mean and median."""
    scores = {grading.key: score for grading in of.gradings if (score := of.score_of(grading))}
    graded = sorted((grading for grading in of.gradings if grading.run), key=lambda one: scores[one.key].points)
    ungraded = [grading for grading in of.gradings if not grading.run]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("submission", overflow="fold")
    table.add_column("student", overflow="fold")
    table.add_column("points", justify="right", no_wrap=True)
    for grading in ungraded[:MAX_LINES]:
        table.add_row(*_names(grading), Text("not graded", style="red"))
        table.add_row("", Text(harmless(grading.reason), style="dim"), "")
    for grading in graded[: max(0, MAX_LINES - len(ungraded))]:
        table.add_row(*_names(grading), str(scores[grading.key]))
    return Group(table, Text(_summary(len(of.gradings), [scores[grading.key].points for grading in graded])))


def _names(grading: Grading) -> tuple[Text, Text]:
    return Text(harmless(grading.key, MAX_CHARACTERS)), Text(harmless(grading.student.name, MAX_CHARACTERS))


def _summary(submissions: int, points: Sequence[float]) -> str:
    told = f"\n{len(points)} of {submissions} submissions graded"
    if points:
        told += (
            f"; mean {fmean(points):.1f}, median {median(points):.1f}, lowest {points[0]:.1f}, highest {points[-1]:.1f}"
        )
    hidden = submissions - MAX_LINES
    return told + (f"; the {hidden} with the most points are not shown" if hidden > 0 else "") + "."
