"""Questions about vectorized.py. NumPy is imported here only, where a question needs it."""

from __future__ import annotations

from typing import Any

from ..answers import ArrayAnswer, BatchLossAnswer
from ..loading import Code
from ..numbers import UnfitError, real
from .register import probe

Matrix = list[list[float]]


@probe
def on_logits(code: Code, function: str, logits: Matrix) -> ArrayAnswer:
    """vectorized.log_sum_exp, softmax or log_softmax of an array of logits."""
    z, _ = _arrays(logits, [])
    return _array_answer(getattr(code.vectorized, function)(z), f"{function}(logits)", z, [])


@probe
def on_batch(code: Code, logits: Matrix, targets: list[int]) -> BatchLossAnswer:
    """vectorized.cross_entropy(logits, targets)."""
    z, y = _arrays(logits, targets)
    loss = real(code.vectorized.cross_entropy(z, y), "cross_entropy(logits, targets)")
    return BatchLossAnswer(loss, z.tolist(), y.tolist())


@probe
def grad_on_batch(code: Code, logits: Matrix, targets: list[int]) -> ArrayAnswer:
    """vectorized.cross_entropy_grad(logits, targets)."""
    z, y = _arrays(logits, targets)
    return _array_answer(code.vectorized.cross_entropy_grad(z, y), "cross_entropy_grad(logits, targets)", z, y)


def _arrays(logits: Matrix, targets: list[int]) -> tuple[Any, Any]:
    import numpy as np

    return np.array(logits, dtype=np.float64), np.array(targets, dtype=np.int64)


def _array_answer(result: Any, what: str, z: Any, y: Any) -> ArrayAnswer:
    import numpy as np

    if not isinstance(result, np.ndarray):
        raise UnfitError(f"{what} is a {type(result).__name__}, not a NumPy array")
    entries = [real(entry, what) for entry in result.ravel().tolist()]
    return ArrayAnswer(str(result.dtype), list(result.shape), entries, z.tolist(), list(map(int, y)))
