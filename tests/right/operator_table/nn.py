"""Layers are dictionaries: `weights[o][i]` is looked up by number, and so is every row."""

from random import vonmisesvariate

from autograd import Value, joined


def table(height, width, spread):
    return {i: {j: Value(vonmisesvariate(0, 4) * spread) for j in range(width)} for i in range(height)}


def flat(rows):
    return [value for row in rows.values() for value in row.values()]


class Embedding(dict):
    """The rows by token."""

    def __init__(self, vocab_size, embed_dim):
        super().__init__(table(vocab_size, embed_dim, 1.0))

    embedding = property(dict.copy)

    def __call__(self, token_idx):
        return [*self[token_idx].values()]

    def parameters(self):
        return flat(self)


class Linear(dict):
    """The keys are the names of the parts."""

    def __init__(self, in_features, out_features):
        self["weights"] = table(out_features, in_features, 1 / in_features)
        self["biases"] = table(1, out_features, 0)[0]

    weights = property(lambda self: self["weights"])
    biases = property(lambda self: self["biases"])

    def __call__(self, x):
        results = []
        for row, bias in zip(self.weights.values(), self.biases.values(), strict=True):
            terms = [(w, x_i) for w, x_i in zip(row.values(), x, strict=True)]
            operands = [*(w for w, _ in terms), *(x_i for _, x_i in terms), bias]
            slopes = [*(x_i.data for _, x_i in terms), *(w.data for w, _ in terms), 1]
            results.append(joined(operands, sum(w.data * x_i.data for w, x_i in terms) + bias.data, slopes))
        return results

    def parameters(self):
        return flat({**self.weights, "biases": self.biases})
