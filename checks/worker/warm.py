"""The judge's end of the warm parent of workers: one for each judging process and set of packages."""

from __future__ import annotations

import atexit
import contextlib
import errno
import os
import select
import signal
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path

import msgspec

from . import bubblewrap
from .command import command, environment
from .lockdown import Limits
from .zygote import ForkOrder, Order, ReapOrder, encode

PATIENCE_S = 30.0
"""How long the warm parent may take for an order; the first waits for its imports."""


class WarmParentLostError(Exception):
    """The warm parent cannot be started on this platform, or has ended."""


class ForkedProcess:
    """A worker that the warm parent forked: known by a handle (pidfd), so that no other process is ever meant.

    `pid` is its number here; `number` is the one that its parent knows it by, which may live in a namespace of its own.
    """

    def __init__(self, parent: WarmParent, number: int, handle: int) -> None:
        self.around = parent.around
        self.pid = _pid_of(handle)
        self._parent = parent
        self._number = number
        self._handle = handle
        self._status: int | None = None
        self._has_ended = False

    def send_signal(self, number: signal.Signals) -> None:
        """Sends a signal, if it still lives."""
        with contextlib.suppress(ProcessLookupError):
            if not self._has_ended:
                signal.pidfd_send_signal(self._handle, number)

    def wait(self, seconds: float) -> int | None:
        """Its exit status, or minus the signal that ended it; None if it lives on, or if nobody knows."""
        if not self._has_ended:
            poll = select.poll()
            poll.register(self._handle, select.POLLIN)
            if poll.poll(seconds * 1000):
                self._has_ended = True
                os.close(self._handle)
                with contextlib.suppress(WarmParentLostError):
                    self._status = self._parent.reap(self._number)
        return self._status


class WarmParent:
    """The process that forks workers with these packages; `around` names what is around it, and so around them."""

    def __init__(self, packages: tuple[str, ...], *, in_namespaces: bool) -> None:
        self.around = [bubblewrap.BUBBLEWRAP] if in_namespaces else []
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(PATIENCE_S)
        with theirs:
            line = command("fork", [theirs.fileno()], [], packages)
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own arguments
                bubblewrap.wrapped(line, packages) if in_namespaces else line,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=environment(),
                cwd=os.sep,
                start_new_session=True,
            )

    def fork(self, descriptors: Sequence[int], limits: Limits) -> ForkedProcess:
        """A new worker that has these descriptors and runs where we do. Raises WarmParentLostError."""
        answer, handles = self._carried_out(ForkOrder(limits, sorted(os.sched_getaffinity(0))), descriptors)
        return ForkedProcess(self, msgspec.msgpack.decode(answer, type=int), handles[0])

    def reap(self, pid: int) -> int | None:
        """How a worker that has ended did so: its exit status, or minus a signal. Raises WarmParentLostError."""
        answer, _ = self._carried_out(ReapOrder(pid), [])
        return msgspec.msgpack.decode(answer, type=int | None)

    def _carried_out(self, order: Order, descriptors: Sequence[int]) -> tuple[bytes, list[int]]:
        try:
            socket.send_fds(self._control, [encode(order)], descriptors)
            answer, handles, _, _ = socket.recv_fds(self._control, 1024, 1)
        except OSError as error:
            raise WarmParentLostError(str(error)) from None
        if not answer:
            raise WarmParentLostError("it has ended")
        if isinstance(order, ForkOrder) and not handles:
            raise OSError(errno.EMFILE, "too many open files")
        return answer, handles

    def kill(self) -> None:
        """Kills the process; its workers end with it."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Closes the line, upon which it ends."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        self.kill()


def can_fork() -> bool:
    """Whether this platform has what a warm parent needs: macOS breaks what it forks without exec, Windows cannot."""
    return hasattr(os, "pidfd_open") and hasattr(signal, "pidfd_send_signal")


def warm_parent(packages: tuple[str, ...], *, in_namespaces: bool) -> WarmParent:
    """This process's warm parent of this kind, started at the first call. Raises WarmParentLostError."""
    key = (os.getpid(), packages, in_namespaces)  # a judge that was forked starts its own
    if key not in _parents:
        try:
            _parents[key] = WarmParent(packages, in_namespaces=in_namespaces)
        except OSError as error:
            raise WarmParentLostError(str(error)) from None
    return _parents[key]


def start_early() -> None:
    """Starts the usual warm parent now, so that it has imported its part when we have imported ours."""
    if can_fork():
        with contextlib.suppress(WarmParentLostError):  # tried again, and told of, when a worker is wanted
            warm_parent((), in_namespaces=bubblewrap.is_usable())


def end_warm_parents() -> None:
    """Ends those of this process, so that the next call starts them anew."""
    for key in [key for key in _parents if key[0] == os.getpid()]:
        _parents.pop(key).close()


def _pid_of(handle: int) -> int:
    lines = Path(f"/proc/self/fdinfo/{handle}").read_text(encoding="ascii").splitlines()
    return next(int(line.partition(":")[2]) for line in lines if line.startswith("Pid:"))


_parents: dict[tuple[int, tuple[str, ...], bool], WarmParent] = {}
atexit.register(end_warm_parents)
