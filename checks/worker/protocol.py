"""The language of judge and worker: length-prefixed msgpack frames that carry values, never verdicts.

A request is `[sequence number, probe, arguments, options]`; its reply carries the same number. The judge decodes
replies by exact types and refuses whatever else arrives: the bytes come from student code.
"""

from __future__ import annotations

import gc
import os
import select
import struct
import time
from collections.abc import Sequence
from typing import TypeVar

import msgspec

MAX_FRAME_BYTES = 16 * 2**20
MAX_REPLY_BYTES = 2**20
"""A reply becomes up to seventy times as large when it is decoded; the largest right one has 55 kB."""
_LENGTH = struct.Struct("<I")
_CHUNK_BYTES = 2**16  # what a pipe holds


class ProtocolError(Exception):
    """The other side did not keep to the protocol."""


class ClosedError(ProtocolError):
    """The other side closed the line: its process has ended."""


class Request(msgspec.Struct, array_like=True, frozen=True):
    """One question: the probe to run, with its positional and its named arguments."""

    number: int
    probe: str
    arguments: Sequence[object]
    options: dict[str, object]


class Frame(msgspec.Struct, array_like=True, frozen=True):
    """One line of a student's traceback."""

    file: str
    line: int
    function: str
    text: str


class Answered(msgspec.Struct, array_like=True, frozen=True, tag="answered"):
    """The probe came back; `value` is decoded by the type that the probe promises."""

    number: int
    value: msgspec.Raw


class Raised(msgspec.Struct, array_like=True, frozen=True, tag="raised"):
    """Student code raised. `kinds` are the built-in classes of the exception, the nearest first."""

    number: int
    type_name: str
    kinds: list[str]
    message: str
    frames: list[Frame]


class Unfit(msgspec.Struct, array_like=True, frozen=True, tag="unfit"):
    """Student code answered, but with something of another type than the contract names."""

    number: int
    message: str


class Absent(msgspec.Struct, array_like=True, frozen=True, tag="absent"):
    """The submission has no such name."""

    number: int
    name: str


Reply = Answered | Raised | Unfit | Absent
Kind = TypeVar("Kind")
decode_request = msgspec.msgpack.Decoder(Request).decode
_decode_reply = msgspec.msgpack.Decoder(Reply).decode
encode = msgspec.msgpack.Encoder().encode


def decode_reply(payload: bytes) -> Reply:
    """The reply. Raises ProtocolError for anything else."""
    try:
        reply: Reply = _decode_reply(payload)
    except _UNDECODABLE as error:
        raise ProtocolError(str(error)) from None
    return reply


def decode_value(value: msgspec.Raw, kind: type[Kind]) -> Kind:
    """The value, of exactly this type. Raises ProtocolError for anything else."""
    was_collecting = gc.isenabled()
    gc.disable()  # or it would look through a million little lists again and again, while they are made
    try:
        return msgspec.msgpack.decode(value, type=kind)
    except _UNDECODABLE as error:
        raise ProtocolError(str(error)) from None
    finally:
        if was_collecting:
            gc.enable()


_UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises: not msgpack or of another type, a string that is no UTF-8, too deeply nested."""


class Deadline:
    """`seconds` from now, for all that is done with it."""

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds

    def extend(self) -> bool:
        """Asked when it has passed: whether there is more time."""
        return False


def write_frame(pipe: int, payload: bytes, deadline: Deadline | None = None) -> None:
    """Sends one frame; `deadline` as in `read_frame`, and then `pipe` must not block.

    Raises TimeoutError when the deadline passes, ClosedError if nobody reads, ProtocolError if it is too large.
    """
    if len(payload) > MAX_FRAME_BYTES:
        raise ProtocolError(f"a frame of {len(payload)} bytes is larger than {MAX_FRAME_BYTES}")
    rest = memoryview(_LENGTH.pack(len(payload)) + payload)
    while rest:
        try:
            rest = rest[os.write(pipe, rest) :]
        except BrokenPipeError:
            raise ClosedError from None
        except BlockingIOError:
            assert deadline is not None
            if not _is_ready(pipe, select.POLLOUT, deadline):
                raise TimeoutError from None


def read_frame(pipe: int, deadline: Deadline | None = None, max_bytes: int = MAX_FRAME_BYTES) -> bytes:
    """Receives one frame; `deadline` is for the whole of it, however it dribbles in.

    Judge and worker take turns, so nothing may follow it. Raises TimeoutError when the deadline passes, ClosedError at
    the end of the line, ProtocolError on a bad length and where more comes than was asked for.
    """
    data = _read_some(pipe, deadline)
    while len(data) < _LENGTH.size:
        data += _read_some(pipe, deadline)
    size = _LENGTH.size + _LENGTH.unpack_from(data)[0]
    if size > _LENGTH.size + max_bytes:
        raise ProtocolError(f"a frame of {size - _LENGTH.size} bytes was announced; {max_bytes} are allowed")
    parts, missing = [data], size - len(data)
    while missing > 0:
        parts.append(_read_some(pipe, deadline))
        missing -= len(parts[-1])
    if missing < 0:
        raise ProtocolError("more came than one frame")
    return b"".join(parts)[_LENGTH.size :]


def _read_some(pipe: int, deadline: Deadline | None) -> bytes:
    if deadline is not None and not _is_ready(pipe, select.POLLIN, deadline):
        raise TimeoutError
    part = os.read(pipe, _CHUNK_BYTES)
    if not part:
        raise ClosedError
    return part


def _is_ready(pipe: int, event: int, deadline: Deadline) -> bool:
    poll = select.poll()
    poll.register(pipe, event)
    while not poll.poll(max(0.0, deadline.at - time.monotonic()) * 1000):
        if not deadline.extend():
            return False
    return True
