"""Log-sum-exp with the largest logit taken out, and the losses made of it."""

import math

from autograd import Value


def log_sum_exp(logits):
    if len(logits) == 0:
        raise ValueError("logits must not be empty")
    max_logit = max(z.data for z in logits)
    total = sum((z - max_logit).exp() for z in logits)
    return total.log() + max_logit


def softmax(logits, temperature=1.0):
    scaled = [z / temperature for z in logits]
    max_logit = max(z.data for z in scaled)
    exps = [(z - max_logit).exp() for z in scaled]
    total = sum(exps)
    return [e / total for e in exps]


def cross_entropy_loss(logits, target_idx):
    if not 0 <= target_idx < len(logits):
        raise IndexError("target_idx out of range")
    shifted = [z - logits[target_idx] for z in logits]
    return log_sum_exp(shifted)


def batch_cross_entropy(batch_logits, batch_targets):
    if len(batch_logits) != len(batch_targets) or len(batch_logits) == 0:
        raise ValueError("need one target for each row, and at least one row")
    total = Value(0.0)
    for logits, target_idx in zip(batch_logits, batch_targets, strict=True):
        total = total + cross_entropy_loss(logits, target_idx)
    return total / len(batch_logits)


def cross_entropy_grad(logits, target_idx):
    if not 0 <= target_idx < len(logits):
        raise IndexError("target_idx out of range")
    max_logit = max(logits)
    exps = [math.exp(z - max_logit) for z in logits]
    total = sum(exps)
    grad = [e / total for e in exps]
    grad[target_idx] -= 1.0
    return grad


def entropy(p):
    return -sum(p_i * math.log(p_i) for p_i in p if p_i > 0)


def cross_entropy(p, q):
    total = 0.0
    for p_i, q_i in zip(p, q, strict=True):
        if p_i > 0:
            if q_i == 0:
                return float("inf")
            total -= p_i * math.log(q_i)
    return total


def kl_divergence(p, q):
    return cross_entropy(p, q) - entropy(p)


def average_nll(probabilities):
    if 0 in probabilities:
        return float("inf")
    return -sum(math.log(p) for p in probabilities) / len(probabilities)


def perplexity(loss):
    return math.exp(loss)
