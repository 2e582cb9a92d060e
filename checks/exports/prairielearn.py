"""PrairieLearn's `results.json` of an external grader: a score from 0 to 1, and a test for each property."""

from __future__ import annotations

from checks.exports.record import Class, ExportError, as_json, feedback, summary
from checks.grading.records import Grading
from checks.plain_text import harmless
from checks.scoring import score_by_property

MAX_BYTES = 2**20
"""What the platform takes."""


def results(grading: Grading, of: Class) -> bytes:
    """The file for one submission; one that cannot be graded is not charged as an attempt.

    Raises ExportError if it would be larger than the platform takes.
    """
    run, total = grading.run, of.score_of(grading)
    if run is None or total is None:
        return as_json({"gradable": False, "format_errors": harmless(grading.reason)})
    earned = score_by_property(run, of.properties, of.rubric)
    tests = [
        {
            "name": verdict.id,
            "description": of.properties[verdict.id].claim,
            "points": round(earned[verdict.id].points, 4),
            "max_points": round(earned[verdict.id].max_points, 4),
            "message": feedback(verdict, of.properties[verdict.id], run.diagnoses),
        }
        for verdict in run.verdicts
        if of.visibility(of.properties[verdict.id]) == "visible"
    ]
    share = total.points / total.max_points if total.max_points else 0.0
    data = as_json({"gradable": True, "score": min(1.0, share), "message": summary(run, total), "tests": tests})
    if len(data) > MAX_BYTES:
        raise ExportError(f"the results of {grading.key} take {len(data)} bytes, and PrairieLearn takes {MAX_BYTES}")
    return data
