"""log softmax first: z_i - m - log(sum of exp(z_j - m)), with a number m; the rest are sums of what it gives.

On plain numbers one function does it all: the expectation of a surprise.
"""

import math

from autograd import weighted_sum


def log_sum_exp(logits):
    if not logits:
        raise ValueError("log_sum_exp needs a logit")
    peak = max(z.data for z in logits)
    exps = weighted_sum((1.0, (z - peak).exp()) for z in logits)
    return exps.log() + peak


def log_softmax(logits):
    log_total = log_sum_exp(logits)
    return [z - log_total for z in logits]


def softmax(logits, temperature=1.0):
    return [log_prob.exp() for log_prob in log_softmax([z * (1 / temperature) for z in logits])]


def cross_entropy_loss(logits, target_idx):
    if target_idx < 0:
        raise IndexError("classes are numbered from 0")
    return -log_softmax(logits)[target_idx]


def batch_cross_entropy(batch_logits, batch_targets):
    size = len(batch_logits)
    if size == 0 or size != len(batch_targets):
        raise ValueError("each row needs a target")
    return weighted_sum((1 / size, cross_entropy_loss(batch_logits[b], batch_targets[b])) for b in range(size))


def cross_entropy_grad(logits, target_idx):
    """By pairs: softmax(z)_i = 1 / sum of exp(z_j - z_i), where a sum that overflows makes it 0."""
    if not 0 <= target_idx < len(logits):
        raise IndexError("there is no such class")
    probs = [1 / math.fsum(math.exp(min(z_j - z_i, 705.0)) for z_j in logits) for z_i in logits]
    probs[target_idx] -= 1
    return probs


def expectation(p, surprises):
    return math.fsum(p_i * surprise for p_i, surprise in zip(p, surprises, strict=True) if p_i > 0)


def surprises_of(q):
    return [-math.log(q_i) if q_i > 0 else math.inf for q_i in q]


def entropy(p):
    return expectation(p, surprises_of(p))


def cross_entropy(p, q):
    return expectation(p, surprises_of(q))


def kl_divergence(p, q):
    return cross_entropy(p, q) - entropy(p)


def average_nll(probabilities):
    share = 1 / len(probabilities)
    return expectation([share] * len(probabilities), surprises_of(probabilities))


def perplexity(loss):
    return math.e**loss if loss < 709.7 else math.inf
