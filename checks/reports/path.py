"""The course as a path: which stages are done, which are begun, and what comes next."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.text import Text

from checks import misnamed
from checks.extras.record import all_names
from checks.plain_text import shown
from checks.registry import Property, all_properties
from checks.reports.rows import Rows
from checks.verdicts import Run, Status, Verdict

DONE, BEGUN, TO_DO = "done", "begun", "to do"
STYLES = {DONE: "green", BEGUN: "yellow", TO_DO: "dim"}


@dataclass(frozen=True)
class Stage:
    """A part of the course: its number, what is built there, and the names of the contract that begin so."""

    number: str
    what: str
    parts: str
    is_optional: bool = False

    @property
    def file(self) -> str:
        """Where its code stands."""
        return f"{self.parts.partition('.')[0]}.py"


COURSE = (
    Stage("Stage 1", "n-gram models", "ngram"),
    Stage("Stage 2", "autograd", "autograd"),
    Stage("3.2", "embeddings", "nn.Embedding"),
    Stage("3.3", "feed-forward layers", "nn.Linear"),
    Stage("3.4", "cross-entropy", "loss"),
    Stage("3.5", "the complete model", "lm"),
    Stage("3.4", "on arrays, optional", "vectorized", is_optional=True),
)


@dataclass(frozen=True)
class Step:
    """How far a submission has come with one stage, by its core properties; `function` is what to turn to next."""

    stage: Stage
    passed: int
    total: int
    state: str
    function: str
    is_wrong: bool

    @property
    def advice(self) -> str:
        """What to do next, in a few words."""
        return f"{'mend' if self.is_wrong else 'write'} {self.function}"


def steps(run: Run, properties: Mapping[str, Property]) -> list[Step]:
    """A step for each stage that the run asked anything of, in the order of the course."""
    return [_step(stage, of_stage, properties) for stage in COURSE if (of_stage := _of(stage, run, properties))]


def next_step(path: list[Step]) -> Step | None:
    """The first that is not done; what is optional never comes next."""
    return next((step for step in path if step.state != DONE and not step.stage.is_optional), None)


def is_whole(run: Run) -> bool:
    """Whether everything was asked, so that a path can be told."""
    return {verdict.id for verdict in run.verdicts} >= {prop.id for prop in all_properties()}


def is_untouched(run: Run) -> bool:
    """Whether the submission is the template as it was given out, or as good as that."""
    statuses = {verdict.status for verdict in run.verdicts}
    return statuses == {Status.NOT_ATTEMPTED} and not run.import_failures and not misnamed.told(run.verdicts)


def render(run: Run, properties: Mapping[str, Property]) -> RenderableType:
    """A line for each stage; where to go on is said in the line of the first that is not done."""
    path = steps(run, properties)
    following = next_step(path)
    rows = Rows(("course", "builds", "state", "right", "next"), min_width=80)
    for step in path:
        right = f"{step.passed} of {step.total}"
        advice = step.advice if step is following else ""
        rows.add(step.stage.number, step.stage.what, Text(step.state, STYLES[step.state]), right, advice)
    return Group(Text(), rows)


def greeting(run: Run, properties: Mapping[str, Property], at: str) -> RenderableType:
    """What somebody reads who checks the untouched template: where to begin, and how to check only that.

    `at` is the path of the submission, as it was given.
    """
    first = next_step(steps(run, properties))
    if first is None:
        return Text("Welcome.")
    path = shown(shlex.quote(at))
    lines: list[str | tuple[str, str]] = [
        ("Welcome. ", "bold"),
        "Nothing is written yet, so there is nothing to mend.\n\n",
        f"Begin with {first.stage.number}, {first.stage.what}: write ",
        (first.function.partition(".")[2], "bold"),
        " in ",
        (first.stage.file, "bold"),
        ", as its docstring says. To check only that:\n\n",
        (f"  crosscheck check {path} --function {first.function}\n\n", "bold"),
        "To have what you save checked at once:\n\n",
        (f"  crosscheck check {path} --watch", "bold"),
    ]
    return Text.assemble(*lines)


def _of(stage: Stage, run: Run, properties: Mapping[str, Property]) -> list[Verdict]:
    of_stage = []
    for verdict in run.verdicts:
        prop = properties[verdict.id]
        is_in = f"{prop.of[0]}.".startswith(f"{stage.parts}.")
        if is_in and prop.tier == "core" and verdict.status is not Status.BROKEN:
            of_stage.append(verdict)
    return of_stage


def _step(stage: Stage, of_stage: list[Verdict], properties: Mapping[str, Property]) -> Step:
    passed = sum(verdict.status is Status.PASSED for verdict in of_stage)
    attempted = sum(verdict.status.is_wrong for verdict in of_stage) + passed
    left = [verdict for verdict in of_stage if verdict.status is not Status.PASSED]
    order = {name: number for number, name in enumerate(all_names())}
    first = min(left, key=lambda verdict: order[properties[verdict.id].of[0]], default=None)
    return Step(
        stage=stage,
        passed=passed,
        total=len(of_stage),
        state=DONE if not left else BEGUN if attempted else TO_DO,
        function=properties[first.id].of[0] if first else "",
        is_wrong=first is not None and first.status.is_wrong,
    )
