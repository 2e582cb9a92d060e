"""A hidden layer of maxout, each unit the larger of two; windows are taken half by half, the last half first.

`generate` goes down the tree of halves: a character is found by log₂ V flips of a coin.
"""

import math
import random

from autograd import odds, total
from loss import cross_entropy_loss, log_sum_exp, softmax, split
from nn import Embedding, Linear


def build_vocab(text):
    def distinct(part):
        """Merge sort, without repetitions."""
        if len(part) < 2:
            return list(part)
        left, right = map(distinct, split(part))
        merged = []
        while left and right:
            smaller = min(left[0], right[0])
            merged.append(smaller)
            left, right = left[left[0] == smaller :], right[right[0] == smaller :]
        return merged + left + right

    chars = distinct(text)
    return {char: idx for idx, char in enumerate(chars)}, {idx: char for idx, char in enumerate(chars)}, len(chars)  # noqa: C416


def encode(text, char_to_idx):
    return list(map(char_to_idx.get, text))


def decode(indices, idx_to_char):
    if len(indices) < 2:
        return "".join(idx_to_char[idx] for idx in indices)
    left, right = split(indices)
    return decode(left, idx_to_char) + decode(right, idx_to_char)


class Windows:
    """Like a list of them; each is cut out when it is asked for."""

    def __init__(self, encoded, context_length):
        self.encoded, self.context_length = tuple(encoded), context_length

    def __len__(self):
        return max(0, len(self.encoded) - self.context_length)

    def __getitem__(self, i):
        if not 0 <= i < len(self):
            raise IndexError(i)
        end = i + self.context_length
        return self.encoded[i:end], self.encoded[end]


def create_examples(encoded, context_length):
    return Windows(encoded, context_length)


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        self.context_length = context_length
        self.embed = Embedding(vocab_size, embed_dim)
        self.layers = Linear(context_length * embed_dim, hidden_dim), Linear(context_length * embed_dim, hidden_dim)
        self.last = Linear(hidden_dim, vocab_size)

    def forward(self, context):
        x = [value for token in context for value in self.embed(token)]
        one, other = (layer(x) for layer in self.layers)
        return self.last([a + (b - a).relu() for a, b in zip(one, other, strict=True)])

    def predict_probs(self, context):
        return softmax(self.forward(context))

    def loss(self, context, target):
        return cross_entropy_loss(self.forward(context), target)

    def parameters(self):
        return [p for part in (self.embed, *self.layers, self.last) for p in part.parameters()]

    def zero_grad(self):
        for p in self.parameters():
            p.grad = 0.0

    def num_parameters(self):
        return len(self.parameters())


def sgd_step(parameters, learning_rate):
    for p in parameters:
        p.data = p.data - learning_rate * p.grad


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1):
    windows = create_examples(encode(text, char_to_idx), model.context_length)

    def sweep(start, end):
        """The losses of the windows from start to end, each before its step."""
        if end - start > 1:
            middle = (start + end) // 2
            return sweep(middle, end) + sweep(start, middle)
        loss = model.loss(*windows[start])
        model.zero_grad()
        loss.backward()
        sgd_step(model.parameters(), learning_rate)
        return [loss.data]

    return [total(sweep(0, len(windows))) / len(windows) for _ in range(epochs)]


def compute_perplexity(model, text, char_to_idx):
    windows = create_examples(encode(text, char_to_idx), model.context_length)
    return math.exp(total([model.loss(*windows[i]).data for i in range(len(windows))]) / len(windows))


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    context = (encode(seed_text, char_to_idx) or [0])[-model.context_length :]
    while len(context) < model.context_length:
        context = context[:1] + context
    added = ""
    while len(added) < length:
        logits = [logit.data / temperature for logit in model.forward(context)]
        idx = fall(range(len(logits)), logits)
        context = [*context[1:], idx]
        added += idx_to_char[idx]
    return seed_text + added


def fall(indices, logits):
    """One of the indices; at every fork a coin decides, with the odds of its two sides."""
    if len(indices) == 1:
        return indices[0]
    (left, right), (z_left, z_right) = split(indices), split(logits)
    goes_left = random.random() < odds(log_sum_exp(z_left) - log_sum_exp(z_right))[0]
    return fall(left, z_left) if goes_left else fall(right, z_right)
