"""log_sum_exp as a tournament: the logits are sorted, and neighbours meet in np.logaddexp until one is left."""

import numpy as np
from autograd import Value, expit


def logaddexp(a, b):
    """log(exp(a) + exp(b)) as one node; its slopes are logistic functions of the gap."""
    gap = a.data - b.data
    return Value(np.logaddexp(a.data, b.data), (a, b), [expit(gap), expit(-gap)])


def log_sum_exp(logits):
    if len(logits) == 0:
        raise ValueError("log_sum_exp of nothing")
    ranked = sorted(logits, key=lambda z: z.data)
    while len(ranked) > 1:
        unpaired = ranked[len(ranked) // 2 * 2 :]
        ranked = [logaddexp(a, b) for a, b in zip(ranked[::2], ranked[1::2], strict=False)] + unpaired
    return ranked[0]


def softmax(logits, temperature=1.0):
    scaled = [z / temperature for z in logits]
    total = log_sum_exp(scaled)
    return np.array([(z - total).exp() for z in scaled], dtype=object)


def cross_entropy_loss(logits, target_idx):
    if not 0 <= target_idx < len(logits):
        raise IndexError(f"class {target_idx} of {len(logits)}")
    return log_sum_exp([z - logits[target_idx] for z in logits])


def batch_cross_entropy(batch_logits, batch_targets):
    if len(batch_targets) == 0:
        raise ValueError("the mean of nothing")
    pairs = zip(batch_logits, batch_targets, strict=True)
    return np.mean(np.array([cross_entropy_loss(z, y) for z, y in pairs], dtype=object))


def cross_entropy_grad(logits, target_idx):
    if not 0 <= target_idx < len(logits):
        raise IndexError(f"class {target_idx} of {len(logits)}")
    z = np.asarray(logits, dtype=np.float64)
    return np.exp(z - np.logaddexp.reduce(z)) - (np.arange(z.size) == target_idx)


def entropy(p):
    return cross_entropy(p, p)


def cross_entropy(p, q):
    p, q = np.array([p, q], dtype=np.float64)
    with np.errstate(divide="ignore"):
        surprise = -np.log(q, where=p > 0, out=np.zeros_like(q))
    return np.asarray(p @ surprise) if np.all(np.isfinite(surprise)) else np.float64("inf")


def kl_divergence(p, q):
    p, q = np.array([p, q], dtype=np.float64)
    log_p, log_q = np.zeros_like(p), np.zeros_like(q)
    with np.errstate(divide="ignore"):
        np.log(p, where=p > 0, out=log_p)
        np.log(q, where=p > 0, out=log_q)
    return np.sum(p * (log_p - log_q), where=p > 0)


def average_nll(probabilities):
    with np.errstate(divide="ignore"):
        return -np.log(np.asarray(probabilities, dtype=np.float64)).mean()


def perplexity(loss):
    with np.errstate(over="ignore"):
        return np.exp(np.float64(loss))
