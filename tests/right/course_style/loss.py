"""The shift is the largest logit itself, a node: what its gradient gains in one place it loses in another.

log_sum_exp adds up in pairs, and the pairs in pairs; of a single logit it is that logit, the very node.
"""

import math


def largest(logits):
    return max(logits, key=lambda z: z.data)


def log_sum_exp(logits):
    if not logits:
        raise ValueError("no logits")
    if len(logits) == 1:
        return logits[0]
    middle = len(logits) // 2
    a, b = log_sum_exp(logits[:middle]), log_sum_exp(logits[middle:])
    m = largest([a, b])
    return m + ((a - m).exp() + (b - m).exp()).log()


def softmax(logits, temperature=1.0):
    m = largest(logits)
    exps = [((z - m) / temperature).exp() for z in logits]
    total = sum(exps)
    return [e / total for e in exps]


def cross_entropy_loss(logits, target_idx):
    if target_idx < 0:
        raise IndexError("no negative targets")
    m = largest(logits)
    total = sum((z - m).exp() for z in logits)
    return total.log() - (logits[target_idx] - m)


def batch_cross_entropy(batch_logits, batch_targets):
    if len(batch_logits) == 0 or len(batch_logits) != len(batch_targets):
        raise ValueError("batch_logits and batch_targets do not fit")
    losses = [cross_entropy_loss(batch_logits[i], batch_targets[i]) for i in range(len(batch_logits))]
    return sum(losses) / len(losses)


def cross_entropy_grad(logits, target_idx):
    if not 0 <= target_idx < len(logits):
        raise IndexError("no such target")
    m = max(logits)
    log_total = m + math.log(math.fsum(math.exp(z - m) for z in logits))
    return [math.exp(z - log_total) - (1 if i == target_idx else 0) for i, z in enumerate(logits)]


def surprise(p):
    return math.log(1 / p) if p > 1e-300 else math.inf if p == 0 else -math.log(p)


def entropy(p):
    return math.fsum(p_i * surprise(p_i) for p_i in p if p_i != 0)


def cross_entropy(p, q):
    return math.fsum(p_i * surprise(q_i) for p_i, q_i in zip(p, q, strict=True) if p_i != 0)


def kl_divergence(p, q):
    return math.fsum(p_i * (surprise(q_i) - surprise(p_i)) for p_i, q_i in zip(p, q, strict=True) if p_i != 0)


def average_nll(probabilities):
    return math.fsum(surprise(p) for p in probabilities) / len(probabilities)


def perplexity(loss):
    return math.e**loss
