"""Whatever bytes arrive, as replies or as archives, are read or refused: quickly, and by the exceptions that we name.

`make fuzz` tries the same for longer, guided by coverage.
"""

from __future__ import annotations

import io
import os
import random
import time
import typing
import zipfile
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support import cases_of

import checks.properties  # noqa: F401  # registers them
from checks import judge, registry, session
from checks.standin import LocalStandIn, Question, StandIn
from checks.submissions import UnreadableSubmissionError, read_submission
from checks.verdicts import Status
from checks.worker import answers, protocol
from checks.worker.client import NoAnswerError, value_of
from checks.worker.loading import Sources

STRUCTS = sorted(
    (kind for kind in vars(answers).values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)),
    key=lambda kind: kind.__name__,
)
ANSWERS: list[Any] = [*STRUCTS, float, str, list[str], dict[str, bool], type(None), list[answers.ScalarOnValues]]
"""Every type that a probe may promise."""

numbers = st.integers(-(2**63), 2**64 - 1) | st.floats() | st.booleans()
plain = st.recursive(
    st.none() | numbers | st.text(max_size=5) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=6,
)
TAGS = ["answered", "raised", "unfit", "absent", "passed", ""]


@st.composite
def mutated(draw: st.DrawFn, valid: bytes) -> bytes:
    """The bytes with a few of them changed, left out, repeated or put elsewhere."""
    data = bytearray(valid)
    for _ in range(draw(st.integers(1, 4))):
        at, width = draw(st.integers(0, len(data))), draw(st.integers(0, 8))
        data[at : at + width] = draw(st.binary(max_size=8) | st.just(bytes(data[at : at + width]) * 2))
    return bytes(data)


def is_exactly(value: object, kind: Any) -> bool:
    """The value is of this type all the way down, by exact types."""
    if kind is float:
        return type(value) is float
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is list:
        return type(value) is list and all(is_exactly(item, arguments[0]) for item in value)
    if origin is tuple:
        return type(value) is tuple and all(map(is_exactly, value, arguments))
    if origin is dict:
        return type(value) is dict and all(
            is_exactly(key, arguments[0]) and is_exactly(item, arguments[1]) for key, item in value.items()
        )
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = typing.get_type_hints(kind)
        return type(value) is kind and all(is_exactly(getattr(value, name), hint) for name, hint in hints.items())
    return type(value) is (type(None) if kind is None else kind)


def decoded(payload: bytes, kind: Any) -> None:
    """Reads a reply as the judge does: a value of exactly the promised type, or one of the exceptions that it names."""
    try:
        value = value_of(protocol.decode_reply(payload), 7, kind)
    except (protocol.ProtocolError, NoAnswerError):
        return
    assert is_exactly(value, kind)


def right_values(kind: Any) -> st.SearchStrategy[Any]:
    """Small values of exactly this type."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is list:
        return st.lists(right_values(arguments[0]), max_size=2)
    if origin is tuple:
        return st.tuples(*map(right_values, arguments))
    if origin is dict:
        return st.dictionaries(*map(right_values, arguments), max_size=2)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return st.builds(kind, *map(right_values, typing.get_type_hints(kind).values()))
    simple = {float: st.floats(), int: st.integers(-(2**63), 2**64 - 1), str: st.text(max_size=5), bool: st.booleans()}
    return simple.get(kind, st.none())


@pytest.mark.parametrize("kind", ANSWERS, ids=lambda kind: getattr(kind, "__name__", str(kind)))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(data=st.data())
def test_no_reply_is_a_defect_of_the_judge(kind: Any, data: st.DataObject) -> None:
    """Random bytes, any msgpack under any tag, and right replies with some bytes changed."""
    decoded(data.draw(st.binary(max_size=100)), kind)
    tag, value = data.draw(st.sampled_from(TAGS)), data.draw(plain)
    decoded(protocol.encode([tag, 7, value]), kind)
    right = data.draw(right_values(kind))
    sent = protocol.encode(protocol.Answered(7, msgspec.Raw(protocol.encode(right))))
    decoded(sent, kind)
    decoded(data.draw(mutated(sent)), kind)
    raised = protocol.Raised(7, "E", ["ValueError"], "x", [protocol.Frame("loss.py", 3, "f", "x = 1")])
    decoded(data.draw(mutated(protocol.encode(raised))), kind)


@settings(max_examples=200)
@given(st.lists(st.binary(max_size=40), max_size=4))
def test_no_bytes_on_the_line_are_a_defect(chunks: list[bytes]) -> None:
    """Frames come out of whatever is written, until the line ends or breaks the protocol; nobody waits."""
    reading, writing = os.pipe()
    for chunk in chunks:
        os.write(writing, chunk)
    os.close(writing)
    try:
        while True:
            protocol.read_frame(reading, protocol.Deadline(5), protocol.MAX_REPLY_BYTES)
    except protocol.ProtocolError:
        pass
    finally:
        os.close(reading)


NASTY = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    5e-324,
    1e-300,
    1e300,
    1.7976931348623157e308,
    -1e308,
    float("inf"),
    float("-inf"),
    float("nan"),
]
WHOLE = [0, -1, 1, 2**31, 2**63, 2**64 - 1, -(2**63)]
TEXTS = ["", "\0", "<END>", "é" * 100, "\u202e"]


def spoilt(value: object, chance: random.Random) -> object:
    """The value with one thing in it replaced by something nasty of the same kind."""
    if isinstance(value, list):
        if value and chance.random() < 0.8:
            at = chance.randrange(len(value))
            return [spoilt(item, chance) if i == at else item for i, item in enumerate(value)]
        return chance.choice([[], value[:-1], value[1:], value * 2, value[::-1]])
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return chance.choice(WHOLE)
    if isinstance(value, float):
        return chance.choice(NASTY)
    return chance.choice(TEXTS) if isinstance(value, str) else value


class Liar(StandIn):
    """Answers rightly, but for one thing; what it spoils has the type that was promised.

    What is right is asked for once: `known` keeps it, or the exception, by the question.
    """

    def __init__(self, right: StandIn, known: dict[bytes, Any], chance: random.Random) -> None:
        super().__init__()
        self._right, self._known, self._chance = right, known, chance

    def _answer(self, asked: Question, answer: type[Any]) -> Any:
        right = self._rightly(asked, answer)
        if self._chance.random() < 0.3:
            return right
        try:
            return msgspec.convert(spoilt(msgspec.to_builtins(right), self._chance), answer)
        except msgspec.ValidationError:
            return right

    def _rightly(self, asked: Question, answer: type[Any]) -> Any:
        key = protocol.encode(asked)
        if key not in self._known:
            try:
                self._known[key] = self._right._answer(asked, answer)
            except NoAnswerError as refusal:
                self._known[key] = refusal
        if isinstance(self._known[key], NoAnswerError):
            raise self._known[key]
        return self._known[key]


@pytest.fixture(scope="module")
def honest(reference: Sources) -> Iterator[LocalStandIn]:
    """The reference, in this process, which forgets it afterwards."""
    with session.Session(reference, in_process=True) as here:
        assert isinstance(here.sub, LocalStandIn)
        yield here.sub


@pytest.mark.parametrize("prop", registry.all_properties(), ids=lambda prop: prop.id)
def test_no_answer_is_a_defect_of_a_property(prop: registry.Property, honest: LocalStandIn) -> None:
    """Infinities, huge numbers, lists of other lengths: a verdict on the submission, never `broken`, and at once."""
    drawn = cases_of(0, "quick")[prop.id]
    chance = random.Random(prop.id)
    for case in drawn[:: max(1, len(drawn) // 4)][:5]:
        known: dict[bytes, Any] = {}
        for _ in range(8):
            began = time.monotonic()
            finding = judge.judge_case(prop, Liar(honest, known, chance), case)
            assert finding.status is not Status.BROKEN, (case, finding.message)
            assert time.monotonic() - began < 10


def _zip(compression: int, files: dict[str, str], comment: bytes = b"") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        archive.comment = comment
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


ZIPS = [
    _zip(zipfile.ZIP_STORED, {"loss.py": "def entropy(p): return 0.5\n"}),
    _zip(zipfile.ZIP_DEFLATED, {"hw/loss.py": "x = 1\n" * 200, "hw/": "", "hw/ngram.py": "", "hw/notes.txt": "x"}),
    _zip(zipfile.ZIP_BZIP2, {"löss.py": "x = 1\n", "loss.py": ""}, comment=b"comment"),
    _zip(zipfile.ZIP_LZMA, {"loss.py": "x = 1\n"}),
]


@settings(max_examples=200)
@given(data=st.data())
def test_no_archive_is_a_defect_of_the_reader(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Random bytes, and zips with some of their bytes changed: sources, or one printable sentence."""
    path = tmp_path_factory.getbasetemp() / "fuzzed.zip"
    path.write_bytes(data.draw(st.binary(max_size=200) | st.sampled_from(ZIPS).flatmap(mutated)))
    try:
        sources = read_submission(path)
    except UnreadableSubmissionError as refusal:
        told = str(refusal)
    else:
        told = ", ".join(sources.modules)
    assert told
    assert told.isprintable()
