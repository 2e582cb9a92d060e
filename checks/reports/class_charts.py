"""The pictures of a class as SVG that is part of the page, which gives the colours: score distribution, heat map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import altair

from checks.reports.charts import svg_of
from checks.reports.class_facts import Line
from checks.verdicts import Status

BINS = 20
COLUMN_WIDTH = 3.0
MAX_HEIGHT = 800.0
MAX_ROW_HEIGHT = 12.0


@dataclass(frozen=True)
class HeatMap:
    """Rows of submissions, columns of properties: for each kind of status the strokes of one path, in cells.

    `starts` maps each section to the column where it begins.
    """

    paths: dict[str, str]
    starts: dict[str, int]
    properties: list[str]
    rows: int
    row_height: float
    column_width: float = COLUMN_WIDTH


def distribution(lines: Sequence[Line]) -> str:
    """How many submissions have how much of the points, in twenty bars."""
    counts = [0] * BINS
    for line in lines:
        if line.total:
            counts[min(BINS - 1, max(0, int(line.share * BINS)))] += 1
    bars = [{"from": i / BINS, "to": (i + 1) / BINS, "submissions": count} for i, count in enumerate(counts)]
    chart = (
        altair.Chart({"values": bars})
        .mark_bar(color="currentColor", binSpacing=2)
        .encode(
            x=altair.X(
                "from:Q",
                bin="binned",
                scale=altair.Scale(domain=[0, 1]),
                axis=altair.Axis(format="%", grid=False, tickCount=10),
                title="share of the points",
            ),
            x2="to:Q",
            y=altair.Y("submissions:Q", stack=None, axis=altair.Axis(tickMinStep=1, tickCount=4), title="submissions"),
        )
        .properties(width=860, height=150)
    )
    return svg_of(chart)


def heat_map(lines: Sequence[Line], properties: Sequence[str]) -> HeatMap:
    """Equal neighbours in a row are one stroke, so that a class of thousands stays small."""
    strokes: dict[str, list[str]] = {"passed": [], "wrong": [], "blocked": []}
    graded = [line for line in lines if line.total]
    for row, line in enumerate(graded):
        for kind, start, length in _runs(_kind(line.statuses.get(identifier)) for identifier in properties):
            if kind in strokes:
                strokes[kind].append(f"M{start} {row}.5h{length}")
    starts: dict[str, int] = {}
    for column, identifier in enumerate(properties):
        starts.setdefault(identifier.partition(".")[0], column)
    return HeatMap(
        {kind: "".join(found) for kind, found in strokes.items()},
        starts,
        list(properties),
        len(graded),
        min(MAX_ROW_HEIGHT, MAX_HEIGHT / max(1, len(graded))),
    )


def _kind(status: Status | None) -> str:
    if status is Status.PASSED:
        return "passed"
    if status is Status.BLOCKED:
        return "blocked"
    return "wrong" if status and status.is_wrong else "missing"


def _runs(kinds: Iterable[str]) -> Iterable[tuple[str, int, int]]:
    start = 0
    for kind, same in groupby(kinds):
        length = sum(1 for _ in same)
        yield kind, start, length
        start += length
