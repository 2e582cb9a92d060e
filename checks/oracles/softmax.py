"""Softmax, log-sum-exp and cross-entropy of logits, and their gradients, on plain numbers.

In float64, with sums that are rounded once. With u = 2⁻⁵³, V classes and m = max z: z_i − m carries a relative error u
(none for logits on the suite's grid), so that exp(z_i − m) is off by at most u/e + 2u, and Σ, which is at least 1, by
the relative (V/e + 2)u at most. Hence log-sum-exp and cross-entropy L are within (|result| + V/e + 4 + 2 log V)u, a
probability within (2V/e + 8)u, at any temperature: 2e-14 for 200 classes, beside a tolerance of 1e-9. The tests hold
these bounds against 50-digit arithmetic, which the functions `..._in_50_digits` use.

Names: z logits, y target index, T temperature, V number of classes, p = softmax(z / T), w the weights of a sum w · p.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from checks.contract import MAX_LOGIT
from checks.oracles.digits import mp


def log_sum_exp(z: Sequence[float]) -> float:
    """log Σ_j exp(z_j).

    >>> log_sum_exp([0.0, 0.0])
    0.6931471805599453
    """
    largest = max(z)
    return largest + math.log(math.fsum([math.exp(x - largest) for x in z]))


def softmax(z: Sequence[float], temperature: float = 1.0) -> list[float]:
    """p_i = exp(z_i / T) / Σ_j exp(z_j / T).

    >>> softmax([1.0, 1.0, 1.0, 1.0])
    [0.25, 0.25, 0.25, 0.25]
    """
    largest = max(z)
    exps = [math.exp((x - largest) / temperature) for x in z]
    total = math.fsum(exps)
    return [e / total for e in exps]


def tolerance_factor(z: Sequence[float], temperature: float) -> float:
    """What the contract's tolerance is multiplied by for softmax at a temperature: max(1, max|z| / (10⁴ T)).

    >>> tolerance_factor([-100.0, 10.0], 0.001)
    10.0
    """
    return max(1.0, max(map(abs, z)) / (MAX_LOGIT * temperature))


def cross_entropy(z: Sequence[float], y: int) -> float:
    """−log softmax(z)_y = log Σ_j exp(z_j) − z_y.

    >>> round(cross_entropy([2.0, 1.0, 3.0], 2), 8)
    0.40760596
    """
    largest = max(z)
    return math.log(math.fsum([math.exp(x - largest) for x in z])) + (largest - z[y])


def softplus(d: float) -> float:
    """log(1 + exp(d)), the cross-entropy of two classes of which the wrong one is ahead by d.

    >>> softplus(0.0), softplus(1e4)
    (0.6931471805599453, 10000.0)
    """
    return max(d, 0.0) + math.log1p(math.exp(-abs(d)))


def softmax_minus_onehot(z: Sequence[float], y: int) -> list[float]:
    """The gradient of the cross-entropy: softmax(z) − onehot(y).

    >>> [round(g, 8) for g in softmax_minus_onehot([2.0, 1.0, 3.0], 2)]
    [0.24472847, 0.09003057, -0.33475904]
    """
    return [prob - (i == y) for i, prob in enumerate(softmax(z))]


def mean_cross_entropy(z: Sequence[float], rows: Sequence[Sequence[int]], targets: Sequence[int]) -> float:
    """The mean over a batch: row r holds the logits z[i] for i in rows[r], its target index is targets[r].

    >>> round(mean_cross_entropy([0.0, 0.0], [[0], [0, 1]], [0, 1]), 8)  # (log 1 + log 2) / 2
    0.34657359
    """
    losses = [cross_entropy([z[i] for i in row], y) for row, y in zip(rows, targets, strict=True)]
    return math.fsum(losses) / len(losses)


def mean_cross_entropy_gradient(
    z: Sequence[float], rows: Sequence[Sequence[int]], targets: Sequence[int]
) -> list[float]:
    """The gradient of `mean_cross_entropy` with respect to z: what all occurrences of a number receive, over N rows.

    >>> mean_cross_entropy_gradient([0.0, 0.0], [[0, 1], [1, 0]], [0, 0])
    [0.0, 0.0]
    """
    picks = [i for row in rows for i in row]
    slopes = [
        slope for row, y in zip(rows, targets, strict=True) for slope in softmax_minus_onehot([z[i] for i in row], y)
    ]
    return [total / len(rows) for total in gathered(len(z), picks, slopes)]


def weighted_softmax_gradient(
    z: Sequence[float], w: Sequence[float], temperature: float = 1.0
) -> tuple[list[float], list[float]]:
    """∂(w · p)/∂z_j = p_j (w_j − w · p) / T, and for each j the sum of its absolute contributions.

    These are w_i ∂p_i/∂z_j = w_i p_i ([i = j] − p_j) / T; their absolute values add up to p_j (|w_j| + |w| · p) / T
    at most.

    >>> weighted_softmax_gradient([1.0, 1.0], [2.0, -4.0])
    ([1.5, -1.5], [2.5, 3.5])
    """
    probs = softmax(z, temperature)
    mean = math.fsum([a * prob for a, prob in zip(w, probs, strict=True)])
    magnitude = math.fsum([abs(a) * prob for a, prob in zip(w, probs, strict=True)])
    return (
        [prob * (a - mean) / temperature for a, prob in zip(w, probs, strict=True)],
        [prob * (abs(a) + magnitude) / temperature for a, prob in zip(w, probs, strict=True)],
    )


def combined(layer: Sequence[Sequence[float]], x: Sequence[float]) -> list[float]:
    """The matrix times the vector: Σ_k layer[i][k] x_k for each row i.

    >>> combined([[1.0, 2.0], [0.0, -1.0]], [3.0, 4.0])
    [11.0, -4.0]
    """
    return [math.fsum([a * b for a, b in zip(row, x, strict=True)]) for row in layer]


def gathered(size: int, picks: Sequence[int], gradient: Sequence[float]) -> list[float]:
    """The gradient of the `size` elements that were picked: each adds up what its occurrences receive.

    >>> gathered(3, [0, 2, 0], [1.0, 2.0, 4.0])
    [5.0, 0.0, 2.0]
    """
    received: list[list[float]] = [[] for _ in range(size)]
    for i, slope in zip(picks, gradient, strict=True):
        received[i].append(slope)
    return [math.fsum(slopes) for slopes in received]


def log_sum_exp_in_50_digits(z: Sequence[float]) -> float:
    """log Σ_j exp(z_j), rounded once.

    >>> log_sum_exp_in_50_digits([-710.0, -710.0])
    -709.3068528194401
    """
    return float(_log_sum_exp(z))


def softmax_in_50_digits(z: Sequence[float], temperature: float = 1.0) -> list[float]:
    """p_i = exp(z_i / T) / Σ_j exp(z_j / T), each rounded once.

    >>> softmax_in_50_digits([0.0, 0.0], 0.5)
    [0.5, 0.5]
    """
    scaled = [mp().mpf(x) / mp().mpf(temperature) for x in z]
    normaliser = _log_sum_exp(scaled)
    return [float(mp().exp(x - normaliser)) for x in scaled]


def cross_entropy_in_50_digits(z: Sequence[float], y: int) -> float:
    """−log softmax(z)_y, to 50 digits beside 1.

    >>> f"{cross_entropy_in_50_digits([40.0, 0.0], 0):.6g}"  # e⁻⁴⁰, which float64 would lose beside 1
    '4.24835e-18'
    """
    return float(_log_sum_exp(z) - mp().mpf(z[y]))


def _log_sum_exp(z: Sequence[Any]) -> Any:
    return mp().log(mp().fsum(mp().exp(mp().mpf(x)) for x in z))
