"""A table here too: each loss is a value and its slopes, of plain numbers; on Values it becomes one node.

Of a single class there is nothing to learn: its softmax and its cross-entropy are constants without operands.
"""

from math import exp, fsum, inf, log

from autograd import Value, joined


def log_total(numbers):
    largest = max(numbers)
    return largest + log(fsum(exp(number - largest) for number in numbers))


def shares(numbers):
    largest = max(numbers)
    exps = [exp(number - largest) for number in numbers]
    whole = fsum(exps)
    return [e / whole for e in exps]


def surprise(numbers, idx):
    return log_total([number - numbers[idx] for number in numbers])


def less_one(numbers, idx):
    return [share - (i == idx) for i, share in enumerate(shares(numbers))]


TABLE = {"log_sum_exp": (log_total, shares), "cross_entropy_loss": (surprise, less_one)}


def on_values(name):
    value, slopes = TABLE[name]

    def function(logits, *choice):
        if choice and not -1 < choice[0] < len(logits):
            raise IndexError(*choice)
        if choice and len(logits) == 1:
            return Value(0.0)
        numbers = [z.data for z in logits]
        return joined(logits, value(numbers, *choice), slopes(numbers, *choice))

    return function


for name in TABLE:
    globals()[name] = on_values(name)


def softmax(logits, temperature=1.0):
    probs = shares([z.data / temperature for z in logits])
    if probs == [1.0]:
        return [Value(1.0)]
    return [
        joined(logits, p, [p * ((i == j) - q) / temperature for j, q in enumerate(probs)]) for i, p in enumerate(probs)
    ]


def batch_cross_entropy(batch_logits, batch_targets):
    pairs = list(zip(batch_logits, batch_targets, strict=True))
    if not pairs:
        raise ValueError("an empty batch")
    losses = [on_values("cross_entropy_loss")(*pair) for pair in pairs]
    return joined(losses, fsum(loss.data for loss in losses) / len(losses), [1 / len(losses)] * len(losses))


def cross_entropy_grad(logits, target_idx):
    if target_idx in range(len(logits)):
        return less_one(logits, target_idx)
    raise ValueError(target_idx)


def weighed(term):
    """Σ p_i · term(p_i, q_i), where p_i = 0 adds nothing and q_i = 0 makes it infinite."""

    def function(p, q=None):
        pairs = [(a, b) for a, b in zip(p, p if q is None else q, strict=True) if a]
        return fsum(a * term(a, b) for a, b in pairs) if all(b for _, b in pairs) else inf

    return function


entropy = weighed(lambda a, _: -log(a))
cross_entropy = weighed(lambda _, b: -log(b))
kl_divergence = weighed(lambda a, b: log(a) - log(b))


def average_nll(probabilities):
    return cross_entropy([1] * len(probabilities), probabilities) / len(probabilities)


def perplexity(loss):
    return exp(loss) if loss < 709.5 else inf
