"""Gradescope's `results.json`: one submission, a test for each property (its autograder_samples, specs.md)."""

from __future__ import annotations

from checks.exports.record import Class, as_json, feedback, summary
from checks.grading.records import Grading
from checks.plain_text import harmless
from checks.scoring import score_by_property
from checks.verdicts import Status


def results(grading: Grading, of: Class) -> bytes:
    """The file for one submission. What could not be graded has no points and says why."""
    run = grading.run
    if run is None:
        document: dict[str, object] = {"score": 0.0, "output": harmless(grading.reason), "output_format": "text"}
        return as_json(document)
    total, earned = of.score_of(grading), score_by_property(run, of.properties, of.rubric)
    assert total is not None
    tests = []
    for number, verdict in enumerate(run.verdicts, start=1):
        prop, points = of.properties[verdict.id], earned[verdict.id]
        tests.append(
            {
                "name": verdict.id,
                "number": str(number),
                "score": round(points.points, 4),
                "max_score": round(points.max_points, 4),
                "status": "passed" if verdict.status is Status.PASSED else "failed",
                "output": feedback(verdict, prop, run.diagnoses),
                "output_format": "text",
                "name_format": "text",
                "tags": [prop.section, prop.tier],
                "visibility": of.visibility(prop),
            }
        )
    document = {"score": round(total.points, 4), "output_format": "text", "tests": tests}
    if all(test["visibility"] == "visible" for test in tests):  # or what is hidden could be worked out
        document["output"] = summary(run, total)
    return as_json(document)
