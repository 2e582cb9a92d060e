"""Full-batch gradient descent; sampling by the largest logit after Gumbel noise; two hidden layers of sigmoids."""

import math
import random

from loss import batch_cross_entropy, cross_entropy_loss, softmax
from nn import Embedding, Linear


def build_vocab(text):
    idx_to_char = dict(enumerate(sorted({*text})))
    return {char: idx for idx, char in idx_to_char.items()}, idx_to_char, len(idx_to_char)


def encode(text, char_to_idx):
    return [char_to_idx[char] for char in text]


def decode(indices, idx_to_char):
    return "".join([idx_to_char[idx] for idx in indices])


def create_examples(encoded, context_length):
    return [(encoded[i - context_length : i], encoded[i]) for i in range(context_length, len(encoded))]


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        self.context_length = context_length
        self.layers = [
            Embedding(vocab_size, embed_dim),
            Linear(context_length * embed_dim, hidden_dim),
            Linear(hidden_dim, hidden_dim),
            Linear(hidden_dim, vocab_size),
        ]

    def forward(self, context):
        embedding, *hidden, output = self.layers
        x = [value for idx in context for value in embedding(idx)]
        for layer in hidden:
            x = [unit.sigmoid() for unit in layer(x)]
        return output(x)

    def predict_probs(self, context):
        return softmax(self.forward(context))

    def loss(self, context, target_idx):
        return cross_entropy_loss(self.forward(context), target_idx)

    def parameters(self):
        return [value for layer in self.layers for value in layer.parameters()]

    def zero_grad(self):
        for value in self.parameters():
            value.tensor.grad = None

    def num_parameters(self):
        return len(self.parameters())


def sgd_step(parameters, learning_rate):
    for value in parameters:
        value.data -= learning_rate * value.grad


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    losses = []
    for _ in range(epochs):
        model.zero_grad()
        loss = batch_cross_entropy([model.forward(context) for context, _ in examples], [y for _, y in examples])
        loss.backward()
        sgd_step(model.parameters(), learning_rate)
        losses.append(loss.data)
    return losses


def compute_perplexity(model, text, char_to_idx):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    return math.exp(math.fsum(model.loss(context, y).data for context, y in examples) / len(examples))


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    indices = encode(seed_text, char_to_idx)
    for _ in range(length):
        context = indices[-model.context_length :]
        context = (context or [0])[:1] * (model.context_length - len(context)) + context
        noisy = [z.data / temperature - math.log(random.expovariate(1.0) or 5e-324) for z in model.forward(context)]
        indices = [*indices, noisy.index(max(noisy))]
    return decode(indices, idx_to_char)
