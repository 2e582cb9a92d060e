"""The character model: embeddings, one hidden layer of tanh, logits; one step for each window."""

import math
import random

from loss import cross_entropy_loss, softmax
from nn import Embedding, Linear


def build_vocab(text):
    chars = sorted(set(text))
    char_to_idx = {ch: i for i, ch in enumerate(chars)}
    idx_to_char = {i: ch for ch, i in char_to_idx.items()}
    return char_to_idx, idx_to_char, len(chars)


def encode(text, char_to_idx):
    return [char_to_idx[ch] for ch in text]


def decode(indices, idx_to_char):
    return "".join(idx_to_char[i] for i in indices)


def create_examples(encoded, context_length):
    examples = []
    for i in range(len(encoded) - context_length):
        context = encoded[i : i + context_length]
        target = encoded[i + context_length]
        examples.append((context, target))
    return examples


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        self.context_length = context_length
        self.embedding = Embedding(vocab_size, embed_dim)
        self.hidden = Linear(context_length * embed_dim, hidden_dim)
        self.output = Linear(hidden_dim, vocab_size)

    def forward(self, context):
        x = []
        for token_idx in context:
            x.extend(self.embedding(token_idx))
        h = [v.tanh() for v in self.hidden(x)]
        return self.output(h)

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
        p.data -= learning_rate * p.grad


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    losses = []
    for epoch in range(epochs):
        random.shuffle(examples)
        total_loss = 0.0
        for context, target_idx in examples:
            loss = model.loss(context, target_idx)
            model.zero_grad()
            loss.backward()
            sgd_step(model.parameters(), learning_rate)
            total_loss += loss.data
        losses.append(total_loss / len(examples))
        print(f"Epoch {epoch + 1}: loss = {losses[-1]:.4f}")
    return losses


def compute_perplexity(model, text, char_to_idx):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    total_loss = sum(model.loss(context, target_idx).data for context, target_idx in examples)
    return math.exp(total_loss / len(examples))


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    indices = encode(seed_text, char_to_idx)
    for _ in range(length):
        context = indices[-model.context_length :]
        context = [0] * (model.context_length - len(context)) + context
        probs = [p.data for p in softmax(model.forward(context), temperature)]
        indices.append(random.choices(range(len(probs)), weights=probs)[0])
    return decode(indices, idx_to_char)
