"""Frozen settings, a Window for each example; contexts, vocabularies and options are looked at before any work.

One hidden layer of min(x, 0); windows one by one, the most recent first; a character is drawn by its place from 0 to 1.
"""

import math
import random
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from autograd import Value
from loss import cross_entropy_loss, softmax
from loss import perplexity as exponential
from nn import Embedding, Linear

from checks import equally_long, index, number, sequence, string, whole


class Window(NamedTuple):
    context: list[int]
    target: int


@dataclass(frozen=True)
class Sizes:
    vocab_size: int
    embed_dim: int
    hidden_dim: int
    context_length: int

    def __post_init__(self):
        for name, size in vars(self).items():
            whole(size, name, least=1)


def build_vocab(text):
    chars = sorted(set(string(text, "text")))
    return {char: idx for idx, char in enumerate(chars)}, dict(enumerate(chars)), len(chars)


def encode(text, char_to_idx):
    strangers = set(string(text, "text")) - set(char_to_idx)
    if strangers:
        raise ValueError(f"not in the vocabulary: {sorted(strangers)}")
    return [char_to_idx[char] for char in text]


def decode(indices, idx_to_char):
    strangers = set(sequence(indices, "indices")) - set(idx_to_char)
    if strangers:
        raise IndexError(f"not in the vocabulary: {sorted(strangers)}")
    return "".join(idx_to_char[idx] for idx in indices)


def create_examples(encoded, context_length):
    whole(context_length, "context_length", least=1)
    count = max(0, len(sequence(encoded, "encoded")) - context_length)
    return [Window(encoded[i : i + context_length], encoded[i + context_length]) for i in range(count)]


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        self.sizes = Sizes(vocab_size, embed_dim, hidden_dim, context_length)
        self._embedding = Embedding(vocab_size, embed_dim)
        self._hidden = Linear(context_length * embed_dim, hidden_dim)
        self._output = Linear(hidden_dim, vocab_size)

    def forward(self, context):
        if len(sequence(context, "context")) != self.sizes.context_length:
            raise ValueError(f"a context has {self.sizes.context_length} indices, not {len(context)}")
        x = [node for idx in context for node in self._embedding(idx)]
        return self._output([unit - unit.relu() for unit in self._hidden(x)])

    def predict_probs(self, context):
        return softmax(self.forward(context))

    def loss(self, context, target_idx):
        index(target_idx, "target_idx", self.sizes.vocab_size)
        return cross_entropy_loss(self.forward(context), target_idx)

    def parameters(self):
        return [*self._embedding.parameters(), *self._hidden.parameters(), *self._output.parameters()]

    def zero_grad(self):
        for parameter in self.parameters():
            parameter.grad = 0.0

    def num_parameters(self):
        return len(self.parameters())


def check_model(model, *vocabularies):
    if not isinstance(model, CharacterLM):
        raise TypeError(f"a {type(model).__name__} is no model")
    for vocabulary in vocabularies:
        if not isinstance(vocabulary, dict):
            raise TypeError(f"a vocabulary is a dict, not a {type(vocabulary).__name__}")
        equally_long(vocabulary, range(model.sizes.vocab_size), "the vocabularies of text and model")


def windows_of(model, text, char_to_idx):
    check_model(model, char_to_idx)
    windows = create_examples(encode(text, char_to_idx), model.sizes.context_length)
    if not windows:
        raise ValueError("the text is too short to hold a window")
    return windows


def sgd_step(parameters, learning_rate):
    rate = number(learning_rate, "learning_rate")
    for parameter in sequence(parameters, "parameters"):
        if not isinstance(parameter, Value):
            raise TypeError(f"a parameter is a {type(parameter).__name__}")
        parameter.data -= rate * parameter.grad


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1):
    windows = windows_of(model, text, char_to_idx)[::-1]
    if not number(learning_rate, "learning_rate") > 0:
        raise ValueError(f"a learning rate of {learning_rate}")
    averages = []
    for epoch in range(whole(epochs, "epochs", least=0)):
        losses = []
        for window in windows:
            loss = model.loss(window.context, window.target)
            if not math.isfinite(loss.data):
                raise ArithmeticError(f"the loss in epoch {epoch} is {loss.data}")
            model.zero_grad()
            loss.backward()
            sgd_step(model.parameters(), learning_rate)
            losses.append(loss.data)
        averages.append(math.fsum(losses) / len(losses))
    return averages


def compute_perplexity(model, text, char_to_idx):
    losses = [model.loss(*window).data for window in windows_of(model, text, char_to_idx)]
    return exponential(math.fsum(losses) / len(losses))


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    check_model(model, char_to_idx, idx_to_char)
    if {idx: char for char, idx in char_to_idx.items()} != idx_to_char:
        raise ValueError("the two vocabularies do not belong together")
    indices = encode(seed_text, char_to_idx)
    for _ in range(whole(length, "length", least=0)):
        missing = model.sizes.context_length - len(indices)
        context = [0] * missing + indices[-model.sizes.context_length :]
        reached = list(accumulate(prob.data for prob in softmax(model.forward(context), temperature)))
        place = random.random() * reached[-1]
        indices.append(next(idx for idx, upper in enumerate(reached) if place < upper or upper == reached[-1]))
    return decode(indices, idx_to_char)
