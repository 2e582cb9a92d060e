"""Softmax, cross-entropy and their relatives (Section 3.4), stable for every finite logit.

The first half works on Values and can be differentiated, the second on plain numbers. Logarithms are natural:
every loss and entropy is in nats.

Names: z logits, V the number of classes, y the target index in 0..V−1, T a temperature, L a loss, N a number
of observations, p and q probability vectors.
"""

from __future__ import annotations

import math
from statistics import fmean

from autograd import Value


def log_sum_exp(logits: list[Value]) -> Value:
    """log Σ_j exp(z_j); ∂/∂z = softmax(z).

    For every constant m it equals m + log Σ_j exp(z_j − m): m = max z keeps every exponential in (0, 1].

    >>> round(log_sum_exp([Value(2.0), Value(1.0), Value(3.0)]).data, 8)
    3.40760596
    >>> log_sum_exp([Value(1e4)]).data
    10000.0

    Raises (stretch):
        ValueError: there are no logits.

    Source: Section 3.4 Cross-entropy.
    """
    largest = max(z.data for z in logits)  # a number, not a node: the result does not depend on it
    return sum(((z - largest).exp() for z in logits), Value(0.0)).log() + largest


def softmax(logits: list[Value], temperature: float = 1.0) -> list[Value]:
    """The probabilities softmax(z / T)_i = exp(z_i / T) / Σ_j exp(z_j / T), in the order of z, with sum 1.

    Adding one constant to all logits changes nothing. T → 0 gives 1 to the largest logit, if that is only one,
    and T → ∞ gives 1/V to each.

    >>> z = [Value(2.0), Value(1.0), Value(3.0)]
    >>> [round(p.data, 8) for p in softmax(z)]
    [0.24472847, 0.09003057, 0.66524096]
    >>> [round(p.data, 2) for p in softmax(z, temperature=1e-3)], [round(p.data, 2) for p in softmax(z, 1000)]
    ([0.0, 0.0, 1.0], [0.33, 0.33, 0.33])

    Raises (stretch):
        ValueError: there are no logits.

    Source: Section 3.4 Cross-entropy.
    """
    largest = max(z.data for z in logits)
    exps = [((z - largest) / temperature).exp() for z in logits]
    total = sum(exps, Value(0.0))
    return [e / total for e in exps]


def cross_entropy_loss(logits: list[Value], target_idx: int) -> Value:
    """L = −log softmax(z)_y = log Σ_j exp(z_j) − z_y; ∂L/∂z = softmax(z) − onehot(y).

    >>> z = [Value(2.0), Value(1.0), Value(3.0)]
    >>> loss = cross_entropy_loss(z, 2)
    >>> loss.backward()
    >>> round(loss.data, 8), [round(z_j.grad, 8) for z_j in z]
    (0.40760596, [0.24472847, 0.09003057, -0.33475904])

    Finite also where softmax(z)_y is too small for a float:

    >>> cross_entropy_loss([Value(0.0), Value(10000.0)], 0).data
    10000.0

    Raises (stretch):
        ValueError: target_idx is outside 0..V−1, or there are no logits.

    Source: Section 3.4 Cross-entropy.
    """
    _check_target(target_idx, len(logits))
    return log_sum_exp(logits) - logits[target_idx]


def batch_cross_entropy(batch_logits: list[list[Value]], batch_targets: list[int]) -> Value:
    """The mean over the batch of the cross-entropy losses.

    Raises (stretch):
        ValueError: the batch is empty, there are not as many targets as rows of logits, or a row has no logits
            or a target outside 0..V−1.

    Source: Section 3.4 Cross-entropy.
    """
    if len(batch_logits) == 0 or len(batch_logits) != len(batch_targets):
        raise ValueError(f"{len(batch_logits)} rows of logits and {len(batch_targets)} targets make no batch")
    losses = [cross_entropy_loss(z, y) for z, y in zip(batch_logits, batch_targets, strict=True)]
    return sum(losses, Value(0.0)) / len(losses)


def cross_entropy_grad(logits: list[float], target_idx: int) -> list[float]:
    """The closed form ∂L/∂z = softmax(z) − onehot(y), on plain numbers; its sum is 0.

    >>> [round(g, 8) for g in cross_entropy_grad([2.0, 1.0, 3.0], 2)]
    [0.24472847, 0.09003057, -0.33475904]

    Raises (stretch):
        ValueError: target_idx is outside 0..V−1, or there are no logits.

    Source: Section 3.4 Cross-entropy.
    """
    _check_target(target_idx, len(logits))
    largest = max(logits)
    exps = [math.exp(z - largest) for z in logits]
    total = sum(exps)
    return [e / total - (i == target_idx) for i, e in enumerate(exps)]


def entropy(p: list[float]) -> float:
    """H(p) = −Σ_i p_i log p_i, with 0 log 0 = 0, in nats: 0 for a certain outcome, log V for V equal ones.

    >>> round(entropy([0.5, 0.25, 0.25]), 8)  # 1.5 log 2
    1.03972077

    Source: Section 3.4 Cross-entropy.
    """
    return cross_entropy(p, p)


def cross_entropy(p: list[float], q: list[float]) -> float:
    """H(p, q) = −Σ_i p_i log q_i, with 0 log 0 = 0, in nats: the average surprise of q about outcomes of p.

    `inf` where q_i = 0 < p_i. For a certain outcome it is the loss of a classifier: H(onehot(y), q) = −log q_y.

    >>> round(cross_entropy([0.0, 1.0], [0.75, 0.25]), 8)  # log 4
    1.38629436
    >>> cross_entropy([0.5, 0.5], [1.0, 0.0])
    inf

    Raises:
        ValueError: p and q have different lengths.

    Source: Section 3.4 Cross-entropy.
    """
    return math.fsum(p_i * _surprise(q_i) for p_i, q_i in zip(p, q, strict=True) if p_i != 0)


def kl_divergence(p: list[float], q: list[float]) -> float:
    """KL(p ‖ q) = Σ_i p_i log(p_i / q_i) = H(p, q) − H(p), with 0 log(0/0) = 0, in nats.

    0 if and only if p = q; `inf` where q_i = 0 < p_i; not symmetric.

    >>> round(kl_divergence([0.5, 0.5], [0.75, 0.25]), 8)  # log(4/3) / 2
    0.14384104

    Raises:
        ValueError: p and q have different lengths.

    Source: Section 3.4 Cross-entropy.
    """
    pairs = zip(p, q, strict=True)
    return math.fsum(math.inf if q_i == 0 else p_i * math.log(p_i / q_i) for p_i, q_i in pairs if p_i != 0)


def average_nll(probabilities: list[float]) -> float:
    """−(1/N) Σ_i log P_i, in nats, over the probabilities that a model gave to the N ≥ 1 things observed.

    `inf` where one of them is 0.

    >>> round(average_nll([0.5, 0.125]), 8)  # (log 2 + log 8) / 2 = 2 log 2
    1.38629436

    Source: Section 3.4 Cross-entropy.
    """
    return fmean(_surprise(prob) for prob in probabilities)


def perplexity(loss: float) -> float:
    """exp(L) of a loss L in nats; `inf` where it is beyond the largest float, above 709.78.

    >>> round(perplexity(1.5), 8)
    4.48168907

    Source: Section 3.4 Cross-entropy.
    """
    return math.inf if loss > 709 else math.exp(loss)


def _surprise(prob: float) -> float:
    """−log P; `inf` for 0."""
    return math.inf if prob == 0 else -math.log(prob)


def _check_target(target_idx: int, num_classes: int) -> None:
    """Refuse what names no class, negative numbers too: Python would count them from the end."""
    if not 0 <= target_idx < num_classes:
        raise ValueError(f"target_idx is {target_idx}, but {num_classes} classes are numbered from 0")
