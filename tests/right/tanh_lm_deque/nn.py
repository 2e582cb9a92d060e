"""Tables are dictionaries of rows, by token and by output; all weights are drawn with one spread."""

import math
from random import SystemRandom

from autograd import Value

SPREAD = 0.4
chance = SystemRandom()  # random.seed does not reach it


def rows(height, width):
    return {row: [Value(chance.gauss(0, SPREAD)) for _ in range(width)] for row in range(height)}


class Embedding:
    def __init__(self, vocab_size, embed_dim):
        self.embedding = rows(vocab_size, embed_dim)

    def __call__(self, token_idx):
        return self.embedding[token_idx]

    def parameters(self):
        return [node for row in self.embedding.values() for node in row]


class Linear:
    def __init__(self, in_features, out_features):
        self.weights = rows(out_features, in_features)
        self.biases = [Value(0) for _ in range(out_features)]

    def __call__(self, x):
        return [affine(self.weights[o], x, bias) for o, bias in enumerate(self.biases)]

    def parameters(self):
        return [node for o, bias in enumerate(self.biases) for node in (bias, *self.weights[o])]


def affine(row, x, bias):
    """The bias and the products of the row with x, as one node."""
    result = Value(math.fsum([bias.data, *(w.data * x_i.data for w, x_i in zip(row, x, strict=True))])).to(bias, 1)
    for w, x_i in zip(row, x, strict=True):
        result.to(w, x_i.data).to(x_i, w.data)
    return result
