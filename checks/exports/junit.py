"""JUnit XML: a suite for each submission, a case for each property, for the many programs that show it."""

from __future__ import annotations

from xml.etree import ElementTree

from checks.exports.record import Class, feedback
from checks.grading.records import Grading
from checks.plain_text import harmless
from checks.verdicts import Run, Status, Verdict

SKIPPED = (Status.NOT_ATTEMPTED, Status.BLOCKED)


def report(of: Class) -> bytes:
    """All submissions; points stand in the properties of each suite."""
    root = ElementTree.Element("testsuites", name=harmless(of.title))
    for grading in of.gradings:
        root.append(_suite(grading, of))
    ElementTree.indent(root)
    data: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _suite(grading: Grading, of: Class) -> ElementTree.Element:
    run = grading.run
    if run is None:
        suite = ElementTree.Element(
            "testsuite", name=harmless(grading.key), tests="1", failures="0", errors="1", skipped="0"
        )
        case = ElementTree.SubElement(suite, "testcase", classname=harmless(grading.key), name="submission", time="0")
        ElementTree.SubElement(case, "error", message=harmless(grading.reason))
        return suite
    counts = {kind: sum(_kind(verdict) == kind for verdict in run.verdicts) for kind in ("failure", "error", "skipped")}
    suite = ElementTree.Element(
        "testsuite",
        name=harmless(grading.key),
        tests=str(len(run.verdicts)),
        failures=str(counts["failure"]),
        errors=str(counts["error"]),
        skipped=str(counts["skipped"]),
    )
    total = of.score_of(grading)
    properties = ElementTree.SubElement(suite, "properties")
    ElementTree.SubElement(properties, "property", name="points", value=f"{total.points:g}" if total else "")
    ElementTree.SubElement(properties, "property", name="max_points", value=f"{total.max_points:g}" if total else "")
    _cases(suite, run, of)
    return suite


def _cases(suite: ElementTree.Element, run: Run, of: Class) -> None:
    for verdict in run.verdicts:
        prop = of.properties[verdict.id]
        name = verdict.id.partition(".")[2]
        case = ElementTree.SubElement(suite, "testcase", classname=prop.section, name=name, time="0")
        kind = _kind(verdict)
        if kind:
            told = ElementTree.SubElement(case, kind, message=harmless(verdict.message), type=verdict.status.value)
            told.text = feedback(verdict, prop, run.diagnoses)


def _kind(verdict: Verdict) -> str:
    if verdict.status is Status.PASSED:
        return ""
    if verdict.status in SKIPPED:
        return "skipped"
    return "failure" if verdict.status is Status.FAILED else "error"
