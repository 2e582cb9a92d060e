"""One Counter of n-grams and one of histories, shared by both classes through a function of the tokens."""

import math
from collections import Counter


def predictions(tokens, order):
    padded = ["<START>"] * order + tokens + ["<END>"]
    return [(tuple(padded[i : i + order]), padded[i + order]) for i in range(len(tokens) + 1)]


class MarkovChain:
    def __init__(self, order=1):
        if order < 1:
            raise ValueError("order < 1")
        self.order = order
        self.pairs = Counter()
        self.histories = Counter()
        self.vocab = set()

    def train(self, tokens):
        for history, token in predictions(tokens, self.order):
            self.pairs[history, token] += 1
            self.histories[history] += 1
            self.vocab.add(token)

    def probability(self, history, next_token):
        if history not in self.histories:
            return 0.0
        return self.pairs[history, next_token] / self.histories[history]

    def get_distribution(self, history):
        probs = {token: self.probability(history, token) for token in self.vocab}
        return {token: prob for token, prob in probs.items() if prob > 0}


class SmoothedMarkovChain:
    def __init__(self, order=1, alpha=1.0):
        self.chain = MarkovChain(order)
        self.order = order
        self.alpha = alpha

    def train(self, tokens):
        self.chain.train(tokens)

    def probability(self, history, next_token):
        count = self.chain.pairs[history, next_token]
        total = self.chain.histories[history]
        return (count + self.alpha) / (total + self.alpha * len(self.chain.vocab))

    def get_distribution(self, history):
        return {token: self.probability(history, token) for token in self.chain.vocab}


def compute_cross_entropy(model, tokens):
    total = 0.0
    for history, token in predictions(tokens, model.order):
        prob = model.probability(history, token)
        if prob == 0:
            return float("inf")
        total -= math.log(prob)
    return total / (len(tokens) + 1)


def compute_perplexity(model, tokens):
    return math.exp(compute_cross_entropy(model, tokens))
