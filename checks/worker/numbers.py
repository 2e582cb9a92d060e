"""Turns whatever student code returns into plain floats, lists and dicts, or says that it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real

MAX_LENGTH = 1_000_000
ATTRIBUTES = (".grad", ".data")
"""What no `return` gives."""

WITH_AN = ("a", "e", "i", "o", "A", "E", "I", "O", "ndarray")
"""How the types begin whose article is `an`; `uint8` has a consonant when spoken."""


class UnfitError(Exception):
    """Student code returned something of another type than the contract names."""


def real(value: object, what: str) -> float:
    """The number as a float. The contract allows any real scalar: int, Fraction, NumPy scalar, 0-d array.

    Raises UnfitError naming `what` for anything else, and for what does not fit into a float64.
    """
    if type(value) is float:
        return value
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):
        value = value.item()
    if not isinstance(value, Real):
        kind = "None" if value is None and what.endswith(ATTRIBUTES) else described(value)
        raise UnfitError(f"{what} is {kind}, not a real number")
    try:
        return float(value)
    except OverflowError:
        raise UnfitError(f"{what} is a number too large for a float64") from None


def whole(value: object, what: str) -> int:
    """The number as an int. Raises UnfitError for anything that is not a whole number."""
    as_float = real(value, what)
    if as_float != as_float // 1:
        raise UnfitError(f"{what} is {as_float!r}, not a whole number")
    return int(as_float)


def listed(values: object, what: str) -> list[object]:
    """The elements. The contract allows anything with `len` and `[i]`; raises UnfitError for anything else.

    That may be bytes, or a dict with the keys 0, 1, ...; a text is none.
    """
    is_indexed = hasattr(values, "__len__") and hasattr(values, "__getitem__") and not isinstance(values, str)
    if not is_indexed or (isinstance(values, Mapping) and set(values) != set(range(len(values)))):
        raise UnfitError(f"{what} is {described(values)}, not a list")
    length = len(values)  # type: ignore[arg-type]
    if length > MAX_LENGTH:
        raise UnfitError(f"{what} has {length} elements; at most {MAX_LENGTH} are read")
    return [values[i] for i in range(length)]  # type: ignore[index]


def reals(values: object, what: str) -> list[float]:
    """The elements as floats."""
    return [real(value, f"{what}[{i}]") for i, value in enumerate(listed(values, what))]


def wholes(values: object, what: str) -> list[int]:
    """The elements as ints."""
    return [whole(value, f"{what}[{i}]") for i, value in enumerate(listed(values, what))]


def text(value: object, what: str) -> str:
    """The string. Raises UnfitError for anything else."""
    if not isinstance(value, str):
        raise UnfitError(f"{what} is {described(value)}, not a str")
    return str.__str__(value)  # what it is, whatever a subclass, such as an Enum, says of itself


def described(value: object) -> str:
    """What kind of thing that is."""
    if value is None:
        return "None (is there a `return`?)"
    kind = type(value).__name__
    return f"{'an' if kind.startswith(WITH_AN) else 'a'} {kind}"
