"""Layers: embeddings (Section 3.2) and linear maps (Section 3.3).

A layer owns its parameters, as Values that stay the same nodes for its life: learning changes their `.data`.

Names: W weights, b biases, x an input vector.
"""

from __future__ import annotations

import math
import random

from autograd import Value


class Embedding:
    """A table of one learned vector per token.

    Attributes:
        embedding: vocab_size rows of embed_dim Values.

    >>> embedding = Embedding(vocab_size=3, embed_dim=2)
    >>> embedding(1)[0] is embedding.embedding[1][0], len(embedding.parameters())
    (True, 6)

    Source: Section 3.2 Embeddings.
    """

    def __init__(self, vocab_size: int, embed_dim: int) -> None:
        """Draw every entry at random; `random` is used as it stands, not seeded."""
        self.embedding = [[Value(random.gauss(0.0, 1.0)) for _ in range(embed_dim)] for _ in range(vocab_size)]

    def __call__(self, token_idx: int) -> list[Value]:
        """The token's row: the very nodes of the table, so that gradients reach them."""
        return list(self.embedding[token_idx])

    def parameters(self) -> list[Value]:
        """All vocab_size · embed_dim Values, row by row."""
        return [value for row in self.embedding for value in row]


class Linear:
    """The map x ↦ Wx + b.

    Attributes:
        weights: out_features rows of in_features Values.
        biases: out_features Values.

    >>> linear = Linear(in_features=2, out_features=1)
    >>> linear.weights[0][0].data, linear.weights[0][1].data, linear.biases[0].data = 2.0, 3.0, 0.5
    >>> [out.data for out in linear([Value(10.0), Value(100.0)])]
    [320.5]

    Source: Section 3.3 Feed-forward layers.
    """

    def __init__(self, in_features: int, out_features: int) -> None:
        """Draw the weights at random, small enough to keep Wx in the range of x; the biases start at 0.

        `random` is used as it stands, not seeded.
        """
        bound = 1.0 / math.sqrt(in_features)
        self.weights = [[Value(random.uniform(-bound, bound)) for _ in range(in_features)] for _ in range(out_features)]
        self.biases = [Value(0.0) for _ in range(out_features)]

    def __call__(self, x: list[Value]) -> list[Value]:
        """Wx + b: out_o = b_o + Σ_i W_oi x_i.

        Raises:
            ValueError: x has not in_features elements.
        """
        return [
            sum((weight * x_i for weight, x_i in zip(row, x, strict=True)), bias)
            for row, bias in zip(self.weights, self.biases, strict=True)
        ]

    def parameters(self) -> list[Value]:
        """All out_features · in_features weights, row by row, then the out_features biases."""
        return [weight for row in self.weights for weight in row] + self.biases
