"""Snippets for the probes on autograd.py: graph programs as assignments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checks.snippets.common import Writer


def _graph(inputs: Sequence[float], steps: Sequence[Sequence[Any]], outputs: Sequence[int] | None = None) -> list[str]:
    lines = [f"v{i} = Value({number!r})" for i, number in enumerate(inputs)]
    for i, (operation, *operands) in enumerate(steps, start=len(inputs)):
        lines.append(f"v{i} = {_expression(operation, operands)}")
    last = len(inputs) + len(steps) - 1
    lines += [f"v{output}.backward()" for output in ([last] if outputs is None else outputs)]
    shown = ", ".join(f"v{i}.grad" for i in range(len(inputs)))
    return ["; ".join(lines[: len(inputs)]), *lines[len(inputs) :], f"v{last}.data, {shown}"]


def _expression(operation: str, operands: Sequence[str | float]) -> str:
    shown = [o if isinstance(o, str) else f"({o!r})" if o < 0 else repr(o) for o in operands]
    if operation == "neg":
        return f"-{shown[0]}"
    if operation == "sum":
        return f"sum([{', '.join(shown)}])"
    if len(shown) == 2:
        return f"{shown[0]} {operation} {shown[1]}"
    return f"{shown[0]}.{operation}()"


WRITERS: dict[str, Writer] = {"run_graph": _graph}
