"""How the cost of a check grows with the number of properties, and with the number of cases."""

from __future__ import annotations

from typing import Any

from measuring import cost_of
from sizes import Size
from suite import Suite

from checks.processors import on_one_processor
from checks.session import Session
from checks.worker.loading import Sources

PARTS = 5


def test_growth(benchmark: Any, size: Size, suite: Suite, reference: Sources) -> None:
    """From a fifth of them to all, each part a like mixture: every fifth, from the costliest to the cheapest."""
    growth: dict[str, list[list[float]]] = {"properties": [], "cases": []}
    with on_one_processor(), Session(reference) as session:
        verdicts = sorted(suite.replay(session), key=lambda verdict: verdict.seconds)
    place = {verdict.id: i for i, verdict in enumerate(verdicts)}

    def part_of_properties(part: int) -> Suite:
        chosen = [prop for prop in suite.properties if place[prop.id] % PARTS < part]
        return Suite(chosen, suite.cases, suite.profile)

    def part_of_cases(part: int) -> Suite:
        return suite.thinned(lambda i: i % PARTS < part)

    def measure_all() -> None:
        for part in range(1, PARTS + 1):
            for what, thinned in (("properties", part_of_properties(part)), ("cases", part_of_cases(part))):
                counts = {"properties": len(thinned.properties), "cases": sum(map(len, thinned.cases.values()))}
                growth[what].append([counts[what], cost_of(lambda: thinned.check_alone(reference)).processor_s])  # noqa: B023  # called at once

    benchmark.pedantic(measure_all, rounds=size.growth_rounds)
    benchmark.extra_info["growth"] = growth
