"""Loops and appends; a fresh layer is scaled by the sizes on both sides."""

import math
import random

from autograd import Value


def random_row(size, scale):
    row = []
    for _ in range(size):
        row += [Value(random.gauss(0, scale))]
    return row


class Embedding:
    def __init__(self, vocab_size, embed_dim):
        self.embedding = []
        for _ in range(vocab_size):
            self.embedding.append(random_row(embed_dim, 0.1))

    def __call__(self, token_idx):
        return self.embedding[token_idx]

    def parameters(self):
        params = []
        for row in self.embedding:
            params.extend(row)
        return params


class Linear:
    def __init__(self, in_features, out_features):
        scale = math.sqrt(2 / (in_features + out_features))
        self.weights = [random_row(in_features, scale) for _ in range(out_features)]
        self.biases = random_row(out_features, 0.01)

    def __call__(self, x):
        outputs = []
        for o in range(len(self.weights)):
            total = self.biases[o]
            for i in range(len(x)):
                total = total + x[i] * self.weights[o][i]
            outputs.append(total)
        return outputs

    def parameters(self):
        params = list(self.biases)
        for row in self.weights:
            params.extend(row)
        return params
