"""A trie: nested dictionaries, a level for each token of the history, the latest first; at the bottom the counts.

A total is kept beside the counts under the key None, which is no token.
"""

import math
from itertools import islice


class MarkovChain:
    def __init__(self, order=1):
        if order < 1:
            raise ValueError("order must be at least 1")
        self.order = order
        self.trie = {}

    def predictions(self, tokens):
        padded = ["<START>"] * self.order + [*tokens, "<END>"]
        shifted = [islice(padded, start, None) for start in range(self.order + 1)]
        for *history, token in zip(*shifted, strict=False):
            yield tuple(history), token

    def train(self, tokens):
        for history, token in self.predictions(tokens):
            leaf = self.trie
            for step in reversed(history):
                leaf = leaf.setdefault(step, {})
            leaf[None] = leaf.get(None, 0) + 1
            leaf[token] = leaf.get(token, 0) + 1

    def leaf(self, history):
        """The counts after a history, and their total under None."""
        node = self.trie
        for step in reversed(history):
            node = node.get(step)
            if node is None:
                return {None: 0}
        return node

    def probability(self, history, next_token):
        counts = self.leaf(history)
        return counts[None] and counts.get(next_token, 0) / counts[None]

    def get_distribution(self, history):
        return {
            token: count / self.leaf(history)[None] for token, count in self.leaf(history).items() if token is not None
        }


class SmoothedMarkovChain(MarkovChain):
    def __init__(self, order=1, alpha=1.0):
        super().__init__(order)
        self.alpha = alpha

    def next_tokens(self):
        """All tokens at the bottom of the trie."""
        level = [self.trie]
        for _ in range(self.order):
            level = [child for node in level for child in node.values()]
        return {token: None for leaf in level for token in leaf if token is not None}

    def probability(self, history, next_token):
        counts = self.leaf(history)
        alphas = self.alpha * len(self.next_tokens())
        return counts.get(next_token, 0) / (counts[None] + alphas) + self.alpha / (counts[None] + alphas)

    def get_distribution(self, history):
        return {token: self.probability(history, token) for token in self.next_tokens()}


def compute_cross_entropy(model, tokens):
    surprises = []
    for prediction in model.predictions(tokens):
        prob = model.probability(*prediction)
        if prob == 0:
            return math.inf
        surprises.append(-math.log(prob))
    return math.fsum(surprises) / len(surprises)


def compute_perplexity(model, tokens):
    """The product of the roots of 1 / P."""
    nats = compute_cross_entropy(model, tokens)
    return nats if nats == math.inf else math.e**nats
