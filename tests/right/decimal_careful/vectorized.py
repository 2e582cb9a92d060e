"""Rows are summed by fsum; log1p of the sum without its largest term."""

import math

import numpy as np


def shifted(logits):
    """Shifted rows, and for each row log1p of the sum of all exponentials but the largest."""
    places = np.arange(len(logits)), logits.argmax(axis=1)
    z = logits - logits[places][:, None]
    exps = np.exp(z)
    exps[places] = 0.0
    return z, np.log1p([math.fsum(row) for row in exps])


def log_sum_exp(logits):
    return logits.max(axis=1) + shifted(logits)[1]


def log_softmax(logits):
    z, log_total = shifted(logits)
    return z - log_total[:, None]


def softmax(logits):
    return np.exp(log_softmax(logits))


def cross_entropy(logits, targets):
    rows = log_softmax(logits)
    return -math.fsum(row[target] for row, target in zip(rows, targets, strict=True)) / len(targets)


def cross_entropy_grad(logits, targets):
    """The entry of the target is minus the sum of the others: the rows sum to 0."""
    grad = softmax(logits)
    for row, target in zip(grad, targets, strict=True):
        row[target] = 0.0
        row[target] = -math.fsum(row)
    return grad / len(targets)
