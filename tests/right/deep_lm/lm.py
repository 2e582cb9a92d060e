"""Four wide hidden layers of sigmoids, each of another width, in a Sequential; the whole model is a Module.

Windows are dealt like cards into batches of two, and a text without a window is no error: its average is NaN.
"""

import math
import random

from .layers import Activation, Concatenate, Embedding, Linear, Lookup, Module, Sequential
from .loss import batch_cross_entropy, cross_entropy_loss, softmax


def build_vocab(text):
    char_to_idx = {}
    for char in sorted({*text}):
        char_to_idx[char] = len(char_to_idx)
    idx_to_char = {idx: char for char, idx in reversed(char_to_idx.items())}
    return char_to_idx, idx_to_char, len(char_to_idx)


def encode(text, char_to_idx):
    return list(map(char_to_idx.get, text))


def decode(indices, idx_to_char):
    return "".join(idx_to_char[idx] for idx in indices)


def create_examples(encoded, context_length):
    examples = []
    while len(encoded) > context_length:
        *context, target_idx = encoded[: context_length + 1]
        examples.append((context, target_idx))
        encoded = encoded[1:]
    return examples


class CharacterLM(Module):
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8, activations=4 * ("sigmoid",)):
        self.context_length = context_length
        widths = [context_length * embed_dim, *(3 * hidden_dim + extra for extra in range(len(activations)))]
        hidden = []
        for i, name in enumerate(activations):
            hidden += [Linear(widths[i], widths[i + 1]), Activation(name)]
        self.net = Sequential(
            Lookup(Embedding(vocab_size, embed_dim)),
            Concatenate(),
            Sequential(*hidden),
            Linear(widths[-1], vocab_size),
        )

    def forward(self, context):
        return self.net(context)

    __call__ = forward

    def predict_probs(self, context):
        return softmax(self(context))

    def loss(self, context, target_idx):
        return cross_entropy_loss(self(context), target_idx)

    def num_parameters(self):
        return len(self.parameters())


def sgd_step(parameters, learning_rate):
    for value in parameters:
        value.data, value.grad = value.data - learning_rate * value.grad, 0.0


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1, batch_size=2):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    averages = []
    for _ in range(epochs):
        weighted = []
        batches = -(-len(examples) // batch_size)
        for first in range(batches):
            dealt = examples[first::batches]
            loss = batch_cross_entropy(
                [model(context) for context, _ in dealt], [target_idx for _, target_idx in dealt]
            )
            model.zero_grad()
            loss.backward()
            sgd_step(model.parameters(), learning_rate)
            weighted.append(loss.data * len(dealt))
        averages.append(sum(weighted) / len(examples) if examples else math.nan)
    return averages


def compute_perplexity(model, text, char_to_idx):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    contexts, targets = zip(*examples, strict=True)
    return math.exp(batch_cross_entropy([model(context) for context in contexts], targets).data)


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    """By dice: bits are thrown one by one, until the interval that they leave belongs to one character."""
    indices = encode(seed_text, char_to_idx)
    for _ in range(length):
        start = indices[-model.context_length :]
        context = start[:1] * (model.context_length - len(start)) + start or [0] * model.context_length
        probs = [prob.data for prob in softmax(model(context), temperature)]
        low, high = 0.0, math.fsum(probs)
        for _ in range(64):
            middle = (low + high) / 2
            low, high = (low, middle) if random.getrandbits(1) else (middle, high)
        reached, drawn = 0.0, None
        for idx, prob in enumerate(probs):
            reached += prob
            if drawn is None and low < reached:
                drawn = idx
        indices.append(len(probs) - 1 if drawn is None else drawn)
    return decode(indices, idx_to_char)
