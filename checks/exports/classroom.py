"""GitHub Classroom: the result that its grading reporter reads, as base64 of JSON, and the workflow that makes it."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Mapping

import msgspec

from checks import __version__
from checks.exit_codes import ExitCode
from checks.exports.record import Class, feedback
from checks.grading.records import Grading
from checks.plain_text import harmless
from checks.scoring import Score, exit_code, score_by_property
from checks.verdicts import Run, Status

VERSION = 1

_WORKFLOW = """\
name: crosscheck
on: [push, repository_dispatch]
permissions: {checks: write, actions: read, contents: read}
jobs:
  grade:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    if: github.actor != 'github-classroom[bot]'
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {python-version: "3.12"}
      - run: pip install crosscheck==@VERSION@
      - id: crosscheck
        run: |
          crosscheck check @SUBMISSION@ --rubric @RUBRIC@ --export classroom result.txt || true
          echo "result=$(cat result.txt)" >> "$GITHUB_OUTPUT"
      - uses: classroom-resources/autograding-grading-reporter@v1
        env: {CROSSCHECK_RESULTS: "${{ steps.crosscheck.outputs.result }}"}
        with: {runners: crosscheck}
"""


def workflow(submission: str, rubric: str) -> str:
    """The workflow, as YAML, that checks this folder of a repository, by a rubric that lies in it too."""
    filled = _WORKFLOW.replace("@VERSION@", __version__).replace("@SUBMISSION@", submission)
    return filled.replace("@RUBRIC@", rubric)


def result(grading: Grading, of: Class) -> bytes:
    """The `result` output for one submission: base64, one line."""
    run, total = grading.run, of.score_of(grading)
    if run is None or total is None:
        reason = {"name": "submission", "status": "error", "score": 0, "message": harmless(grading.reason)}
        return _encoded({"version": VERSION, "status": "error", "max_score": 0, "tests": [{**_NOWHERE, **reason}]})
    worth = _as_they_count(run, total, of.scores[grading.key], of)
    tests = [
        {
            **_NOWHERE,
            "name": verdict.id,
            "status": "pass" if verdict.status is Status.PASSED else "fail",
            "score": round(worth[verdict.id], 4),
            "message": feedback(verdict, of.properties[verdict.id], run.diagnoses),
        }
        for verdict in run.verdicts
    ]
    status = {ExitCode.ALL_WELL: "pass", ExitCode.DEFECT: "error"}.get(exit_code(run, of.properties), "fail")
    return _encoded({"version": VERSION, "status": status, "max_score": round(total.max_points), "tests": tests})


def _as_they_count(run: Run, total: Score, sections: Mapping[str, Score], of: Class) -> dict[str, float]:
    """The points of each property, scaled so that they add up to those of the run: the reporter knows no other sum."""
    earned = score_by_property(run, of.properties, of.rubric)
    uncapped: dict[str, float] = defaultdict(float)
    for identifier, found in earned.items():
        uncapped[of.properties[identifier].section] += found.points
    unscaled = sum(section.points for section in sections.values())
    scales = {
        section: sections[section].points / points * total.points / unscaled if points and unscaled else 0.0
        for section, points in uncapped.items()
    }
    return {
        identifier: found.points * scales[of.properties[identifier].section] for identifier, found in earned.items()
    }


_NOWHERE = {"test_code": "", "filename": "", "line_no": 0, "duration": 0}


def _encoded(document: object) -> bytes:
    return base64.b64encode(msgspec.json.encode(document)) + b"\n"
