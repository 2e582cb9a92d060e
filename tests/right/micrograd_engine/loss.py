"""Short and plain: the largest logit is subtracted as a number, perplexities overflow with an exception."""

import math

from autograd import Value


def log_sum_exp(logits):
    m = max(z.data for z in logits)
    return m + sum((z - m).exp() for z in logits).log()


def softmax(logits, temperature=1.0):
    m = max(z.data for z in logits)
    exps = [((z - m) / temperature).exp() for z in logits]
    total = sum(exps)
    return [e / total for e in exps]


def cross_entropy_loss(logits, target_idx):
    if target_idx not in range(len(logits)):
        raise ValueError("no such target")
    return log_sum_exp([z - logits[target_idx] for z in logits])


def batch_cross_entropy(batch_logits, batch_targets):
    if len(batch_logits) == 0 or len(batch_logits) != len(batch_targets):
        raise ValueError("no such batch")
    total = Value(0)
    for z, y in zip(batch_logits, batch_targets, strict=True):
        total = total + cross_entropy_loss(z, y)
    return total / len(batch_targets)


def cross_entropy_grad(logits, target_idx):
    """By its own autograd."""
    nodes = [Value(z) for z in logits]
    cross_entropy_loss(nodes, target_idx).backward()
    return [node.grad for node in nodes]


def entropy(p):
    return sum(-x * math.log(x) for x in p if x > 0)


def cross_entropy(p, q):
    if any(a > 0 and b == 0 for a, b in zip(p, q, strict=True)):
        return math.inf
    return sum(-a * math.log(b) for a, b in zip(p, q, strict=True) if a > 0)


def kl_divergence(p, q):
    return cross_entropy(p, q) - entropy(p)


def average_nll(probabilities):
    if min(probabilities) == 0:
        return math.inf
    return -sum(map(math.log, probabilities)) / len(probabilities)


def perplexity(loss):
    return math.exp(loss)
