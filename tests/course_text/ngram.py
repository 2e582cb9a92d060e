"""Counts in a defaultdict of defaultdicts. Weak there: to look a count up is to enter it, and the model has changed."""

import math
from collections import defaultdict


class MarkovChain:
    """Maximum likelihood n-gram model."""

    def __init__(self, order=1):
        if order < 1:
            raise ValueError("order must be at least 1")
        self.order = order
        self.counts = defaultdict(lambda: defaultdict(int))

    def train(self, tokens):
        padded = ["<START>"] * self.order + tokens + ["<END>"]
        for i in range(len(padded) - self.order):
            history = tuple(padded[i : i + self.order])
            next_token = padded[i + self.order]
            self.counts[history][next_token] += 1

    def probability(self, history, next_token):
        count = self.counts[history][next_token]
        total = sum(self.counts[history].values())
        if total == 0:
            return 0.0
        return count / total

    def get_distribution(self, history):
        total = sum(self.counts[history].values())
        return {token: count / total for token, count in self.counts[history].items()}


class SmoothedMarkovChain:
    """The same with add-alpha smoothing."""

    def __init__(self, order=1, alpha=1.0):
        if order < 1:
            raise ValueError("order must be at least 1")
        self.order = order
        self.alpha = alpha
        self.counts = defaultdict(lambda: defaultdict(int))
        self.vocab = set()

    def train(self, tokens):
        padded = ["<START>"] * self.order + tokens + ["<END>"]
        for i in range(len(padded) - self.order):
            history = tuple(padded[i : i + self.order])
            next_token = padded[i + self.order]
            self.counts[history][next_token] += 1
            self.vocab.add(next_token)

    def probability(self, history, next_token):
        count = self.counts[history][next_token]
        total = sum(self.counts[history].values())
        return (count + self.alpha) / (total + self.alpha * len(self.vocab))

    def get_distribution(self, history):
        return {token: self.probability(history, token) for token in self.vocab}


def compute_cross_entropy(model, tokens):
    padded = ["<START>"] * model.order + tokens + ["<END>"]
    total = 0.0
    n = len(padded) - model.order
    for i in range(n):
        history = tuple(padded[i : i + model.order])
        p = model.probability(history, padded[i + model.order])
        if p == 0:
            return float("inf")
        total += -math.log(p)
    return total / n


def compute_perplexity(model, tokens):
    return math.exp(compute_cross_entropy(model, tokens))
