"""Layers say what they are when they are made; each output is a sum of products, one node."""

import statistics
from random import betavariate

from autograd import Value, total
from talk import log


def fresh(scale):
    """A random Value between -scale and scale, rather near 0."""
    return Value(scale * (2.0 * betavariate(2, 2) - 1.0), "parameter")


class Embedding:
    def __init__(self, vocab_size, embed_dim):
        self.embedding = [[fresh(1.0) for _ in range(embed_dim)] for _ in range(vocab_size)]
        log.info("an embedding of %d tokens, mean %s", vocab_size, statistics.fmean(p.data for p in self.parameters()))

    def __call__(self, token_idx):
        print("looking up", token_idx, *self.embedding[token_idx], sep="\n  ")
        return self.embedding[token_idx]

    def parameters(self):
        return [parameter for row in self.embedding for parameter in row]


class Linear:
    def __init__(self, in_features, out_features):
        self.in_features = in_features
        self.weights = [[fresh(in_features**-0.5) for _ in range(in_features)] for _ in range(out_features)]
        self.biases = [fresh(0.1) for _ in range(out_features)]
        log.info("a layer from %d to %d", in_features, out_features)

    def __call__(self, x):
        outputs = []
        for bias, row in zip(self.biases, self.weights, strict=True):
            outputs.append(total([bias, *(w * x_i for w, x_i in zip(row, x, strict=True))]))
        print(f"{len(x)} numbers in, {len(outputs)} out")
        return outputs

    def parameters(self):
        return self.biases + [weight for row in self.weights for weight in row]
