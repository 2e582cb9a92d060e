"""No counts: for each history the list of all that followed it, in order, counted when asked."""

import math
from collections import Counter

import torch


class MarkovChain:
    def __init__(self, order=1):
        if order < 1:
            raise ValueError(f"order {order} < 1")
        self.order = order
        self.followers = {}

    def train(self, tokens):
        for history, token in predictions(tokens, self.order):
            self.followers.setdefault(history, []).append(token)

    def probability(self, history, next_token):
        followers = self.followers.get(history, ())
        return followers.count(next_token) / max(1, len(followers))

    def get_distribution(self, history):
        followers = self.followers.get(history, ())
        return {token: count / len(followers) for token, count in Counter(followers).items()}


class SmoothedMarkovChain:
    def __init__(self, order=1, alpha=1.0):
        self.chain = MarkovChain(order)
        self.order = order
        self.alpha = alpha
        self.tokens = set()

    def train(self, tokens):
        self.chain.train(tokens)
        self.tokens = set().union(*self.chain.followers.values())

    def probability(self, history, next_token):
        followers = self.chain.followers.get(history, ())
        return (followers.count(next_token) + self.alpha) / (len(followers) + self.alpha * len(self.tokens))

    def get_distribution(self, history):
        return {token: self.probability(history, token) for token in self.tokens}


def predictions(tokens, order):
    streams = [["<START>"] * (order - i) + list(tokens) for i in range(order)]
    return list(zip(zip(*streams, strict=False), [*tokens, "<END>"], strict=False))


def compute_cross_entropy(model, tokens):
    probs = [model.probability(history, token) for history, token in predictions(tokens, model.order)]
    return -torch.tensor(probs, dtype=torch.float64).log().mean().item()


def compute_perplexity(model, tokens):
    loss = compute_cross_entropy(model, tokens)
    return math.exp(loss) if loss <= 709 else math.inf
