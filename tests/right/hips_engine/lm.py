"""One hidden layer of h σ(h). Steps go along the sum of the gradients of two windows, the last ones first."""

import random
from array import array

import autograd.numpy as np
import numpy

from .autograd import Value, numbers, stacked, unstacked
from .loss import lse, nll, softmax
from .nn import Embedding, Linear


def build_vocab(text):
    characters = numpy.unique(list(text)).tolist()
    return [dict(zip(characters, range(len(characters)), strict=True)), dict(enumerate(characters)), len(characters)]


def encode(text, char_to_idx):
    return array("l", [char_to_idx[char] for char in text])


def decode(indices, idx_to_char):
    return "".join(idx_to_char[int(idx)] for idx in indices)


def create_examples(encoded, context_length):
    if len(encoded) <= context_length:
        return ()
    windows = numpy.lib.stride_tricks.sliding_window_view(numpy.array(encoded), context_length + 1)
    return list(zip(windows[:, :-1], windows[:, -1], strict=True))


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        self.embedding = Embedding(vocab_size, embed_dim)
        self.hidden = Linear(embed_dim * context_length, hidden_dim)
        self.output = Linear(hidden_dim, vocab_size)
        self.context_length = context_length

    def logits(self, context, hold=stacked):
        """An array, and one of plain numbers where the tape is not needed: `hold` decides."""
        h = self.hidden.on_array(hold([self.embedding(int(idx)) for idx in context]).ravel(), hold)
        return self.output.on_array(h * np.exp(-np.logaddexp(0.0, -h)), hold)

    def forward(self, context):
        return unstacked(self.logits(context))

    def predict_probs(self, context):
        return softmax(self.forward(context))

    def loss(self, context, target_idx):
        return Value.of(nll(self.logits(context), int(target_idx)))

    def parameters(self):
        return (*self.output.parameters(), *self.embedding.parameters(), *self.hidden.parameters())

    def zero_grad(self):
        for parameter in self.parameters():
            parameter.grad = numpy.zeros(())

    def num_parameters(self):
        return numpy.size(self.parameters())


def sgd_step(parameters, learning_rate):
    for parameter in parameters:
        parameter.data -= learning_rate * parameter.grad


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1, *, pair=2):
    examples = create_examples(encode(text, char_to_idx), model.context_length)[::-1]
    averages = numpy.zeros(epochs)
    for epoch in range(epochs):
        for start in range(0, len(examples), pair):
            model.zero_grad()
            for example in examples[start : start + pair]:
                loss = model.loss(*example)
                loss.backward()
                averages[epoch] += loss.data / len(examples)
            sgd_step(model.parameters(), learning_rate)
    return averages


def compute_perplexity(model, text, char_to_idx):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    return numpy.exp(numpy.mean([nll(model.logits(context, numbers), y) for context, y in examples]))


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    text = seed_text
    for chance in [random.random() for _ in range(length)]:
        context = list(encode(text, char_to_idx))[-model.context_length :]
        context = context + [0] * (model.context_length - len(context))
        z = model.logits(context, numbers) / temperature
        bounds = numpy.cumsum(numpy.exp(z - lse(z)))
        text += idx_to_char[int(numpy.searchsorted(bounds, chance * bounds[-1], side="right"))]
    return text
