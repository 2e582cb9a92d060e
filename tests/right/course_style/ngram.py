"""Dictionaries in dictionaries; whole distributions first, single probabilities looked up in them."""

import math


def pad(tokens, order):
    return ["<START>"] * order + list(tokens) + ["<END>"]


class MarkovChain:
    def __init__(self, order=1):
        if order < 1:
            raise ValueError("order must be at least 1")
        self.order = order
        self.counts = {}

    def train(self, tokens):
        padded = pad(tokens, self.order)
        for i in range(self.order, len(padded)):
            history = tuple(padded[i - self.order : i])
            if history not in self.counts:
                self.counts[history] = {}
            if padded[i] not in self.counts[history]:
                self.counts[history][padded[i]] = 0
            self.counts[history][padded[i]] += 1

    def get_distribution(self, history):
        if history not in self.counts:
            return {}
        total = sum(self.counts[history].values())
        return {token: count / total for token, count in self.counts[history].items()}

    def probability(self, history, next_token):
        return self.get_distribution(history).get(next_token, 0)


class SmoothedMarkovChain:
    def __init__(self, order=1, alpha=1.0):
        if order < 1:
            raise ValueError("order must be at least 1")
        self.order = order
        self.alpha = alpha
        self.counts = {}
        self.vocabulary = []

    def train(self, tokens):
        padded = pad(tokens, self.order)
        for i in range(self.order, len(padded)):
            history = tuple(padded[i - self.order : i])
            if padded[i] not in self.vocabulary:
                self.vocabulary.append(padded[i])
            key = (history, padded[i])
            self.counts[key] = self.counts.get(key, 0) + 1
            self.counts[history] = self.counts.get(history, 0) + 1

    def probability(self, history, next_token):
        count = self.counts.get((history, next_token), 0)
        total = self.counts.get(history, 0)
        return (count + self.alpha) / (total + self.alpha * len(self.vocabulary))

    def get_distribution(self, history):
        return {token: self.probability(history, token) for token in self.vocabulary}


def compute_cross_entropy(model, tokens):
    padded = pad(tokens, model.order)
    losses = []
    for i in range(model.order, len(padded)):
        p = model.probability(tuple(padded[i - model.order : i]), padded[i])
        losses.append(-math.log(p) if p > 0 else math.inf)
    return math.fsum(losses) / len(losses)


def compute_perplexity(model, tokens):
    return math.exp(compute_cross_entropy(model, tokens))
