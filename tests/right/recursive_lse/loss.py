"""Divide and conquer: log-sum-exp, softmax and cross-entropy of a list are made of those of its halves.

softmax is a way down the tree of halves: at each fork one side is taken with probability σ(LSE(one) − LSE(other)). A
surprise is the sum of the surprises at the forks. Where there is no fork the results are constants: 1 and 0.
"""

import math

from autograd import Value, logaddexp, odds, total


def split(row):
    if len(row) == 0:
        raise ValueError("nothing to split")
    half = len(row) // 2
    return row[:half], row[half:]


def log_sum_exp(z, /):
    if len(z) == 1:
        return z[0]
    left, right = map(log_sum_exp, split(z))
    return left.logaddexp(right) if isinstance(left, Value) else logaddexp(left, right)


def softmax(logits, temperature=1.0):
    return share(1, [z / temperature for z in logits])


def share(whole, z):
    """`whole`, a Value or a number, parted in proportion to exp z."""
    if len(z) == 1:
        return [whole if isinstance(whole, Value) or not isinstance(z[0], Value) else Value(whole)]
    left, right = split(z)
    ahead = log_sum_exp(left) - log_sum_exp(right)
    if isinstance(ahead, Value):
        return share(ahead.sigmoid() * whole, left) + share((-ahead).sigmoid() * whole, right)
    yes, no = odds(ahead)
    return share(whole * yes, left) + share(whole * no, right)


def cross_entropy_loss(z, y, /):
    if not 0 <= y < len(z):
        raise IndexError(y)
    if len(z) == 1:
        return Value(0.0)
    own, other = split(z)
    if y >= len(own):
        own, other, y = other, own, y - len(own)
    surprise = (log_sum_exp(other) - log_sum_exp(own)).logaddexp(Value(0.0))
    return surprise + cross_entropy_loss(own, y) if len(own) > 1 else surprise


def batch_cross_entropy(rows, targets, /):
    if len(rows) != len(targets):
        raise ValueError("rows and targets")
    return total(list(map(cross_entropy_loss, rows, targets))) / len(rows)


def cross_entropy_grad(z, y, /):
    if not 0 <= y < len(z):
        raise IndexError(y)
    probs = share(1.0, z)
    return [*probs[:y], probs[y] - 1, *probs[y + 1 :]]


def entropy(p, /):
    return total([-x * math.log(x) if x else 0 for x in p])


def cross_entropy(p, q, /):
    return total([0 if a == 0 else -a * math.log(b) if b else math.inf for a, b in zip(p, q, strict=True)])


def kl_divergence(p, q, /):
    return total(
        [0 if a == 0 else a * (math.log(a) - math.log(b)) if b else math.inf for a, b in zip(p, q, strict=True)]
    )


def average_nll(probs, /):
    """The average of the averages of two halves, by their sizes."""
    if len(probs) == 1:
        return math.inf if probs[0] == 0 else -math.log(probs[0])
    left, right = split(probs)
    return (average_nll(left) * len(left) + average_nll(right) * len(right)) / len(probs)


def perplexity(nats, /):
    """exp(a) = exp(a/2)²."""
    return math.exp(nats / 2) ** 2
