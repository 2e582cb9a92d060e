"""One hidden layer of tanh; windows are rows of a strided view, characters are drawn where their cumulated sum says."""

import random

import numpy as np
from loss import cross_entropy_loss, softmax
from nn import Embedding, Linear


def build_vocab(text):
    code_points = np.unique(np.array([ord(char) for char in text], dtype=np.int64))
    chars = [chr(code_point) for code_point in code_points]
    indices = np.arange(len(chars))
    return dict(zip(chars, indices, strict=True)), dict(zip(indices, chars, strict=True)), indices.size


def encode(text, char_to_idx):
    return np.fromiter((char_to_idx[char] for char in text), dtype=np.int64)


def decode(indices, idx_to_char):
    return "".join(idx_to_char[int(idx)] for idx in indices)


def create_examples(encoded, context_length):
    if len(encoded) <= context_length:
        return np.zeros((0, 2))
    rows = np.lib.stride_tricks.sliding_window_view(np.array(encoded), context_length + 1)
    return [(row[:-1], row[-1]) for row in rows]


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        self.context_length = context_length
        self.embed = Embedding(vocab_size, embed_dim)
        self.to_hidden = Linear(context_length * embed_dim, hidden_dim)
        self.to_logits = Linear(hidden_dim, vocab_size)

    def forward(self, context):
        x = np.concatenate([self.embed(idx) for idx in context])
        return self.to_logits([unit.tanh() for unit in self.to_hidden(x)])

    def predict_probs(self, context):
        return softmax(self.forward(context))

    def loss(self, context, target_idx):
        return cross_entropy_loss(self.forward(context), target_idx)

    def parameters(self):
        return np.concatenate([layer.parameters() for layer in (self.embed, self.to_hidden, self.to_logits)])

    def zero_grad(self):
        for parameter in self.parameters():
            parameter.grad = np.zeros(())

    def num_parameters(self):
        return np.int64(self.parameters().size)


def sgd_step(parameters, learning_rate):
    for parameter in parameters:
        parameter.data = np.subtract(parameter.data, learning_rate * parameter.grad)


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1, shuffle=True):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    parameters = model.parameters()
    losses = np.zeros((epochs, len(examples)))
    for epoch in range(epochs):
        order = random.sample(range(len(examples)), len(examples)) if shuffle else range(len(examples))
        for i in order:
            loss = model.loss(*examples[i])
            model.zero_grad()
            loss.backward()
            sgd_step(parameters, learning_rate)
            losses[epoch, i] = loss.data
    return losses.mean(axis=1)


def compute_perplexity(model, text, char_to_idx):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    return np.exp(np.average([model.loss(*example).data for example in examples]))


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    indices = encode(seed_text, char_to_idx)
    for _ in range(length):
        context = np.pad(indices, (model.context_length, 0))[-model.context_length :]
        probs = np.array([p.data for p in softmax(model.forward(context), temperature)])
        reached = np.cumsum(probs)
        drawn = np.searchsorted(reached, random.random() * reached[-1], side="right")
        indices = np.append(indices, min(drawn, probs.size - 1))
    return seed_text + decode(indices[len(seed_text) :], idx_to_char)
