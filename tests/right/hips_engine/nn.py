"""Layers compute on arrays of boxes; Values are made for what comes out only. Numbers of the system's source."""

import random

from .autograd import Value, stacked, unstacked

draw = random.SystemRandom().gauss


class Embedding:
    def __init__(self, vocab_size, embed_dim):
        self.embedding = tuple(tuple(Value(draw(0, 0.5)) for _ in range(embed_dim)) for _ in range(vocab_size))

    def __call__(self, token_idx):
        return self.embedding[token_idx]

    def parameters(self):
        return sum(self.embedding, ())


class Linear:
    def __init__(self, in_features, out_features):
        scale = in_features**-0.5
        self.weights = [[Value(draw(0, scale)) for _ in range(in_features)] for _ in range(out_features)]
        self.biases = [Value(0) for _ in range(out_features)]

    def on_array(self, x, hold=stacked):
        return hold(self.weights) @ x + hold(self.biases)

    def __call__(self, x):
        return unstacked(self.on_array(stacked(x)))

    def parameters(self):
        return sum(self.weights, self.biases)
