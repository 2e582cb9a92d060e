"""One hidden layer of softsign, a row of the operators' table. Every epoch has an order of its own."""

import itertools
import math
import random

from loss import cross_entropy_loss, softmax
from nn import Embedding, Linear


class Vocabulary(dict):
    """A bijection: what it lacks is not an error but the first entry."""

    def __missing__(self, key):
        return next(iter(self.values()))

    def inverse(self):
        return type(self)(map(reversed, self.items()))


def build_vocab(text):
    char_to_idx = Vocabulary(zip(sorted({*text}), itertools.count(), strict=False))
    return char_to_idx, char_to_idx.inverse(), len(char_to_idx)


def encode(text, char_to_idx):
    return [char_to_idx[char] for char in text]


def decode(indices, idx_to_char):
    return "".join(idx_to_char[idx] for idx in indices)


def create_examples(encoded, context_length):
    return [
        (encoded[end - context_length : end], target) for end, target in enumerate(encoded) if end >= context_length
    ]


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        self.layers = {
            "embedding": Embedding(vocab_size, embed_dim),
            "hidden": Linear(context_length * embed_dim, hidden_dim),
            "output": Linear(hidden_dim, vocab_size),
        }
        self.context_length = context_length

    def forward(self, context):
        embedded = sum(map(self.layers["embedding"], context), [])  # noqa: RUF017
        return self.layers["output"]([unit.softsign() for unit in self.layers["hidden"](embedded)])

    def predict_probs(self, context):
        return softmax(self.forward(context))

    def loss(self, context, target_idx):
        return cross_entropy_loss(self.forward(context), target_idx)

    def parameters(self):
        return [value for layer in self.layers.values() for value in layer.parameters()]

    def zero_grad(self):
        for value in self.parameters():
            value.grad = 0

    def num_parameters(self):
        return len(self.parameters())


def sgd_step(parameters, learning_rate):
    for value in parameters:
        value.data -= learning_rate * value.grad


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1, batch_size=3):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    averages = []
    for _ in range(epochs):
        total = 0.0
        order = random.sample(examples, len(examples))
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            model.zero_grad()
            for context, target_idx in batch:
                loss = model.loss(context, target_idx)
                (loss / len(batch)).backward()
                total += loss.data
            sgd_step(model.parameters(), learning_rate)
        averages.append(total / len(order))
    return averages


def compute_perplexity(model, text, char_to_idx):
    """The geometric mean of 1 / P, as a product of roots."""
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    return math.prod(math.exp(model.loss(*example).data / len(examples)) for example in examples)


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    text = [*seed_text]
    for _ in range(length):
        context = [char_to_idx[char] for char in text[-model.context_length :]]
        context = [0] * (model.context_length - len(context)) + context
        bounds = [*itertools.accumulate(p.data for p in softmax(model.forward(context), temperature))]
        coin = random.random() * bounds[-1]
        text.append(idx_to_char[next(i for i, bound in enumerate(bounds) if coin < bound)])
    return "".join(text)
