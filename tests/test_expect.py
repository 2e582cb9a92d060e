"""Every expectation holds within the contract's tolerance, fails beyond it, and fails on NaN."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from checks import expect
from checks.worker.answers import ChainAnswer, VectorOnValues
from checks.worker.client import RaisedError
from checks.worker.protocol import Raised

NAN, INF = math.nan, math.inf

HOLDS: list[Callable[[], None]] = [
    lambda: expect.close("x", 1.0 + 0.99e-9, 1.0),
    lambda: expect.close("x", 1e-9, 0.0),
    lambda: expect.close("x", 1000.0 + 0.99e-6, 1000.0),
    lambda: expect.close("x", 1e-6, 0.0, scale=1000.0),
    lambda: expect.close("x", INF, INF),
    lambda: expect.close("x", 2, 2.0),
    lambda: expect.all_close("x", [1.0, 2.0], [1.0, 2.0]),
    lambda: expect.all_close("x", [1e-6, 0.0], [0.0, 0.0], scale=[1000.0, 1.0]),
    lambda: expect.all_close("x", [], []),
    lambda: expect.equal("x", "a", "a"),
    lambda: expect.unchanged("x", [1, 2], [1, 2]),
    lambda: expect.length("x", [0, 0], 2),
    lambda: expect.at_least("x", 1.0, 1.0),
    lambda: expect.at_least("x", 0.9, 1.0, slack=0.2),
    lambda: expect.at_most("x", 1.0, 1.0),
    lambda: expect.finite("x", 1e308),
    lambda: expect.that(True, "never said"),
]

FAILS: list[tuple[Callable[[], None], str]] = [
    (lambda: expect.close("x", 1.0 + 3e-9, 1.0), "x = 1.000000003, but should be 1.0 (off by 3e-09, allowed 1e-09)"),
    (lambda: expect.close("x", NAN, 1.0), "x = nan, but should be 1.0"),
    (lambda: expect.close("x", 1.0, NAN), "x = 1.0, but should be nan"),
    (lambda: expect.close("x", INF, 1.0), "x = inf, but should be 1.0"),
    (lambda: expect.close("x", 1e308, INF), "x = 1e+308, but should be inf"),
    (lambda: expect.close("x", -INF, INF), "x = -inf, but should be inf"),
    (lambda: expect.all_close("x", [1.0], [1.0, 2.0]), "x has 1 elements, but should have 2"),
    (lambda: expect.all_close("x", [1.0, NAN], [1.0, 2.0]), "x[1] = nan, but should be 2.0"),
    (lambda: expect.all_close("x", [1e-6, 1e-6], [0.0, 0.0], scale=[1000.0, 1.0]), "x[1] = 1e-06"),
    (
        lambda: expect.agree("x", 1.0, 0.5),
        "x = 1.0, but should be 0.5 by the submission's own other answers (off by 0.5",
    ),
    (lambda: expect.all_agree("x", [1.0, 2.0], [1.0, 2.5]), "x[1] = 2.0, but should be 2.5 by the submission's own"),
    (lambda: expect.agree("x", INF, INF), "x = inf, but should be finite"),
    (lambda: expect.equal("x", NAN, NAN), "x = nan, but should be nan"),
    (lambda: expect.unchanged("z", [2, 1], [1, 2]), "z was changed: it was [1, 2] and is [2, 1] afterwards"),
    (lambda: expect.at_least("x", NAN, 0.0), "x = nan, but should be at least 0.0"),
    (lambda: expect.at_least("x", -1e-8, 0.0, slack=1e-9), "x = -1e-08, but should be at least 0.0"),
    (lambda: expect.at_most("x", NAN, 0.0), "x = nan, but should be at most 0.0"),
    (lambda: expect.finite("x", NAN), "x = nan, but should be finite"),
    (lambda: expect.finite("x", -INF), "x = -inf, but should be finite"),
    (lambda: expect.that(False, "this is wrong"), "this is wrong"),
    (lambda: expect.raises("f(-1)", lambda: 0.5, "ValueError"), "f(-1) gave 0.5, but should raise ValueError"),
    (
        lambda: expect.raises("f([])", lambda: VectorOnValues([0.5], [], []), "ValueError"),
        "f([]) gave [0.5], but should raise ValueError",
    ),
    (
        lambda: expect.raises("MarkovChain(0)", lambda: ChainAnswer([], [], []), "ValueError"),
        "MarkovChain(0) raised nothing, but should raise ValueError",
    ),
]


@pytest.mark.parametrize("expectation", HOLDS)
def test_what_is_within_the_tolerance_passes(expectation: Callable[[], None]) -> None:
    """1e-9 of max(1, |true value|, scale) is allowed."""
    expectation()


@pytest.mark.parametrize(("expectation", "message"), FAILS)
def test_what_is_not_is_told_as_what_got_want(expectation: Callable[[], None], message: str) -> None:
    """The message names the thing, what it was and what it should be."""
    with pytest.raises(expect.Mismatch) as mismatch:
        expectation()
    assert message in str(mismatch.value)


def _raise(*kinds: str) -> Callable[[], object]:
    def ask() -> object:
        raise RaisedError(Raised(1, kinds[0], list(kinds), "", []))

    return ask


def test_an_expected_exception_may_be_of_a_derived_class() -> None:
    """UnicodeError is a ValueError; TypeError is not."""
    expect.raises("f(-1)", _raise("UnicodeError", "ValueError", "Exception"), "ValueError", "IndexError")
    with pytest.raises(expect.Mismatch, match="raised TypeError, but should raise ValueError or IndexError"):
        expect.raises("f(-1)", _raise("TypeError", "Exception"), "ValueError", "IndexError")
