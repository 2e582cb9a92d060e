"""Tokens become numbers, predictions the rows of a matrix; counting is comparing rows. The first column is newest."""

import numpy as np

UNKNOWN = -1


class MarkovChain:
    def __init__(self, order=1):
        if not order >= 1:
            raise ValueError(f"order {order}")
        self.order = order
        self.numbers = {"<START>": 0, "<END>": 1}
        self.rows = np.zeros((0, order + 1), dtype=int)

    def matrix(self, tokens):
        codes = [0] * self.order + [self.numbers.get(token, UNKNOWN) for token in [*tokens, "<END>"]]
        return np.lib.stride_tricks.sliding_window_view(codes, self.order + 1)[:, ::-1]

    def train(self, tokens):
        for token in tokens:
            self.numbers.setdefault(token, len(self.numbers))
        self.rows = np.concatenate([self.rows, self.matrix(tokens)])
        self.names = list(self.numbers)

    def followers(self, history):
        codes = [self.numbers.get(token, UNKNOWN) for token in reversed(history)]
        return self.rows[(self.rows[:, 1:] == codes).all(axis=1), 0]

    def given(self, followers, code):
        return np.mean(followers == code) if len(followers) else 0.0

    def probability(self, history, next_token):
        return self.given(self.followers(history), self.numbers.get(next_token, UNKNOWN))

    def get_distribution(self, history):
        followers = self.followers(history)
        return {self.names[code]: self.given(followers, code) for code in np.unique(followers)}


class SmoothedMarkovChain(MarkovChain):
    def __init__(self, order=1, alpha=1.0):
        super().__init__(order)
        self.alpha = alpha

    def given(self, followers, code):
        size = len(self.numbers) - 1  # without the start marker
        is_next_token = code != 0
        return (np.sum(followers == code) * is_next_token + self.alpha) / (len(followers) + self.alpha * size)

    def get_distribution(self, history):
        followers = self.followers(history)
        return {name: self.given(followers, code) for name, code in self.numbers.items() if code}


def compute_cross_entropy(model, tokens):
    rows = model.matrix(tokens)
    probs = [model.given(model.rows[(model.rows[:, 1:] == row[1:]).all(axis=1), 0], row[0]) for row in rows]
    with np.errstate(divide="ignore"):
        return np.mean(-np.log(probs))


def compute_perplexity(model, tokens):
    return np.exp(compute_cross_entropy(model, tokens))
