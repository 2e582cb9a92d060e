"""A class as one page: scores, mistakes, a heat map, equal failures, times, and a table to sort and search.

Needs the extra `reports`. The page loads nothing; its one script sorts, searches and names the cells of the heat map.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median

import markupsafe

from checks.exports.record import Class
from checks.plain_text import harmless
from checks.reports import class_charts, class_facts, pages
from checks.reports.class_facts import Line


def render(of: Class, pages_at: str = "students") -> str:
    """The page, HTML 5 with nothing outside of it; `pages_at` is where the students' pages are, beside it."""
    lines = class_facts.lines(of)
    properties = class_facts.property_lines(lines, of)
    return pages.render(
        "class.html",
        script="tables.js",
        title=harmless(of.title),
        pages_at=pages_at,
        lines=lines,
        properties=properties,
        mistakes=class_facts.mistake_lines(lines, of),
        clusters=class_facts.clusters(lines, of),
        shares=class_facts.section_shares(of),
        slow=class_facts.slowest_properties(of),
        picture=markupsafe.Markup(class_charts.distribution(lines)),  # noqa: S704  # drawn by us
        map=class_charts.heat_map(lines, list(of.properties)),
        max_shown=class_facts.MAX_SHOWN,
        **_figures(lines),
    )


def _figures(lines: Sequence[Line]) -> dict[str, object]:
    graded = [line for line in lines if line.total]
    points = [line.total.points for line in lines if line.total]
    seconds = sorted(line.seconds for line in graded)
    return {
        "has_names": any(line.name != line.key for line in lines),
        "has_sections": any(line.section for line in lines),
        "graded": graded,
        "mean": fmean(points) if points else 0.0,
        "median": median(points) if points else 0.0,
        "possible": max((line.total.max_points for line in lines if line.total), default=0.0),
        "all_right": sum(line.passed == len(line.statuses) for line in graded),
        "seconds": seconds,
        "median_seconds": median(seconds) if seconds else 0.0,
        "slowest": sorted(graded, key=lambda line: -line.seconds)[: class_facts.MAX_SHOWN],
    }
