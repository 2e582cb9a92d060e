"""Says what an answer should have been: every check that a property makes of a number, a list or an exception.

Each raises Mismatch in the form *what, got, want, off by*. Comparisons are written so that NaN fails.
Allowed errors come from the contract: 1e-9 of the true value, or of `scale` where the property derives one (the sum
of the absolute contributions of a gradient), and never less than 1e-9.

Every comparison is tallied, so that the judge can tell a case that showed something from one that showed nothing, and
how much of the allowed error a right submission uses up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextvars import ContextVar

import msgspec

from checks.contract import TOLERANCE
from checks.worker.client import RaisedError


class Mismatch(Exception):  # noqa: N818  # what a property finds, not an error of ours
    """The claim does not hold; the message is for the student.

    `share` is the error as a multiple of what is allowed, where the claim is about a number.
    """

    def __init__(self, message: str, share: float = math.inf) -> None:
        super().__init__(message)
        self.share = share


class Tally:
    """What was compared in one case: how often, and the largest error as a share of what is allowed.

    Lengths and finiteness are no comparisons: they only prepare for one.
    """

    __slots__ = ("_outer", "comparisons", "worst_share")

    def __init__(self) -> None:
        self.comparisons = 0
        self.worst_share = 0.0

    def __enter__(self) -> Tally:
        """Tallies the comparisons that are made inside."""
        self._outer = _tally.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _tally.reset(self._outer)


_tally: ContextVar[Tally] = ContextVar("tally", default=Tally())  # noqa: B039  # outside of a case nobody reads it


def _compared(share: float = 0.0) -> None:
    tally = _tally.get()
    tally.comparisons += 1
    if share > tally.worst_share:
        tally.worst_share = share


def allowed_error(want: float, scale: float = 1.0) -> float:
    """The contract's tolerance: 1e-9 * max(1, |want|, scale). Infinite values must be met exactly."""
    return TOLERANCE * max(1.0, abs(want), scale) if math.isfinite(want) else 0.0


def close(what: str, got: float, want: float, scale: float = 1.0) -> None:
    """|got - want| is within 1e-9 * max(1, |want|, scale)."""
    _close(what, got, want, scale, "")


def _close(what: str, got: float, want: float, scale: float, by: str) -> None:
    if got == want:
        _compared()
        return
    allowed, error = allowed_error(want, scale), abs(got - want)
    if error <= allowed:
        _compared(error / allowed)
        return
    is_finite = math.isfinite(error)
    off = f"off by {error:.3g}, allowed {allowed:.3g}" if is_finite else f"allowed {allowed:.3g}"
    share = error / allowed if is_finite and allowed else math.inf
    raise Mismatch(f"{what} = {got!r}, but should be {want!r}{by} ({off})", share)


def all_close(what: str, got: Sequence[float], want: Sequence[float], scale: float | Sequence[float] = 1.0) -> None:
    """The lists have equal lengths, and each element is `close`; `scale` is one number or one for each element."""
    length(what, got, len(want))
    scales = [scale] * len(want) if isinstance(scale, float | int) else scale
    for i, (g, w, s) in enumerate(zip(got, want, scales, strict=True)):
        close(f"{what}[{i}]", g, w, s)


def agree(what: str, got: float, other: float, scale: float = 1.0) -> None:
    """Two of the submission's own answers say the same; each may be off by 1e-9 * max(1, |other|, scale)."""
    finite(what, got)  # inf is no agreement, even with inf
    _close(what, got, other, 2 * max(1.0, abs(other), scale), " by the submission's own other answers")


def all_agree(what: str, got: Sequence[float], others: Sequence[float], scale: float = 1.0) -> None:
    """The lists have equal lengths, and elements `agree`."""
    length(what, got, len(others))
    for i, (g, other) in enumerate(zip(got, others, strict=True)):
        agree(f"{what}[{i}]", g, other, scale)


def equal(what: str, got: object, want: object) -> None:
    """got == want, exactly."""
    _compared()
    if not got == want:  # NaN is equal to nothing
        raise Mismatch(f"{what} = {got!r}, but should be {want!r}")


def length(what: str, got: Sequence[object], want: int) -> None:
    """The list has this many elements."""
    if len(got) != want:
        raise Mismatch(f"{what} has {len(got)} elements, but should have {want}")


def unchanged(what: str, after: object, before: object) -> None:
    """An input is after the call what it was before it."""
    _compared()
    if after != before:
        raise Mismatch(f"{what} was changed: it was {before!r} and is {after!r} afterwards")


def same_nodes(what: str, after: object, before: object) -> None:
    """A list of nodes is `unchanged`; NaN stands for another node in the place of one."""
    try:
        unchanged(what, after, before)
    except Mismatch as wrong:
        raise Mismatch(f"{wrong} (nan: another node)" if "nan" in repr(after) else str(wrong)) from None


def at_least(what: str, got: float, bound: float, slack: float = 0.0) -> None:
    """got >= bound - slack."""
    _compared((bound - got) / slack if slack and bound - got <= slack else 0.0)
    if not got >= bound - slack:
        raise Mismatch(f"{what} = {got!r}, but should be at least {bound!r} (allowed error {slack:.3g})")


def at_most(what: str, got: float, bound: float, slack: float = 0.0) -> None:
    """got <= bound + slack."""
    _compared((got - bound) / slack if slack and got - bound <= slack else 0.0)
    if not got <= bound + slack:
        raise Mismatch(f"{what} = {got!r}, but should be at most {bound!r} (allowed error {slack:.3g})")


def finite(what: str, got: float) -> None:
    """got is neither infinite nor NaN."""
    if not math.isfinite(got):
        raise Mismatch(f"{what} = {got!r}, but should be finite")


def numbers(what: str, got: Sequence[float], count: int) -> None:
    """The list has this many elements, all finite: so an oracle can be asked about them."""
    length(what, got, count)
    for i, number in enumerate(got):
        finite(f"{what}[{i}]", number)


def that(holds: bool, message: str) -> None:
    """Anything else; the message says what was found and what should have been."""
    _compared()
    if not holds:
        raise Mismatch(message)


def seen(holds: bool) -> bool:
    """Whether the claim was seen to hold, for a property that looks for one instance among several."""
    if holds:
        _compared()
    return holds


def raises(what: str, ask: Callable[[], object], *kinds: str) -> None:
    """Asking raises one of these built-in exceptions (or a class derived from it)."""
    _compared()
    try:
        answer = ask()
    except RaisedError as error:
        _is_one_of(what, error, kinds)
        return
    raise Mismatch(f"{what} {_outcome(answer)}, but should raise {' or '.join(kinds)}")


def infinite_or_raises(what: str, ask: Callable[[], float], *kinds: str) -> None:
    """Asking gives inf, or raises one of these built-in exceptions (or a class derived from it)."""
    try:
        got = ask()
    except RaisedError as error:
        _compared()
        _is_one_of(what, error, kinds)
        return
    equal(what, got, math.inf)


def _outcome(answer: object) -> str:
    """What the function gave, of all that a probe told of the call."""
    if not isinstance(answer, msgspec.Struct):
        return f"gave {answer!r}"
    results = [getattr(answer, name) for name in ("value", "values") if hasattr(answer, name)]
    return f"gave {results[0]!r}" if results else "raised nothing"


def _is_one_of(what: str, error: RaisedError, kinds: Sequence[str]) -> None:
    if "NotImplementedError" in error.reply.kinds:
        raise error  # not written yet, which is no wrong exception
    if not set(kinds) & set(error.reply.kinds):
        raise Mismatch(f"{what} raised {error.reply.type_name}, but should raise {' or '.join(kinds)}") from None
