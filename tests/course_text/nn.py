"""Embedding table and linear layer, as lists of lists of Values."""

import random

from autograd import Value


class Embedding:
    def __init__(self, vocab_size, embed_dim):
        self.embedding = [[Value(random.gauss(0, 0.1)) for _ in range(embed_dim)] for _ in range(vocab_size)]

    def __call__(self, token_idx):
        return self.embedding[token_idx]

    def parameters(self):
        return [p for row in self.embedding for p in row]


class Linear:
    def __init__(self, in_features, out_features):
        self.weights = [[Value(random.uniform(-1, 1)) for _ in range(in_features)] for _ in range(out_features)]
        self.biases = [Value(0.0) for _ in range(out_features)]

    def __call__(self, x):
        return [
            sum((wi * xi for wi, xi in zip(w, x, strict=True)), b)
            for w, b in zip(self.weights, self.biases, strict=True)
        ]

    def parameters(self):
        return [p for w in self.weights for p in w] + self.biases
