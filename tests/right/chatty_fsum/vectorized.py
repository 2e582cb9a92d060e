"""Arrays are for the way in and out: every number is computed by itself, every sum is a math.fsum."""

import math

import numpy as np
from talk import bar, log


def log_sum_exp(logits):
    def of_row(row):
        largest = max(row)
        return largest + math.log(math.fsum(math.exp(z - largest) for z in row))

    return np.array([of_row(row.tolist()) for row in bar(logits, "rows")])


def log_softmax(logits):
    result = np.empty_like(logits)
    totals = log_sum_exp(logits)
    for (b, i), z in np.ndenumerate(logits):
        result[b, i] = z - totals[b]
    log.info("log_softmax: %s", result)
    return result


def softmax(logits):
    return np.array([[math.exp(entry) for entry in row] for row in log_softmax(logits)])


def cross_entropy(logits, targets):
    rows = log_softmax(logits)
    return -math.fsum(rows[b, y] for b, y in enumerate(targets)) / len(targets)


def cross_entropy_grad(logits, targets):
    gradient = softmax(logits)
    for b, y in enumerate(targets):
        gradient[b, y] = -math.fsum(prob for i, prob in enumerate(gradient[b]) if i != y)
    return gradient / len(targets)
