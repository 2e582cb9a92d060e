"""Section 3.4 once more, for a whole batch at a time, on NumPy arrays (optional).

Everything is float64, stable for every finite logit, and leaves its inputs as they are.

Names: z logits of shape (B, V), y targets of shape (B,) in 0..V−1, B ≥ 1 the size of the batch, V the number of
classes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def log_sum_exp(logits: FloatArray) -> FloatArray:
    """log Σ_j exp(z_bj) for each row b, of shape (B,).

    >>> log_sum_exp(np.array([[2.0, 1.0, 3.0], [1e4, -1e4, 0.0]])).round(8).tolist()
    [3.40760596, 10000.0]

    Source: Section 3.4 Cross-entropy.
    """
    raise NotImplementedError


def softmax(logits: FloatArray) -> FloatArray:
    """softmax(z)_bi = exp(z_bi) / Σ_j exp(z_bj), of shape (B, V): each row sums to 1.

    >>> softmax(np.array([[2.0, 1.0, 3.0]])).round(8).tolist()
    [[0.24472847, 0.09003057, 0.66524096]]

    Source: Section 3.4 Cross-entropy.
    """
    raise NotImplementedError


def log_softmax(logits: FloatArray) -> FloatArray:
    """log softmax(z)_bi = z_bi − log Σ_j exp(z_bj), of shape (B, V); finite also where softmax is 0.

    >>> log_softmax(np.array([[0.0, 1e4]])).tolist()
    [[-10000.0, 0.0]]

    Source: Section 3.4 Cross-entropy.
    """
    raise NotImplementedError


def cross_entropy(logits: FloatArray, targets: IntArray) -> float:
    """L = −(1/B) Σ_b log softmax(z_b)_{y_b}, the mean over the batch, in nats.

    >>> round(cross_entropy(np.array([[2.0, 1.0, 3.0]]), np.array([2])), 8)
    0.40760596

    Source: Section 3.4 Cross-entropy.
    """
    raise NotImplementedError


def cross_entropy_grad(logits: FloatArray, targets: IntArray) -> FloatArray:
    """∂L/∂z = (softmax(z) − onehot(y)) / B of the batch's mean loss L, of shape (B, V).

    >>> cross_entropy_grad(np.array([[2.0, 1.0, 3.0]]), np.array([2])).round(8).tolist()
    [[0.24472847, 0.09003057, -0.33475904]]

    Source: Section 3.4 Cross-entropy.
    """
    raise NotImplementedError
