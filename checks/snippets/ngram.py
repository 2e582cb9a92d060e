"""Snippets for the probe on ngram.py: calls to one model; questions of one kind share a line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from checks.snippets.common import Writer

Step = Sequence[Any]


def _chain(model: Sequence[Any], script: Sequence[Step]) -> list[str]:
    lines = [f"model = {_made(model)}"]
    for action, steps in groupby(script, key=lambda step: step[0]):
        operands = [step[1:] for step in steps]
        match action:
            case "train":
                lines += [f"model.train({tokens!r})" for (tokens,) in operands]
            case "other":
                lines += [f"other = {_made([model[0], *given])}; other.train({tokens!r})" for given, tokens in operands]
            case "probability":
                lines.append(_asked("model.probability", [(tuple(history), token) for history, token in operands]))
            case "distribution":
                lines.append(_asked("model.get_distribution", [(tuple(history),) for (history,) in operands]))
            case _:
                lines += [f"compute_{action}(model, {tokens!r})" for (tokens,) in operands]
    return lines


def _made(model: Sequence[Any]) -> str:
    kind, *arguments = model
    return f"{kind}({', '.join(map(repr, arguments))})"


def _asked(function: str, calls: Sequence[tuple[Any, ...]]) -> str:
    """The call; where there are several, a dict of their answers."""
    if len(calls) == 1:
        return f"{function}({', '.join(map(repr, calls[0]))})"
    return f"{{asked: {function}(*asked) for asked in {calls!r}}}"


WRITERS: dict[str, Writer] = {"chain": _chain}
