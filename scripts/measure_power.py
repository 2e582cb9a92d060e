"""Measures how many cases it takes to catch each mistake, whatever the seed: `make power`.

    python scripts/measure_power.py [--seeds 20]

For each seed and mistake: the number of the first case on which the property that the mistake names fails. The result
goes to evidence/power.json; exit 1 if any is missed, the median is above 10 or the 99th percentile above 60.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

import msgspec

from checks import properties as _registers_them  # noqa: F401
from checks.audit import matrix
from checks.audit.run import Context, judge_wrong
from checks.cases import case_set
from checks.checking import versions
from checks.commands.console import progress
from checks.mistakes import MISTAKES, Mistake, apply
from checks.pool import spread
from checks.processors import usable_processors
from checks.registry import all_properties, find
from checks.submissions import read_reference

RESULT = Path(__file__).parents[1] / "evidence" / "power.json"
PROFILE, MEDIAN_AT_MOST, PERCENTILE_99_AT_MOST = "grade", 10, 60


def first_case(context: Context, mistake: Mistake) -> tuple[str, int]:
    """The number of the first failing case; 0 where none fails."""
    result = judge_wrong(context, mistake, apply(mistake, context.reference), [find(mistake.caught_by)])
    kill = result.kills.get(mistake.caught_by)
    return mistake.id, kill.case if kill else 0


def main() -> int:
    """Measures, writes the result, and returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures how many cases it takes to catch each mistake.")
    parser.add_argument("--seeds", type=int, default=20)
    seeds = range(parser.parse_args().seeds)
    named = {mistake.caught_by for mistake in MISTAKES}
    properties = [prop for prop in all_properties() if prop.id in named]
    reference, jobs = read_reference(), usable_processors()
    found: dict[str, list[int]] = {mistake.id: [] for mistake in MISTAKES}
    with progress("drawing", len(seeds) * len(MISTAKES)) as tell:
        for seed in seeds:
            cases = dict(case_set(properties, seed, PROFILE))
            context = Context(properties, cases, reference, seed, PROFILE)
            for done, (identifier, number) in enumerate(spread(first_case, context, MISTAKES, jobs), start=1):
                found[identifier].append(number)
                tell(f"catching mistakes, seed {seed}", seed * len(MISTAKES) + done, len(seeds) * len(MISTAKES))
            context.relay.close()
    numbers = [number for row in found.values() for number in row if number]
    missed = {identifier: row.count(0) for identifier, row in found.items() if 0 in row}
    median, percentile = matrix.median(numbers), matrix.percentile(numbers, 99)
    slowest = sorted(found.items(), key=lambda item: matrix.median(item[1]), reverse=True)[:20]
    print(f"{len(MISTAKES)} mistakes, {len(seeds)} seeds: median {median:g}, 99 % {percentile:g}, most {max(numbers)}")
    for identifier, times in missed.items():
        print(f"{identifier} is missed with {times} of {len(seeds)} seeds")
    document = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "versions": versions(),
        "profile": PROFILE,
        "seeds": len(seeds),
        "mistakes": len(MISTAKES),
        "median": median,
        "percentile_99": percentile,
        "most": max(numbers),
        "missed": missed,
        "hardest_by_median": {identifier: matrix.median(row) for identifier, row in slowest},
    }
    RESULT.write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
    return 1 if missed or median > MEDIAN_AT_MOST or percentile > PERCENTILE_99_AT_MOST else 0


if __name__ == "__main__":
    sys.exit(main())
