"""The aims, and what a run of the benchmarks says of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import msgspec
from records import Benchmark, Clock, Record, line_through


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One aim: what is measured, by which clock, what was found, and the bound; `other` is by the other clock."""

    what: str
    clock: Clock | Literal["memory", "share", "fit"]
    measured: float | None = None
    other: float | None = None
    bound: float | None = None
    is_lower_bound: bool = False
    unit: str = ""

    @property
    def verdict(self) -> str:
        """Whether the aim is met; where there is none, the figure is there for comparison."""
        if self.measured is None:
            return "not measured"
        if self.bound is None:
            return ""
        is_met = self.measured >= self.bound if self.is_lower_bound else self.measured <= self.bound
        return "met" if is_met else "**missed**"


def rows_of(record: Record) -> list[Row]:
    """A row for each aim, and for what helps to understand it; benchmarks that were not run say so."""
    tables: dict[str, Callable[[Benchmark], Iterable[Row]]] = {
        "test_limit": _limit,
        "test_class": _class,
        "test_ten_failures": _ten_failures,
        "test_timeout": _timeout,
        "test_startup": _startup,
        "test_steps[mlp-10]": lambda found: _steps(found, "an MLP"),
        "test_steps[char_lm-3]": lambda found: _steps(found, "the char LM"),
        "test_memory_of_nodes": _nodes,
        "test_side_by_side": _side_by_side,
        "test_growth": _growth,
        "test_memory": _memory,
    }
    rows: list[Row] = []
    for name, table in tables.items():
        found = record.find(name)
        rows += table(found) if found else [Row(what=name, clock="processor")]
    return rows


def _ratio(
    found: Benchmark, what: str, over: str, under: str, clock: Clock, bound: float | None = None, *, lower: bool = False
) -> Row:
    return Row(
        what=what,
        clock=clock,
        measured=found.ratio(over, under, clock),
        other=found.ratio(over, under, "processor" if clock == "wall" else "wall"),
        bound=bound,
        is_lower_bound=lower,
    )


def _limit(found: Benchmark) -> Iterable[Row]:
    yield _ratio(found, "the questions over the line, unjudged, to the limit", "over the line", "bare", "processor")
    yield _ratio(found, "replay of a case set to the limit", "replay", "bare", "processor", 1.3)
    # By the wall: of a command in namespaces the workers' processor time does not come back to who started it.
    yield _ratio(found, "a whole check with start-up to the limit", "check", "bare", "wall", 1.6)
    profile = found.extra_info.profile
    share = max(profile.values()) / sum(profile.values())
    yield Row(what="the costliest property, of a replay", clock="share", measured=share, bound=0.10)


def _class(found: Benchmark) -> Iterable[Row]:
    facts = found.extra_info.facts
    count = f"{facts['submissions']:g} submissions"
    yield Row(
        what=f"{count} to their limit",
        clock="processor",
        measured=facts["processor time to limit"],
        other=facts["wall time to limit"],
    )
    yield _ratio(found, f"{count}: speed of 2 jobs to 1", "one job", "two jobs", "wall", 1.8, lower=True)
    yield _linear("submissions", found)


def _ten_failures(found: Benchmark) -> Iterable[Row]:
    failures = found.extra_info.facts["failures"]
    what = f"{failures:g} failures, shrunk and diagnosed, to a passing submission"
    yield _ratio(found, what, "failing", "passing", "processor", 2.5)


def _timeout(found: Benchmark) -> Iterable[Row]:
    facts = found.extra_info.facts
    what = f"a property of {facts['cases']:g} cases that hangs, to its deadline"
    yield Row(what=what, clock="processor", measured=facts["deadlines"], bound=1.25)


def _startup(found: Benchmark) -> Iterable[Row]:
    for side, bound in (
        ("python", None),
        ("--version", 0.15),
        ("--help", 0.15),
        ("check of one function", 1.0),
        ("check of ngram.py", 1.0),
    ):
        yield Row(
            what="a bare start of Python" if side == "python" else f"crosscheck {side}",
            clock="wall",
            measured=found.seconds(side, "wall"),
            other=found.seconds(side, "processor"),
            bound=bound,
            unit="s",
        )


def _steps(found: Benchmark, graph: str) -> Iterable[Row]:
    for engine, bound in (("micrograd", 2.0), ("torch", None)):
        what = f"{graph}, forward and backward: the reference's speed to {engine}'s"
        if engine in found.extra_info.sides:
            yield _ratio(found, what, engine, "reference", "processor", bound, lower=True)
        else:
            yield Row(what=f"{what} (not installed)", clock="processor")


def _nodes(found: Benchmark) -> Iterable[Row]:
    facts = found.extra_info.facts
    for engine, bound in (("micrograd", 0.5), ("torch", None)):
        what = f"memory of a node: the reference's to {engine}'s, resident"
        if f"{engine} resident" not in facts:
            yield Row(what=f"{what} (not installed)", clock="memory")
            continue
        measured = facts["reference resident"] / facts[f"{engine} resident"]
        yield Row(what=what, clock="memory", measured=measured, bound=bound)
    allocated = facts["reference allocated"] / facts["micrograd allocated"]
    what = "memory of a node: the reference's to micrograd's, allocated by Python"
    yield Row(what=what, clock="memory", measured=allocated, bound=0.5)


def _side_by_side(found: Benchmark) -> Iterable[Row]:
    count = f"{found.extra_info.facts['properties']:g}"
    yield _ratio(
        found, "the same properties live under Hypothesis to this suite", "live", "crosscheck check", "processor"
    )
    yield _ratio(found, f"{count} trivial pytest tests to this suite", "pytest", "crosscheck check", "processor")


def _growth(found: Benchmark) -> Iterable[Row]:
    yield _linear("properties", found)
    yield _linear("cases", found)


def _linear(what: str, found: Benchmark) -> Row:
    fit = line_through(found.extra_info.growth[what])
    return Row(
        what=f"cost against {what}: R² of a line", clock="fit", measured=fit.r_squared, bound=0.98, is_lower_bound=True
    )


def _memory(found: Benchmark) -> Iterable[Row]:
    facts, series = found.extra_info.facts, found.extra_info.memory
    for who, bound in (("judge", 150.0), ("worker", 100.0)):
        at_most = max(facts[f"{who} at most"], *(mib for _, mib in series[who]))
        yield Row(what=f"the {who} at most", clock="memory", measured=at_most, bound=bound, unit="MiB")
        growth = line_through(series[who]).slope * 1000
        count = max(number for number, _ in series[who])
        what = f"growth of the {who} per 1,000 submissions (over {count:g})"
        yield Row(what=what, clock="memory", measured=growth, bound=5.0, unit="MiB")
