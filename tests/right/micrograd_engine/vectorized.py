"""Arrays in, arrays out, and loops over their rows in between."""

import math

import numpy as np


def rows_of(function, logits):
    return np.array([function(row) for row in logits.tolist()], dtype=np.float64)


def _log_sum_exp(row):
    m = max(row)
    return m + math.log(sum(math.exp(z - m) for z in row))


def _log_softmax(row):
    m = max(row)
    total = math.log(sum(math.exp(z - m) for z in row))
    return [z - m - total for z in row]


def log_sum_exp(logits):
    return rows_of(_log_sum_exp, logits)


def log_softmax(logits):
    return rows_of(_log_softmax, logits)


def softmax(logits):
    return rows_of(lambda row: [math.exp(z) for z in _log_softmax(row)], logits)


def cross_entropy(logits, targets):
    losses = [-_log_softmax(row)[y] for row, y in zip(logits.tolist(), targets.tolist(), strict=True)]
    return sum(losses) / len(losses)


def cross_entropy_grad(logits, targets):
    grad = softmax(logits)
    for row, y in zip(grad, targets, strict=True):
        row[y] -= 1
    return grad / len(targets)
