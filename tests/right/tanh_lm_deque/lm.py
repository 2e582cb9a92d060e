"""Tied weights: the hidden layer of tanh is projected to the size of an embedding, and each character's logit is the
product with its own embedding, and a bias.

Mini-batches: the gradients of three windows add up, then comes one step. Only these three are in memory at a time.
"""

import math
import random
from collections import deque
from types import SimpleNamespace

from autograd import Value
from loss import cross_entropy_loss, perplexity, softmax
from nn import Embedding, Linear, affine


def build_vocab(text):
    idx_to_char = dict(enumerate(sorted(dict.fromkeys(text))))
    char_to_idx = dict(map(reversed, idx_to_char.items()))
    return [char_to_idx, idx_to_char, len(idx_to_char)]


def encode(text, char_to_idx):
    return deque(char_to_idx[char] for char in text)


def decode(indices, idx_to_char):
    return "".join(map(idx_to_char.get, indices))


def windows(encoded, context_length):
    """One window after the other, from a queue that what is read moves along."""
    queue = deque(maxlen=context_length)
    for idx in encoded:
        if len(queue) == context_length:
            yield list(queue), idx
        queue.append(idx)


def create_examples(encoded, context_length):
    return deque(windows(encoded, context_length))


class CharacterLM(SimpleNamespace):
    """Made of functions: nothing that it can do is written in the class."""

    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        embedding = Embedding(vocab_size, embed_dim)
        hidden = Linear(embed_dim * context_length, hidden_dim)
        projection = Linear(hidden_dim, embed_dim)
        biases = [Value(0) for _ in range(vocab_size)]
        parameters = deque(biases + [node for layer in (embedding, hidden, projection) for node in layer.parameters()])

        def forward(context):
            embedded = [node for idx in context for node in embedding(idx)]
            projected = projection([node.tanh() for node in hidden(embedded)])
            return [affine(embedding(idx), projected, bias) for idx, bias in enumerate(biases)]

        def zero_grad():
            for node in parameters:
                node.grad -= node.grad

        super().__init__(
            context_length=context_length,
            forward=forward,
            predict_probs=lambda context: softmax(forward(context)),
            loss=lambda context, target_idx: cross_entropy_loss(forward(context), target_idx),
            parameters=lambda: deque(parameters),
            zero_grad=zero_grad,
            num_parameters=lambda: len(parameters),
        )


def sgd_step(parameters, learning_rate):
    for node in parameters:
        node.data += -learning_rate * node.grad


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1, batch_size=3, **others):
    if others:
        print("I do not know", *others)
    averages = deque()
    for _ in range(epochs):
        losses = []
        waiting = create_examples(encode(text, char_to_idx), model.context_length)
        waiting.rotate(random.randrange(len(waiting)))
        while waiting:
            model.zero_grad()
            for _ in range(min(batch_size, len(waiting))):
                loss = model.loss(*waiting.popleft())
                loss.backward()
                losses.append(loss.data)
            sgd_step(model.parameters(), learning_rate)
        averages.append(math.fsum(losses) / len(losses))
    return averages


def compute_perplexity(model, text, char_to_idx):
    total, count = 0.0, 0
    for window in windows(encode(text, char_to_idx), model.context_length):
        total += model.loss(*window).data
        count += 1
    return perplexity(total / count)


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    context = deque([0] * model.context_length + [*encode(seed_text, char_to_idx)], maxlen=model.context_length)
    drawn = []
    while len(drawn) < length:
        probs = softmax(model.forward(context), temperature)
        ranked = sorted(range(len(probs)), key=lambda idx: -probs[idx].data)
        rest = random.random()
        for idx in ranked:  # the likeliest first; where rounding leaves a rest, the least likely
            rest -= probs[idx].data
            if rest < 0:
                break
        context.append(idx)
        drawn.append(idx)
    return seed_text + decode(drawn, idx_to_char)
