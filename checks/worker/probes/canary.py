"""What a harmless worker tries, to find out what a harmful one could do: the seal is tested, not believed in."""

from __future__ import annotations

import ctypes
import mmap
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ..loading import Code
from .register import probe

PATIENCE_S, MUCH = 0.5, 4


@probe
def try_forbidden(
    code: Code,  # noqa: ARG001  # every probe has it; this one runs without a submission
    secret: str,
    folders: list[str],
    port: int,
    judge: int,
    memory_bytes: int,
) -> dict[str, bool]:
    """Each forbidden thing, and whether it could be done; what could be is undone at once.

    `secret` is a file that anybody may read, `folders` are some where anybody may write, `port` is one of this machine
    where somebody listens, `judge` the number of the judge's process, `memory_bytes` what a worker may use.
    """
    attempts: dict[str, Callable[[], object]] = {
        "read files": lambda: Path(secret).read_bytes(),
        "write files": lambda: any(_writes(folder) for folder in folders),
        "reach the network": lambda: _connects_to(port),
        "signal other processes": lambda: _signals(judge),
        "read the memory of other processes": lambda: _reads_memory_of(judge),
        "start processes": _starts_a_process,
        "take any amount of memory": lambda: mmap.mmap(-1, MUCH * memory_bytes),
    }
    return {name: _succeeds(attempt) for name, attempt in attempts.items()}


def _succeeds(attempt: Callable[[], object]) -> bool:
    try:
        return bool(attempt())
    except (OSError, ValueError, MemoryError, OverflowError):
        return False


def _connects_to(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S):
        return True


def _signals(pid: int) -> bool:
    os.kill(pid, 0)
    return True


def _writes(folder: str) -> bool:
    file = Path(folder) / f"crosscheck-canary-{os.getpid()}"
    with suppress(OSError):
        file.write_bytes(b"it could")
        file.unlink()
        return True
    return False


def _reads_memory_of(pid: int) -> bool:
    """By its file in /proc, or by the system call, on Linux; elsewhere nothing of the kind is tried."""
    if sys.platform != "linux":
        return False
    with suppress(OSError), Path(f"/proc/{pid}/mem").open("rb"):
        return True
    byte = ctypes.create_string_buffer(1)
    here = (ctypes.c_size_t * 2)(ctypes.addressof(byte), 1)
    there = (ctypes.c_size_t * 2)(id(None), 1)  # where None lies here, it lies in our relatives, too
    return int(ctypes.CDLL(None).process_vm_readv(pid, here, 1, there, 1, 0)) == 1


def _starts_a_process() -> bool:
    if not hasattr(os, "fork"):
        return True  # Windows: a Job Object would be needed to stop it
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return True
