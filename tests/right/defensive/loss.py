"""Every argument is looked at first; log_sum_exp is one operation, all else on Values is composed of it."""

import math

from autograd import Value, apply
from operations import LogSumExp

from checks import equally_long, index, number, plain_logits, probabilities, probability, sequence


def check_logits(logits):
    for z in sequence(logits, "logits"):
        if not isinstance(z, Value):
            raise TypeError(f"a logit is a {type(z).__name__}")
    plain_logits([z.data for z in logits])


def check_temperature(temperature):
    if not 1e-3 <= number(temperature, "temperature") <= 1e3:
        raise ValueError(f"a temperature of {temperature}")


def log_sum_exp(logits):
    check_logits(logits)
    return apply(LogSumExp(), *logits)


def softmax(logits, temperature=1.0):
    check_logits(logits)
    check_temperature(temperature)
    scaled = [z / temperature for z in logits]
    total = apply(LogSumExp(), *scaled)
    return [(z - total).exp() for z in scaled]


def cross_entropy_loss(logits, target_idx):
    check_logits(logits)
    target = logits[index(target_idx, "target_idx", len(logits))]
    return apply(LogSumExp(), *[z - target for z in logits])


def batch_cross_entropy(batch_logits, batch_targets):
    equally_long(sequence(batch_logits, "batch_logits"), sequence(batch_targets, "batch_targets"), "rows and targets")
    if not batch_logits:
        raise ValueError("an empty batch has no mean")
    total = Value(0)
    for logits, target_idx in zip(batch_logits, batch_targets, strict=True):
        total += cross_entropy_loss(logits, target_idx)
    return total / len(batch_logits)


def cross_entropy_grad(logits, target_idx):
    log_total = LogSumExp().result(*plain_logits(logits))
    gradient = [math.exp(z - log_total) for z in logits]
    gradient[index(target_idx, "target_idx", len(logits))] -= 1
    return gradient


def entropy(p):
    return math.fsum(-p_i * math.log(p_i) for p_i in probabilities(p, "p") if p_i)


def cross_entropy(p, q):
    equally_long(probabilities(p, "p"), probabilities(q, "q"), "p and q")
    if any(p_i and not q_i for p_i, q_i in zip(p, q, strict=True)):
        return math.inf
    return math.fsum(-p_i * math.log(q_i) for p_i, q_i in zip(p, q, strict=True) if p_i)


def kl_divergence(p, q):
    cross = cross_entropy(p, q)
    return cross if cross == math.inf else cross - entropy(p)


def average_nll(probabilities):
    if not sequence(probabilities, "probabilities"):
        raise ValueError("nothing was observed")
    if not all(probability(P) for P in probabilities):
        return math.inf
    return -math.fsum(map(math.log, probabilities)) / len(probabilities)


def perplexity(loss):
    if number(loss, "loss") > 709:
        raise OverflowError(f"exp({loss}) is beyond the largest float")
    return math.exp(loss)
