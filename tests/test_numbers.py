"""Any real scalar is a number and anything with len and [i] is a list; all else is named and refused."""

from __future__ import annotations

import enum
import math
from fractions import Fraction

import numpy as np
import pytest

from checks.worker.numbers import UnfitError, listed, real, reals, text, whole, wholes


@pytest.mark.parametrize(
    "number",
    [0.5, Fraction(1, 2), np.float64(0.5), np.float32(0.5), np.array(0.5)],
    ids=lambda number: type(number).__name__,
)
def test_every_real_scalar_is_a_number(number: object) -> None:
    """The contract: float, int, Fraction, NumPy scalar or 0-d array."""
    result = real(number, "x")
    assert (type(result), result) == (float, 0.5)


@pytest.mark.parametrize("number", [2, True, np.int64(2), np.array(2), 2.0])
def test_every_whole_number_is_an_int(number: object) -> None:
    """Indices may be NumPy integers, or floats without a fraction."""
    assert type(whole(number, "i")) is int


@pytest.mark.parametrize("wrong", [None, "0.5", 1j, [0.5], np.array([0.5]), object(), 10**400])
def test_what_is_no_number_is_named(wrong: object) -> None:
    """The message names the thing and its type."""
    with pytest.raises(UnfitError, match=r"the loss is .*number"):
        real(wrong, "the loss")


@pytest.mark.parametrize("wrong", [0.5, math.inf, math.nan])
def test_what_is_no_whole_number_is_refused(wrong: float) -> None:
    """0.5, infinity and NaN count nothing."""
    with pytest.raises(UnfitError, match="not a whole number"):
        whole(wrong, "i")


@pytest.mark.parametrize("values", [[1, 2], (1, 2), np.array([1.0, 2.0]), b"\x01\x02", {1: 2, 0: 1}])
def test_anything_with_len_and_index_is_a_list(values: object) -> None:
    """Lists, tuples, arrays, bytes, and dictionaries whose keys are 0 to n − 1 in any order."""
    assert reals(values, "p") == [1.0, 2.0]
    assert wholes(values, "p") == [1, 2]


@pytest.mark.parametrize("wrong", ["ab", {1: 1}, {"a": 1}, None, 3, iter([1]), {1, 2}])
def test_what_is_no_list_is_refused(wrong: object) -> None:
    """Strings, other dicts, sets and generators are no lists of numbers."""
    with pytest.raises(UnfitError, match="not a list"):
        listed(wrong, "p")


def test_an_endless_list_is_not_read() -> None:
    """A length beyond reason is refused before a single element is asked for."""
    with pytest.raises(UnfitError, match="at most"):
        listed(range(10**9), "p")


def test_text_is_text() -> None:
    """A subclass of str becomes a plain str, whatever it says of itself; bytes are refused."""

    class Marker(str, enum.Enum):  # noqa: UP042  # as a student writes it
        END = "<END>"

    assert type(text(np.str_("a"), "s")) is str
    assert (type(text(Marker.END, "s")), text(Marker.END, "s")) == (str, "<END>")
    with pytest.raises(UnfitError, match="s is a bytes, not a str"):
        text(b"a", "s")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.array([0.5]), "the loss is an ndarray, not a real number"),
        (object(), "the loss is an object, not a real number"),
        (None, "the loss is None (is there a `return`?), not a real number"),
        ("0.5", "the loss is a str, not a real number"),
    ],
)
def test_a_kind_of_thing_has_its_article(value: object, said: str) -> None:
    """An ndarray, a str."""
    with pytest.raises(UnfitError) as refused:
        real(value, "the loss")
    assert str(refused.value) == said


def test_what_no_return_gives_is_not_asked_for_one() -> None:
    """An attribute that is None was set so, or left so."""
    with pytest.raises(UnfitError) as refused:
        real(None, "z[0].grad")
    assert str(refused.value) == "z[0].grad is None, not a real number"
