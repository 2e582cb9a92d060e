"""What every export is made of: the gradings of a class, the properties, and the rubric that they are scored by."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from checks.feedback import facts, said
from checks.grading.records import Grading
from checks.registry import Property
from checks.rubric import PLAIN, Rubric, SectionRule
from checks.scoring import Score, score_by_section, total_of
from checks.verdicts import Diagnosis, Run, Verdict


@dataclass(frozen=True)
class Class:
    """A class as it is exported; `title` names the homework."""

    gradings: Sequence[Grading]
    properties: Mapping[str, Property]
    rubric: Rubric = PLAIN

    @property
    def title(self) -> str:
        """The rubric's title, or the program's name."""
        return self.rubric.title or "crosscheck"

    @functools.cached_property
    def scores(self) -> dict[str, dict[str, Score]]:
        """The points of each submission that was graded, section by section, by its key."""
        return {
            grading.key: score_by_section(grading.run, self.properties, self.rubric)
            for grading in self.gradings
            if grading.run
        }

    def score_of(self, grading: Grading) -> Score | None:
        """The points of a submission of this class; None where it could not be graded."""
        sections = self.scores.get(grading.key)
        return None if sections is None else total_of(sections.values(), self.rubric)

    def visibility(self, prop: Property) -> str:
        """Whether and when students see a property's result."""
        return self.rubric.sections.get(prop.section, SectionRule()).visibility


class ExportError(Exception):
    """The export cannot be made; the message is one sentence with the remedy."""


def feedback(verdict: Verdict, prop: Property, diagnoses: Sequence[Diagnosis]) -> str:
    """What a student is told of one property, as plain text: nothing where it passed."""
    if verdict.status == "passed":
        return ""
    named = next((diagnosis for diagnosis in diagnoses if diagnosis.property_id == verdict.id), None)
    told = {"status": said(verdict.status), **facts(verdict, prop, named)}
    return "\n".join(f"{name}: {fact}" for name, fact in told.items())


def as_json(document: object) -> bytes:
    """Indented, with a line end."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def summary(run: Run, total: Score) -> str:
    """The points of a run in one line."""
    passed = sum(verdict.status == "passed" for verdict in run.verdicts)
    return f"{total} points; {passed} of {len(run.verdicts)} properties hold"
