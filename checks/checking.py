"""Checks one submission: every property that it attempts judged, by one process or by several side by side."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby

import msgspec

import checks
from checks.cases import CaseSet, InTime, suite_fingerprint
from checks.contract import CONTRACT_VERSION
from checks.extras import record as extras
from checks.pool import JudgeLostError, spread
from checks.registry import Property
from checks.session import Session
from checks.shrinking import USUAL, Budget
from checks.standin import StandIn
from checks.verdicts import Diagnosis, Run, Seal, Verdict
from checks.worker.client import StartError
from checks.worker.loading import Code, Sources
from checks.worker.lockdown import Limits

Diagnose = Callable[[Run, StandIn], list[Diagnosis]]
WORTH_A_WORKER = 25
"""So many properties at least are judged by one worker, whose start takes as long as one or two of them."""


@dataclass(frozen=True)
class _Judging:
    """What the judges of one submission share."""

    session: Session
    properties: Mapping[str, Property]
    cases: CaseSet
    seed: int
    profile: str
    shrinking_budget: Budget | None
    begin: Callable[[Property], None]


def check(
    sources: Sources,
    properties: Sequence[Property],
    cases: CaseSet,
    *,
    seed: int,
    profile: str,
    limits: Limits | None = None,
    in_process: bool = False,
    code: Code | None = None,
    begin: Callable[[Property], None] = lambda _prop: None,
    diagnose: Diagnose | None = None,
    shrinking_budget: Budget | None = USUAL,
    seal: Seal | None = None,
    jobs: int = 1,
) -> Run:
    """Judges one submission by these properties.

    `begin` is called before each, or after some of them where several `jobs` judge side by side, to show progress: the
    verdicts are the same. `diagnose` is given the run and the submission, to ask further. `seal` is what a canary found
    out about workers with these limits, for the record. Raises StartError where a worker or a judge cannot live.
    """
    began = time.monotonic()
    by_id = {prop.id: prop for prop in properties}
    verdicts: dict[str, Verdict] = {}
    jobs = 1 if in_process or code else jobs
    with Session(sources, limits, in_process=in_process, code=code) as session:
        attempted = [prop for prop in properties if session.attempts(prop)]
        if isinstance(cases, InTime):
            cases.need(attempted)
        shares, asked = _shares(properties), {prop.id for prop in attempted}
        jobs = min(jobs, sum(not asked.isdisjoint(share) for share in shares))  # a process for nothing costs its start
        judging = _Judging(session, by_id, cases, seed, profile, shrinking_budget, begin if jobs < 2 else _tell_nobody)
        try:
            for judged in spread(_judge_share, judging, shares, jobs):
                verdicts |= {verdict.id: verdict for verdict in judged}
                if jobs > 1:
                    begin(by_id[judged[-1].id])
        except JudgeLostError as error:
            raise StartError(str(error)) from None
        run = Run(
            submission=sources.name,
            seed=seed,
            profile=profile,
            versions=versions(),
            verdicts=[verdicts[prop.id] for prop in properties],
            import_failures=list(session.import_failures.values()),
            seconds=0.0,
            seal=seal,
        )
        diagnoses = diagnose(run, session.sub) if diagnose else []
    return msgspec.structs.replace(run, diagnoses=diagnoses, seconds=time.monotonic() - began)


def _shares(properties: Sequence[Property]) -> list[list[str]]:
    """The ids of whole sections, in order, so many that a share is worth a worker of its own."""
    shares: list[list[str]] = [[]]
    for _, section in groupby(properties, key=lambda prop: prop.section):
        if len(shares[-1]) >= WORTH_A_WORKER:
            shares.append([])
        shares[-1] += [prop.id for prop in section]
    return [share for share in shares if share]


def _judge_share(judging: _Judging, share: Sequence[str]) -> list[Verdict]:
    """The verdicts on some properties, by a worker that has been asked nothing before: whoever judges the others."""
    judging.session.begin_anew()
    verdicts = []
    for identifier in share:
        prop = judging.properties[identifier]
        judging.begin(prop)
        verdicts.append(
            judging.session.judge(
                prop, judging.cases, judging.seed, judging.profile, shrinking_budget=judging.shrinking_budget
            )
        )
    return verdicts


def _tell_nobody(_prop: Property) -> None:
    """Progress is not told by processes that share the work."""


def versions() -> dict[str, str]:
    """What a verdict may depend on: the suite, its contents, an instructor's own, Python and the libraries."""
    own = {"properties": extras.digest()} if extras.in_use() else {}
    return {
        "crosscheck": checks.__version__,
        "contract": str(CONTRACT_VERSION),
        "suite": suite_fingerprint(),
        "python": platform.python_version(),
        "hypothesis": version("hypothesis"),
        "numpy": version("numpy"),
        **own,
    }
