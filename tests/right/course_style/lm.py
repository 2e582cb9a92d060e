"""One hidden layer of relu, the model of the course's first version; the order of windows is drawn once."""

import math
import random

from loss import cross_entropy_loss, softmax
from nn import Embedding, Linear


def build_vocab(text):
    char_to_idx = {}
    idx_to_char = {}
    for i, char in enumerate(sorted(set(text))):
        char_to_idx[char] = i
        idx_to_char[i] = char
    return char_to_idx, idx_to_char, len(char_to_idx)


def encode(text, char_to_idx):
    return [char_to_idx[char] for char in text]


def decode(indices, idx_to_char):
    text = ""
    for i in indices:
        text += idx_to_char[i]
    return text


def create_examples(encoded, context_length):
    examples = []
    for i in range(len(encoded) - context_length):
        examples.append((encoded[i : i + context_length], encoded[i + context_length]))  # noqa: PERF401
    return examples


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        self.vocab_size = vocab_size
        self.context_length = context_length
        self.embedding = Embedding(vocab_size, embed_dim)
        self.hidden = Linear(context_length * embed_dim, hidden_dim)
        self.output = Linear(hidden_dim, vocab_size)

    def forward(self, context):
        concatenated = []
        for token in context:
            concatenated.extend(self.embedding(token))
        return self.output([h.relu() for h in self.hidden(concatenated)])

    def predict_probs(self, context):
        return softmax(self.forward(context))

    def loss(self, context, target_idx):
        return cross_entropy_loss(self.forward(context), target_idx)

    def parameters(self):
        return self.embedding.parameters() + self.hidden.parameters() + self.output.parameters()

    def zero_grad(self):
        for p in self.parameters():
            p.grad = 0.0

    def num_parameters(self):
        return len(self.parameters())


def sgd_step(parameters, learning_rate):
    for p in parameters:
        p.data = p.data - learning_rate * p.grad


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1, verbose=True):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    random.shuffle(examples)
    losses = []
    for epoch in range(epochs):
        total = 0.0
        for context, target in examples:
            loss = model.loss(context, target)
            total += loss.data
            model.zero_grad()
            loss.backward()
            sgd_step(model.parameters(), learning_rate)
        losses.append(total / len(examples))
        if verbose:
            print(f"Epoch {epoch + 1}/{epochs}, loss {losses[-1]:.4f}")
    return losses


def compute_perplexity(model, text, char_to_idx):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    total = 0.0
    for context, target in examples:
        total += model.loss(context, target).data
    return math.exp(total / len(examples))


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    text = seed_text
    for _ in range(length):
        context = encode(text, char_to_idx)[-model.context_length :]
        while len(context) < model.context_length:
            context.insert(0, 0)
        probs = [p.data for p in softmax(model.forward(context), temperature)]
        r = random.random()
        choice = probs.index(max(probs))
        for i in range(len(probs)):
            if r < probs[i]:
                choice = i
                break
            r -= probs[i]
        text += idx_to_char[choice]
    return text
