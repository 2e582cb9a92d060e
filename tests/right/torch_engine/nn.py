"""Numbers drawn by PyTorch, held as single Values, multiplied as a matrix."""

import torch
from autograd import Value, stack, unstack


def flat(rows):
    return [value for row in rows for value in row]


def fresh(rows, columns):
    numbers = torch.nn.init.xavier_uniform_(torch.empty(rows, columns, dtype=torch.float64))
    return [[Value(number) for number in row] for row in numbers.tolist()]


class Embedding:
    def __init__(self, vocab_size, embed_dim):
        self.embedding = fresh(vocab_size, embed_dim)

    def __call__(self, token_idx):
        return self.embedding[token_idx]

    def parameters(self):
        return flat(self.embedding)


class Linear:
    def __init__(self, in_features, out_features):
        self.weights = fresh(out_features, in_features)
        self.biases = fresh(1, out_features)[0]

    def __call__(self, x):
        matrix = stack(flat(self.weights)).reshape(len(self.weights), -1)
        return unstack(matrix @ stack(x) + stack(self.biases))

    def parameters(self):
        return [*flat(self.weights), *self.biases]
