"""One node for each loss, and slopes that do not cancel; 1 + Σ exp goes through log1p, without the 1.

cross_entropy_grad computes with fifty decimal digits and no shift.
"""

import math
from decimal import Decimal

import careful
from autograd import Value, total


def shifted(z):
    """The place of the largest, its number, the exponentials of the others relative to it, and their sum."""
    top = max(range(len(z)), key=z.__getitem__)
    exps = [math.exp(z_i - z[top]) for z_i in z]
    return top, z[top], exps, math.fsum(exps[:top] + exps[top + 1 :])


def log_sum_exp(logits):
    _, largest, exps, others = shifted([z.data for z in logits])
    slopes = [e / (1 + others) for e in exps]
    return Value(math.fsum([largest, math.log1p(others)]), *zip(logits, slopes, strict=True))


def softmax(logits, temperature=1.0):
    _, _, exps, others = shifted([z.data / temperature for z in logits])
    probs = [e / (1 + others) for e in exps]
    rest = [math.fsum(exps[:i] + exps[i + 1 :]) / (1 + others) for i in range(len(exps))]  # 1 − p, with its digits

    def slopes(i):
        return [probs[i] * (rest[i] if i == j else -probs[j]) / temperature for j in range(len(probs))]

    return [Value(prob, *zip(logits, slopes(i), strict=True)) for i, prob in enumerate(probs)]


def cross_entropy_loss(logits, target_idx):
    if not 0 <= target_idx < len(logits):
        raise IndexError(f"there is no class {target_idx}")
    z = [z.data for z in logits]
    _, largest, exps, others = shifted(z)
    slopes = [e / (1 + others) for e in exps]
    slopes[target_idx] = -math.fsum(slopes[:target_idx] + slopes[target_idx + 1 :])
    return Value(math.fsum([largest, -z[target_idx], math.log1p(others)]), *zip(logits, slopes, strict=True))


def batch_cross_entropy(batch_logits, batch_targets):
    if not 0 < len(batch_logits) == len(batch_targets):
        raise ValueError("one target for each row of logits, please")
    return total([cross_entropy_loss(*row) for row in zip(batch_logits, batch_targets, strict=True)]) / len(
        batch_logits
    )


def cross_entropy_grad(logits, target_idx):
    if not 0 <= target_idx < len(logits):
        raise IndexError(f"there is no class {target_idx}")
    probs = careful.decimal_softmax(logits)
    probs[target_idx] = careful.DIGITS.subtract(probs[target_idx], Decimal(1))
    return [float(prob) for prob in probs]


def entropy(p):
    return -careful.of(careful.xlogy(p_i, p_i) for p_i in p)


def cross_entropy(p, q):
    return -careful.of(careful.xlogy(p_i, q_i) for p_i, q_i in zip(p, q, strict=True))


def kl_divergence(p, q):
    """Σ p (log p − log q); where p and q are near, their quotient is near 1, and its logarithm log1p((p − q) / q)."""
    terms = careful.Sum()
    for p_i, q_i in zip(p, q, strict=True):
        if p_i > 0 == q_i:
            return math.inf
        if p_i > 0:
            near = q_i / 2 < p_i < q_i * 2
            terms.add(p_i * (math.log1p((p_i - q_i) / q_i) if near else math.log(p_i) - math.log(q_i)))
    return terms.result()


def average_nll(probabilities):
    terms = careful.Sum()
    for p in probabilities:
        terms.add(careful.surprise(p))
    return terms.mean()


def perplexity(loss):
    """e to the whole part, exactly rounded by decimals, times exp of the rest."""
    whole = math.floor(min(loss, 1e4))
    return float(careful.DIGITS.exp(whole)) * math.exp(loss - whole) if loss < 710 else math.inf
