"""Counts upside down: for each next token, how often it came after which history. A total is a sum over tokens."""

import math
from collections import Counter


def padded(tokens, order):
    return ["<START>" for _ in range(order)] + list(tokens) + ["<END>"]


def positions(sequence, order):
    """Where something is predicted: the slice before, and the place itself."""
    return ((slice(place - order, place), place) for place in range(order, len(sequence)))


class MarkovChain:
    def __init__(self, order=1):
        if not order >= 1:
            raise ValueError(f"an order of {order}")
        self.order = order
        self.histories_of = {}

    def train(self, tokens):
        sequence = padded(tokens, self.order)
        for before, place in positions(sequence, self.order):
            self.histories_of.setdefault(sequence[place], Counter())[tuple(sequence[before])] += 1

    def counts(self, history):
        """How often each token of the vocabulary came after this history."""
        return Counter({token: histories[history] for token, histories in self.histories_of.items()})

    def probability(self, history, next_token):
        return self.get_distribution(history).get(next_token, 0)

    def get_distribution(self, history):
        counts = +self.counts(history)  # without those that are 0
        return Counter({token: count / counts.total() for token, count in counts.items()})


class SmoothedMarkovChain(MarkovChain):
    def __init__(self, order=1, alpha=1.0):
        super().__init__(order)
        self.alpha = alpha

    def smoothed(self, count, counts):
        return (count + self.alpha) / math.fsum(count + self.alpha for count in counts.values())

    def probability(self, history, next_token):
        counts = self.counts(history)
        return self.smoothed(counts[next_token], counts)

    def get_distribution(self, history):
        counts = self.counts(history)
        return Counter({token: self.smoothed(count, counts) for token, count in counts.items()})


def compute_cross_entropy(model, tokens):
    sequence, nats = padded(tokens, model.order), 0.0
    for before, place in positions(sequence, model.order):
        probability = model.probability(tuple(sequence[before]), sequence[place])
        nats += -math.log(probability) if probability else math.inf
    return nats / (len(tokens) + 1)


def compute_perplexity(model, tokens):
    return math.exp(compute_cross_entropy(model, tokens))
