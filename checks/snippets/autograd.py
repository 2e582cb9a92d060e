"""Snippets for the probes on autograd.py: graph programs as assignments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checks.snippets.common import Writer

Step = Sequence[Any]
INFIX = {"+", "-", "*", "/", "**"}


def _graph(inputs: Sequence[float], steps: Sequence[Step], outputs: Sequence[int] | None = None) -> list[str]:
    last = len(inputs) + len(steps) - 1
    lines = [*_leaves(inputs), *_nodes(len(inputs), steps)]
    lines += [f"v{output}.backward()" for output in ([last] if outputs is None else outputs)]
    return [*lines, f"v{last}.data" if outputs == [] else _data_and_gradients(last)]


def _graph_again(
    inputs: Sequence[float], steps: Sequence[Step], new_data: Sequence[float], new_grads: Sequence[float]
) -> list[str]:
    last = len(inputs) + len(steps) - 1
    nodes = [*_nodes(len(inputs), steps), f"v{last}.backward()"]
    given = enumerate(zip(new_data, new_grads, strict=True))
    assigned = [f"v{i}.data = {data!r}; v{i}.grad = {grad!r}" for i, (data, grad) in given]
    return [*_leaves(inputs), *nodes, *assigned, *nodes, _data_and_gradients(last)]


def _loop(start: float, block: Sequence[Step], times: int) -> list[str]:
    body = [f"    {target} = {expression(operation, operands)}" for target, operation, *operands in block]
    return [
        f"a = x = y = Value({start!r})",
        f"for _ in range({times}):",
        *body,
        "x.backward()",
        "x.data, a.grad",
    ]


def _leaves(inputs: Sequence[float]) -> list[str]:
    return ["; ".join(f"v{i} = Value({number!r})" for i, number in enumerate(inputs))]


def _nodes(first: int, steps: Sequence[Step]) -> list[str]:
    return [f"v{i} = {expression(operation, operands)}" for i, (operation, *operands) in enumerate(steps, start=first)]


def _data_and_gradients(last: int) -> str:
    names = ", ".join(f"v{i}" for i in range(last + 1))
    return f"v{last}.data, [v.grad for v in [{names}]]"


def expression(operation: str, operands: Sequence[str | float]) -> str:
    """The operation on these operands, as it is written in Python.

    >>> expression("*", ["v0", -2.0])
    'v0 * (-2.0)'
    """
    shown = [o if isinstance(o, str) else f"({o!r})" if o < 0 else repr(o) for o in operands]
    if operation == "neg":
        return f"-{shown[0]}"
    if operation == "sum":
        return f"sum([{', '.join(shown)}])"
    if operation == "sum_from":
        return f"sum([{', '.join(shown[1:])}], {shown[0]})"
    if operation in INFIX:
        return f"{shown[0]} {operation} {shown[1]}"
    return f"{shown[0]}.{operation}()"


WRITERS: dict[str, Writer] = {"run_graph": _graph, "run_graph_again": _graph_again, "run_loop": _loop}
