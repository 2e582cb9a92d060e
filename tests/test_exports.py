"""Every export is what its platform takes: by schemas written from their documentation, and by parsers not ours."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from typing import Any

import jsonschema
import junitparser
import msgspec
import pytest
import yaml
from support import MakeProperty
from test_gradebook import grading

from checks.exports import classroom, gradescope, junit, prairielearn, tables
from checks.exports.formats import NAMES, OF_ONE
from checks.exports.record import Class, ExportError
from checks.grading.records import Student
from checks.rubric import Rubric, SectionRule
from checks.standin import StandIn
from checks.verdicts import Run, Status

NUMBER, TEXT = {"type": "number"}, {"type": "string"}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
VISIBILITY = {"enum": ["visible", "hidden", "after_due_date", "after_published"]}

GRADESCOPE = {
    "type": "object",
    "required": ["score"],
    "properties": {
        "score": NUMBER,
        "execution_time": NUMBER,
        "output": TEXT,
        "output_format": FORMAT,
        "visibility": VISIBILITY,
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "score": NUMBER,
                    "max_score": NUMBER,
                    "status": {"enum": ["passed", "failed"]},
                    "name": TEXT,
                    "name_format": FORMAT,
                    "number": TEXT,
                    "output": TEXT,
                    "output_format": FORMAT,
                    "tags": {"type": "array", "items": TEXT},
                    "visibility": VISIBILITY,
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}

CLASSROOM = {
    "type": "object",
    "required": ["version", "status", "max_score", "tests"],
    "properties": {
        "version": {"enum": [1, 3]},
        "status": {"enum": ["pass", "fail", "error"]},
        "max_score": {"type": "integer"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "status", "score", "message", "test_code", "filename", "line_no", "duration"],
                "properties": {
                    "name": TEXT,
                    "status": {"enum": ["pass", "fail", "error"]},
                    "score": NUMBER,
                    "message": TEXT,
                    "line_no": {"type": "integer"},
                },
            },
        },
    },
    "additionalProperties": False,
}

PRAIRIELEARN = {
    "type": "object",
    "properties": {
        "gradable": {"type": "boolean"},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "message": TEXT,
        "format_errors": {"anyOf": [TEXT, {"type": "array", "items": TEXT}]},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "points", "max_points"],
                "properties": {"name": TEXT, "description": TEXT, "points": NUMBER, "max_points": NUMBER},
            },
        },
    },
    "oneOf": [
        {"required": ["score"], "properties": {"gradable": {"const": True}}},
        {"required": ["format_errors"], "properties": {"gradable": {"const": False}}},
    ],
}

EVIL = "=cmd|' /C calc'!A0"


def any_claim(sub: StandIn, p: list[float]) -> None:
    """Never asked."""


@pytest.fixture
def of(make_property: MakeProperty) -> Class:
    """A class of three: one partly right, one whose file cannot be read, one with a hostile name."""
    properties = {
        "loss.a": make_property(any_claim, id="loss.a", points=2),
        "loss.b": make_property(any_claim, id="loss.b", points=3, claim="a < b & c"),
    }
    odd = grading("evil", student=Student(name=EVIL, id="7", username="+1", section="A, B"))
    unread = grading("bad.zip", run=None, digest="", reason="<b>no zip\x1b[0m", student=Student(email="b@x.org"))
    return Class([grading("ada"), unread, odd], properties, Rubric(title="Homework 1 (77)", carried_forward=0.5))


def test_gradescope(of: Class) -> None:
    """Its schema, the points of the rubric, and the feedback of what failed."""
    ada, unread, _ = (json.loads(gradescope.results(one, of)) for one in of.gradings)
    for document in (ada, unread):
        jsonschema.validate(document, GRADESCOPE)
    assert ada["score"] == 3.5
    assert [(test["name"], test["score"], test["max_score"], test["status"]) for test in ada["tests"]] == [
        ("loss.a", 2, 2, "passed"),
        ("loss.b", 1.5, 3, "failed"),
    ]
    assert (
        "status: failed\nclaim: a < b & c\ncase: x\nfound: m\nnote: right on trusted earlier files"
        in ada["tests"][1]["output"]
    )
    assert (unread["score"], unread["output"]) == (0, "<b>no zip�[0m")


def test_gradescope_hides_what_the_rubric_hides(of: Class) -> None:
    """Section by section."""
    rubric = Rubric(sections={"loss": SectionRule(visibility="after_published")})
    document = json.loads(gradescope.results(of.gradings[0], Class(of.gradings, of.properties, rubric)))
    assert {test["visibility"] for test in document["tests"]} == {"after_published"}
    assert "output" not in document, "Gradescope shows it to everybody, and with it the points of what is hidden"


def test_classroom(of: Class) -> None:
    """Base64 in one line; status and fractional scores as the reporter adds them up."""
    data = classroom.result(of.gradings[0], of)
    assert data.count(b"\n") == 1
    document = json.loads(base64.b64decode(data, validate=False))
    jsonschema.validate(document, CLASSROOM)
    assert (document["status"], document["max_score"]) == ("fail", 5)
    assert sum(test["score"] for test in document["tests"]) == 3.5
    unread = json.loads(base64.b64decode(classroom.result(of.gradings[1], of)))
    jsonschema.validate(unread, CLASSROOM)
    assert unread["status"] == "error"


@pytest.mark.parametrize(
    "rubric",
    [
        Rubric(out_of=100),
        Rubric(out_of=10, carried_forward=0.25, points={"loss.a": 7}),
        Rubric(sections={"loss": SectionRule(cap=3)}),
        Rubric(sections={"loss": SectionRule(cap=3)}, out_of=50, cap=40),
        Rubric(points={"loss.a": 0, "loss.b": 0}),
    ],
)
def test_the_sum_of_classroom_is_the_grade(rubric: Rubric, of: Class) -> None:
    """Its reporter adds the tests up and knows no other grade; out of what the rubric says."""
    by_rubric = Class(of.gradings, of.properties, rubric)
    document = json.loads(base64.b64decode(classroom.result(of.gradings[0], by_rubric)))
    total = by_rubric.score_of(of.gradings[0])
    assert total is not None
    assert sum(test["score"] for test in document["tests"]) == pytest.approx(total.points, abs=1e-3)
    assert document["max_score"] == round(total.max_points)


def test_stretch_goals_fail_no_job_of_classroom(make_property: MakeProperty) -> None:
    """The status is that of `crosscheck check`."""
    properties = {
        "loss.a": make_property(any_claim, id="loss.a"),
        "loss.b": make_property(any_claim, id="loss.b", tier="stretch"),
    }
    of_one = Class([grading("ada")], properties)
    assert json.loads(base64.b64decode(classroom.result(of_one.gradings[0], of_one)))["status"] == "pass"


def test_the_workflow_of_classroom() -> None:
    """It is YAML whose reporter reads the result of the step that makes it."""
    workflow = yaml.safe_load(classroom.workflow("homework", "rubric.toml"))
    steps = workflow["jobs"]["grade"]["steps"]
    (made,) = [step for step in steps if step.get("id") == "crosscheck"]
    reporter = steps[-1]
    assert reporter["with"]["runners"] == made["id"]
    assert reporter["env"] == {"CROSSCHECK_RESULTS": "${{ steps.crosscheck.outputs.result }}"}
    assert "--export classroom" in made["run"]


def test_prairielearn(of: Class) -> None:
    """A share of the points; what cannot be read is not charged."""
    ada, unread, _ = (json.loads(prairielearn.results(one, of)) for one in of.gradings)
    for document in (ada, unread):
        jsonschema.validate(document, PRAIRIELEARN)
    assert ada["score"] == pytest.approx(3.5 / 5)
    assert unread["gradable"] is False


def test_prairielearn_takes_a_mebibyte(of: Class) -> None:
    """More is refused in one sentence, not by the platform."""
    given = of.gradings[0]
    assert given.run is not None
    run = msgspec.structs.replace(given.run, verdicts=given.run.verdicts * 5000)
    with pytest.raises(ExportError, match="the results of ada take"):
        prairielearn.results(msgspec.structs.replace(given, run=run), of)


def test_junit(of: Class) -> None:
    """A parser finds suites, cases, failures and points."""
    suites = list(junitparser.JUnitXml.fromstring(junit.report(of)))
    ada, unread, _ = suites
    assert (ada.name, ada.tests, ada.failures, ada.errors, ada.skipped) == ("ada", 2, 1, 0, 0)
    assert {prop.name: prop.value for prop in ada.properties()} == {"points": "3.5", "max_points": "5"}
    passed, failed = list(ada)
    assert (passed.classname, passed.name, passed.is_passed) == ("loss", "a", True)
    assert isinstance(failed.result[0], junitparser.Failure)
    assert failed.result[0].text.startswith("status: failed\nclaim: a < b & c")
    assert isinstance(next(iter(unread)).result[0], junitparser.Error)


def test_junit_tells_what_was_not_judged(of: Class) -> None:
    """Not attempted and blocked are skipped, raised and the like are errors."""
    given = of.gradings[0]
    assert given.run is not None
    for status, kind in [(Status.BLOCKED, junitparser.Skipped), (Status.TIMED_OUT, junitparser.Error)]:
        verdicts = [msgspec.structs.replace(given.run.verdicts[1], status=status)]
        run = msgspec.structs.replace(given.run, verdicts=verdicts)
        report = junit.report(Class([msgspec.structs.replace(given, run=run)], of.properties))
        (case,) = next(iter(junitparser.JUnitXml.fromstring(report)))
        assert isinstance(case.result[0], kind)


def rows(data: bytes) -> list[list[str]]:
    """A table as the standard library reads it."""
    return list(csv.reader(io.StringIO(data.decode())))


def test_canvas(of: Class) -> None:
    """What its importer demands: the headings, the row of points with four spaces, two decimals, blank for no score."""
    header, possible, ada, unread, evil = rows(tables.canvas(of))
    assert (header[0], header[1], header[-2], header[-1]) == ("Student", "ID", "Section", "Homework 1 (77)")
    assert (possible[0], possible[-1]) == ("    Points Possible", "5.00")
    assert ada == ["Ada", "", "0042", "", "", "3.50"]
    assert unread[-1] == ""
    assert evil[0] == f"'{EVIL}"


COLUMNS = "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade)"
WORKSHEET = f"""\
{COLUMNS},Feedback comments
Participant 12,Ada,x@x.org,Submitted,,5.00,Yes,-,
Participant 13,"Nobody, Known",n@x.org,Submitted,4.00,5.00,Yes,"Monday, 2 March",old
Participant 7,Somebody,s@x.org,Submitted,,5.00,Yes,-,
"""


def test_moodle_is_the_worksheet_filled_in(of: Class) -> None:
    """By Moodle's number and by full name; who is not found keeps grade and feedback; no column moves."""
    *others, odd = of.gradings  # whose number at the university is 7, too, which tells nothing
    of = Class([*others, msgspec.structs.replace(odd, key=f"{EVIL}_7_assignsubmission_file")], of.properties, of.rubric)
    made = tables.moodle(of, "\ufeff" + WORKSHEET)
    before, after = rows(WORKSHEET.encode()), rows(made.data)
    assert (made.filled, made.left) == (2, ["bad.zip"])
    assert after[0] == before[0]
    assert (after[1][4], after[1][8]) == ("3.50", "3.5 / 5 points; 1 of 2 properties hold")
    assert after[2] == before[2]
    assert after[3][4] == "3.50"
    for line, was in zip(after, before, strict=True):
        assert [*line[:4], *line[5:8]] == [*was[:4], *was[5:8]]


@pytest.mark.parametrize(
    ("student", "cells"),
    [
        (Student(name="Ada", id="0042", canvas_id="777"), ["777", "0042"]),
        (Student(name="Ada", id="0042"), ["", "0042"]),
        (Student(name="Ada", canvas_id="777"), ["777", ""]),
    ],
)
def test_canvas_reads_its_own_numbers_as_its_own(of: Class, student: Student, cells: list[str]) -> None:
    """It looks students up by `ID` first, where a university's number would be somebody else."""
    header, _, ada = rows(tables.canvas(Class([grading("ada", student=student)], of.properties)))
    assert header[1:4] == ["ID", "SIS User ID", "SIS Login ID"]
    assert ada[1:3] == cells


def test_two_submissions_of_one_student_are_told(of: Class) -> None:
    """By whatever number; Canvas takes one grade of each, and Moodle's sheet has one line."""
    others = [grading("x", student=Student(canvas_id="5")), grading("y", student=Student(canvas_id="5"))]
    unknown = [grading("u", student=Student()), grading("v", student=Student())]
    several = Class([grading("ada"), grading("ada.py"), *others, *unknown], of.properties)
    assert tables.twice(several) == [("Ada", ["ada", "ada.py"]), ("5", ["x", "y"])]


@pytest.mark.parametrize("name", ["=1+1", "Ada;=1+1", "Ada,@x", "+1", "a|-1"])
def test_no_name_is_a_formula(of: Class, name: str) -> None:
    """Not in a spreadsheet either whose separator is another one."""
    student = msgspec.structs.replace(of.gradings[0].student, name=name)
    cell = rows(tables.canvas(Class([msgspec.structs.replace(of.gradings[0], student=student)], of.properties)))[2][0]
    assert cell.replace("'", "") == name
    assert not re.search(r"(^|[;,|])[=+@-]", cell)


def test_what_is_broken_in_one_submission_stops_no_sheet(of: Class) -> None:
    """Its own maximum is smaller, and the sheet is out of what the others have."""
    given = of.gradings[0]
    assert given.run is not None
    verdicts = [msgspec.structs.replace(given.run.verdicts[0], status=Status.BROKEN), *given.run.verdicts[1:]]
    broken = grading("b", student=Student(name="B"), run=msgspec.structs.replace(given.run, verdicts=verdicts))
    of_both = Class([given, broken], of.properties)
    assert tables.moodle(of_both, f"{COLUMNS}\nParticipant 12,Ada,x@x.org,Submitted,,5.00,Yes,-\n")


def test_moodle_tells_why_there_is_no_grade(of: Class) -> None:
    """The reason is the feedback, and the grade stays as it is."""
    line = "Participant 3,B,b@x.org,Submitted,2.00,5.00,Yes,-,old"
    _, after = rows(tables.moodle(of, f"{COLUMNS},Feedback comments\n{line}\n").data)
    assert (after[4], after[8]) == ("2.00", "This could not be graded: <b>no zip�[0m")


def test_moodle_needs_its_columns(of: Class) -> None:
    """A sheet in another language is refused, with the remedy."""
    with pytest.raises(ExportError, match="has no column 'Grade'; download it in English"):
        tables.moodle(of, "Identifier,Bewertung\nParticipant 1,\n")


def test_moodle_has_to_be_out_of_as_many_points(of: Class) -> None:
    """Grades above its maximum are left out when a sheet is uploaded, and others would count too much or too little."""
    with pytest.raises(ExportError, match=r"for 20.00 points, and there are 5; have `out_of = 20` in the rubric"):
        tables.moodle(of, WORKSHEET.replace("5.00", "20.00"))


def test_another_assignments_sheet_is_refused(of: Class) -> None:
    """Filled in, it would be uploaded, and say nothing."""
    with pytest.raises(ExportError, match="no line of the worksheet belongs to a submission"):
        tables.moodle(of, WORKSHEET.replace("Ada", "Nobody"))


def test_a_whole_text_may_stand_in_a_cell_of_moodle(of: Class) -> None:
    """What was handed in online is in the worksheet; what is no CSV is refused in one sentence."""
    essay = "word " * 60_000
    assert essay in tables.moodle(of, WORKSHEET.replace(",old", f',"{essay}"')).data.decode()
    with pytest.raises(ExportError, match="is no CSV file"):
        tables.moodle(of, WORKSHEET + "x" * (tables.MAX_CELL_CHARACTERS + 1))


def test_plain_tables(of: Class) -> None:
    """Each submission once, with points by section, or the reason; as objects with every verdict, too."""
    header, ada, unread, evil = rows(tables.plain(of))
    assert dict(zip(header, ada, strict=True))["loss"] == "3.5"
    assert dict(zip(header, unread, strict=True))["reason"] == "<b>no zip�[0m"
    assert evil[header.index("username")] == "'+1"
    documents: list[dict[str, Any]] = [json.loads(line) for line in tables.json_lines(of).splitlines()]
    assert [document["points"] for document in documents] == [3.5, None, 3.5]
    assert documents[0]["verdicts"] == {"loss.a": "passed", "loss.b": "failed"}
    assert (documents[0]["carried"], documents[0]["mistakes"]) == (["loss.b"], ["loss.m"])


def test_no_export_tells_a_time(of: Class) -> None:
    """Graded twice, the same bytes."""

    def slow(run: Run) -> Run:
        verdicts = [msgspec.structs.replace(verdict, seconds=99.0) for verdict in run.verdicts]
        return msgspec.structs.replace(run, seconds=99.0, verdicts=verdicts)

    slower = [msgspec.structs.replace(one, run=slow(one.run) if one.run else None) for one in of.gradings]
    again = Class(slower, of.properties, of.rubric)
    for write in (tables.canvas, tables.plain, tables.json_lines, junit.report):
        assert write(again) == write(of)
    for results in (gradescope.results, prairielearn.results, classroom.result):
        assert results(again.gradings[0], again) == results(of.gradings[0], of)
    assert tables.moodle(again, WORKSHEET) == tables.moodle(of, WORKSHEET)


def test_every_format_has_its_name_on_the_command_line() -> None:
    """The option lists them all."""
    from checks.commands.choices import Format, FormatOfOne

    assert sorted(Format) == sorted(NAMES)
    assert sorted(FormatOfOne) == sorted(OF_ONE)
