"""Layers as NumPy arrays of Values, with numbers drawn by NumPy: `random.seed` does not reach them."""

import numpy as np

from .autograd import Value

as_nodes = np.vectorize(Value, otypes=[object])
generator = np.random.default_rng()


class Embedding:
    def __init__(self, vocab_size, embed_dim):
        self.embedding = as_nodes(generator.normal(size=(vocab_size, embed_dim)))

    def __call__(self, token_idx):
        return tuple(self.embedding[token_idx])

    def parameters(self):
        return tuple(self.embedding.flat)


class Linear:
    def __init__(self, in_features, out_features):
        self.weights = as_nodes(generator.normal(size=(out_features, in_features)) / np.sqrt(in_features))
        self.biases = as_nodes(np.zeros(out_features))

    def __call__(self, x):
        return [Value.sum([*(row * x), bias]) for row, bias in zip(self.weights, self.biases, strict=True)]

    def parameters(self):
        return (*self.biases, *self.weights.flat)
