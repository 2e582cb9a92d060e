"""GitHub Classroom: the result that its grading reporter reads, as base64 of JSON, and the workflow that makes it."""

from __future__ import annotations

import base64

import msgspec

from checks import __version__
from checks.exports.record import Class, feedback
from checks.grading.records import Grading
from checks.plain_text import harmless
from checks.scoring import score_by_property
from checks.verdicts import Status

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
          crosscheck check @SUBMISSION@ @RUBRIC@--export classroom result.txt || true
          echo "result=$(cat result.txt)" >> "$GITHUB_OUTPUT"
      - uses: classroom-resources/autograding-grading-reporter@v1
        env: {CROSSCHECK_RESULTS: "${{ steps.crosscheck.outputs.result }}"}
        with: {runners: crosscheck}
"""


def workflow(submission: str = ".", rubric: str = "") -> str:
    """The workflow, as YAML, that checks this folder of a repository, by a rubric that lies in it too."""
    with_rubric = f"--rubric {rubric} " if rubric else ""
    filled = _WORKFLOW.replace("@VERSION@", __version__).replace("@SUBMISSION@", submission)
    return filled.replace("@RUBRIC@", with_rubric)


def result(grading: Grading, of: Class) -> bytes:
    """The `result` output for one submission: base64, one line."""
    run, total = grading.run, of.score_of(grading)
    if run is None or total is None:
        reason = {"name": "submission", "status": "error", "score": 0, "message": harmless(grading.reason)}
        return _encoded({"version": VERSION, "status": "error", "max_score": 0, "tests": [{**_NOWHERE, **reason}]})
    earned = score_by_property(run, of.properties, of.rubric)
    tests = [
        {
            **_NOWHERE,
            "name": verdict.id,
            "status": "pass" if verdict.status is Status.PASSED else "fail",
            "score": round(earned[verdict.id].points, 4),
            "message": feedback(verdict, of.properties[verdict.id], run.diagnoses),
        }
        for verdict in run.verdicts
    ]
    is_well = all(test["status"] == "pass" for test in tests)
    maximum = round(total.max_points)
    return _encoded({"version": VERSION, "status": "pass" if is_well else "fail", "max_score": maximum, "tests": tests})


_NOWHERE = {"test_code": "", "filename": "", "line_no": 0, "duration": 0}


def _encoded(document: object) -> bytes:
    return base64.b64encode(msgspec.json.encode(document)) + b"\n"
