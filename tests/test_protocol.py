"""Frames and replies survive the journey, and whatever else arrives is refused."""

from __future__ import annotations

import math
import os
import struct
import threading
import time
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.worker import protocol
from checks.worker.client import RaisedError, UnfitAnswerError, value_of

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """The reading and the writing end of a line."""
    reading, writing = os.pipe()
    yield reading, writing
    for end in (reading, writing):
        os.close(end)


@given(st.lists(plain), st.dictionaries(st.text(), plain))
def test_a_request_arrives_as_it_was_sent(arguments: list[object], options: dict[str, object]) -> None:
    """Decoding undoes encoding, for all plain data."""
    request = protocol.Request(7, "softmax", arguments, options)
    assert protocol.decode_request(protocol.encode(request)) == request


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan, -0.0, 5e-324, 0.1])
def test_every_float_arrives_bit_for_bit(number: float) -> None:
    """Infinities, NaN, the sign of zero and denormals cross unchanged."""
    sent = protocol.encode(protocol.Answered(1, msgspec.Raw(protocol.encode(number))))
    assert struct.pack("<d", value_of(protocol.decode_reply(sent), 1, float)) == struct.pack("<d", number)


@given(st.binary(max_size=200))
def test_garbage_is_refused_and_nothing_else_happens(garbage: bytes) -> None:
    """Random bytes either are a reply by chance or raise ProtocolError."""
    try:
        reply = protocol.decode_reply(garbage)
    except protocol.ProtocolError:
        return
    assert isinstance(reply, protocol.Reply)


def test_an_answer_of_another_type_is_refused() -> None:
    """A probe that promises a float brings a float or nothing."""
    reply = protocol.Answered(1, msgspec.Raw(protocol.encode("0.5")))
    with pytest.raises(protocol.ProtocolError, match="Expected `float`, got `str`"):
        value_of(reply, 1, float)


def test_an_answer_to_another_question_is_refused() -> None:
    """The sequence number must be that of the question."""
    with pytest.raises(protocol.ProtocolError, match="question 2 came for question 1"):
        value_of(protocol.Answered(2, msgspec.Raw(protocol.encode(0.5))), 1, float)


def test_what_is_no_value_is_raised() -> None:
    """An exception or an unfit answer of the submission becomes one of ours."""
    with pytest.raises(RaisedError):
        value_of(protocol.Raised(1, "KeyError", ["KeyError"], "'x'", []), 1, float)
    with pytest.raises(UnfitAnswerError):
        value_of(protocol.Unfit(1, "it is a str"), 1, float)


@pytest.mark.parametrize("frame", [b"", b"x", os.urandom(1_000_000)], ids=len)
def test_a_frame_arrives_whole(pipe: tuple[int, int], frame: bytes) -> None:
    """Small or large, larger than the pipe's buffer, it comes out as it went in."""
    reading, writing = pipe
    writer = threading.Thread(target=protocol.write_frame, args=(writing, frame))
    writer.start()
    assert protocol.read_frame(reading, protocol.Deadline(10)) == frame
    writer.join()


@pytest.mark.parametrize("more", [b"x", struct.pack("<I", 1) + b"y"], ids=["a byte", "a frame"])
def test_nothing_may_follow_a_frame(pipe: tuple[int, int], more: bytes) -> None:
    """An answer to the next question, given before that is asked, breaks the protocol."""
    reading, writing = pipe
    os.write(writing, struct.pack("<I", 2) + b"ok" + more)
    with pytest.raises(protocol.ProtocolError, match="more came than one frame"):
        protocol.read_frame(reading, protocol.Deadline(1))


def test_the_deadline_is_for_the_whole_frame(pipe: tuple[int, int]) -> None:
    """A frame that dribbles in byte by byte gains no time."""
    reading, writing = pipe
    os.write(writing, struct.pack("<I", 1000))

    is_over = threading.Event()

    def dribble() -> None:
        for _ in range(999):  # for twenty seconds
            os.write(writing, b"x")
            if is_over.wait(0.02):
                break

    writer = threading.Thread(target=dribble)
    writer.start()
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        protocol.read_frame(reading, protocol.Deadline(0.1))
    assert time.monotonic() - began < 10
    is_over.set()
    writer.join()


def test_a_frame_that_is_announced_too_large_is_refused_at_once(pipe: tuple[int, int]) -> None:
    """Four gigabytes are neither read nor reserved."""
    reading, writing = pipe
    os.write(writing, b"\xff\xff\xff\xff")
    with pytest.raises(protocol.ProtocolError, match="4294967295 bytes was announced"):
        protocol.read_frame(reading, protocol.Deadline(1))


def test_a_closed_line_is_noticed_at_once() -> None:
    """The end of the process is the end of the line, for reading and for writing."""
    reading, writing = os.pipe()
    os.close(writing)
    with pytest.raises(protocol.ClosedError):
        protocol.read_frame(reading, protocol.Deadline(1))
    os.close(reading)
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.raises(protocol.ClosedError):
        protocol.write_frame(writing, b"x")
    os.close(writing)


def test_a_reader_who_does_not_read_cannot_hold_the_judge(pipe: tuple[int, int]) -> None:
    """Writing gives up at the deadline when the line is full."""
    _, writing = pipe
    os.set_blocking(writing, False)
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        protocol.write_frame(writing, b"x" * 1_000_000, protocol.Deadline(0.1))
    assert time.monotonic() - began < 10
