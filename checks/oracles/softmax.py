"""Softmax, log-sum-exp and cross-entropy of logits in 50-digit arithmetic, rounded once to float64.

Names: z logits, y target index, T temperature, V vocabulary size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mpmath

_mp = mpmath.MPContext()
_mp.dps = 50


def log_sum_exp(z: Sequence[float]) -> float:
    """log Σ_j exp(z_j).

    >>> log_sum_exp([0.0, 0.0])
    0.6931471805599453
    """
    return float(_log_sum_exp(z))


def softmax(z: Sequence[float], temperature: float = 1.0) -> list[float]:
    """p_i = exp(z_i / T) / Σ_j exp(z_j / T).

    >>> softmax([1.0, 1.0, 1.0, 1.0])
    [0.25, 0.25, 0.25, 0.25]
    """
    scaled = [_mp.mpf(x) / _mp.mpf(temperature) for x in z]
    normaliser = _log_sum_exp(scaled)
    return [float(_mp.exp(x - normaliser)) for x in scaled]


def cross_entropy(z: Sequence[float], y: int) -> float:
    """−log softmax(z)_y = log Σ_j exp(z_j) − z_y.

    >>> round(cross_entropy([2.0, 1.0, 3.0], 2), 8)
    0.40760596
    """
    return float(_log_sum_exp(z) - _mp.mpf(z[y]))


def softmax_minus_onehot(z: Sequence[float], y: int) -> list[float]:
    """The gradient of the cross-entropy: softmax(z) − onehot(y).

    >>> [round(g, 8) for g in softmax_minus_onehot([2.0, 1.0, 3.0], 2)]
    [0.24472847, 0.09003057, -0.33475904]
    """
    normaliser = _log_sum_exp(z)
    return [float(_mp.exp(_mp.mpf(x) - normaliser) - (i == y)) for i, x in enumerate(z)]


def _log_sum_exp(z: Sequence[Any]) -> Any:
    return _mp.log(_mp.fsum(_mp.exp(_mp.mpf(x)) for x in z))
