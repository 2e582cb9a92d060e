"""A run as HTML for the output of a notebook's cell: no script, in the colours of whatever is around it.

Needs the extra `reports`. Everything is a shade of the text's own colour, so that it fits light and dark themes.
"""

from __future__ import annotations

from collections.abc import Mapping

import markupsafe

from checks.causes import causes
from checks.curves import Curve
from checks.feedback import facts, said
from checks.registry import Property
from checks.reports import notebook_charts, pages
from checks.verdicts import Run, Status


def render(run: Run, properties: Mapping[str, Property], curves: Mapping[str, Curve], note: str) -> str:
    """What is to be mended first, each with its curve if it has one; what waits; and a note below."""
    named = {diagnosis.property_id: diagnosis for diagnosis in run.diagnoses}
    failures = [
        {
            "id": cause.verdict.id,
            "status": said(cause.verdict.status),
            "facts": facts(cause.verdict, properties[cause.verdict.id], named.get(cause.verdict.id)),
            "explains": [waiting.id for waiting in cause.explains],
            "chart": markupsafe.Markup(notebook_charts.svg(curves[cause.verdict.id]))  # noqa: S704  # numbers alone
            if cause.verdict.id in curves
            else "",
        }
        for cause in causes(run, properties)
    ]
    return pages.render(
        "notebook.html",
        failures=failures,
        passed=sum(verdict.status is Status.PASSED for verdict in run.verdicts),
        judged=sum(verdict.status is Status.PASSED or verdict.status.is_wrong for verdict in run.verdicts),
        left=[v for v in run.verdicts if v.status in (Status.BLOCKED, Status.NOT_ATTEMPTED, Status.BROKEN)],
        note=note,
    )
