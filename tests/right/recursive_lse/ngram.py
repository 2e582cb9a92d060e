"""All windows of order + 1 tokens in one sorted list; to count is to find two places in it by halving."""

import math
from bisect import bisect_left, bisect_right
from itertools import groupby

from loss import average_nll


def windows(tokens, order):
    padded = ("<START>",) * order + tuple(tokens) + ("<END>",)
    return [padded[i : i + order + 1] for i in range(len(tokens) + 1)]


class MarkovChain:
    def __init__(self, order=1):
        if order < 1:
            raise ValueError(order)
        self.order = order
        self.sorted = []

    def train(self, tokens, /):
        self.sorted = sorted(self.sorted + windows(tokens, self.order))

    def after(self, history):
        """The windows that begin so: from the first place on, up to the first that begins otherwise."""

        def beginning(window):
            return window[: self.order]

        first = bisect_left(self.sorted, history)
        return self.sorted[first : bisect_right(self.sorted, history, lo=first, key=beginning)]

    def probability(self, history, token, /):
        seen = self.after(history)
        window = (*history, token)
        return (bisect_right(seen, window) - bisect_left(seen, window)) / len(seen) if seen else 0.0

    def get_distribution(self, history, /):
        seen = self.after(history)
        return {window[-1]: len(list(same)) / len(seen) for window, same in groupby(seen)}


class SmoothedMarkovChain:
    def __init__(self, order=1, alpha=1.0):
        self.counts, self.order, self.alpha = MarkovChain(order), order, alpha

    def train(self, tokens, /):
        self.counts.train(tokens)
        self.tokens = sorted({window[-1] for window in self.counts.sorted})

    def probability(self, history, token, /):
        seen = self.counts.after(history)
        count = sum(1 for window in seen if window[-1] == token)
        return (count + self.alpha) / (len(seen) + self.alpha * len(self.tokens))

    def get_distribution(self, history, /):
        return {token: self.probability(history, token) for token in self.tokens}


def compute_cross_entropy(model, tokens, /):
    return average_nll([model.probability(window[:-1], window[-1]) for window in windows(tokens, model.order)])


def compute_perplexity(model, tokens, /):
    return math.exp(compute_cross_entropy(model, tokens))
