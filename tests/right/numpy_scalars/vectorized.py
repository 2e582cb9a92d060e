"""Everything follows from np.logaddexp.reduce along the classes; a mask, np.equal.outer, stands for the targets."""

import numpy as np


def log_sum_exp(logits):
    return np.logaddexp.reduce(logits, axis=1)


def log_softmax(logits):
    return (logits.T - log_sum_exp(logits)).T


def softmax(logits):
    return np.exp(log_softmax(logits))


def onehot(targets, num_classes):
    return np.equal.outer(targets, np.arange(num_classes))


def cross_entropy(logits, targets):
    return -np.mean(log_softmax(logits)[onehot(targets, logits.shape[1])])


def cross_entropy_grad(logits, targets):
    return np.subtract(softmax(logits), onehot(targets, logits.shape[1])) / np.float64(targets.size)
