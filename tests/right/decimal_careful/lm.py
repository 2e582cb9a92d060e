"""A hidden layer of sigmoids, centred: 2 σ(h) − 1. Batches of up to four; averages are of the losses after the step."""

import math
import random
from fractions import Fraction

from autograd import total
from careful import Sum
from loss import batch_cross_entropy, cross_entropy_loss, softmax
from nn import Embedding, Linear


def build_vocab(text):
    chars = "".join(sorted(dict.fromkeys(text)))
    return {char: chars.index(char) for char in chars}, {chars.index(char): char for char in chars}, len(chars)


def encode(text, char_to_idx):
    return tuple(char_to_idx[char] for char in text)


def decode(indices, idx_to_char):
    return "".join([idx_to_char[idx] for idx in indices])


def create_examples(encoded, context_length):
    contexts = zip(*(encoded[shift:] for shift in range(context_length)), strict=False)
    return list(zip(contexts, encoded[context_length:], strict=False))


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        self.context_length = context_length
        self.parts = [
            Embedding(vocab_size, embed_dim),
            Linear(context_length * embed_dim, hidden_dim),
            Linear(hidden_dim, vocab_size),
        ]

    def forward(self, context):
        embed, hidden, output = self.parts
        x = []
        for idx in context:
            x.extend(embed(idx))
        return output([total([h.sigmoid() * 2, -1]) for h in hidden(x)])

    def predict_probs(self, context):
        return softmax(self.forward(context))

    def loss(self, context, target_idx):
        return cross_entropy_loss(self.forward(context), target_idx)

    def parameters(self):
        return [value for part in self.parts for value in part.parameters()]

    def zero_grad(self):
        for value in self.parameters():
            value.grad = -0.0

    def num_parameters(self):
        return len(self.parameters())


def sgd_step(parameters, learning_rate):
    for value in parameters:
        value.data = math.fsum([value.data, -learning_rate * value.grad])


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1, batch_size=4):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    averages = []
    for _ in range(epochs):
        losses = Sum()
        for start in range(0, len(examples), batch_size):
            batch = examples[start : start + batch_size]
            loss = batch_cross_entropy([model.forward(context) for context, _ in batch], [y for _, y in batch])
            model.zero_grad()
            loss.backward()
            sgd_step(model.parameters(), learning_rate)
            for example in batch:
                losses.add(model.loss(*example).data)
        averages.append(losses.mean())
    return averages


def compute_perplexity(model, text, char_to_idx):
    losses = Sum()
    for example in create_examples(encode(text, char_to_idx), model.context_length):
        losses.add(model.loss(*example).data)
    return math.exp(losses.mean())


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    """Chances are compared with the exact sums of the probabilities."""
    text = seed_text
    for _ in range(length):
        context = encode(text[-model.context_length :], char_to_idx)
        context = (context * model.context_length or (0,) * model.context_length)[-model.context_length :]
        probs = [Fraction(p.data) for p in softmax(model.forward(context), temperature)]
        rest = Fraction(random.random()) * sum(probs)
        idx = 0
        while rest >= probs[idx]:
            rest -= probs[idx]
            idx += 1
        text += idx_to_char[idx]
    return text
