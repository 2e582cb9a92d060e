"""No attack gains a point, harms anybody, leaves anything or outlives its time; the next submission is judged rightly.

By default every attack is tried with all layers, a sixth of them without Landlock, and a twelfth in each other mode and
place; CROSSCHECK_HOSTILE=all (`make hostile`) tries all of them in all of these.
"""

from __future__ import annotations

import ctypes.util
import io
import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
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
from checks.checking import check
from checks.oracles import information as true
from checks.registry import Property
from checks.reports import as_json, terminal
from checks.sealing import examine
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

EVERYTHING = os.environ.get("CROSSCHECK_HOSTILE") == "all"
ELSEWHERE = os.environ.get("CROSSCHECK_HOSTILE_ELSEWHERE", "")
"""One of PLACES, where these tests run themselves a second time."""

MODES = {
    "sealed": Limits(without=("bubblewrap",) if ELSEWHERE == "own_user" else ()),
    "no_landlock": Limits(without=("landlock",)),
    "spawned": Limits(without=("fork",)),
}
PLACES = {"docker": "seccomp", "user": "seccomp", "docker-user": "seccomp", "own_user": "own user"}
"""Where judging is tried elsewhere, and a layer that has to be in force there. Namespaces have one user only, so that
workers get one each where there are no namespaces."""

ONE_IN = {"sealed": 1, "no_landlock": 6, "spawned": 12, **dict.fromkeys(PLACES, 12)}
"""The share of the attacks that is tried by default, another one in each mode and place."""


def tried() -> Iterator[object]:
    """Every attack with all layers, and a share of them in the other modes, or all; elsewhere, with all layers."""
    for mode in MODES:
        where = ELSEWHERE or mode
        share, first = 1 if EVERYTHING else ONE_IN[where], list(ONE_IN).index(where)
        for i, identifier in enumerate(ATTACKS):
            if i % share == first % share and (mode == "sealed" or not ELSEWHERE):
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
    seals = {mode: examine(limits) for mode, limits in MODES.items()}
    assert PLACES.get(ELSEWHERE, "seccomp") in seals["sealed"].layers
    return {mode: seal.label for mode, seal in seals.items()}


def write(folder: Path, attack: Attack, names: dict[str, str]) -> Sources:
    """The attack as a submission on the disk, read as crosscheck does."""
    for path, text in attack.sources(names).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return read_submission(folder)


def test_the_bank_is_large_and_its_wrong_answers_are_wrong(properties: list[Property], tmp_path: Path) -> None:
    """At least 60 attacks with a story each; without an attack, the same code fails every property."""
    assert len(ATTACKS) >= 60
    assert [attack.id for attack in ATTACKS.values() if len(attack.story) < 20 or not attack.statuses] == []
    run = judged(write(tmp_path, Attack("none.at_all", "nothing"), {}), properties, Limits())
    assert {verdict.status for verdict in run.verdicts} == {Status.FAILED}


GENUINE = [
    *(f"stealing.a_neighbours_file_by_{way}" for way in ("open", "os_open", "linecache", "numpy", "mmap", "loader")),
    *("stealing.a_neighbours_file_by_root_of_process", "stealing.a_neighbours_file_by_libc", "stealing.the_reference"),
    *("stealing.the_installed_checks", "stealing.the_case_sets", "stealing.a_home_folder", "stealing.names_of_files"),
    *("stealing.proc_of_itself", "stealing.by_network", "files.the_results"),
]
"""Attacks that only read, or change nothing but the victims that a test has set up: these may run unsealed. What asks
the kernel for another process is stopped by the loss of capabilities, which no mode leaves out.
"""


@pytest.mark.parametrize("identifier", GENUINE)
def test_attacks_are_genuine(identifier: str, properties: list[Property], reference: Sources, tmp_path: Path) -> None:
    """Where the layers that stop it are left out, the attack gains a point, tells the secret or changes the results."""
    limits = Limits(without=("landlock", "seccomp", "bubblewrap"))
    (tmp_path / "victims").mkdir()
    (tmp_path / "cases").mkdir()
    try:
        with surroundings(tmp_path / "victims") as around:
            names = {**around.names, "CACHE": str(tmp_path / "cases")}
            sources = write(tmp_path / "submission", ATTACKS[identifier], names)
            before = around.traces()["victims"]
            run = judged(sources, properties[:1], limits)
            (verdict,) = run.verdicts
            succeeded = verdict.status is Status.PASSED or around.secret in verdict.message
            succeeded = succeeded or around.traces()["victims"] != before
    except AssertionError as connected:
        succeeded = "somebody connected" in str(connected)
    assert succeeded, verdict


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
        before, memory = around.traces(), psutil.Process().memory_info().rss
        began = time.monotonic()
        run = judged(sources, properties, limits)
        seconds = time.monotonic() - began
        after, memory = around.traces(), psutil.Process().memory_info().rss - memory
        left = around.processes_left(before)
        following = judged(reference, properties, limits)

    statuses = {verdict.id: verdict.status for verdict in run.verdicts}
    assert statuses["toy.entropy_is_right"] in attack.statuses, run.verdicts[0]
    assert not {Status.PASSED, Status.BROKEN} & set(statuses.values()), run.verdicts
    assert_harmless(run, properties, around.secret)
    assert around.mark not in "".join(capfd.readouterr())
    assert left == set()
    assert {**after, "processes": []} == {**before, "processes": []}
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


def public_interpreter() -> str:
    """A Python of this version that any user may run and read; "" if there is none."""
    for path in (
        sys.executable,
        f"/usr/bin/python3.{sys.version_info.minor}",
        f"/usr/local/bin/python3.{sys.version_info.minor}",
    ):
        real = Path(path).resolve()
        if real.exists() and is_public(real):
            return path
    return ""


def is_public(path: Path) -> bool:
    """Whether any user may go there."""
    return all(place.stat().st_mode & stat.S_IXOTH for place in [path, *path.parents])


@pytest.mark.skipif(bool(ELSEWHERE), reason="this is elsewhere already")
@pytest.mark.parametrize("place", PLACES)
def test_no_attack_gains_anything_elsewhere(place: str, root: Path) -> None:
    """In Docker's usual container as root and as a plain user, as that user, and with workers that have users each."""
    is_root, interpreter = os.geteuid() == 0, public_interpreter()
    if place == "own_user" and not is_root:
        pytest.skip("only root can give workers a user of their own; CI runs the tests as root, too")
    packages = Path(sysconfig.get_path("purelib"))
    if place != "docker" and is_root and not (interpreter and is_public(packages) and is_public(root)):
        pytest.skip("Python, the installed packages or this checkout lie where other users cannot read them")
    if "docker" in place and ctypes.util.find_library("seccomp") is None:
        pytest.skip("libseccomp is not installed: apt-get install libseccomp2")
    folder = Path(tempfile.mkdtemp(prefix="crosscheck-elsewhere-"))
    folder.chmod(0o777)
    python = interpreter if place != "docker" and is_root else sys.executable
    environment = {
        "PATH": os.defpath,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "CROSSCHECK_CACHE": str(folder / "cases"),
        "CROSSCHECK_HOSTILE": os.environ.get("CROSSCHECK_HOSTILE", ""),
        "CROSSCHECK_HOSTILE_ELSEWHERE": place,
        "PYTHONPATH": os.pathsep.join([str(root), sysconfig.get_path("purelib")]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [python, str(root / "tests" / "hostile" / "elsewhere.py"), place, python, "-m", "pytest", __file__]
    command += ["-k", "no_attack_gains_anything", "--tb=short", "-p", "no:xdist"]
    try:
        inner = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=False)
        assert inner.returncode == 0, inner.stdout[-6000:] + inner.stderr[-2000:]
        assert " passed" in inner.stdout
    finally:
        shutil.rmtree(folder)


ON_THE_COMMAND_LINE = {
    "text.escape_sequences": "raised ValueError: �[2J",
    "forging.a_report_on_stdout": "but should be",
    "flow.os_exit_0": "the process ended itself with exit status 0",
    "resources.signals_to_others": "but should be",
}


@pytest.mark.skipif(bool(ELSEWHERE), reason="this is elsewhere already")
@pytest.mark.parametrize("identifier", ON_THE_COMMAND_LINE)
def test_the_command_says_what_happened(identifier: str, root: Path, tmp_path: Path) -> None:
    """Exit code 1, no points for what attacks, plain text on stdout, nothing on stderr, whatever happens."""
    (tmp_path / "victims").mkdir()
    with surroundings(tmp_path / "victims") as around:
        write(tmp_path / "hw", ATTACKS[identifier], {**around.names, "JUDGE": "1"})
        command = [sys.executable, "-m", "checks", "check", str(tmp_path / "hw"), "--profile", "quick"]
        command += ["--section", "entropies", "--require", "sealed"]
        environment = {**os.environ, "PYTHONPATH": str(root), "COLUMNS": "100", "NO_COLOR": "1"}
        result = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (1, "")
    assert "✗ entropies.entropy_is_the_mean_surprise  0 of 2 points" in result.stdout
    assert ON_THE_COMMAND_LINE[identifier] in result.stdout
    assert result.stdout.replace("\n", "").isprintable()
    assert around.mark not in result.stdout
