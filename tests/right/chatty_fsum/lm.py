"""One hidden layer of SiLU, a · σ(a); draws by rejection: any character, kept with the probability that is due to it.

`random` is seeded once, when this file is imported, for runs that can be repeated.
"""

import math
import random
import statistics
import sys

from loss import cross_entropy_loss, perplexity, softmax
from nn import Embedding, Linear
from talk import bar, log

random.seed(1337)


class Vocabulary(dict):
    def __missing__(self, key):
        log.error("%r is not in the vocabulary", key)
        raise KeyError(key)


def build_vocab(text):
    idx_to_char = Vocabulary(enumerate(sorted(set(text))))
    char_to_idx = Vocabulary((char, idx) for idx, char in idx_to_char.items())
    print("characters:", *map(repr, char_to_idx))
    return char_to_idx, idx_to_char, len(char_to_idx)


def encode(text, char_to_idx):
    return [char_to_idx[char] for char in bar(text, "encoding")]


def decode(indices, idx_to_char):
    text = ""
    for idx in bar(indices, "decoding"):
        text += idx_to_char[idx]
    return text


def create_examples(encoded, context_length):
    examples = []
    for end in range(context_length, len(encoded)):
        context = [encoded[end - back] for back in range(context_length, 0, -1)]
        examples.append([context, encoded[end]])
    print(f"{len(examples)} examples, the first of them {examples[:1]}")
    return examples


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8, verbose=True):
        self.context_length = context_length
        self.verbose = verbose
        self.embedding = Embedding(vocab_size, embed_dim)
        self.inner = Linear(embed_dim * context_length, hidden_dim)
        self.outer = Linear(hidden_dim, vocab_size)

    def forward(self, context):
        embedded = []
        for idx in context:
            embedded += self.embedding(idx)
        hidden = [unit * unit.sigmoid() for unit in self.inner(embedded)]
        logits = self.outer(hidden)
        if self.verbose:
            print("context", context, "logits", *logits)
        return logits

    def predict_probs(self, context):
        return softmax(self.forward(context))

    def loss(self, context, target_idx):
        return cross_entropy_loss(self.forward(context), target_idx)

    def parameters(self):
        return [*self.inner.parameters(), *self.embedding.parameters(), *self.outer.parameters()]

    def zero_grad(self):
        for parameter in self.parameters():
            parameter.grad = 0

    def num_parameters(self):
        return len(self.parameters())


def sgd_step(parameters, learning_rate):
    for parameter in parameters:
        parameter.data = math.fsum([parameter.data, -learning_rate * parameter.grad])


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    averages = []
    for epoch in range(1, epochs + 1):
        losses = []
        for context, target_idx in bar(examples, f"epoch {epoch}"):
            loss = model.loss(context, target_idx)
            model.zero_grad()
            loss.backward()
            sgd_step(model.parameters(), learning_rate)
            losses.append(loss.data)
        averages.append(statistics.fmean(losses))
        spread = statistics.pstdev(losses)
        print(f"epoch {epoch}: {averages[-1]:.3f} ± {spread:.3f}", file=sys.stderr)
        if min(averages) < averages[-1]:
            log.warning("the loss has risen")
    return averages


def compute_perplexity(model, text, char_to_idx):
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    losses = [model.loss(context, target_idx).data for context, target_idx in bar(examples, "perplexity")]
    return perplexity(statistics.fmean(losses))


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    text = seed_text
    for _ in bar(range(length), "writing"):
        known = encode(text[-model.context_length :], char_to_idx)
        context = [len(char_to_idx) - 1] * (model.context_length - len(known)) + known
        probs = [prob.data for prob in softmax(model.forward(context), temperature)]
        likeliest = max(probs)
        while True:
            idx = random.randrange(len(probs))
            if random.random() * likeliest < probs[idx]:
                break
        text += idx_to_char[idx]
        print(text[-1], end="", flush=True)
    return text
