"""Layers made of neurons, as in micrograd's own nn; a layer's `weights` are its neurons' lists."""

import random

from autograd import Value


class Embedding:
    def __init__(self, vocab_size, embed_dim):
        self.embedding = [[Value(random.uniform(-1, 1)) for _ in range(embed_dim)] for _ in range(vocab_size)]

    def __call__(self, token_idx):
        return self.embedding[token_idx]

    def parameters(self):
        return [v for row in self.embedding for v in row]


class Neuron:
    def __init__(self, size):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(size)]
        self.b = Value(0)

    def __call__(self, x):
        return sum((wi * xi for wi, xi in zip(self.w, x, strict=True)), self.b)


class Linear:
    def __init__(self, in_features, out_features):
        self.neurons = [Neuron(in_features) for _ in range(out_features)]

    @property
    def weights(self):
        return [neuron.w for neuron in self.neurons]

    @property
    def biases(self):
        return [neuron.b for neuron in self.neurons]

    def __call__(self, x):
        return [neuron(x) for neuron in self.neurons]

    def parameters(self):
        return [p for neuron in self.neurons for p in [*neuron.w, neuron.b]]
