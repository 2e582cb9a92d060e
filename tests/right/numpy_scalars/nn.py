"""Layers are lists of NumPy rows of Values; an affine map is one node for each output, its slopes made by NumPy."""

import random

import numpy as np
from autograd import Value


def normal_rows(height, width):
    """Rows of Values, normally distributed; `random` decides the seed."""
    numbers = np.random.default_rng(random.getrandbits(128)).standard_normal((height, width)) / np.sqrt(width)
    return [np.array([Value(number) for number in row], dtype=object) for row in numbers]


def data_of(nodes):
    return np.array([node.data for node in nodes], dtype=np.float64)


class Embedding:
    def __init__(self, vocab_size, embed_dim):
        self.embedding = normal_rows(vocab_size, embed_dim)

    def __call__(self, token_idx):
        return self.embedding[token_idx]

    def parameters(self):
        return np.concatenate(self.embedding)


class Linear:
    def __init__(self, in_features, out_features):
        self.weights = normal_rows(out_features, in_features)
        self.biases = normal_rows(1, out_features)[0]

    def __call__(self, x):
        numbers = data_of(x)
        outputs = []
        for row, bias in zip(self.weights, self.biases, strict=True):
            w = data_of(row)
            slopes = np.concatenate([numbers, w, [1]])
            outputs.append(Value(w @ numbers + bias.data, (*row, *x, bias), slopes))
        return outputs

    def parameters(self):
        return np.concatenate([*self.weights, self.biases])
