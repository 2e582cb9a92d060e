"""Snippets for the probes on nn.py."""

from __future__ import annotations

from collections.abc import Sequence

from checks.snippets.common import Writer, values

Matrix = Sequence[Sequence[float]]


def _fill(rows: str, numbers: Matrix) -> list[str]:
    """The lines that write numbers into rows of Values."""
    return [
        f"for row, numbers in zip({rows}, {numbers!r}):",
        "    for v, number in zip(row, numbers): v.data = number",
    ]


def _embedding(table: Matrix, tokens: Sequence[int], coefficients: Matrix) -> list[str]:
    return [
        f"emb = Embedding({len(table)}, {len(table[0])})",
        *_fill("emb.embedding", table),
        f"rows = [emb(token) for token in {tokens!r}]",
        f"sum(c * v for cs, row in zip({coefficients!r}, rows) for c, v in zip(cs, row)).backward()",
        "[[v.data for v in row] for row in rows], [[v.grad for v in row] for row in emb.embedding]",
    ]


def _embedding_after_change(table: Matrix, tokens: Sequence[int], changed: Matrix) -> list[str]:
    return [
        f"emb = Embedding({len(table)}, {len(table[0])})",
        *_fill("emb.embedding", table),
        f"rows = [emb(token) for token in {tokens!r}]",
        *_fill("emb.embedding", changed),
        "[[v.data for v in row] for row in rows]",
    ]


def _linear(
    weights: Matrix,
    biases: Sequence[float],
    x: Sequence[float],
    picks: Sequence[int] | None = None,
    upstream: Sequence[float] | None = None,
) -> list[str]:
    given = "x" if picks is None else f"[x[i] for i in {picks!r}]"
    lines = [
        f"lin = Linear({len(weights[0])}, {len(weights)})",
        *_fill("[*lin.weights, lin.biases]", [*weights, biases]),
        f"{values('x', x)}; out = lin({given})",
    ]
    if upstream is None:
        return [*lines, "[v.data for v in out]"]
    return [
        *lines,
        f"sum(c * v for c, v in zip({upstream!r}, out)).backward()",
        "[[v.grad for v in row] for row in lin.weights], [v.grad for v in lin.biases], [v.grad for v in x]",
    ]


def _layer(kind: str, sizes: Sequence[int]) -> str:
    return f"{kind}({', '.join(map(repr, sizes))})"


def _data(kind: str) -> str:
    """The expression for the numbers in `layer`."""
    if kind == "Embedding":
        return "[[v.data for v in row] for row in layer.embedding]"
    return "[[v.data for v in row] for row in layer.weights], [v.data for v in layer.biases]"


def _fresh(kind: str, sizes: Sequence[int], count: int) -> list[str]:
    return [f"for layer in [{_layer(kind, sizes)} for _ in range({count})]: print({_data(kind)})"]


def _numbered(kind: str, sizes: Sequence[int]) -> list[str]:
    return [
        f"layer = {_layer(kind, sizes)}",
        "for number, p in enumerate(layer.parameters(), start=1): p.data = float(number)",
        _data(kind),
    ]


def _random_after(kind: str, sizes: Sequence[int], seeds: Sequence[int]) -> list[str]:
    return [
        "import random",
        f"for seed in {seeds!r}:",
        f"    random.seed(seed); layer = {_layer(kind, sizes)}; print(random.random())",
    ]


WRITERS: dict[str, Writer] = {
    "embedding": _embedding,
    "embedding_after_change": _embedding_after_change,
    "linear": _linear,
    "fresh_layers": _fresh,
    "numbered_layer": _numbered,
    "random_after_layer": _random_after,
}
"""By the names of the probes."""
