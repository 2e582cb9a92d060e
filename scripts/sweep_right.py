"""Judges every right submission with many seeds: not one may be failed. `make sweep`.

    python scripts/sweep_right.py [--seeds 1000] [--first 0] [--minutes 60] [--only NAME]

Seeds go round in turn, each with all submissions (slow ones with every fiftieth), until they are done or the time is
over; how far each got is added up in evidence/false_alarms.json, so that a later run with `--first` carries on where
the suite is still the same. Exit 1 at the first false alarm.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import time
from collections import Counter
from pathlib import Path

import msgspec

from checks import properties as _registers_them  # noqa: F401
from checks import right
from checks.audit.records import FalseAlarm, RightResult
from checks.audit.run import Context, judge_right
from checks.cases import suite_fingerprint
from checks.checking import versions
from checks.commands.console import progress
from checks.drawing import draw_all
from checks.pool import spread
from checks.processors import usable_processors
from checks.registry import all_properties
from checks.submissions import read_reference

RESULT = Path(__file__).parents[1] / "evidence" / "false_alarms.json"
PROFILE, SLOW_EVERY = "quick", 50


class Sweep(msgspec.Struct, kw_only=True):
    """How often each right submission was judged by the suite with this fingerprint, and what was found."""

    date: str
    versions: dict[str, str]
    profile: str = PROFILE
    seeds: dict[str, int] = {}
    last_seed: int = -1
    verdicts: int = 0
    false_alarms: list[FalseAlarm] = []
    worst_share: float = 0.0


def main() -> int:
    """Sweeps, writes the result, and returns the exit code."""
    parser = argparse.ArgumentParser(description="Judges every right submission with many seeds.")
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--only", help="only this submission; writes no result")
    options = parser.parse_args()
    bank = [entry for entry in right.bank().values() if entry.is_installed and options.only in (None, entry.name)]
    seeds = range(options.first, options.first + options.seeds)
    sweep = _earlier()
    began = time.monotonic()
    with progress("sweeping", len(seeds)) as tell:
        for seed in seeds:
            chosen = [entry.name for entry in bank if not entry.is_slow or seed % SLOW_EVERY == 0]
            for result in _judged(seed, chosen):
                _add(sweep, result)
            sweep.last_seed = seed
            tell(f"seed {seed}, {len(sweep.false_alarms)} false alarms", seed + 1 - options.first, len(seeds))
            if not options.only:
                RESULT.write_bytes(msgspec.json.format(msgspec.json.encode(sweep), indent=2) + b"\n")
            if sweep.false_alarms or time.monotonic() - began > 60 * options.minutes:
                break
    for alarm in sweep.false_alarms:
        print(f"{alarm.submission}, seed {alarm.seed}: {alarm.property_id} {alarm.status}, {alarm.message}")
        print(alarm.snippet)
    print(f"{sweep.verdicts} verdicts on {len(sweep.seeds)} right submissions, {len(sweep.false_alarms)} false alarms")
    return 1 if sweep.false_alarms else 0


def _judged(seed: int, names: list[str]) -> list[RightResult]:
    properties = all_properties()
    drawn = {prop.id: [*prop.examples, *cases] for prop, cases in draw_all(properties, seed, PROFILE)}  # not stored
    context = Context(properties, drawn, read_reference(), seed, PROFILE)
    return list(spread(_judge, context, names, usable_processors()))


def _judge(context: Context, name: str) -> RightResult:
    return judge_right(context, right.bank()[name])


def _earlier() -> Sweep:
    """What an earlier sweep found, if it judged by the same suite."""
    try:
        earlier = msgspec.json.decode(RESULT.read_bytes(), type=Sweep)
        if earlier.versions["suite"] == suite_fingerprint() and not earlier.false_alarms:
            return earlier
    except (OSError, msgspec.DecodeError):
        pass
    return Sweep(date=datetime.datetime.now(datetime.UTC).date().isoformat(), versions=versions())


def _add(sweep: Sweep, result: RightResult) -> None:
    sweep.seeds = dict(Counter(sweep.seeds) + Counter([result.name]))
    sweep.verdicts += result.passed + len(result.false_alarms)
    sweep.false_alarms += result.false_alarms
    sweep.worst_share = max([sweep.worst_share, *result.worst_share.values()])


if __name__ == "__main__":
    sys.exit(main())
