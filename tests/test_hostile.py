"""No attack gains a point, harms anybody, leaves anything or outlives its time; the next submission is judged rightly.

By default every attack is tried with all layers, and a third of them in each other mode; CROSSCHECK_HOSTILE=all
(`make hostile`) tries all of them in all modes.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hostile import ATTACKS
from hostile.record import Attack
from hostile.surroundings import surroundings
from rich.console import Console
from support import MakeProperty

from checks import expect
from checks.oracles import information as true
from checks.registry import Property
from checks.reports import as_json, terminal
from checks.sealing import examine
from checks.session import check
from checks.standin import StandIn
from checks.submissions import read_submission
from checks.verdicts import Run, Status
from checks.worker.loading import Sources
from checks.worker.lockdown import Limits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux seals; attacks are not run unsealed")

DEADLINE_S = 0.3
SECONDS = 10.0
"""What one attack may take on a busy machine: three properties and as many new workers, each with patience."""
MEMORY_BYTES = 64 * 2**20
DISTRIBUTIONS = [[0.5, 0.25, 0.25], [0.9, 0.1], [0.1, 0.2, 0.3, 0.4]]

MODES = {
    "sealed": Limits(),
    "no_landlock": Limits(without=("landlock",)),
    "spawned": Limits(without=("fork",)),
}
EVERYTHING = os.environ.get("CROSSCHECK_HOSTILE") == "all"


def tried() -> Iterator[object]:
    """Every attack with all layers; of the other modes each another third, or all."""
    for i, mode in enumerate(MODES):
        for j, identifier in enumerate(ATTACKS):
            if i == 0 or EVERYTHING or j % 3 == i:
                yield pytest.param(mode, ATTACKS[identifier], id=f"{mode}:{identifier}")


def entropy_is_right(sub: StandIn, p: list[float]) -> None:
    """H(p) = −Σ p log p."""
    expect.close("H(p)", sub.entropy(p).value, true.entropy(p))


def average_nll_is_right(sub: StandIn, p: list[float]) -> None:
    """−(1/N) Σ log P."""
    expect.close("average_nll(P)", sub.average_nll(p).value, true.average_nll(p))


def kl_divergence_is_right(sub: StandIn, p: list[float]) -> None:
    """KL(p ‖ u) for uniform u."""
    u = [1 / len(p)] * len(p)
    expect.close("KL(p ‖ u)", sub.kl_divergence(p, u).value, true.kl_divergence(p, u))


@pytest.fixture
def properties(make_property: MakeProperty) -> list[Property]:
    """The first is about the function that attacks; the others are judged after it, in what it leaves."""
    kinds = {"entropy": entropy_is_right, "average_nll": average_nll_is_right, "kl_divergence": kl_divergence_is_right}
    examples = tuple((p,) for p in DISTRIBUTIONS)
    return [
        make_property(holds, of=(f"loss.{name}",), examples=examples, deadline_s=DEADLINE_S)
        for name, holds in kinds.items()
    ]


def judged(sources: Sources, properties: list[Property], limits: Limits) -> Run:
    """The run of one submission."""
    cases = {prop.id: list(prop.examples) for prop in properties}
    return check(sources, properties, cases, seed=0, profile="quick", limits=limits)


@pytest.fixture(scope="session")
def sealed() -> dict[str, str]:
    """How each mode is sealed: attacks are not run in a worker that is not."""
    return {mode: examine(limits).label for mode, limits in MODES.items()}


def write(folder: Path, attack: Attack, names: dict[str, str]) -> Sources:
    """The attack as a submission on the disk, read as crosscheck does."""
    for path, text in attack.sources(names).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return read_submission(folder)


def test_the_bank_is_large_and_its_wrong_answers_are_wrong(properties: list[Property], tmp_path: Path) -> None:
    """At least 60 attacks with a story each; without an attack, the same code fails every property."""
    assert len(ATTACKS) >= 60
    assert all(len(attack.story) > 20 and attack.statuses for attack in ATTACKS.values())
    run = judged(write(tmp_path, Attack("none.at_all", "nothing"), {}), properties, Limits())
    assert {verdict.status for verdict in run.verdicts} == {Status.FAILED}


@pytest.mark.parametrize(("mode", "attack"), list(tried()))
def test_no_attack_gains_anything(
    mode: str,
    attack: Attack,
    properties: list[Property],
    reference: Sources,
    sealed: dict[str, str],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """No point, a verdict that suits, harmless text, no trace, the reference right afterwards, all of it in time."""
    assert sealed[mode] == "sealed"
    limits = MODES[mode]
    (tmp_path / "victims").mkdir()
    with surroundings(tmp_path / "victims") as around:
        sources = write(tmp_path / "submission", attack, around.names)
        judged(reference, properties[:1], limits)  # the warm parent is there, and no trace of the attack
        before, memory = around.traces(), psutil.Process().memory_info().rss
        began = time.monotonic()
        run = judged(sources, properties, limits)
        seconds = time.monotonic() - began
        after, memory = around.traces(), psutil.Process().memory_info().rss - memory
        following = judged(reference, properties, limits)

    statuses = {verdict.id: verdict.status for verdict in run.verdicts}
    assert statuses["toy.entropy_is_right"] in attack.statuses, run.verdicts[0]
    assert not {Status.PASSED, Status.BROKEN} & set(statuses.values()), run.verdicts
    assert_harmless(run, properties, around.secret)
    assert around.mark not in "".join(capfd.readouterr())
    assert after == before
    assert memory < MEMORY_BYTES
    assert seconds < SECONDS
    assert {verdict.status for verdict in following.verdicts} == {Status.PASSED}, following.verdicts


def assert_harmless(run: Run, properties: list[Property], secret: str) -> None:
    """What is told of a run is printable, bounded, and carries nothing out."""
    by_id = {prop.id: prop for prop in properties}
    screen = io.StringIO()
    Console(file=screen, force_terminal=True, color_system=None, width=100).print(terminal.render(run, by_id))
    printed, report = screen.getvalue(), as_json.render(run, by_id).decode()
    assert printed.replace("\n", "").isprintable()
    assert all(verdict.message.isprintable() and len(verdict.message) < 3000 for verdict in run.verdicts)
    assert all(failure.message.isprintable() and len(failure.message) < 3000 for failure in run.import_failures)
    assert secret not in printed + report
