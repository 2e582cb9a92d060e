"""Turns verdicts into points. Pure: knows properties and their worth, nothing of submissions or texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checks.exit_codes import ExitCode
from checks.registry import Property
from checks.rubric import PLAIN, Rubric, SectionRule, is_extra, worths
from checks.verdicts import Run, Status, Verdict


@dataclass(frozen=True)
class Score:
    """Points earned and points possible."""

    points: float
    max_points: float

    def __str__(self) -> str:
        return f"{_short(self.points)} / {_short(self.max_points)}"


def score_by_property(run: Run, properties: Mapping[str, Property], rubric: Rubric = PLAIN) -> dict[str, Score]:
    """What each property of a run has earned: all of its points, a share of them on trusted earlier files, or none.

    `broken` properties count for nobody, and extra credit does not count as possible.
    """
    worth = worths(list(properties.values()), rubric)
    found = {}
    for verdict in run.verdicts:
        is_possible = verdict.status is not Status.BROKEN and not is_extra(properties[verdict.id], rubric)
        points = worth[verdict.id] * _share(verdict, rubric)
        found[verdict.id] = Score(points, worth[verdict.id] if is_possible else 0.0)
    return found


def score_by_section(run: Run, properties: Mapping[str, Property], rubric: Rubric = PLAIN) -> dict[str, Score]:
    """The same, section by section, in the order of the course, with the caps of sections."""
    sections: dict[str, list[Score]] = {}
    for identifier, found in score_by_property(run, properties, rubric).items():
        sections.setdefault(properties[identifier].section, []).append(found)
    return {
        section: _sum(scores, rubric.sections.get(section, SectionRule()).cap) for section, scores in sections.items()
    }


def score(run: Run, properties: Mapping[str, Property], rubric: Rubric = PLAIN) -> Score:
    """The points of a whole run, scaled and capped as the rubric says."""
    return total_of(score_by_section(run, properties, rubric).values(), rubric)


def total_of(sections: Iterable[Score], rubric: Rubric = PLAIN) -> Score:
    """The points of a run's sections in all, scaled and capped as the rubric says."""
    total = _sum(sections, None)
    if rubric.out_of is not None and total.max_points:
        total = Score(total.points * rubric.out_of / total.max_points, rubric.out_of)
    return _sum([total], rubric.cap)


def exit_code(run: Run, properties: Mapping[str, Property]) -> ExitCode:
    """How the check ended: stretch properties do not decide it, a broken one does."""
    core = [v for v in run.verdicts if properties[v.id].tier == "core"]
    if any(v.status is Status.BROKEN for v in run.verdicts):
        return ExitCode.DEFECT
    all_well = not any(v.status.is_wrong or v.status is Status.BLOCKED for v in core)
    has_run = any(v.status is Status.PASSED for v in run.verdicts)
    return ExitCode.ALL_WELL if all_well and has_run else ExitCode.NOT_ALL_WELL


def _share(verdict: Verdict, rubric: Rubric) -> float:
    if verdict.status in (Status.PASSED, Status.BROKEN):
        return float(verdict.status is Status.PASSED)
    return rubric.carried_forward if verdict.carried is Status.PASSED else 0.0


def _sum(scores: Iterable[Score], cap: float | None) -> Score:
    listed = list(scores)
    limit = float("inf") if cap is None else cap
    points = min(sum(found.points for found in listed), limit)
    return Score(points, min(sum(found.max_points for found in listed), limit))


def _short(points: float) -> str:
    return f"{round(points, 2):g}"
