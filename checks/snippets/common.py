"""What the snippet writers share: leaves, plain calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Writer = Callable[..., list[str]]
"""Takes the arguments of one probe; returns lines of Python, the last of which shows what was asked for."""


def values(name: str, numbers: Sequence[float]) -> str:
    """The line that makes one Value for each number.

    >>> values("logits", [2.0, 1.0])
    'logits = [Value(x) for x in [2.0, 1.0]]'
    """
    return f"{name} = [Value(x) for x in {numbers!r}]"


def plain(call: str) -> Writer:
    """The writer for a function of plain arguments.

    >>> plain("kl_divergence")([1.0, 0.0], [0.5, 0.5])
    ['kl_divergence([1.0, 0.0], [0.5, 0.5])']
    """
    return lambda *arguments: [f"{call}({', '.join(map(repr, arguments))})"]
