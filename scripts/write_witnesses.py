"""Writes the witness of every mistake, and measures how failures shrink: `make witnesses`.

    python scripts/write_witnesses.py [--only ID]

A witness is the smallest case, found with ten times the usual budget, on which the property that a mistake names fails
it. They go into checks/mistakes/witnesses.json, and into evidence/shrinking.json goes for how many mistakes the usual
budget (200 further questions, one second) leads to a case as short. Exit 1 if these are fewer than 95 %.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

import msgspec

from checks import properties as _registers_them  # noqa: F401
from checks.cases import case_set
from checks.checking import versions
from checks.commands.console import progress
from checks.mistakes import MISTAKES, Mistake, Witness, apply
from checks.mistakes.witnesses import FILE
from checks.pool import spread
from checks.processors import usable_processors
from checks.registry import Case, find
from checks.session import Session
from checks.shrinking import USUAL, Budget, size
from checks.submissions import read_reference
from checks.verdicts import Verdict
from checks.worker.loading import Sources

RESULT = Path(__file__).parents[1] / "evidence" / "shrinking.json"
GENEROUS = Budget(questions=2000, seconds=20.0)
SEED, PROFILE, ENOUGH = 0, "grade", 0.95
BY_CHANCE: dict[str, Case] = {
    "lm.forward_drops_out": ([2, 1, 24, 1], 0, [[0], [0]]),
    "lm.generate_unrepeatable": ([2, 1, 1, 1], 0, "ba", "b", 60),
}
"""Mistakes that go wrong by chance, each with a case on which it does but for a probability of 2**-24 at most."""


class Shrunk(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest case with the usual and with the generous budget, and the witness that it makes."""

    id: str
    usual: Verdict
    generous: Verdict
    witness: Witness

    @property
    def is_smallest(self) -> bool:
        """The usual budget leads to a case as short as the generous one does."""
        return size(_case(self.usual)) <= size(_case(self.generous))


def shrunk(reference: Sources, mistake: Mistake) -> Shrunk:
    """Both verdicts of the property that the mistake names."""
    prop = find(mistake.caught_by)
    cases = case_set([prop], SEED, PROFILE)
    verdicts = []
    for budget in (USUAL, GENEROUS):
        with Session(apply(mistake, reference)) as session:
            verdicts.append(session.judge(prop, cases, SEED, PROFILE, shrinking_budget=budget))
    usual, generous = verdicts
    witness = _witness(mistake, reference, generous, cases[prop.id])
    return Shrunk(id=mistake.id, usual=usual, generous=generous, witness=witness)


def _witness(mistake: Mistake, reference: Sources, smallest: Verdict, cases: list[Case]) -> Witness:
    """The smallest case, if it fails by itself; otherwise the first failing one and those before it."""
    prop, case = find(mistake.caught_by), BY_CHANCE.get(mistake.id, _case(smallest))
    with Session(apply(mistake, reference)) as session:
        alone = session.judge(prop, {prop.id: [case]}, SEED, PROFILE, shrinking_budget=None)
    if alone.status.is_wrong:
        return Witness(property_id=prop.id, case=case, found=smallest.message)
    with Session(apply(mistake, reference)) as session:
        first = session.judge(prop, {prop.id: cases}, SEED, PROFILE, shrinking_budget=None)
    *before, case = cases[: first.cases]
    return Witness(property_id=prop.id, case=case, found=first.message, before=before)


def main() -> int:
    """Writes both files, and returns the exit code."""
    parser = argparse.ArgumentParser(description="Writes the witnesses of the mistakes.")
    known_ids = {mistake.id for mistake in MISTAKES}
    parser.add_argument(
        "--only", choices=known_ids, metavar="ID", help="show what would be written for it, and write nothing"
    )
    only = parser.parse_args().only
    chosen = [mistake for mistake in MISTAKES if only in (None, mistake.id)]
    found: dict[str, Shrunk] = {}
    with progress("shrinking", len(chosen)) as tell:
        for result in spread(shrunk, read_reference(), chosen, usable_processors()):
            found[result.id] = result
            tell("shrinking", len(found), len(chosen))
    missed = [identifier for identifier, result in found.items() if not result.generous.status.is_wrong]
    for identifier in missed:
        print(f"{identifier} is not caught by the property that it names")
    witnesses = {mistake.id: found[mistake.id].witness for mistake in chosen if mistake.id not in missed}
    shares = [result.is_smallest for result in found.values() if result.id not in missed]
    smallest = sum(shares) / len(shares)
    print(f"{smallest:.1%} of {len(shares)} are shown at their smallest case within the usual budget")
    if only:
        print(msgspec.json.format(msgspec.json.encode(witnesses)).decode())
        return 0
    FILE.write_bytes(_lines(witnesses))
    slow = sorted(found.values(), key=lambda result: result.usual.seconds, reverse=True)
    document = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "versions": versions(),
        "mistakes": len(shares),
        "at_their_smallest": round(smallest, 4),
        "not_at_their_smallest": {
            result.id: {"shown": _case(result.usual), "smaller": _case(result.generous)}
            for result in found.values()
            if not result.is_smallest
        },
        "slowest_seconds": {result.id: round(result.usual.seconds, 2) for result in slow[:5]},
    }
    RESULT.write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
    return 0 if smallest >= ENOUGH and not missed else 1


def _case(verdict: Verdict) -> Case:
    return tuple((verdict.case or {}).values())


def _lines(found: dict[str, Witness]) -> bytes:
    """A line for each, so that a change shows as one."""
    encode = msgspec.json.encode
    lines = [f"  {encode(identifier).decode()}: {encode(witness).decode()}" for identifier, witness in found.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


if __name__ == "__main__":
    sys.exit(main())
