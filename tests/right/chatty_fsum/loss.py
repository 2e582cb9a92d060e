"""Sums by math.fsum, means by statistics, and a word about every result.

On Values, the cross-entropy is one node: with m the largest logit and s the sum of exp(z_j - m) over the others, it is
m - z_y + log1p(s).
"""

import math
import statistics

from autograd import Value, total
from talk import log


def announced(function):
    """The same function, which tells what it gives."""

    def telling(*arguments, **options):
        result = function(*arguments, **options)
        print(f"{function.__name__}(...) = {result}")
        return result

    return telling


def shares(numbers):
    """(m, s, softmax of the numbers)."""
    if not numbers:
        raise ValueError("no logits at all")
    m = max(numbers)
    exps = [math.exp(number - m) for number in numbers]
    whole = math.fsum(exps)
    return m, math.fsum([*exps, -1.0]), [e / whole for e in exps]


@announced
def log_sum_exp(logits):
    m, s, probs = shares([z.data for z in logits])
    return Value(m + math.log1p(s), "log_sum_exp", list(zip(logits, probs, strict=True)))


@announced
def softmax(logits, temperature=1.0):
    hottest = max(z.data for z in logits) if logits else log.error("softmax of nothing") or 0.0
    exps = [((z - hottest) / temperature).exp() for z in logits]
    if not exps:
        raise ValueError("softmax of nothing")
    share = 1.0 / total(exps)
    return [e * share for e in exps]


@announced
def cross_entropy_loss(logits, target_idx):
    if target_idx not in range(len(logits)):
        raise IndexError(target_idx)
    numbers = [z.data for z in logits]
    m, s, _ = shares(numbers)
    slopes = cross_entropy_grad(numbers, target_idx)
    return Value(m - numbers[target_idx] + math.log1p(s), "cross_entropy", list(zip(logits, slopes, strict=True)))


@announced
def batch_cross_entropy(batch_logits, batch_targets):
    if len(batch_logits) != len(batch_targets):
        raise ValueError(f"{len(batch_logits)} rows and {len(batch_targets)} targets")
    if not batch_logits:
        raise ValueError("an empty batch")
    losses = list(map(cross_entropy_loss, batch_logits, batch_targets))
    mean = statistics.fmean(loss.data for loss in losses)
    return Value(mean, "mean", [(loss, 1.0 / len(losses)) for loss in losses])


@announced
def cross_entropy_grad(logits, target_idx):
    if target_idx not in range(len(logits)):
        raise IndexError(target_idx)
    _, _, probs = shares(list(logits))
    return [math.fsum([prob, -1.0 if idx == target_idx else 0.0]) for idx, prob in enumerate(probs)]


@announced
def entropy(p):
    return -math.fsum(p_i * math.log(p_i) for p_i in p if p_i)


@announced
def cross_entropy(p, q):
    terms = [(p_i, q_i) for p_i, q_i in zip(p, q, strict=True) if p_i]
    if 0 in [q_i for _, q_i in terms]:
        log.warning("something impossible is possible")
        return math.inf
    return -math.fsum(p_i * math.log(q_i) for p_i, q_i in terms)


@announced
def kl_divergence(p, q):
    if cross_entropy(p, q) == math.inf:
        return math.inf
    return math.fsum(p_i * (math.log(p_i) - math.log(q_i)) for p_i, q_i in zip(p, q, strict=True) if p_i)


@announced
def average_nll(probabilities):
    return -statistics.fmean(math.log(prob) if prob else -math.inf for prob in probabilities)


@announced
def perplexity(loss):
    try:
        return math.exp(loss)
    except OverflowError:
        log.exception("exp(%s)", loss)
        return math.inf
