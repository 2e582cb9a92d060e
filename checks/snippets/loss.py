"""Snippets for the probes on loss.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checks.snippets.common import Writer, plain, values


def _leaves(
    z: Sequence[float], layer: Sequence[Sequence[float]] | None, picks: Sequence[int] | None, leftover: float
) -> tuple[list[str], str]:
    """The lines that make the leaves and the computed nodes, and the list of logits."""
    lines, name = [values("z", z)], "z"
    if leftover:
        lines.append(f"for v in z: v.grad = {leftover!r}")
    if layer is not None:
        lines.append(f"h = [sum(w * v for w, v in zip(row, z)) for row in {layer!r}]")
        name = "h"
    return lines, name if picks is None else f"[{name}[i] for i in {picks!r}]"


def _onvalues(call: str) -> Writer:
    def write(
        z: Sequence[float],
        *rest: Any,
        layer: Sequence[Sequence[float]] | None = None,
        picks: Sequence[int] | None = None,
        upstream: float = 1.0,
        leftover: float = 0.0,
    ) -> list[str]:
        lines, logits = _leaves(z, layer, picks, leftover)
        arguments = ", ".join([logits, *map(repr, rest)])
        scaled = f"({upstream!r} * out)" if upstream != 1.0 else "out"
        return [*lines, f"out = {call}({arguments})", f"{scaled}.backward(); out.data, [v.grad for v in z]"]

    return write


def _again(rows: Sequence[Sequence[float]], targets: Sequence[int]) -> list[str]:
    lines = [values("z", rows[0])]
    for i, (row, target) in enumerate(zip(rows, targets, strict=True)):
        if i > 0:
            lines.append(f"for v, x in zip(z, {row!r}): v.data, v.grad = x, 0.0")
        lines.append(f"out = cross_entropy_loss(z, {target!r}); out.backward(); print(out.data, [v.grad for v in z])")
    return lines


def _softmax(
    z: Sequence[float],
    temperature: float | None = None,
    weights: Sequence[float] | None = None,
    layer: Sequence[Sequence[float]] | None = None,
    picks: Sequence[int] | None = None,
    leftover: float = 0.0,
) -> list[str]:
    lines, logits = _leaves(z, layer, picks, leftover)
    arguments = logits if temperature is None else f"{logits}, {temperature!r}"
    if weights is None:
        return [*lines, f"p = softmax({arguments})", "[v.data for v in p]"]
    lines += [f"p = softmax({arguments})", f"sum(w * v for w, v in zip({list(weights)!r}, p)).backward()"]
    return [*lines, "[v.data for v in p], [v.grad for v in z]"]


def _batch(z: Sequence[float], rows: Any, targets: Any, upstream: float = 1.0) -> list[str]:
    scaled = f"({upstream!r} * out)" if upstream != 1.0 else "out"
    return [
        values("z", z),
        f"out = batch_cross_entropy([[z[i] for i in row] for row in {rows!r}], {targets!r})",
        f"{scaled}.backward(); out.data, [v.grad for v in z]",
    ]


WRITERS: dict[str, Writer] = {
    "softmax": _softmax,
    "batch_cross_entropy": _batch,
    "log_sum_exp": _onvalues("log_sum_exp"),
    "cross_entropy_loss": _onvalues("cross_entropy_loss"),
    "cross_entropy_losses": _again,
    **{
        name: plain(name)
        for name in ("cross_entropy_grad", "entropy", "cross_entropy", "kl_divergence", "average_nll", "perplexity")
    },
}
