"""Two hidden layers of tanh; mini-batches in shuffled order, along the gradient of their mean loss."""

import random
from collections import OrderedDict

import numpy as np

from .loss import batch_cross_entropy, cross_entropy_loss, softmax
from .nn import Embedding, Linear


def build_vocab(text):
    descending = sorted(set(text), reverse=True)
    idx_to_char = OrderedDict(zip(reversed(range(len(descending))), descending, strict=True))
    return {character: idx for idx, character in idx_to_char.items()}, idx_to_char, len(descending)


def encode(text, char_to_idx):
    return tuple(map(char_to_idx.__getitem__, text))


def decode(indices, idx_to_char):
    return "".join(map(idx_to_char.__getitem__, indices))


def create_examples(encoded, context_length):
    ends = range(context_length, len(encoded))
    return tuple((tuple(encoded[end - context_length : end]), encoded[end]) for end in ends)


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        self.context_length = context_length
        self.embedding = Embedding(vocab_size, embed_dim)
        self.hidden = [Linear(context_length * embed_dim, hidden_dim), Linear(hidden_dim, hidden_dim)]
        self.output = Linear(hidden_dim, vocab_size)

    def forward(self, context):
        activations = np.concatenate([self.embedding(idx) for idx in context])
        for layer in self.hidden:
            activations = np.array([unit.tanh() for unit in layer(activations)])
        return tuple(self.output(activations))

    def predict_probs(self, context):
        return softmax(self.forward(context))

    def loss(self, context, target_idx):
        return cross_entropy_loss(self.forward(context), target_idx)

    def parameters(self):
        return sum((layer.parameters() for layer in (self.output, *self.hidden, self.embedding)), ())

    def zero_grad(self):
        for parameter in self.parameters():
            parameter.grad = 0

    def num_parameters(self):
        return len(self.parameters())


def sgd_step(parameters, learning_rate):
    for parameter in parameters:
        parameter.data = parameter.data - learning_rate * parameter.grad


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1, batch_size=4):
    examples = list(create_examples(encode(text, char_to_idx), model.context_length))
    averages = []
    for _ in range(epochs):
        random.shuffle(examples)
        total = 0.0
        for start in range(0, len(examples), batch_size):
            contexts, targets = zip(*examples[start : start + batch_size], strict=True)
            loss = batch_cross_entropy([model.forward(context) for context in contexts], targets)
            model.zero_grad()
            loss.backward()
            sgd_step(model.parameters(), learning_rate)
            total += loss.data * len(targets)
        averages.append(total / len(examples))
    return np.array(averages)


def compute_perplexity(model, text, char_to_idx):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    return np.exp(np.mean([model.loss(*example).data for example in examples]))


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    generator = np.random.default_rng(random.getrandbits(64))  # so `random.seed` decides
    text = seed_text
    while len(text) < len(seed_text) + length:
        context = encode(text.rjust(model.context_length, idx_to_char[0])[-model.context_length :], char_to_idx)
        probs = [p.data for p in softmax(model.forward(context), temperature)]
        text += idx_to_char[int(generator.choice(len(probs), p=np.divide(probs, sum(probs))))]
    return text
