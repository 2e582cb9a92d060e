"""Exact counting and exact probabilities, as fractions; what is given away are floats.

Conditional counts are taken from two counters of windows, of order + 1 and of order tokens.
"""

import math
from collections import Counter
from fractions import Fraction

import careful


class Chain:
    def __init__(self, order):
        if order < 1:
            raise ValueError(f"order = {order}")
        self.order = order
        self.windows, self.histories, self.tokens = Counter(), Counter(), Counter()

    def cut(self, tokens):
        padded = ["<START>"] * self.order + list(tokens) + ["<END>"]
        return list(zip(*(padded[start:] for start in range(self.order + 1)), strict=False))

    def train(self, tokens):
        for window in self.cut(tokens):
            self.windows[window] += 1
            self.histories[window[:-1]] += 1
            self.tokens[window[-1]] += 1

    def probability(self, history, next_token):
        return float(self.exact(tuple(history), next_token))

    def get_distribution(self, history):
        exact = {token: self.exact(tuple(history), token) for token in self.tokens}
        return {token: float(fraction) for token, fraction in exact.items() if fraction}


class MarkovChain(Chain):
    def __init__(self, order=1):
        super().__init__(order)

    def exact(self, history, token):
        total = self.histories[history]  # a Counter answers 0 for what it lacks, and keeps nothing
        return Fraction(self.windows[(*history, token)], total) if total else Fraction(0)


class SmoothedMarkovChain(Chain):
    def __init__(self, order=1, alpha=1.0):
        super().__init__(order)
        self.alpha = Fraction(alpha)

    def exact(self, history, token):
        count, total = self.windows[(*history, token)], self.histories[history]
        return (count + self.alpha) / (total + self.alpha * len(self.tokens))


def compute_cross_entropy(model, tokens):
    surprises = careful.Sum()
    for *history, token in model.cut(tokens):
        surprises.add(careful.surprise(model.exact(tuple(history), token)))
    return surprises.mean()


def compute_perplexity(model, tokens):
    return math.exp(compute_cross_entropy(model, tokens))
