"""The report's pictures: where the time of a check goes, and how cost and memory grow."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import vl_convert
from records import Points, line_through


def profile_plot(profile: Mapping[str, float]) -> str:
    """SVG: the share of each topic in a replay, one block for each of its properties."""
    total = sum(profile.values())
    topics = list(dict.fromkeys(identifier.partition(".")[0] for identifier in profile))
    data = [
        {"topic": identifier.partition(".")[0], "property": identifier, "share": spent / total}
        for identifier, spent in profile.items()
    ]
    chart = (
        alt.Chart(alt.InlineData(values=data), width=640)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("share:Q", axis=alt.Axis(format="%"), title="share of a replay; a block is a property"),
            y=alt.Y("topic:N", sort=topics, title=None),
            detail="property:N",
            order=alt.Order("share:Q", sort="descending"),
        )
    )
    return _svg(chart)


def series_plot(series: Mapping[str, Points], y_title: str) -> str:
    """SVG: points with the line through them, a panel for each series."""
    panels = []
    for what, points in series.items():
        fit = line_through(points)
        ends = [min(x for x, _ in points), max(x for x, _ in points)]
        marks = alt.Chart(alt.InlineData(values=[{"x": x, "y": y} for x, y in points])).mark_point()
        line = alt.Chart(
            alt.InlineData(values=[{"x": x, "y": fit.intercept + fit.slope * x} for x in ends])
        ).mark_line()
        axes = {
            "x": alt.X("x:Q", title=what, scale=alt.Scale(zero=True)),
            "y": alt.Y("y:Q", title=y_title, scale=alt.Scale(zero=True)),
        }
        panels.append((marks.encode(**axes) + line.encode(**axes)).properties(width=240, height=200))
    return _svg(alt.hconcat(*panels))


def _svg(chart: alt.TopLevelMixin) -> str:
    return str(vl_convert.vegalite_to_svg(chart.to_json()))
