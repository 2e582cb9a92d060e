"""Arrays are looked at; rows are sorted, so that the largest logit is the last column, and log1p adds the others."""

import numpy as np

from checks import MAX_CLASSES, MAX_LOGIT


def checked(logits):
    if not isinstance(logits, np.ndarray) or logits.dtype != np.float64:
        raise TypeError("logits should be an array of float64")
    if logits.ndim != 2 or logits.shape[0] < 1 or not 1 <= logits.shape[1] <= MAX_CLASSES:
        raise ValueError(f"logits of shape {logits.shape}")
    if not (np.abs(logits) <= MAX_LOGIT).all():
        raise ValueError(f"a logit is beyond {MAX_LOGIT}")
    return logits


def one_per_row(logits, targets):
    """Indices that pick the target of each row."""
    if not isinstance(targets, np.ndarray) or targets.dtype != np.int64:
        raise TypeError("targets should be an array of int64")
    if targets.shape != checked(logits).shape[:1]:
        raise ValueError(f"logits of shape {logits.shape}, targets of shape {targets.shape}")
    if targets.min() < 0 or targets.max() >= logits.shape[1]:
        raise IndexError("a target names no class")
    return np.arange(targets.size), targets


def log_sum_exp(logits):
    ranked = np.sort(checked(logits), axis=1)
    largest = ranked[:, -1]
    return largest + np.log1p(np.exp(ranked[:, :-1] - largest[:, None]).sum(axis=1))


def log_softmax(logits):
    return logits - log_sum_exp(logits)[:, None]


def softmax(logits):
    probs = np.exp(log_softmax(logits))
    if not np.allclose(probs.sum(axis=1), 1):
        raise ArithmeticError("probabilities should add up to 1")
    return probs


def cross_entropy(logits, targets):
    return float(np.mean(log_sum_exp(logits) - logits[one_per_row(logits, targets)]))


def cross_entropy_grad(logits, targets):
    picked = one_per_row(logits, targets)
    gradient = softmax(logits)
    gradient[picked] -= 1
    return gradient / targets.size
