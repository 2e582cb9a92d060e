"""The losses on NumPy arrays."""

import numpy as np


def log_sum_exp(logits):
    max_logits = np.max(logits, axis=1, keepdims=True)
    return (max_logits + np.log(np.sum(np.exp(logits - max_logits), axis=1, keepdims=True))).squeeze(axis=1)


def softmax(logits):
    exps = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return exps / np.sum(exps, axis=1, keepdims=True)


def log_softmax(logits):
    return logits - log_sum_exp(logits)[:, np.newaxis]


def cross_entropy(logits, targets):
    return -np.mean(log_softmax(logits)[np.arange(len(targets)), targets])


def cross_entropy_grad(logits, targets):
    grad = softmax(logits)
    grad[np.arange(len(targets)), targets] -= 1
    return grad / len(targets)
