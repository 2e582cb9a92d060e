"""Everything on Values goes through log_softmax; plain numbers become arrays; lists come back as tuples and arrays."""

import numpy as np

from .autograd import Value


def log_softmax(logits, temperature=1):
    if not len(logits):
        raise ValueError("no logits")
    scaled = [z / temperature for z in logits]
    shift = max(z.data for z in scaled)
    shifted = [z - shift for z in scaled]
    log_total = Value.sum([z.exp() for z in shifted]).log()
    return tuple(z - log_total for z in shifted)


def log_sum_exp(logits):
    return logits[0] - log_softmax(logits)[0]


def softmax(logits, temperature=1.0):
    return tuple(z.exp() for z in log_softmax(logits, temperature))


def cross_entropy_loss(logits, target_idx):
    if target_idx < 0:
        raise IndexError(target_idx)
    return -log_softmax(logits)[target_idx]


def batch_cross_entropy(batch_logits, batch_targets):
    if not batch_targets:
        raise ValueError("no batch")
    losses = [cross_entropy_loss(z, y) for z, y in zip(batch_logits, batch_targets, strict=True)]
    return Value.sum(losses) * (1 / len(losses))


def cross_entropy_grad(logits, target_idx):
    if target_idx < 0:
        raise IndexError(target_idx)
    z = np.array(logits, dtype=float)
    exps = np.exp(z - z.max())
    grad = exps / exps.sum()
    grad[target_idx] -= 1
    return grad


def entropy(p):
    p = np.array([p_i for p_i in p if p_i > 0])
    return -np.sum(p * np.log(p))


def cross_entropy(p, q):
    p, q = np.array(p), np.array(q)
    possible = p > 0
    with np.errstate(divide="ignore"):
        return -np.dot(p[possible], np.log(q[possible]))


def kl_divergence(p, q):
    p, q = np.array(p), np.array(q)
    possible = p > 0
    with np.errstate(divide="ignore"):
        return np.sum(p[possible] * np.log(p[possible] / q[possible]))


def average_nll(probabilities):
    with np.errstate(divide="ignore"):
        return np.mean(-np.log(probabilities))


def perplexity(loss):
    with np.errstate(over="ignore"):
        return np.where(loss > 709, np.inf, np.exp(loss))
