"""What a student is told of a submission, before it becomes a page or Markdown: points, failures, what is missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from checks import misnamed
from checks.causes import causes
from checks.exports.record import Class
from checks.feedback import facts, import_facts, said
from checks.grading.records import Grading
from checks.plain_text import harmless, one_line
from checks.scoring import Score, score_by_property
from checks.verdicts import Run, Status, Verdict

MAX_NAME_CHARACTERS = 80
_UNSAFE = re.compile(r"[^\w.-]", re.ASCII)


@dataclass(frozen=True)
class Failure:
    """A property that failed: `facts` are what is told of it, by their names; `explains` what it may cause."""

    id: str
    status: str
    points: Score
    facts: Mapping[str, str]
    explains: list[Failure] = field(default_factory=list)


@dataclass(frozen=True)
class SectionRow:
    """How one section went."""

    section: str
    score: Score
    passed: int
    wrong: int
    missing: int


@dataclass(frozen=True)
class Told:
    """Everything that a student is told.

    `total` is None where the submission could not be graded, for `reason`. `unimportable` maps files that have to be
    mended to what is told of each; `missing` and `blocked` are ids. The seed is not told: it may serve again.
    """

    title: str
    name: str
    reason: str = ""
    total: Score | None = None
    sections: list[SectionRow] = field(default_factory=list)
    unimportable: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    broken: dict[str, list[str]] = field(default_factory=dict)
    missing: dict[str, list[str]] = field(default_factory=dict)
    blocked: dict[str, list[str]] = field(default_factory=dict)
    misnamed: list[str] = field(default_factory=list)
    seal: str = ""
    is_all_right: bool = False


def told(grading: Grading, of: Class) -> Told:
    """What the student of this submission is told; sections that the rubric hides are left out."""
    title, name = harmless(of.title), name_of(grading)
    if grading.run is None:
        return Told(title, name, reason=harmless(grading.reason))
    run = _visible(grading.run, of)
    return Told(
        title,
        name,
        total=of.score_of(grading),
        sections=_sections(run, of, of.scores[grading.key]),
        unimportable={one_line(failure.shown): import_facts(failure) for failure in run.unimportable},
        failures=_failures(run, of),
        broken=_by_section(run, Status.BROKEN, of),
        missing=_by_section(run, Status.NOT_ATTEMPTED, of),
        blocked=_by_section(run, Status.BLOCKED, of),
        misnamed=[one_line(sentence) for sentence in misnamed.told(run.verdicts)],
        seal=f"{run.seal.told}." if run.seal else "",
        is_all_right=all(verdict.status is Status.PASSED for verdict in grading.run.verdicts),
    )


def name_of(grading: Grading) -> str:
    """How a submission is called on pages: by its student, else by its key."""
    return one_line(grading.student.name.strip() or grading.key, MAX_NAME_CHARACTERS)


def page_name(number: int, grading: Grading) -> str:
    """The name of a student's page without its suffix: safe as a file, in a link, and the only one of its number."""
    safe = _UNSAFE.sub("_", grading.key)[:MAX_NAME_CHARACTERS]
    return safe if safe == f"{number:04}" else f"{number:04}-{safe}"


def _visible(run: Run, of: Class) -> Run:
    shown = [verdict for verdict in run.verdicts if of.visibility(of.properties[verdict.id]) != "hidden"]
    return msgspec.structs.replace(run, verdicts=shown)


def _sections(run: Run, of: Class, points: Mapping[str, Score]) -> list[SectionRow]:
    statuses: dict[str, Counter[Status]] = {}
    for verdict in run.verdicts:
        statuses.setdefault(of.properties[verdict.id].section, Counter())[verdict.status] += 1
    return [
        SectionRow(
            section,
            points[section],
            passed=found[Status.PASSED],
            wrong=sum(count for status, count in found.items() if status.is_wrong),
            missing=found[Status.NOT_ATTEMPTED] + found[Status.BLOCKED],
        )
        for section, found in statuses.items()
    ]


def _failures(run: Run, of: Class) -> list[Failure]:
    named = {diagnosis.property_id: diagnosis for diagnosis in run.diagnoses}
    points = score_by_property(run, of.properties, of.rubric)

    def failure(verdict: Verdict, explains: list[Verdict]) -> Failure:
        of_it = facts(verdict, of.properties[verdict.id], named.get(verdict.id))
        return Failure(
            verdict.id, said(verdict.status), points[verdict.id], of_it, [failure(waiting, []) for waiting in explains]
        )

    return [failure(cause.verdict, cause.explains) for cause in causes(run, of.properties)]


def _by_section(run: Run, status: Status, of: Class) -> dict[str, list[str]]:
    """The properties with this status, by their sections."""
    found: dict[str, list[str]] = {}
    for verdict in run.verdicts:
        if verdict.status is status:
            found.setdefault(of.properties[verdict.id].section, []).append(verdict.id)
    return found
