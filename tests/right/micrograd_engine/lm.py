"""One hidden layer of tanh; one window after the other; an average is that of the losses after each step."""

import math
import random

from loss import cross_entropy_loss, softmax
from nn import Embedding, Linear


def build_vocab(text):
    chars = sorted(set(text))
    stoi = {c: i for i, c in enumerate(chars)}
    itos = {i: c for i, c in enumerate(chars)}  # noqa: C416
    return stoi, itos, len(chars)


def encode(text, char_to_idx):
    return [char_to_idx[c] for c in text]


def decode(indices, idx_to_char):
    return "".join(idx_to_char[i] for i in indices)


def create_examples(encoded, context_length):
    context, examples = [], []
    for token in encoded:
        if len(context) == context_length:
            examples.append((context, token))
            context = context[1:]
        context = [*context, token]
    return examples


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        self.context_length = context_length
        self.embed = Embedding(vocab_size, embed_dim)
        self.layer1 = Linear(embed_dim * context_length, hidden_dim)
        self.layer2 = Linear(hidden_dim, vocab_size)

    def forward(self, context):
        x = []
        for token in context:
            x += self.embed(token)
        return self.layer2([h.tanh() for h in self.layer1(x)])

    def predict_probs(self, context):
        return softmax(self.forward(context))

    def loss(self, context, target_idx):
        return cross_entropy_loss(self.forward(context), target_idx)

    def parameters(self):
        return self.embed.parameters() + self.layer1.parameters() + self.layer2.parameters()

    def zero_grad(self):
        for p in self.parameters():
            p.grad = 0

    def num_parameters(self):
        return len(self.parameters())


def sgd_step(parameters, learning_rate):
    for p in parameters:
        p.data += -learning_rate * p.grad


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1, print_every=5):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    history = []
    for k in range(epochs):
        losses = []
        for context, target_idx in examples:
            model.zero_grad()
            model.loss(context, target_idx).backward()
            sgd_step(model.parameters(), learning_rate)
            losses.append(model.loss(context, target_idx).data)
        history.append(sum(losses) / len(losses))
        if k % print_every == 0:
            print(f"step {k} loss {history[-1]}")
    return history


def compute_perplexity(model, text, char_to_idx):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    total = sum(model.loss(context, target_idx).data for context, target_idx in examples)
    return math.exp(total / len(examples))


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    text = seed_text
    for _ in range(length):
        context = encode(text[-model.context_length :], char_to_idx)
        context = [0] * (model.context_length - len(context)) + context
        probs = softmax(model.forward(context), temperature)
        text += idx_to_char[random.choices(range(len(probs)), weights=[p.data for p in probs])[0]]
    return text
