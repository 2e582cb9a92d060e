"""Snippets for the probes on vectorized.py."""

from __future__ import annotations

from collections.abc import Sequence

from checks.snippets.common import Writer

Matrix = Sequence[Sequence[float]]


def _on_logits(function: str, logits: Matrix) -> list[str]:
    return ["import numpy as np", f"{function}(np.array({logits!r}))"]


def _on_batch(function: str) -> Writer:
    return lambda logits, targets: ["import numpy as np", f"{function}(np.array({logits!r}), np.array({targets!r}))"]


WRITERS: dict[str, Writer] = {
    "on_logits": _on_logits,
    "on_batch": _on_batch("cross_entropy"),
    "grad_on_batch": _on_batch("cross_entropy_grad"),
}
"""By the names of the probes."""
