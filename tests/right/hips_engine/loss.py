"""Formulas on arrays, differentiated by the library; cross_entropy_grad too is made by its `grad`."""

import autograd.numpy as np
import numpy
from autograd import grad
from autograd.tracer import getval

from .autograd import Value, stacked, unstacked


def lse(z):
    shift = numpy.max(getval(z))
    return shift + np.log(np.sum(np.exp(z - shift)))


def nll(z, y):
    if not 0 <= y < len(z):
        raise IndexError(f"class {y} of {len(z)}")
    return lse(z - z[y])


def log_sum_exp(logits):
    return Value.of(lse(stacked(logits)))


def softmax(logits, temperature=1.0):
    z = stacked(logits) / temperature
    return unstacked(np.exp(z - lse(z)))


def cross_entropy_loss(logits, target_idx):
    return Value.of(nll(stacked(logits), target_idx))


def batch_cross_entropy(batch_logits, batch_targets):
    losses = [nll(stacked(z), y) for z, y in zip(batch_logits, batch_targets, strict=True)]
    if not losses:
        raise ValueError("an empty batch")
    return Value.of(np.mean(np.array(losses)))


def cross_entropy_grad(logits, target_idx):
    return grad(nll)(numpy.array(logits, dtype=float), target_idx)


def entropy(p):
    return cross_entropy(p, p)


def cross_entropy(p, q):
    possible = [(p_i, q_i) for p_i, q_i in zip(p, q, strict=True) if p_i]
    with numpy.errstate(divide="ignore"):
        return numpy.sum([-p_i * numpy.log(q_i) for p_i, q_i in possible])


def kl_divergence(p, q):
    return cross_entropy(p, q) - entropy(p)


def average_nll(probabilities):
    return cross_entropy([1 / len(probabilities)] * len(probabilities), probabilities)


def perplexity(loss):
    with numpy.errstate(over="ignore"):
        return numpy.exp(numpy.asarray(loss, dtype=float))
