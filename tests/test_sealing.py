"""The layers that seal a worker: each stops what it is for, and what remains open is told."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import Submit

from checks.sealing import examine
from checks.worker import seccomp
from checks.worker.client import CrashedError, RaisedError, StartError, Worker
from checks.worker.lockdown import Limits
from checks.worker.warm import warm_parent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux seals")

UNSEALED = Limits(without=("bubblewrap", "landlock", "seccomp"))

USEFUL = """
import array, bisect, cmath, collections, copy, dataclasses, decimal, enum, fractions, functools, graphlib, heapq
import inspect, itertools, json, logging, math, operator, random, re, statistics, string, textwrap, threading, typing
def entropy(p):
    import numpy as np
    import numpy.linalg, numpy.fft, numpy.random, numpy.polynomial
    a = np.arange(9.0).reshape(3, 3) + np.eye(3)
    np.linalg.solve(a, a), np.linalg.svd(a), np.fft.fft(a), np.random.default_rng(0).normal(), np.exp(a) @ a
    np.sort(a), np.einsum("ij,jk", a, a), np.random.normal(), random.random(), decimal.Decimal(2).ln()
    thread = threading.Thread(target=math.log, args=(2,))
    thread.start()
    thread.join()
    return 0.5
"""


def test_a_worker_is_sealed() -> None:
    """On Linux with seccomp, the canary is stopped in everything it tries."""
    seal = examine()
    assert (seal.label, seal.open) == ("sealed", [])
    assert len(seal.stopped) == 7


def test_a_worker_with_much_memory_is_sealed_too() -> None:
    """What it may use is no hole, and more than that it cannot have."""
    assert examine(Limits(memory_bytes=16 * 2**30)).label == "sealed"


@pytest.mark.parametrize("spoil", ["no folder for temporary files", "nowhere to be"])
def test_a_canary_that_cannot_be_set_up_is_told_of(spoil: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one sentence."""
    (tmp_path / "gone").mkdir()
    if spoil == "nowhere to be":
        monkeypatch.chdir(tmp_path / "gone")
    else:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    (tmp_path / "gone").rmdir()
    with pytest.raises(StartError, match=r"the canary cannot be set up .*; it needs a folder to be in"):
        examine()
    monkeypatch.chdir(tmp_path)


def test_it_is_sealed_without_landlock_too() -> None:
    """System calls that name files are refused instead."""
    seal = examine(Limits(without=("landlock",)))
    assert seal.label == "sealed"
    assert "landlock" not in seal.layers
    assert "no paths" in seal.layers


def test_what_is_open_is_told() -> None:
    """Without the layers that stop them, the canary reads, writes, connects, signals and starts processes."""
    seal = examine(UNSEALED)
    assert seal.label == "limited"
    assert set(seal.open) >= {"read files", "write files", "reach the network", "start processes"}
    assert "take any amount of memory" in seal.stopped
    assert "it could read files, write files" in seal.told


@pytest.mark.parametrize(
    "without",
    [(), ("landlock",), ("fork",), ("bubblewrap",)],
    ids=["all layers", "no Landlock", "spawned", "no namespaces"],
)
def test_arithmetic_needs_nothing_that_is_forbidden(submit: Submit, without: tuple[str, ...]) -> None:
    """Standard library, NumPy and threads work in a sealed worker."""
    worker = Worker(submit(loss=USEFUL), Limits(without=without))
    try:
        worker.ask("import_module", ["loss"], {}, type(None), 10)
        assert worker.ask("entropy", [[0.5, 0.5]], {}, list[object], 10)[0] == 0.5
    finally:
        worker.close()


def test_other_packages_are_not_there(submit: Submit) -> None:
    """Only NumPy can be imported, unless a package is asked for."""
    sources = submit(loss="import micrograd")
    worker = Worker(sources)
    with pytest.raises(RaisedError, match="No module named 'micrograd'"):
        worker.ask("import_module", ["loss"], {}, type(None), 10)
    worker.close()
    worker = Worker(sources, Limits(packages=("micrograd",)))
    worker.ask("import_module", ["loss"], {}, type(None), 10)
    worker.close()


@pytest.mark.parametrize("number", ["random.random()", "numpy.random.random()"])
def test_workers_draw_different_random_numbers(number: str, submit: Submit) -> None:
    """They come from one parent, whose generators they do not share."""
    body = f"import random\nimport numpy\ndef entropy(p): return {number}"
    drawn = set()
    for _ in range(3):
        worker = Worker(submit(loss=body))
        worker.ask("import_module", ["loss"], {}, type(None), 10)
        drawn.add(worker.ask("entropy", [[1.0]], {}, list[object], 10)[0])
        worker.close()
    assert len(drawn) == 3


def test_a_lost_parent_is_replaced(submit: Submit) -> None:
    """Its workers end with it; the next worker gets a new one."""
    sources = submit(loss="x = 1")
    limits = Limits(without=("bubblewrap",))
    orphan = Worker(sources, limits)
    warm_parent((), in_namespaces=False).kill()
    with pytest.raises(CrashedError):
        orphan.ask("import_module", ["loss"], {}, type(None), 10)
    worker = Worker(sources, limits)
    worker.ask("import_module", ["loss"], {}, type(None), 10)
    worker.close()


def test_no_descriptor_is_left_behind(submit: Submit) -> None:
    """Starting and ending workers leaves the judge as it was."""
    sources = submit(loss="x = 1")
    Worker(sources).close()
    before = list(Path("/proc/self/fd").iterdir())
    for _ in range(5):
        Worker(sources).close()
    assert len(list(Path("/proc/self/fd").iterdir())) == len(before)


def _numbers() -> Iterator[tuple[str, str, int]]:
    for name, architecture in seccomp.call_table().architectures.items():
        for call, number in architecture.numbers.items():
            yield name, call, number


def test_the_numbers_of_system_calls_are_those_of_libseccomp() -> None:
    """For both architectures; what this release of the library does not know yet is left out."""
    found = ctypes.util.find_library("seccomp")
    if found is None:
        pytest.skip("libseccomp is not installed")
    resolve = ctypes.CDLL(found).seccomp_syscall_resolve_name_arch
    table = seccomp.call_table().architectures
    unknown, compared = -1, 0
    for name, call, number in _numbers():
        theirs = resolve(ctypes.c_uint32(table[name].audit), call.encode())
        if theirs != unknown:
            assert (name, call, theirs) == (name, call, number)
            compared += 1
    assert compared > 200


def test_every_denied_call_has_its_number() -> None:
    """A name without a number would be let through; old calls that only x86-64 has are the exception."""
    table = seccomp.call_table()
    denied = {call for calls in table.denied.values() for call in calls} | set(table.paths)
    assert denied <= table.architectures["x86_64"].numbers.keys()
    only_old = {"access", "chmod", "chown", "creat", "fork", "futimesat", "inotify_init", "ioperm", "iopl", "lchown"}
    only_old |= {"link", "mkdir", "mknod", "modify_ldt", "open", "readlink", "rename", "rmdir", "symlink", "unlink"}
    only_old |= {"utime", "utimes", "vfork"}
    assert denied - table.architectures["aarch64"].numbers.keys() == only_old


def test_an_unknown_architecture_is_refused() -> None:
    """No filter is better than one with another machine's numbers."""
    with pytest.raises(seccomp.SeccompUnavailableError, match="vax"):
        seccomp.filter_program("vax", 1, without_paths=False)
    assert len(seccomp.filter_program("aarch64", 1, without_paths=True)) % 8 == 0
