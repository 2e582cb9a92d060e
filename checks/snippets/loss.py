"""Snippets for the probes on loss.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checks.snippets.common import Writer, plain, values


def _picked(picks: Sequence[int] | None) -> str:
    return "z" if picks is None else f"[z[i] for i in {picks!r}]"


def _onvalues(call: str) -> Writer:
    def write(z: Sequence[float], *rest: Any, picks: Sequence[int] | None = None, upstream: float = 1.0) -> list[str]:
        arguments = ", ".join([_picked(picks), *map(repr, rest)])
        scaled = f"({upstream!r} * out)" if upstream != 1.0 else "out"
        return [values("z", z), f"out = {call}({arguments})", f"{scaled}.backward(); out.data, [v.grad for v in z]"]

    return write


def _softmax(
    z: Sequence[float],
    temperature: float | None = None,
    weights: Sequence[float] | None = None,
    picks: Sequence[int] | None = None,
) -> list[str]:
    arguments = _picked(picks) if temperature is None else f"{_picked(picks)}, {temperature!r}"
    lines = [values("z", z), f"p = softmax({arguments}); [v.data for v in p]"]
    if weights is not None:
        lines.append(f"sum(w * v for w, v in zip({list(weights)!r}, p)).backward(); [v.grad for v in z]")
    return lines


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
    **{
        name: plain(name)
        for name in ("cross_entropy_grad", "entropy", "cross_entropy", "kl_divergence", "average_nll", "perplexity")
    },
}
