"""A curve of a result in a notebook as SVG that is part of it, in the colours of its text."""

from __future__ import annotations

import altair

from checks.curves import Curve, Panel
from checks.reports.charts import svg_of

TRUE, YOURS = "true", "yours"
COLOUR_OF_YOURS = "#e5484d"  # readable on light and dark alike


def svg(curve: Curve) -> str:
    """A panel each for value and slope: the true line broad and pale, what was got over it; the case is dotted."""
    return svg_of(altair.hconcat(*(_panel(panel, curve) for panel in curve.panels)))


def _panel(panel: Panel, curve: Curve) -> altair.LayerChart:
    def line(place: int, whose: str, width: float, opacity: float) -> altair.Chart:
        rows = [{"logit": point[0], "number": point[place], "whose": whose} for point in panel.points]
        drawn: altair.Chart = altair.Chart({"values": rows}).mark_line(strokeWidth=width, opacity=opacity)
        encoded: altair.Chart = drawn.encode(x=x, y=y, color=colour)
        return encoded

    x = altair.X("logit:Q", title=f"z[{curve.k}]", scale=altair.Scale(zero=False, nice=False), axis=_axis(6))
    y = altair.Y("number:Q", title=panel.title, scale=altair.Scale(zero=False), axis=_axis(5))
    colour = altair.Color("whose:N", scale=altair.Scale(domain=[TRUE, YOURS], range=["currentColor", COLOUR_OF_YOURS]))
    case = altair.Chart({"values": [{"logit": curve.at}]}).mark_rule(strokeDash=[2, 3], color="currentColor")
    layers = (line(2, TRUE, 7, 0.3), line(1, YOURS, 2, 1.0), case.encode(x=x))
    return altair.LayerChart(layer=list(layers), width=280, height=170)


def _axis(ticks: int) -> altair.Axis:
    return altair.Axis(tickCount=ticks)
