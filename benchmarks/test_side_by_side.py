"""The same submission three ways: this suite, the same properties live under Hypothesis, pytest with trivial tests."""

from __future__ import annotations

import contextlib
import sys
from functools import partial
from pathlib import Path
from typing import Any

from measuring import Cost, cost_of, in_turn
from sizes import Size
from suite import SEED, Suite, run_silently

from checks.drawing import replay
from checks.judge import judge_case
from checks.registry import Case, Property
from checks.standin import LocalStandIn, StandIn
from checks.verdicts import Status
from checks.worker.loading import Code, Sources

PLUGINS = ("crosscheck", "benchmark", "xdist", "hypothesispytest")
"""What is installed beside pytest here, and would be loaded with it."""


def test_side_by_side(
    benchmark: Any, size: Size, suite: Suite, reference: Sources, reference_folder: Path, tmp_path: Path
) -> None:
    """Live means in one process, unprotected, every case drawn anew: what a usual property-based suite does.

    crosscheck and pytest are measured with their start, live without.
    """
    file = tmp_path / "test_trivial.py"
    file.write_text("".join(f"def test_{i}():\n    assert True\n\n\n" for i in range(len(suite.properties))))

    def live() -> Cost:
        code = Code(reference)
        sub = LocalStandIn(code)
        with contextlib.redirect_stdout(None):
            for module in reference.modules:
                sub.import_module(module)
            cost = cost_of(lambda: judge_live(suite, sub))
        code.unload()
        return cost

    plain = [word for plugin in PLUGINS for word in ("-p", f"no:{plugin}")]
    sides = {
        "crosscheck check": lambda: cost_of(lambda: run_silently(suite.command(reference_folder))),
        "live": live,
        "pytest": lambda: cost_of(lambda: run_silently([sys.executable, "-m", "pytest", "-q", *plain, str(file)])),
    }
    in_turn(benchmark, sides, rounds=size.live_rounds)
    benchmark.extra_info["facts"] = {"properties": len(suite.properties)}


def judge_live(suite: Suite, sub: StandIn) -> None:
    """Each property on its hand-picked cases, and on those that Hypothesis draws as they are judged."""
    for prop in suite.properties:
        for case in prop.examples:
            judge_one(prop, sub, case)
        if prop.given is not None:
            replay(prop, SEED, suite.profile, partial(judge_one, prop, sub))


def judge_one(prop: Property, sub: StandIn, case: Case) -> None:
    """One case, which has to pass."""
    finding = judge_case(prop, sub, case)
    assert finding.status is Status.PASSED, finding
