"""Turns verdicts into points. Pure: knows properties and their worth, nothing of submissions or texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checks.exit_codes import ExitCode
from checks.registry import Property
from checks.verdicts import Run, Status, Verdict


@dataclass(frozen=True)
class Score:
    """Points earned and points possible."""

    points: int
    max_points: int


def points_of(verdict: Verdict, prop: Property) -> int:
    """All of a property's points, or none; what is right on trusted earlier files alone has them too."""
    return prop.points if Status.PASSED in (verdict.status, verdict.carried) else 0


def score(run: Run, properties: Mapping[str, Property]) -> Score:
    """The points of a whole run; `broken` properties count for nobody."""
    counted = [(v, properties[v.id]) for v in run.verdicts if v.status is not Status.BROKEN]
    return Score(sum(points_of(v, p) for v, p in counted), sum(p.points for _, p in counted))


def score_by_section(run: Run, properties: Mapping[str, Property]) -> dict[str, Score]:
    """The same, section by section, in the order of the course."""
    sections: dict[str, list[Verdict]] = {}
    for verdict in run.verdicts:
        sections.setdefault(properties[verdict.id].section, []).append(verdict)
    return {section: score(_part(run, verdicts), properties) for section, verdicts in sections.items()}


def exit_code(run: Run, properties: Mapping[str, Property]) -> ExitCode:
    """How the check ended: stretch properties do not decide it, a broken one does."""
    core = [v for v in run.verdicts if properties[v.id].tier == "core"]
    if any(v.status is Status.BROKEN for v in run.verdicts):
        return ExitCode.DEFECT
    all_well = not any(v.status.is_wrong or v.status is Status.BLOCKED for v in core)
    has_run = any(v.status is Status.PASSED for v in run.verdicts)
    return ExitCode.ALL_WELL if all_well and has_run else ExitCode.NOT_ALL_WELL


def _part(run: Run, verdicts: list[Verdict]) -> Run:
    return Run(
        submission=run.submission,
        seed=run.seed,
        profile=run.profile,
        versions=run.versions,
        verdicts=verdicts,
        import_failures=run.import_failures,
        seconds=run.seconds,
    )
