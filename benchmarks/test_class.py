"""A class of different submissions, checked by one process and by two, against their limit."""

from __future__ import annotations

import contextlib
import random
from dataclasses import dataclass
from typing import Any

from limit import bare_cost, questions_of
from measuring import Cost, cost_of, in_turn
from sizes import Size
from suite import SEED, Suite, suite_of

from checks import right
from checks.mistakes import MISTAKES, apply
from checks.pool import spread
from checks.processors import on_one_processor
from checks.registry import all_properties
from checks.verdicts import Run, Status
from checks.worker.loading import Sources

LIMIT_EVERY = 10
"""The limit is measured for every tenth submission."""


@dataclass(frozen=True)
class Checked:
    """One submission's place in the class, what its check cost, and what was wrong."""

    number: int
    cost: Cost
    wrong: list[Status]


@dataclass(frozen=True)
class Class:
    """What the checking processes share."""

    suite: Suite
    submissions: list[Sources]


def test_class(benchmark: Any, size: Size, reference: Sources) -> None:
    """Each submission has workers of its own; failures are shrunk, as in a grading. One job has one processor."""
    suite = suite_of(all_properties()[:: size.class_every], "quick")
    members = Class(suite, class_of(size.class_size, reference))
    chunk = len(members.submissions) // size.class_chunks
    by_jobs: dict[int, list[Checked]] = {1: [], 2: []}

    def checked_by(jobs: int) -> Cost:
        began = len(by_jobs[jobs])
        numbers = range(began, began + chunk)
        with on_one_processor() if jobs == 1 else contextlib.nullcontext():
            cost = cost_of(lambda: by_jobs[jobs].extend(spread(check_one, members, numbers, jobs)))
        # What ends after the process that started it is not counted from here: so it is there.
        return Cost(cost.wall_s, sum(one.cost.processor_s for one in by_jobs[jobs][began:]))

    in_turn(benchmark, {"one job": lambda: checked_by(1), "two jobs": lambda: checked_by(2)}, rounds=size.class_chunks)
    alone, shared = ({one.number: one for one in found} for found in by_jobs.values())
    assert {i: one.wrong for i, one in alone.items()} == {i: one.wrong for i, one in shared.items()}
    sampled = range(0, len(alone), LIMIT_EVERY)
    bare = [bare_cost(members.submissions[i], questions_of(members.submissions[i], suite)) for i in sampled]
    benchmark.extra_info["facts"] = {
        "submissions": len(alone),
        "properties": len(suite.properties),
        "wrong verdicts": sum(len(one.wrong) for one in alone.values()),
        "processor time to limit": sum(alone[i].cost.processor_s for i in sampled) / sum(c.processor_s for c in bare),
        "wall time to limit": sum(alone[i].cost.wall_s for i in sampled) / sum(c.wall_s for c in bare),
    }
    sums = [sum(one.cost.processor_s for one in by_jobs[1][: i + 1]) for i in range(len(alone))]
    benchmark.extra_info["growth"] = {"submissions": [[i + 1, seconds] for i, seconds in enumerate(sums)]}


def class_of(count: int, reference: Sources) -> list[Sources]:
    """So many different submissions in any order: right ones that are quick, and mistakes that end by themselves."""
    rights = [entry.read() for entry in right.bank().values() if entry.is_installed and not entry.is_slow]
    ending = [mistake for mistake in MISTAKES if mistake.kind != "trap"]  # some traps never come back
    chosen = random.Random(SEED)
    rights = chosen.sample(rights, min(len(rights), count // 4))
    wrong = [apply(mistake, reference) for mistake in chosen.sample(ending, count - len(rights))]
    return chosen.sample([*rights, *wrong], count)


def check_one(members: Class, number: int) -> Checked:
    """Checks one submission of the class."""
    runs: list[Run] = []
    cost = cost_of(lambda: runs.append(members.suite.check(members.submissions[number])))
    return Checked(number, cost, [verdict.status for verdict in runs[0].verdicts if verdict.status.is_wrong])
