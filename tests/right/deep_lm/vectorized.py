"""Streams over the classes, a column at a time, for the whole batch at once; gradients are scattered row by row."""

import numpy as np


def maxima_and_sums(logits):
    """Running maxima, and sums of exponentials relative to them."""
    maximum, relative = np.full(logits.shape[0], -np.inf), np.zeros(logits.shape[0])
    for column in logits.T:
        higher = np.maximum(maximum, column)
        relative = relative * np.exp(maximum - higher) + np.exp(column - higher)
        maximum = higher
    return maximum, relative


def log_sum_exp(logits):
    maximum, relative = maxima_and_sums(logits)
    return maximum + np.log(relative)


def softmax(logits):
    maximum, relative = maxima_and_sums(logits)
    return np.stack([np.exp(column - maximum) / relative for column in logits.T], axis=-1)


def log_softmax(logits):
    maximum, relative = maxima_and_sums(logits)
    return np.stack([column - maximum - np.log(relative) for column in logits.T], axis=-1)


def cross_entropy(logits, targets):
    return -np.trace(log_softmax(logits)[:, targets]) / targets.shape[0]


def cross_entropy_grad(logits, targets):
    share = 1 / targets.shape[0]
    gradient = softmax(logits) * share
    for row, target in zip(gradient, targets, strict=True):
        row[target] -= share
    return gradient
