"""Confines this process to its own arithmetic: user, limits, files, system calls; each layer says whether it holds.

Linux has all layers; macOS accepts some limits, Windows none. What a platform refuses is left out, and the canary
(`probes/canary.py`) tells what that leaves open.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import msgspec

from . import landlock, seccomp

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, SIGKILL = 1, 36, 38, 9  # linux/prctl.h, signal.h
CAPABILITIES_OF_64_BITS = 0x20080522  # _LINUX_CAPABILITY_VERSION_3
FIRST_USER, USERS = 60_000, 4_000  # ids that no account has; few containers map any above 65,535

FORK, USER, CAPABILITIES, LIMITS, LANDLOCK, NO_PATHS, SECCOMP = (
    "fork",
    "own user",
    "no capabilities",
    "limits",
    "landlock",
    "no paths",
    "seccomp",
)


class Limits(msgspec.Struct, frozen=True):
    """What one worker may use: bytes beyond those that it starts with, processor seconds, bytes of a file.

    `packages` are installed libraries that it may import beside NumPy; `without` names layers to leave out, for tests.
    """

    memory_bytes: int = 2**30
    processor_s: int = 600
    file_bytes: int = 2**20
    open_files: int = 64
    packages: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def confine(limits: Limits, readable: landlock.Ruleset | None, *, can_change_user: bool) -> list[str]:
    """Puts every layer that there is in force for this process, for good; their names.

    `readable` are the files that it may read, where the kernel can hold it to them. Root gives up its rights: for a
    user of its own if that user can read the interpreter, otherwise by its capabilities.
    """
    layers = []
    if sys.platform == "linux":
        layers += _without_privileges(can_change_user=can_change_user)
        _tie_to_parent()  # forgotten when the user changes, so after that
    layers += _limited(limits)
    if readable is not None and LANDLOCK not in limits.without:
        readable.restrict_self()
        layers.append(LANDLOCK)
    if sys.platform == "linux" and SECCOMP not in limits.without:
        without_paths = LANDLOCK not in layers
        try:
            seccomp.install(seccomp.filter_program(seccomp.machine(), os.getpid(), without_paths=without_paths))
            layers += [NO_PATHS, SECCOMP] if without_paths else [SECCOMP]
        except seccomp.SeccompUnavailableError:
            pass
    return layers


def _without_privileges(*, can_change_user: bool) -> list[str]:
    if os.geteuid() != 0:
        return []
    if can_change_user:
        user = FIRST_USER + os.getpid() % USERS
        try:
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
            return [USER]
        except OSError:  # a namespace that maps no other users
            pass
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_OF_64_BITS, 0)
    none = (ctypes.c_uint32 * 6)()
    return [CAPABILITIES] if ctypes.CDLL(None).capset(header, none) == 0 else []


def _tie_to_parent() -> None:
    """It dies with its parent, keeps its orphans, and never has more privileges than now, which later layers need."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # where it can start processes, orphans stay within reach
    libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)


def _limited(limits: Limits) -> list[str]:
    if sys.platform == "win32":
        return []
    import resource  # exists on Unix only

    wanted = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits.processor_s),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
    ]
    if sys.platform == "linux":
        wanted.append((resource.RLIMIT_AS, _address_space_bytes() + limits.memory_bytes))
    for kind, amount in wanted:
        try:
            resource.setrlimit(kind, (amount, amount))
        except (OSError, ValueError):  # lower already, or refused on this platform
            continue
    return [LIMITS]


def _address_space_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")
