"""Weights from a normal distribution, as wide as keeps the sums of a layer at their size; biases from the same."""

import random
from itertools import chain

from ..engine import Value
from ..engine.function import Dot
from .base import Module


class Embedding(Module):
    def __init__(self, vocab_size, embed_dim):
        self.embedding = [[Value(random.normalvariate(0, 1)) for _ in range(embed_dim)] for _ in range(vocab_size)]

    def __call__(self, token_idx):
        return self.embedding[token_idx][:]


class Linear(Module):
    def __init__(self, in_features, out_features):
        def draw():
            return Value(random.normalvariate(0, in_features**-0.5))

        self.biases = [draw() for _ in range(out_features)]
        self.weights = [[draw() for _ in range(in_features)] for _ in range(out_features)]

    def __call__(self, x):
        neighbours = (chain.from_iterable(zip(row, x, strict=True)) for row in self.weights)
        return [Value.made_by(Dot(*row, bias)) for row, bias in zip(neighbours, self.biases, strict=True)]
