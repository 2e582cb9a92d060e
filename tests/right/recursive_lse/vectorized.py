"""Halves of the columns are joined, as on Values; results are read-only."""

import numpy as np


def log_sum_exp(logits, /):
    middle = logits.shape[1] // 2
    if not middle:
        return frozen(logits[:, 0].copy())
    left, right = log_sum_exp(logits[:, :middle]), log_sum_exp(logits[:, middle:])
    return frozen(np.maximum(left, right) + np.log1p(np.exp(-np.abs(left - right))))


def log_softmax(logits, /):
    return frozen(np.subtract(logits.T, log_sum_exp(logits)).T)


def softmax(logits, /):
    return frozen(np.exp(log_softmax(logits)))


def cross_entropy(logits, targets, /):
    return mean(-log_softmax(logits)[range(len(targets)), targets])


def mean(numbers):
    if len(numbers) == 1:
        return numbers[0]
    middle = len(numbers) // 2
    left, right = numbers[:middle], numbers[middle:]
    return (mean(left) * len(left) + mean(right) * len(right)) / len(numbers)


def cross_entropy_grad(logits, targets, /):
    onehot = np.equal.outer(targets, np.arange(logits.shape[1]))
    return frozen((softmax(logits) - onehot) / len(targets))


def frozen(array):
    array.flags.writeable = False
    return array
