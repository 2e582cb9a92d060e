"""A unit is one dot product, rounded once. Fresh numbers come as mirrored pairs, so that their mean is nearly 0."""

import math
import random

from autograd import Value, dot


def mirrored(count, spread):
    numbers = []
    for _ in range((count + 1) // 2):
        number = math.sqrt(-2 * math.log1p(-random.random())) * math.cos(math.tau * random.random()) * spread
        numbers += [number, -number * random.uniform(0.9, 1.1)]
    return [Value(number) for number in numbers[:count]]


class Embedding:
    def __init__(self, vocab_size, embed_dim):
        values = mirrored(vocab_size * embed_dim, 0.7)
        self.embedding = [values[row * embed_dim :][:embed_dim] for row in range(vocab_size)]

    def __call__(self, token_idx):
        return self.embedding[token_idx]

    def parameters(self):
        return [value for row in self.embedding for value in row]


class Linear:
    def __init__(self, in_features, out_features):
        values = mirrored(in_features * out_features, math.sqrt(3 / in_features))
        self.weights = [values[o::out_features] for o in range(out_features)]
        self.biases = mirrored(out_features, 1e-3)

    def __call__(self, x):
        return [dot(row, x, bias) for row, bias in zip(self.weights, self.biases, strict=True)]

    def parameters(self):
        return [value for row, bias in zip(self.weights, self.biases, strict=True) for value in (bias, *row)]
