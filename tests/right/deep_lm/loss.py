"""Losses are functions of the engine, with the gradients that the course derives; sums over classes are streamed."""

import math

from .engine import Function, Normalizer, Value


class LogSumExp(Function):
    def forward(self, *numbers):
        self.numbers, self.normalizer = numbers, Normalizer(numbers)
        return self.normalizer.log

    def backward(self, gradient):
        return (gradient * self.normalizer.probability(number) for number in self.numbers)


class Softmax(Function):
    """One of the probabilities, at a temperature: dp_i / dz_j = p_i (δ_ij - p_j) / T."""

    def __init__(self, logits, i, temperature):
        super().__init__(*logits)
        self.i, self.temperature = i, temperature

    def forward(self, *numbers):
        numbers = [number / self.temperature for number in numbers]
        normalizer = Normalizer(numbers)
        self.probs = [normalizer.probability(number) for number in numbers]
        return self.probs[self.i]

    def backward(self, gradient):
        slope = gradient * self.probs[self.i] / self.temperature
        return (slope * ((j == self.i) - prob) for j, prob in enumerate(self.probs))


class CrossEntropy(Function):
    def __init__(self, logits, target_idx):
        if target_idx not in range(len(logits)):
            raise IndexError(f"{target_idx} is none of {len(logits)} classes")
        super().__init__(*logits)
        self.target_idx = target_idx

    def forward(self, *numbers):
        self.numbers = numbers
        return Normalizer(numbers).surprise(numbers[self.target_idx])

    def backward(self, gradient):
        return (gradient * slope for slope in cross_entropy_grad(self.numbers, self.target_idx))


class Mean(Function):
    def forward(self, *numbers):
        return math.fsum(numbers) / len(numbers)

    def backward(self, gradient):
        return [gradient / len(self.inputs)] * len(self.inputs)


def log_sum_exp(logits):
    return Value.made_by(LogSumExp(*logits))  # of no logits: a ValueError, as there is no oldest


def softmax(logits, temperature=1.0):
    if not logits:
        raise ValueError("no logits")
    return [Value.made_by(Softmax(logits, i, temperature)) for i in range(len(logits))]


def cross_entropy_loss(logits, target_idx):
    return Value.made_by(CrossEntropy(logits, target_idx))


def batch_cross_entropy(batch_logits, batch_targets):
    pairs = zip(batch_logits, batch_targets, strict=True)
    return Value.made_by(Mean(*[cross_entropy_loss(logits, target_idx) for logits, target_idx in pairs]))


def cross_entropy_grad(logits, target_idx):
    if target_idx not in range(len(logits)):
        raise IndexError(f"{target_idx} is none of {len(logits)} classes")
    normalizer = Normalizer(logits)
    return [normalizer.probability(z) - (i == target_idx) for i, z in enumerate(logits)]


def minus_log(probability):
    return math.inf if probability == 0.0 else -math.log(probability)


def entropy(p):
    total = 0.0
    for p_i in p:
        total += p_i and p_i * minus_log(p_i)
    return total


def cross_entropy(p, q):
    total = 0.0
    for p_i, q_i in zip(p, q, strict=True):
        total += p_i and p_i * minus_log(q_i)
    return total


def kl_divergence(p, q):
    total = 0.0
    for p_i, q_i in zip(p, q, strict=True):
        if p_i and not q_i:
            return math.inf
        total += p_i and p_i * math.log(p_i / q_i)
    return total


def average_nll(probabilities):
    """A running mean."""
    mean = 0.0
    for n, probability in enumerate(probabilities, start=1):
        if not probability:
            return math.inf
        mean += (minus_log(probability) - mean) / n
    return mean


def perplexity(loss):
    return math.exp(loss)
