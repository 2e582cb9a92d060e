"""A system call filter for this process (seccomp, Linux): which calls are refused, and how the kernel is told.

The filter is a program for the kernel's packet filter machine, written here instruction by instruction: seccomp(2) and
Documentation/userspace-api/seccomp_filter.rst. The numbers of the calls are in `syscalls.json`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from functools import cache
from pathlib import Path

import msgspec

LOAD_WORD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, JUMP_IF_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # linux/bpf_common.h
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000  # SECCOMP_RET_*; an error number is added to the last
CALL_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, 16  # struct seccomp_data; an argument takes 8 bytes, its low half first
CLONE_THREAD = 0x00010000
SIGNALS_OF_DESCRIPTORS = (8, 10, 15)  # F_SETOWN, F_SETSIG, F_SETOWN_EX: a pipe would signal whom its owner names
X32_CALLS = 0x40000000  # the second numbering of calls on x86-64
SECCOMP_SET_MODE_FILTER, ON_ALL_THREADS = 1, 1


class Architecture(msgspec.Struct, frozen=True):
    """The numbers of one processor architecture: its own, as the kernel's audit names it, and those of its calls."""

    audit: int
    numbers: dict[str, int]


class CallTable(msgspec.Struct, frozen=True):
    """`syscalls.json`: the names of the calls that are denied, by the reason, and their numbers."""

    about: str
    denied: dict[str, list[str]]
    paths: list[str]
    architectures: dict[str, Architecture]


class SeccompUnavailableError(Exception):
    """This kernel or this architecture has no system call filter that we know."""


@cache
def call_table() -> CallTable:
    """The calls that a worker is denied."""
    return msgspec.json.decode(Path(__file__).with_name("syscalls.json").read_bytes(), type=CallTable)


def machine() -> str:
    """The processor architecture, as `syscalls.json` names it."""
    name = platform.machine().lower()
    return {"amd64": "x86_64", "arm64": "aarch64"}.get(name, name)


def filter_program(architecture: str, pid: int, *, without_paths: bool) -> bytes:
    """The filter for the process `pid`: eight bytes an instruction.

    No new process, no network, nothing that reaches another process; threads, signals to itself and reading its own
    limits stay. `without_paths` refuses whatever names a file as well.

    Raises SeccompUnavailableError for an architecture that `syscalls.json` does not know.
    """
    table = call_table()
    if architecture not in table.architectures:
        raise SeccompUnavailableError(f"no table of system calls for {architecture}")
    of = table.architectures[architecture]
    denied = [name for names in table.denied.values() for name in names] + (table.paths if without_paths else [])
    program = [
        *_load(ARCHITECTURE_AT),
        *_unless_equal(of.audit, _answer(KILL)),
        *_load(CALL_AT),
    ]
    if architecture == "x86_64":
        program += [_instruction(JUMP_IF_AT_LEAST, X32_CALLS, 0, 1), *_answer(REFUSE | errno.ENOSYS)]
    for name in denied:
        if name in of.numbers:
            program += _if_equal(of.numbers[name], _answer(REFUSE | errno.EPERM))
    # The flags of clone3 lie in memory, where a filter cannot look: the C library falls back to clone.
    program += _if_equal(of.numbers["clone3"], _answer(REFUSE | errno.ENOSYS))
    program += _if_equal(of.numbers["clone"], _allow_if_bit(0, CLONE_THREAD))
    for name in ("kill", "tgkill"):
        program += _if_equal(of.numbers[name], _allow_if_equal(0, pid))
    program += _if_equal(of.numbers["fcntl"], _refuse_if_among(1, SIGNALS_OF_DESCRIPTORS))
    program += _if_equal(of.numbers["prlimit64"], _allow_if_zero(2))  # no new limits: this only reads
    program += _answer(ALLOW)
    return b"".join(program)


def install(program: bytes) -> None:
    """Puts the filter in force for all threads of this process, for good. It must have given up new privileges.

    Raises SeccompUnavailableError where the kernel refuses it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    memory = ctypes.create_string_buffer(program, len(program))
    what = _SockFprog(len(program) // 8, ctypes.addressof(memory))
    number = {"x86_64": 317, "aarch64": 277}[machine()]  # seccomp(2) itself
    if libc.syscall(number, SECCOMP_SET_MODE_FILTER, ON_ALL_THREADS, ctypes.byref(what)) != 0:
        raise SeccompUnavailableError(os.strerror(ctypes.get_errno()))


class _SockFprog(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def _instruction(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, operand)


def _load(offset: int) -> list[bytes]:
    return [_instruction(LOAD_WORD, offset)]


def _load_argument(index: int, *, high: bool = False) -> list[bytes]:
    return _load(ARGUMENTS_AT + 8 * index + (4 if high else 0))


def _answer(value: int) -> list[bytes]:
    return [_instruction(RETURN, value)]


def _if_equal(value: int, then: list[bytes]) -> list[bytes]:
    return [_instruction(JUMP_IF_EQUAL, value, 0, len(then)), *then]


def _unless_equal(value: int, then: list[bytes]) -> list[bytes]:
    return [_instruction(JUMP_IF_EQUAL, value, len(then), 0), *then]


def _allow_if_equal(argument: int, value: int) -> list[bytes]:
    return [
        *_load_argument(argument),
        *_if_equal(value, _answer(ALLOW)),
        *_answer(REFUSE | errno.EPERM),
    ]


def _allow_if_bit(argument: int, bit: int) -> list[bytes]:
    return [
        *_load_argument(argument),
        _instruction(JUMP_IF_BIT, bit, 0, 1),
        *_answer(ALLOW),
        *_answer(REFUSE | errno.EPERM),
    ]


def _allow_if_zero(argument: int) -> list[bytes]:
    refuse = _answer(REFUSE | errno.EPERM)
    return [
        *_load_argument(argument),
        *_unless_equal(0, refuse),
        *_load_argument(argument, high=True),
        *_unless_equal(0, refuse),
        *_answer(ALLOW),
    ]


def _refuse_if_among(argument: int, values: tuple[int, ...]) -> list[bytes]:
    refusals = [part for value in values for part in _if_equal(value, _answer(REFUSE | errno.EPERM))]
    return [*_load_argument(argument), *refusals, *_answer(ALLOW)]
