"""Measures how well mistakes are named when another style makes them: `make diagnosis`.

    python scripts/measure_diagnosis.py [--sample 40] [--only loss.perplexity_base_2]

Every mistake that tests/rebased makes again in another right submission is checked like a student's: is it named, by
itself or by one that no case tells from it? And once more with it and its like struck from the bank: an unknown error
has to be given no name. The result goes to evidence/diagnosis.json; exit 1 below 90 % named.
"""

from __future__ import annotations

import argparse
import datetime
import random
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from rebased import REBASED
from rebased.record import Rebased

from checks import properties as _registers_them  # noqa: F401
from checks import right
from checks.cases import CaseSet, case_set
from checks.checking import check, versions
from checks.commands.console import progress
from checks.diagnosis.naming import agreements, are_same, diagnose
from checks.diagnosis.signatures import Known, function_of, scope, told_by
from checks.mistakes import MISTAKES, Mistake
from checks.pool import spread
from checks.processors import usable_processors
from checks.registry import CASE_DEADLINE_S, Property, all_properties
from checks.standin import StandIn
from checks.verdicts import Diagnosis, Run

RESULT = Path(__file__).parents[1] / "evidence" / "diagnosis.json"
SEED, PROFILE, ENOUGH = 0, "grade", 0.9
ENOUGH_TO_TELL = 100
"""From so many on, the result is evidence."""

SLOW = {"backward.a_chain_of_400_nodes_works", "backward.shared_nodes_are_visited_once"}
BY_ID = {mistake.id: mistake for mistake in MISTAKES}


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """How a rebased mistake was named: by itself or its like, by another, and when neither was known."""

    id: str
    base: str
    named: list[str]
    is_right: bool
    named_when_unknown: list[str]
    seconds: float
    share_of_check: float


@dataclass
class Context:
    """What the measuring processes share."""

    properties: list[Property]
    cases: CaseSet
    known: Known
    checks: dict[str, Run] = field(default_factory=dict)
    """Of the right submissions that the mistakes are made in."""

    def known_without(self, ids: set[str]) -> Known:
        """A bank that lacks these."""
        rest = [mistake for mistake in MISTAKES if mistake.id not in ids]
        return Known(rest, self.cases, seed=SEED, profile=PROFILE)


def like(mistake: Mistake, context: Context) -> set[str]:
    """The mistakes that no case of the function's properties tells from this one, itself among them."""
    function = function_of(mistake)
    others = context.known.mistakes_of(function)
    signatures = context.known.signatures(function, others)
    own, told = signatures[mistake.id], told_by(mistake)
    return {mistake.id} | {
        other.id for other in others if are_same(agreements(own, signatures[other.id], other, told, context.cases))
    }


def check_of_base(context: Context, base: str) -> tuple[str, Run]:
    """The whole check of a right submission, which tells what a check costs, and which stretch goals it misses."""
    submission = right.bank()[base]
    sources, limits = submission.read(), submission.limits
    return base, check(sources, context.properties, context.cases, seed=SEED, profile=PROFILE, limits=limits)


def measured(context: Context, rebased: Rebased) -> Measured:
    """Checks one rebased mistake by the properties of its file; by those that take long if they are of its function."""
    mistake = BY_ID[rebased.id]
    by_id = {prop.id: prop for prop in context.properties}
    of_function = {prop.id for prop in scope(function_of(mistake))}
    base = context.checks[rebased.base]
    missed = {verdict.id for verdict in base.verdicts if verdict.status.is_wrong}
    chosen = [
        prop
        for prop in context.properties
        if prop.of[0].startswith(f"{mistake.module}.")
        and prop.id not in missed
        and (prop.id in of_function or (prop.deadline_s <= CASE_DEADLINE_S and prop.id not in SLOW))
    ]
    same = like(mistake, context)
    unknown: list[Diagnosis] = []
    spent_s = 0.0

    def name(run: Run, sub: StandIn) -> list[Diagnosis]:
        nonlocal spent_s, unknown
        began = time.monotonic()
        found = diagnose(run, sub, context.known, by_id, context.cases)
        spent_s = time.monotonic() - began
        unknown = diagnose(run, sub, context.known_without(same), by_id, context.cases)
        return found

    run = check(
        rebased.sources(),
        chosen,
        context.cases,
        seed=SEED,
        profile=PROFILE,
        limits=rebased.limits,
        diagnose=name,
        shrinking_budget=None,
    )
    named = [diagnosis.mistake for diagnosis in run.diagnoses]
    return Measured(
        id=rebased.id,
        base=rebased.base,
        named=named,
        is_right=any(identifier in same for identifier in named),
        named_when_unknown=[diagnosis.mistake for diagnosis in unknown],
        seconds=spent_s,
        share_of_check=spent_s / base.seconds,
    )


def main() -> int:
    """Measures, writes the result, and returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures how well mistakes are named.")
    parser.add_argument("--sample", type=int, help="only so many")
    known_ids = {rebased.id for rebased in REBASED}
    parser.add_argument(
        "--only", action="append", choices=known_ids, metavar="ID", help="only this one; may be given several times"
    )
    options = parser.parse_args()
    sample = options.sample
    chosen = [rebased for rebased in REBASED if not options.only or rebased.id in options.only]
    if sample:
        chosen = random.Random(SEED).sample(chosen, min(sample, len(chosen)))  # noqa: S311  # no secret
    properties, jobs = all_properties(), usable_processors()
    cases = dict(case_set(properties, SEED, PROFILE))
    known = Known(MISTAKES, cases, seed=SEED, profile=PROFILE, jobs=jobs)
    functions = list(dict.fromkeys(function_of(BY_ID[rebased.id]) for rebased in chosen))
    found: list[Measured] = []
    began = time.monotonic()
    with progress("reading known mistakes", len(functions)) as tell:
        for done, function in enumerate(functions, start=1):
            known.signatures(function, known.mistakes_of(function))
            tell("reading known mistakes", done, len(functions))
        reading_s = time.monotonic() - began
        context = Context(properties, cases, known)
        bases = list(dict.fromkeys(rebased.base for rebased in chosen))
        for base, run in spread(check_of_base, context, bases, jobs):
            context.checks[base] = run
            tell("checking right submissions", len(context.checks), len(bases))
        for result in spread(measured, context, chosen, jobs):
            found.append(result)
            if not sys.stderr.isatty() and len(found) % 50 == 0:
                print(f"{len(found)} of {len(chosen)}", flush=True)
            tell("naming rebased mistakes", len(found), len(chosen))
    named = [result for result in found if result.is_right]
    wrong = [result for result in found if result.named and not result.is_right]
    unknown = [result for result in found if result.named_when_unknown]
    for result in found:
        if not result.is_right:
            print(f"{result.id} on {result.base}: {', '.join(result.named) or 'no name'}")
    for result in unknown:
        print(f"{result.id} on {result.base}, unknown: {', '.join(result.named_when_unknown)}")
    nowhere = len(MISTAKES) - len(REBASED)
    share = len(named) / (len(found) + (0 if sample or options.only else nowhere))
    print(
        f"{len(named)} of {len(found)} named ({share:.1%}), {len(wrong)} by a wrong name; "
        f"{len(unknown)} named although unknown; known mistakes read in {reading_s:.0f} s"
    )
    if len(chosen) >= ENOUGH_TO_TELL:
        document = {
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "versions": versions(),
            "mistakes": len(MISTAKES),
            "rebased": len(REBASED),
            "tried": len(found),
            "named": len(named),
            "share_named": round(share, 4),
            "not_named": sorted(result.id for result in found if not result.named),
            "named_wrongly": {result.id: result.named for result in wrong},
            "named_although_unknown": {result.id: result.named_when_unknown for result in unknown},
            "mean_seconds": round(statistics.mean(result.seconds for result in found), 3),
            "mean_share_of_a_check": round(statistics.mean(result.share_of_check for result in found), 4),
            "median_share_of_a_check": round(statistics.median(result.share_of_check for result in found), 4),
            "seconds_of_a_check": {base: round(context.checks[base].seconds, 1) for base in sorted(bases)},
        }
        RESULT.write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
