"""The warm parent of workers: imports everything once, then forks a worker whenever the judge asks for one.

It holds nothing secret, and no submission ever runs in it. The judge passes the ends of a worker's pipes along with the
order; what the worker may read is worked out here once, and put in force in each worker.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import msgspec

from . import lockdown, readable, serving

MAX_ORDER_BYTES = 64 * 2**10
PIPES = (3, 4, 5)
"""Where a worker has its questions, its answers and the file for tracebacks."""

PRELOADED = """
    abc array bisect bz2 cmath collections contextlib copy csv ctypes dataclasses datetime decimal enum fractions
    functools graphlib hashlib heapq inspect io itertools json logging lzma math numbers operator pickle pprint queue
    random re statistics string textwrap threading time traceback types typing unicodedata uuid warnings weakref zlib
    numpy numpy.fft numpy.linalg numpy.polynomial numpy.random
"""
"""What links to libraries of the system, which no worker can open, and what is worth having where it opens nothing."""


SYSTEM_LIBRARIES = ("libdl.so.2", "libgcc_s.so.1", "libpthread.so.0", "librt.so.1", "libstdc++.so.6", "libutil.so.1")
"""What allowed packages link to, besides: parts of the C library, and of the compiler."""


class ForkOrder(msgspec.Struct, frozen=True, tag="fork"):
    """Fork a worker with these limits for these processors; with the order come its pipes and its log."""

    limits: lockdown.Limits
    processors: list[int]


class ReapOrder(msgspec.Struct, frozen=True, tag="reap"):
    """Say how this worker ended; it has ended."""

    pid: int


Order = ForkOrder | ReapOrder
decode_order = msgspec.msgpack.Decoder(Order).decode
encode = msgspec.msgpack.Encoder().encode


def serve_orders(
    control: socket.socket, origins: Mapping[str, Path], keep_tracebacks: Callable[[int], None]
) -> NoReturn:
    """Carries out the judge's orders, one after the other, until it closes the line."""
    preload()
    confinement = Confinement(origins, keep_tracebacks)
    gc.collect()
    gc.freeze()  # so that workers share what is here instead of copying it
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, MAX_ORDER_BYTES, len(PIPES))
        if not data:
            os._exit(0)
        match decode_order(data):
            case ForkOrder(limits, processors):
                pid = os.fork()
                if pid == 0:
                    control.close()
                    os.sched_setaffinity(0, processors)
                    confinement.become_worker(descriptors, limits)
                for descriptor in descriptors:
                    os.close(descriptor)
                handle = os.pidfd_open(pid)
                socket.send_fds(control, [encode(pid)], [handle])
                os.close(handle)
            case ReapOrder(pid):
                status = None
                with suppress(ChildProcessError):
                    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                control.send(encode(status))


def preload() -> None:
    """Imports what a sealed worker cannot import any more, and what many need."""
    for name in PRELOADED.split():
        with suppress(ImportError):  # an interpreter built without it
            importlib.import_module(name)
    for name in SYSTEM_LIBRARIES if sys.platform == "linux" else ():
        with suppress(OSError):  # a system without it
            ctypes.CDLL(name)


class Confinement:
    """What makes a process a worker: the rules for files, worked out once, and how tracebacks are kept."""

    def __init__(self, origins: Mapping[str, Path], keep_tracebacks: Callable[[int], None]) -> None:
        self._rules = readable.ruleset(origins)
        self._can_change_user = os.name == "posix" and os.geteuid() == 0 and readable.can_any_user_read(origins)
        self._keep_tracebacks = keep_tracebacks

    def become_worker(self, descriptors: list[int], limits: lockdown.Limits) -> NoReturn:
        """Confines this process, and serves questions until the judge closes the line."""
        rules = [] if self._rules is None else [self._rules.descriptor]
        for kept, descriptor in zip([*PIPES, 6], _out_of_the_way([*descriptors, *rules]), strict=False):
            os.dup2(descriptor, kept, inheritable=False)
        if self._rules is not None:
            self._rules.descriptor = 6
        os.closerange(7, 4096)
        questions, answers, log = PIPES
        if os.getsid(0) != os.getpid():
            os.setsid()
        self._keep_tracebacks(log)
        if "numpy.random" in sys.modules:
            sys.modules["numpy.random"].seed()  # or all workers of one parent would draw the same
        layers = lockdown.confine(limits, self._rules, can_change_user=self._can_change_user)
        if self._rules is not None:
            os.close(self._rules.descriptor)
        serving.serve(questions, answers, layers)
        os._exit(0)


def _out_of_the_way(descriptors: list[int]) -> list[int]:
    """Copies of them, none among the first ten, so that putting one in its place overwrites no other."""
    import fcntl  # exists on Unix only

    return [fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10) for descriptor in descriptors]
