"""Counts in a tree of dictionaries, one level for each token of a history; a model is asked through `followers`."""

import enum
import math


class Marker(str, enum.Enum):
    START = "<START>"
    END = "<END>"


class MarkovChain:
    def __init__(self, order=1):
        if order < 1:
            raise ValueError("order < 1")
        self.order = order
        self.tree = {}
        self.known = {}

    def walk(self, tokens):
        history = [Marker.START] * self.order
        for token in [*tokens, Marker.END]:
            yield tuple(history), token
            history = [*history[1:], token]

    def train(self, tokens):
        for history, token in self.walk(tokens):
            branch = self.tree
            for step in history:
                branch = branch.setdefault(step, {})
            branch[token] = branch.get(token, 0) + 1
            self.known[token] = True

    def followers(self, history):
        branch = self.tree
        for step in history:
            branch = branch.get(step, {})
        return branch

    def probability(self, history, next_token):
        counts = self.followers(history)
        return counts.get(next_token, 0) / max(1, sum(counts.values()))

    def get_distribution(self, history):
        counts = self.followers(history)
        return dict(zip(counts, (count / sum(counts.values()) for count in counts.values()), strict=True))


class SmoothedMarkovChain:
    """Made of a chain, not derived from it: a mixture of its distribution and the uniform one."""

    def __init__(self, order=1, alpha=1.0):
        self.chain, self.alpha = MarkovChain(order), alpha
        self.order, self.walk, self.train = order, self.chain.walk, self.chain.train

    def probability(self, history, next_token):
        counts = self.chain.followers(history)
        total, size = sum(counts.values()), len(self.chain.known)
        doubt = self.alpha * size / (total + self.alpha * size)
        return (1 - doubt) * counts.get(next_token, 0) / max(1, total) + doubt / size

    def get_distribution(self, history):
        return {token: self.probability(history, token) for token in self.chain.known}


def compute_cross_entropy(model, tokens):
    probs = [model.probability(*step) for step in model.walk(tokens)]
    return -sum(map(math.log, probs)) / len(probs) if all(probs) else math.inf


def compute_perplexity(model, tokens):
    return math.exp(compute_cross_entropy(model, tokens))
