"""Which files this process may read, and that it may write none (Landlock, Linux 5.13 and later): landlock(7)."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same numbers on all architectures
ASK_FOR_VERSION, RULE_PATH_BENEATH = 1, 1
WRITE_FILE, READ_FILE, READ_DIR = 1 << 1, 1 << 2, 1 << 3
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many rights over files each version knows, all of them bits from 0; 16 from version 5 on."""
ALL_OF_TCP, ALL_SCOPES = 0b11, 0b11
"""Binding and connecting (version 4 on); abstract sockets and signals to processes outside (version 6 on)."""


class _Attributes(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("descriptor", ctypes.c_int32))


def version() -> int:
    """The version of Landlock that the kernel speaks; 0 where it has none."""
    return max(0, int(_libc().syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ASK_FOR_VERSION)))


class Ruleset:
    """Rules that allow what `allow` is told, and nothing else: no other file, no TCP, no signal to the outside.

    The kernel keeps them behind a descriptor, so that many processes can be held to rules that were made once.
    Raises OSError where the kernel refuses.
    """

    def __init__(self) -> None:
        spoken = version()
        all_of_files = (1 << FILE_RIGHTS.get(spoken, 16)) - 1
        wanted = _Attributes(all_of_files, ALL_OF_TCP if spoken >= 4 else 0, ALL_SCOPES if spoken >= 6 else 0)
        size = ctypes.c_size_t(24 if spoken >= 6 else 16 if spoken >= 4 else 8)
        self.descriptor = _checked(_libc().syscall(CREATE_RULESET, ctypes.byref(wanted), size, 0))

    def allow(self, path: Path, rights: int) -> None:
        """Allows these rights over a file, or all beneath a folder; nothing where there is no such path."""
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            return
        rule = _PathBeneath(rights if path.is_dir() else rights & ~READ_DIR, descriptor)
        _checked(_libc().syscall(ADD_RULE, self.descriptor, RULE_PATH_BENEATH, ctypes.byref(rule), 0))
        os.close(descriptor)

    def restrict_self(self) -> None:
        """Holds this thread, and all that it starts, to the rules for good. It must have given up new privileges."""
        _checked(_libc().syscall(RESTRICT_SELF, self.descriptor, 0))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
