"""An audit as one page: the kill matrix as a picture, and tables of mistakes and properties that can be searched.

Needs the extra `reports`. The picture is drawn here, into the page, which loads nothing and works without scripts; the
one script on it searches and sorts the tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair
import markupsafe
import vl_convert

from checks.audit import matrix
from checks.audit.records import Audit, WrongResult
from checks.mistakes import Mistake
from checks.reports import pages

CELL_PIXELS = 4
LEGEND = {"named": "#c2410c", "alone": "#7c3aed", "also": "#94a3b8"}
"""How a property caught a mistake: the mistake names it, it was the only one, or it was one among others."""


def render(audit: Audit, mistakes: Sequence[Mistake]) -> str:
    """The page, HTML 5 with nothing outside of it."""
    alone, caught = matrix.caught_alone(audit), matrix.caught_by(audit)
    first_cases = matrix.first_cases(audit)
    return pages.render(
        "audit.html",
        script="tables.js",
        audit=audit,
        matrix=matrix,
        picture=markupsafe.Markup(kill_matrix_svg(audit)),  # noqa: S704  # drawn by us
        told={mistake.id: mistake for mistake in mistakes},
        alone=alone,
        caught=caught,
        median=matrix.median(first_cases),
        percentile=matrix.percentile(first_cases, 99),
        worst=worst_by_property(audit),
    )


def kill_matrix_svg(audit: Audit) -> str:
    """The kill matrix: a row for each mistake in the order of the bank, a column for each property."""
    cells = [
        {"mistake": result.id, "property": identifier, "how": _how(result, identifier), "module": result.module}
        for result in audit.wrong
        for identifier in result.kills
    ]
    sections = [identifier.partition(".")[0] for identifier in audit.properties]
    starts = [i for i, section in enumerate(sections) if i == 0 or sections[i - 1] != section]
    labels = {audit.properties[i]: sections[i] for i in starts}
    modules = list(dict.fromkeys(result.module for result in audit.wrong))
    rows = {next(r.id for r in audit.wrong if r.module == module): module for module in modules}
    chart = (
        altair.Chart({"values": cells})
        .mark_rect()
        .encode(
            x=altair.X(
                "property:N",
                scale=altair.Scale(domain=audit.properties),
                axis=_axis(labels, "properties, in the order of the course", angle=-60),
            ),
            y=altair.Y(
                "mistake:N",
                scale=altair.Scale(domain=[result.id for result in audit.wrong]),
                axis=_axis(rows, "mistakes"),
            ),
            color=altair.Color(
                "how:N", scale=altair.Scale(domain=list(LEGEND), range=list(LEGEND.values())), legend=None
            ),
        )
        .properties(width=CELL_PIXELS * len(audit.properties), height=CELL_PIXELS * max(1, len(audit.wrong)))
        .configure_view(stroke="#cbd5e1")
        .configure(background="transparent", font="system-ui, sans-serif")
    )
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def worst_by_property(audit: Audit) -> Mapping[str, float]:
    """For each property the largest error of a right submission, as a share of what is allowed."""
    return {i: max((right.worst_share.get(i, 0.0) for right in audit.right), default=0.0) for i in audit.properties}


def _how(result: WrongResult, identifier: str) -> str:
    if len(result.kills) == 1:
        return "alone"
    return "named" if identifier == result.caught_by else "also"


def _axis(labels: Mapping[str, str], title: str, angle: int = 0) -> altair.Axis:
    """An axis with a label where a section or module begins."""
    names = ", ".join(f"{key!r}: {label!r}" for key, label in labels.items())
    return altair.Axis(
        values=list(labels),
        labelExpr=f"{{{names}}}[datum.value]",
        title=title,
        grid=False,
        labelAngle=angle,
        labelLimit=200,
        labelColor="#64748b",
        titleColor="#64748b",
        labelOverlap=False,
    )
