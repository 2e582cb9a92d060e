"""An audit as JSON, format 1: the records as they are, and what is read from them."""

from __future__ import annotations

import msgspec

from checks.audit import matrix
from checks.audit.records import Audit

FORMAT = 1


def render(audit: Audit) -> bytes:
    """One JSON object, indented, UTF-8, with a line end. An infinite share, where an answer was no number, is null."""
    first_cases = matrix.first_cases(audit)
    share, submission, worst_property = matrix.worst_share(audit)
    wrong_share, mistake = matrix.smallest_wrong_share(audit)
    document = {
        "format": FORMAT,
        "is_clean": matrix.is_clean(audit),
        "missed": [result.id for result in matrix.missed(audit)],
        "caught_by_none": [result.id for result in matrix.uncaught(audit)],
        "false_alarms": matrix.false_alarms(audit),
        "vacuous": matrix.vacuous(audit),
        "catches_nothing": matrix.idle(audit),
        "catches_alone": {prop: caught for prop, caught in matrix.caught_alone(audit).items() if caught},
        "stands_for_no_reason": matrix.unjustified(audit),
        "first_case": {
            "median": matrix.median(first_cases),
            "percentile_99": matrix.percentile(first_cases, 99),
        },
        "largest_right_error": {"share": share, "submission": submission, "property": worst_property},
        "smallest_wrong_error": {"share": wrong_share, "mistake": mistake},
        "audit": audit,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
