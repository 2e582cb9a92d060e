"""Counts are one matrix with a row for each history and a column for each next token; it grows with every text."""

import numpy as np


def windows(tokens, order):
    padded = ["<START>"] * order + list(tokens) + ["<END>"]
    return [(tuple(padded[i : i + order]), padded[i + order]) for i in range(len(tokens) + 1)]


class MarkovChain:
    def __init__(self, order=1):
        if order < 1:
            raise ValueError(f"order {order}")
        self.order = order
        self.row_of, self.column_of = {}, {}
        self.counts = np.zeros((0, 0), dtype=np.int64)

    def train(self, tokens):
        rows, columns = [], []
        for history, token in windows(tokens, self.order):
            rows.append(self.row_of.setdefault(history, len(self.row_of)))
            columns.append(self.column_of.setdefault(token, len(self.column_of)))
        height, width = self.counts.shape
        more = ((0, len(self.row_of) - height), (0, len(self.column_of) - width))
        self.counts = np.pad(self.counts, more)
        np.add.at(self.counts, (rows, columns), 1)

    def counts_after(self, history):
        """The row of a history, zeros if it was never seen."""
        if history in self.row_of:
            return self.counts[self.row_of[history]]
        return np.zeros(len(self.column_of), dtype=np.int64)

    def probabilities_after(self, history):
        counts = self.counts_after(history)
        return counts / np.maximum(counts.sum(), 1)

    def probability(self, history, next_token):
        if next_token not in self.column_of:
            return np.float32(0)
        return self.probabilities_after(history)[self.column_of[next_token]]

    def get_distribution(self, history):
        probs = self.probabilities_after(history)
        return {token: probs[column] for token, column in self.column_of.items() if probs[column]}


class SmoothedMarkovChain(MarkovChain):
    def __init__(self, order=1, alpha=1.0):
        super().__init__(order)
        self.alpha = np.float64(alpha)

    def denominator(self, history):
        return self.counts_after(history).sum() + self.alpha * len(self.column_of)

    def probability(self, history, next_token):
        if next_token in self.column_of:
            return self.get_distribution(history)[next_token]
        return self.alpha / self.denominator(history)

    def get_distribution(self, history):
        probs = (self.counts_after(history) + self.alpha) / self.denominator(history)
        return dict(zip(self.column_of, probs, strict=True))


def compute_cross_entropy(model, tokens):
    probs = np.array([model.probability(*window) for window in windows(tokens, model.order)], dtype=np.float64)
    with np.errstate(divide="ignore"):
        return np.negative(np.log(probs).mean())


def compute_perplexity(model, tokens):
    return np.exp(compute_cross_entropy(model, tokens))
