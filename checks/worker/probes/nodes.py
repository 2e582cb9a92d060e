"""What the probes on Values share: building leaves, reading data and gradients back."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from types import NoneType
from typing import Any, Protocol

from ..loading import Code
from ..numbers import UnfitError, described, listed, real

PLAIN = (NoneType, bool, int, float, str, list, tuple, dict)


class Node(Protocol):
    """The submission's `Value`, as far as the contract promises it."""

    data: Any
    grad: Any

    def backward(self) -> Any:
        """Adds d(self)/d(node) to the `.grad` of every node that self was computed from."""

    def __add__(self, other: Any) -> Node: ...
    def __mul__(self, other: Any) -> Node: ...


def leaves(code: Code, numbers: list[float]) -> list[Node]:
    """One fresh node for each number."""
    return [code.autograd.Value(number) for number in numbers]  # type: ignore[misc]  # student code: any type


def data_of(nodes: object, what: str) -> list[float]:
    """The `.data` of each node of a list."""
    return [datum(node, f"{what}[{i}]") for i, node in enumerate(listed(nodes, what))]


def data_still_of(given: list[Any], nodes: Sequence[Any], what: str) -> list[float]:
    """The `.data` of a list that was handed over, as `data_of`; NaN where another node has taken a node's place."""
    data = data_of(given, what)
    if len(given) != len(nodes):
        return data
    return [x if now is was else nan for x, now, was in zip(data, given, nodes, strict=True)]


def grads_of(nodes: list[Node], what: str) -> list[float]:
    """The `.grad` of each node of a list."""
    return [real(node.grad, f"{what}[{i}].grad") for i, node in enumerate(nodes)]


def datum(node: Any, what: str) -> float:
    """The `.data` of a node that student code returned. Raises UnfitError for a plain number, list or None."""
    if type(node) in PLAIN:
        raise UnfitError(f"{what} is {described(node)}, not a Value")
    return real(node.data, f"{what}.data")
