"""One long list of Values in each layer, weights by columns; the contract's tables are made when asked for."""

import random

from autograd import Value, total


class Embedding:
    def __init__(self, vocab_size, embed_dim, /):
        self.width = embed_dim
        self.values = [Value(random.expovariate(1) * random.choice([-0.5, 0.5])) for _ in range(vocab_size * embed_dim)]

    def __call__(self, token, /):
        return self.values[token * self.width : (token + 1) * self.width]

    @property
    def embedding(self):
        return [self(start // self.width) for start in range(0, len(self.values), self.width)]

    def parameters(self):
        return list(self.values)


class Linear:
    def __init__(self, in_features, out_features, /):
        self.height = out_features
        self.columns = [Value(random.betavariate(2, 2) - 0.5) for _ in range((in_features + 1) * out_features)]

    @property
    def weights(self):
        return [self.columns[o : -self.height : self.height] for o in range(self.height)]

    @property
    def biases(self):
        return self.columns[-self.height :]

    def __call__(self, x, /):
        return [total([*map(Value.__mul__, row, x), bias]) for row, bias in zip(self.weights, self.biases, strict=True)]

    def parameters(self):
        return list(self.columns)
