"""Runs an audit: every mistake of the bank and every right submission against every property."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from checks.audit import reach
from checks.audit.reach import Functions, Reach
from checks.audit.records import Audit, FalseAlarm, Kill, RightResult, Vacuity, WrongResult
from checks.cases import CaseSet, case_set
from checks.checking import check, versions
from checks.mistakes import Mistake, apply
from checks.pool import spread
from checks.registry import Property, find
from checks.relay import Relay
from checks.right import Right
from checks.verdicts import Status, Verdict
from checks.worker.loading import Sources

MAX_TIMEOUTS = 3
"""A mistake that hangs so often is judged no further: each time costs a whole deadline."""

NAMED_PROFILE = {"quick": "grade"}
"""The property that a mistake names has to catch it as in a grading; the rest of the matrix may rest on fewer cases."""

Tell = Callable[[str, int, int], None]
"""Told of progress: what is being done, how much of it is done, and how much there is."""


@dataclass
class Context:
    """What the tasks share.

    `named_cases` are for the properties that mistakes name, where these are judged by more cases than the others.
    """

    properties: Sequence[Property]
    cases: CaseSet
    reference: Sources
    seed: int
    profile: str
    reach: Reach = field(default_factory=dict)
    named_cases: CaseSet = field(default_factory=dict)
    relay: Relay = field(default_factory=Relay)


def audit(
    properties: Sequence[Property],
    mistakes: Sequence[Mistake],
    rights: Sequence[Right],
    *,
    reference: Sources,
    seed: int,
    profile: str,
    jobs: int,
    is_sample: bool = False,
    tell: Tell = lambda _what, _done, _total: None,
) -> Audit:
    """The audit of these properties by these submissions."""
    began = time.monotonic()
    tell("drawing cases", 0, 0)
    context = Context(properties, dict(case_set(properties, seed, profile)), reference, seed, profile)
    named = {mistake.caught_by for mistake in mistakes}
    deeper = NAMED_PROFILE.get(profile, profile)
    context.named_cases = dict(case_set([prop for prop in properties if prop.id in named], seed, deeper))
    context.reach, verdicts = reach_of_all(context, jobs, tell)
    wrong = {}
    for done, result in enumerate(spread(judge_mistake, context, mistakes, jobs), start=1):
        wrong[result.id] = result
        tell("judging mistakes", done, len(mistakes))
    context.relay.close()
    installed = [right for right in rights if right.is_installed]
    right_results = {}
    for done, alarms in enumerate(spread(judge_right, context, installed, jobs), start=1):
        right_results[alarms.name] = alarms
        tell("judging right submissions", done, len(installed))
    return Audit(
        seed=seed,
        profile=profile,
        versions=versions(),
        properties=[prop.id for prop in properties],
        justified={prop.id: prop.stands_because for prop in properties if prop.stands_because},
        wrong=[wrong[mistake.id] for mistake in mistakes],
        right=[right_results[right.name] for right in installed],
        not_installed={right.name: right.package for right in rights if not right.is_installed},
        vacuity=[Vacuity(property_id=v.id, cases=v.cases, discriminating=v.discriminating) for v in verdicts],
        is_sample=is_sample,
        seconds=time.monotonic() - began,
    )


def sampled(mistakes: Sequence[Mistake], count: int, seed: int) -> list[Mistake]:
    """So many of the mistakes, chosen by the seed, in their order."""
    chosen = random.Random(seed).sample(range(len(mistakes)), min(count, len(mistakes)))  # noqa: S311  # no secret
    return [mistakes[i] for i in sorted(chosen)]


def judge_mistake(context: Context, mistake: Mistake) -> WrongResult:
    """The verdicts of all properties that can tell the mistake from the reference, the one that it names first."""
    wrong = apply(mistake, context.reference)
    changed = reach.changed(context.reference, wrong)
    asked = [
        prop
        for prop in context.properties
        if prop.id == mistake.caught_by or reach.is_affected(context.reach[prop.id], changed)
    ]
    asked.sort(key=lambda prop: prop.id != mistake.caught_by)
    return judge_wrong(context, mistake, wrong, asked)


def judge_wrong(
    context: Context, mistake: Mistake, wrong: Sources, properties: Sequence[Property], *, until_killed: bool = False
) -> WrongResult:
    """The verdicts of these properties on a wrong submission of our own; `until_killed` by any, or by all of them."""
    began = time.monotonic()
    kills: dict[str, Kill] = {}
    timeouts = 0
    with context.relay.session(wrong) as session:
        for prop in properties:
            is_named = prop.id == mistake.caught_by and prop.id in context.named_cases
            cases = context.named_cases if is_named else context.cases
            verdict = session.judge(prop, cases, context.seed, context.profile, shrinking_budget=None)
            if verdict.status.is_wrong:
                kills[prop.id] = _kill(verdict)
            timeouts += verdict.status is Status.TIMED_OUT
            if timeouts >= MAX_TIMEOUTS or (kills and until_killed):
                break
    return WrongResult(
        id=mistake.id,
        module=mistake.module,
        kind=mistake.kind,
        caught_by=mistake.caught_by,
        kills=kills,
        asked=len(properties),
        gave_up=timeouts >= MAX_TIMEOUTS,
        import_failures=[f"{failure.module}: {failure.message}" for failure in session.import_failures.values()],
        seconds=time.monotonic() - began,
    )


def judge_right(context: Context, right: Right) -> RightResult:
    """The verdicts on a right submission, in a process of its own like a student's."""
    run = check(
        right.read(),
        context.properties,
        context.cases,
        seed=context.seed,
        profile=context.profile,
        limits=right.limits,
    )
    alarms = [
        FalseAlarm(
            submission=right.name,
            property_id=verdict.id,
            seed=context.seed,
            status=verdict.status,
            message=verdict.message,
            snippet=verdict.snippet,
        )
        for prop, verdict in zip(context.properties, run.verdicts, strict=True)
        if verdict.status is not right.wanted(prop) and verdict.id not in right.misses
    ]
    return RightResult(
        name=right.name,
        seed=context.seed,
        passed=sum(verdict.status is Status.PASSED for verdict in run.verdicts),
        false_alarms=alarms,
        worst_share={v.id: v.worst_share for v in run.verdicts if v.worst_share and v.status is Status.PASSED},
        seconds=run.seconds,
    )


def reach_of_all(context: Context, jobs: int, tell: Tell) -> tuple[Mapping[str, Functions], list[Verdict]]:
    """What each property's cases run of the reference, and the verdicts on it."""
    found: dict[str, tuple[Verdict, Functions]] = {}
    identifiers = [prop.id for prop in context.properties]
    for done, (verdict, functions) in enumerate(spread(_reach_of, context, identifiers, jobs), start=1):
        found[verdict.id] = (verdict, functions)
        tell("following the properties into the reference", done, len(identifiers))
    verdicts = [found[identifier][0] for identifier in identifiers]
    return {identifier: functions for identifier, (_, functions) in found.items()}, verdicts


def _reach_of(context: Context, identifier: str) -> tuple[Verdict, Functions]:
    prop = find(identifier)
    with contextlib.redirect_stdout(None):
        return reach.reached(prop, context.cases, context.reference, seed=context.seed, profile=context.profile)


def _kill(verdict: Verdict) -> Kill:
    return Kill(status=verdict.status, case=verdict.cases, share=verdict.worst_share, message=verdict.message)
