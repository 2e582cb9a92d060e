"""Layers give their Values away as tuples of tuples, so that nobody can replace a node; sizes are looked at."""

import math
import random

from autograd import Value

from checks import index, sequence, whole


class Layer:
    """Rows of Values; __slots__ keep misspelt attributes away."""

    __slots__ = ("_biases", "_rows")

    def __init__(self, height, width, biases):
        spread = math.sqrt(6 / (height + width))
        self._rows = tuple(tuple(Value(random.uniform(-spread, spread)) for _ in range(width)) for _ in range(height))
        self._biases = tuple(Value(0) for _ in range(biases))

    def parameters(self):
        return [node for row in (*self._rows, self._biases) for node in row]


class Embedding(Layer):
    __slots__ = ()

    def __init__(self, vocab_size, embed_dim):
        super().__init__(whole(vocab_size, "vocab_size", 1), whole(embed_dim, "embed_dim", 1), biases=0)

    @property
    def embedding(self):
        return self._rows

    def __call__(self, token_idx):
        return self._rows[index(token_idx, "token_idx", len(self._rows))]


class Linear(Layer):
    __slots__ = ()

    def __init__(self, in_features, out_features):
        width, height = whole(in_features, "in_features", 1), whole(out_features, "out_features", 1)
        super().__init__(height, width, biases=height)

    @property
    def weights(self):
        return self._rows

    @property
    def biases(self):
        return self._biases

    def __call__(self, x):
        if len(sequence(x, "x")) != len(self._rows[0]):
            raise ValueError(f"x has {len(x)} elements, not {len(self._rows[0])}")
        for x_i in x:
            if not isinstance(x_i, Value):
                raise TypeError(f"an element of x is a {type(x_i).__name__}")
        return [
            sum((w * x_i for w, x_i in zip(row, x, strict=True)), start=bias)
            for row, bias in zip(self._rows, self._biases, strict=True)
        ]
