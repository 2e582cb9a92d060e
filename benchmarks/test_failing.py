"""What failing costs: ten failures against none, and a function that never comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from measuring import Cost, cost_of, in_turn
from sizes import Size
from suite import run_silently, suite_of

from checks.mistakes import MISTAKES, apply
from checks.registry import all_properties
from checks.verdicts import Run, Status
from checks.worker.loading import Sources

TEN_FAILURES = (
    "autograd.relu_divides_by_zero",
    "ngram.tokens_stripped",
    "ngram.perplexity_below_1",
    "loss.softmax_of_nothing_is_nothing",
    "lm.generate_seeds_itself_apart",
    "vectorized.log_sum_exp_unshifted",
)
"""Mistakes in six functions, which fail ten properties between them."""


def test_ten_failures(benchmark: Any, size: Size, reference: Sources, reference_folder: Path, tmp_path: Path) -> None:
    """Ten failures, each shrunk and diagnosed. What is known of mistakes is stored, as after the first of a class."""
    suite = suite_of(all_properties(), size.profile)
    by_id = {mistake.id: mistake for mistake in MISTAKES}
    wrong = reference
    for identifier in TEN_FAILURES:
        wrong = apply(by_id[identifier], wrong)
    failing = tmp_path / "failing"
    failing.mkdir()
    for name, text in wrong.files.values():
        (failing / name).write_bytes(text)
    result = tmp_path / "result.json"
    run_silently([*suite.command(failing), "--json", str(result)], code=1)  # stores what is known of these mistakes
    found = msgspec.json.decode(result.read_bytes())
    failures = [check["id"] for check in found["checks"] if Status(check["status"]).is_wrong]
    assert len(failures) == 10, failures
    sides = {
        "failing": lambda: cost_of(lambda: run_silently(suite.command(failing), code=1)),
        "passing": lambda: cost_of(lambda: run_silently(suite.command(reference_folder))),
    }
    in_turn(benchmark, sides, rounds=size.rounds)
    benchmark.extra_info["facts"] = {"failures": len(failures), "diagnoses": len(found["diagnoses"])}


def test_timeout(benchmark: Any, reference: Sources) -> None:
    """A property that hangs in each of its fifty cases, and the same one that passes."""
    prop = next(prop for prop in all_properties() if prop.of == ("loss.entropy",) and prop.given is not None)
    suite = suite_of([prop], "grade")
    path, text = reference.files["loss"]
    hanging = msgspec.structs.replace(
        reference,
        files={**reference.files, "loss": (path, text.replace(b"return cross_entropy(p, p)", b"while True: pass"))},
    )

    def check(sources: Sources, wanted: Status) -> Cost:
        runs: list[Run] = []
        cost = cost_of(lambda: runs.append(suite.check_alone(sources)))
        assert [verdict.status for verdict in runs[0].verdicts] == [wanted]
        return cost

    costs = in_turn(
        benchmark,
        {"hanging": lambda: check(hanging, Status.TIMED_OUT), "passing": lambda: check(reference, Status.PASSED)},
        rounds=3,
    )
    extra_s = [late.processor_s - right.processor_s for late, right in zip(*costs.values(), strict=True)]
    benchmark.extra_info["facts"] = {
        "cases": len(suite.cases[prop.id]),
        "deadline_s": prop.deadline_s,
        "deadlines": sorted(extra_s)[1] / prop.deadline_s,
    }
