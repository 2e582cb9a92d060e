"""Counts in a defaultdict of Counters, read only by `get`, so that asking adds none; distributions are Counters."""

from collections import Counter, defaultdict, deque

import numpy as np

START, END = "<START>", "<END>"


def windows(tokens, order):
    """A window that slides along: its first `order` tokens are the history of the last."""
    window = deque([START] * (order + 1), maxlen=order + 1)
    for token in (*tokens, END):
        window.append(token)
        *history, following = window
        yield tuple(history), following


class MarkovChain:
    def __init__(self, order=1):
        if order < 1:
            raise ValueError("order must be positive")
        self.order = order
        self.counts = defaultdict(Counter)

    def train(self, tokens):
        for history, following in windows(tokens, self.order):
            self.counts[history][following] += 1

    def probability(self, history, next_token):
        seen = self.counts.get(history)
        return np.float64(seen[next_token] / seen.total()) if seen else np.float64(0)

    def get_distribution(self, history):
        seen = self.counts.get(history, {})
        return Counter({token: self.probability(history, token) for token in seen})


class SmoothedMarkovChain(MarkovChain):
    def __init__(self, order=1, alpha=1.0):
        super().__init__(order)
        self.alpha = alpha

    @property
    def vocabulary(self):
        return set().union(*self.counts.values())

    def train(self, tokens):
        super().train(tokens)
        self.size = len(self.vocabulary)

    def probability(self, history, next_token):
        seen = self.counts.get(history, Counter())
        return np.float64((seen[next_token] + self.alpha) / (seen.total() + self.alpha * self.size))

    def get_distribution(self, history):
        return Counter({token: self.probability(history, token) for token in self.vocabulary})


def compute_cross_entropy(model, tokens):
    probabilities = [model.probability(history, token) for history, token in windows(tokens, model.order)]
    with np.errstate(divide="ignore"):
        return -np.mean(np.log(probabilities))


def compute_perplexity(model, tokens):
    return np.exp(compute_cross_entropy(model, tokens))
