"""Functions and closures, tuples for every list, nothing changed that need not be; all but vectorized.py in one file.

A node knows its origins and a pullback: a function from the gradient of the node to those of its origins. The order of
the backward pass is found by recursion that does not nest: each visit is a generator, a trampoline runs them from a
stack. N-grams are one sorted tuple, counted by bisection. Objects get their methods when they are made, as closures.
"""

import math
import random
from bisect import bisect_left, bisect_right
from collections import namedtuple
from functools import partial, reduce
from itertools import accumulate, chain, groupby, repeat
from operator import add, itemgetter, mul, neg, sub, truediv
from typing import NamedTuple

# Stage 2


class Value:
    __slots__ = ("data", "grad", "origins", "pullback")

    def __init__(self, data, origins=(), pullback=None):
        self.data, self.grad, self.origins, self.pullback = data, 0.0, origins, pullback

    def backward(self):
        order = tuple(origins_first(self))
        gradients = dict(zip(order, repeat(0.0))) | {self: 1.0}
        for node in reversed(order):
            if node.origins:
                for origin, part in zip(node.origins, node.pullback(gradients[node]), strict=True):
                    gradients[origin] += part
        for node, gradient in gradients.items():
            node.grad = node.grad + gradient if node is not self else 1.0


def origins_first(output):
    """All nodes that lead to the output, each after those that it was computed from."""
    seen, order = set(), []

    def visit(node):
        seen.add(node)
        for origin in node.origins:
            if origin not in seen:
                yield visit(origin)
        order.append(node)

    trampoline(visit(output))
    return order


def trampoline(first):
    """Run a generator that yields the generators which it waits for."""
    waiting = [first]
    while waiting:
        called = next(waiting[-1], None)
        waiting.append(called) if called else waiting.pop()


def binary(operator, slopes):
    """The operation of two nodes, or of a node and a number, and the same with its operands in the other order."""

    def apply(a, b):
        a, b = (x if isinstance(x, Value) else Value(x) for x in (a, b))
        p, q = slopes(a.data, b.data)
        return Value(operator(a.data, b.data), (a, b), lambda gradient: (gradient * p, gradient * q))

    return apply, lambda b, a: apply(a, b)


def unary(function, slope):
    """The operation of one node; the slope is a function of the operand and the result."""

    def apply(a):
        x, y = a.data, function(a.data)
        return Value(y, (a,), lambda gradient: (gradient * slope(x, y),))

    return apply


def logistic(x):
    return math.exp(min(x, 0.0)) / (1.0 + math.exp(-abs(x)))


Value.__add__, Value.__radd__ = binary(add, lambda a, b: (1, 1))
Value.__sub__, Value.__rsub__ = binary(sub, lambda a, b: (1, -1))
Value.__mul__, Value.__rmul__ = binary(mul, lambda a, b: (b, a))
Value.__truediv__, Value.__rtruediv__ = binary(truediv, lambda a, b: (1 / b, -a / b / b))
Value.__neg__ = unary(neg, lambda x, y: -1)
Value.__pow__ = lambda a, n: unary(lambda x: x**n, lambda x, y: n * x ** (n - 1) if n else 0)(a)
Value.exp = unary(math.exp, lambda x, y: y)
Value.log = unary(math.log, lambda x, y: 1 / x)
Value.tanh = unary(math.tanh, lambda x, y: 1 - y * y)
Value.relu = unary(lambda x: x if x > 0 else 0, lambda x, y: 1 if x > 0 else 0.75 if x == 0 else 0)
Value.sigmoid = unary(logistic, lambda x, y: y * logistic(-x))

# Stage 1


class Window(NamedTuple):
    history: tuple[str, ...]
    token: str


def windows_of(tokens, order):
    padded = (*repeat("<START>", order), *tokens, "<END>")
    return tuple(Window(padded[end - order : end], padded[end]) for end in range(order, len(padded)))


class MarkovChain:
    def __init__(self, order=1):
        if order < 1:
            raise ValueError("a history has at least one token")
        windows, vocabulary = (), frozenset()

        def train(tokens):
            nonlocal windows, vocabulary
            windows = tuple(sorted((*windows, *windows_of(tokens, order))))
            vocabulary = frozenset(map(itemgetter(1), windows))

        def count(window):
            return bisect_right(windows, window) - bisect_left(windows, window)

        def seen_after(history):
            first, end = (bisect(windows, history, key=itemgetter(0)) for bisect in (bisect_left, bisect_right))
            return windows[first:end]

        def probability(history, next_token):
            return count((history, next_token)) / max(len(seen_after(history)), 1)

        def get_distribution(history):
            return {token: probability(history, token) for _, token in dict.fromkeys(seen_after(history))}

        self.order, self.train, self.probability, self.get_distribution = order, train, probability, get_distribution
        self.count, self.seen_after, self.vocabulary = count, seen_after, lambda: vocabulary


class SmoothedMarkovChain:
    def __init__(self, order=1, alpha=1.0):
        chain = MarkovChain(order)
        self.order, self.train = chain.order, chain.train

        def probability(history, next_token):
            total = len(chain.seen_after(history)) + alpha * len(chain.vocabulary())
            return (chain.count((history, next_token)) + alpha) / total

        self.probability = probability
        self.get_distribution = lambda history: {token: probability(history, token) for token in chain.vocabulary()}


def compute_cross_entropy(model, tokens):
    return average_nll(tuple(model.probability(*window) for window in windows_of(tokens, model.order)))


# Section 3.4


def maximum_and_log_rest(numbers):
    """(m, r) with m + r = log-sum-exp, r >= 0 without the rounding that m would bring."""
    m, *rest = sorted(numbers, reverse=True)  # raises ValueError, if there are none
    return m, math.log1p(math.fsum(math.exp(number - m) for number in rest))


def softmax_of_numbers(numbers):
    m, r = maximum_and_log_rest(numbers)
    return tuple(math.exp(number - m - r) for number in numbers)


def data_of(nodes):
    return tuple(node.data for node in nodes)


def log_sum_exp(logits):
    numbers = data_of(logits)
    return Value(
        math.fsum(maximum_and_log_rest(numbers)),
        tuple(logits),
        lambda gradient: tuple(gradient * prob for prob in softmax_of_numbers(numbers)),
    )


def softmax(logits, temperature=1.0):
    scaled = tuple(z / temperature for z in logits)
    total = log_sum_exp(scaled)
    return tuple((z - total).exp() for z in scaled)


def cross_entropy_loss(logits, target_idx):
    numbers = data_of(logits)
    slopes = cross_entropy_grad(numbers, target_idx)
    m, r = maximum_and_log_rest(numbers)
    loss = m - numbers[target_idx] + r
    return Value(loss, tuple(logits), lambda gradient: tuple(gradient * slope for slope in slopes))


def batch_cross_entropy(batch_logits, batch_targets):
    if not batch_targets:
        raise ValueError("no targets")
    return reduce(add, map(cross_entropy_loss, *equally_long(batch_logits, batch_targets))) / len(batch_targets)


def equally_long(one, other):
    return zip(*zip(one, other, strict=True), strict=True)


def cross_entropy_grad(logits, target_idx):
    if not 0 <= target_idx < len(logits):
        raise ValueError(f"no class {target_idx}")
    probs = softmax_of_numbers(logits)
    return (*probs[:target_idx], probs[target_idx] - 1, *probs[target_idx + 1 :])


def surprise(probability):
    return -math.log(probability) if probability else math.inf


def entropy(p):
    return cross_entropy(p, p)


def cross_entropy(p, q):
    return sum(p_i * surprise(q_i) for p_i, q_i in zip(p, q, strict=True) if p_i)


def kl_divergence(p, q):
    return sum(p_i * (surprise(q_i) - surprise(p_i)) for p_i, q_i in zip(p, q, strict=True) if p_i)


def average_nll(probabilities):
    return reduce(add, map(surprise, probabilities)) / len(probabilities)


def perplexity(loss):
    return math.inf if loss > 709.5 else math.exp(loss)


# Sections 3.2 and 3.3


def distinct_rows(height, width):
    """Rows of random Values between -1 and 1, over the root of the width; no two numbers are equal."""
    numbers = iter(random.sample(range(-(10**12), 10**12), height * width))
    return tuple(tuple(Value(next(numbers) / 1e12 / math.sqrt(width)) for _ in range(width)) for _ in range(height))


class Embedding(namedtuple("Table", "embedding")):
    __slots__ = ()

    def __new__(cls, vocab_size, embed_dim):
        return super().__new__(cls, distinct_rows(vocab_size, embed_dim))

    def __call__(self, token_idx):
        return self.embedding[token_idx]

    def parameters(self):
        return tuple(chain.from_iterable(self.embedding))


class Linear(namedtuple("Layer", "weights biases")):
    __slots__ = ()

    def __new__(cls, in_features, out_features):
        return super().__new__(cls, distinct_rows(out_features, in_features), *distinct_rows(1, out_features))

    def __call__(self, x):
        return tuple(reduce(add, map(mul, row, x), bias) for row, bias in zip(*self, strict=True))

    def parameters(self):
        return (*chain.from_iterable(self.weights), *self.biases)


# Section 3.5


def build_vocab(text):
    chars = tuple(char for char, _ in groupby(sorted(text)))
    return dict(zip(chars, range(len(chars)), strict=True)), dict(enumerate(chars)), len(chars)


def encode(text, char_to_idx):
    return tuple(map(char_to_idx.__getitem__, text))


def decode(indices, idx_to_char):
    return reduce(add, map(idx_to_char.__getitem__, indices), "")


def create_examples(encoded, context_length):
    columns = (encoded[start:] for start in range(context_length + 1))
    return tuple((window[:-1], window[-1]) for window in zip(*columns, strict=False))


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        embedding = Embedding(vocab_size, embed_dim)
        hidden = Linear(context_length * embed_dim, hidden_dim)
        output = Linear(hidden_dim, vocab_size)
        parameters = (*embedding.parameters(), *hidden.parameters(), *output.parameters())

        def forward(context):
            return output(tuple(map(Value.relu, hidden(tuple(chain.from_iterable(map(embedding, context)))))))

        self.context_length = context_length
        self.forward = forward
        self.predict_probs = lambda context: softmax(forward(context))
        self.loss = lambda context, target_idx: cross_entropy_loss(forward(context), target_idx)
        self.parameters = lambda: parameters
        self.num_parameters = lambda: len(parameters)
        self.zero_grad = lambda: [setattr(parameter, "grad", 0) for parameter in parameters]


def sgd_step(parameters, learning_rate):
    for parameter in parameters:
        parameter.data = parameter.data - learning_rate * parameter.grad


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1):
    examples = create_examples(encode(text, char_to_idx), model.context_length)

    def step(example):
        model.zero_grad()
        loss = model.loss(*example)
        loss.backward()
        sgd_step(model.parameters(), learning_rate)
        return loss.data

    def epoch(_):
        return sum(map(step, random.sample(examples, len(examples)))) / len(examples)

    return tuple(map(epoch, range(epochs)))


def compute_perplexity(model, text, char_to_idx=None):
    """Of an n-gram model, if it is not told how characters are numbered."""
    if char_to_idx is None:
        return perplexity(compute_cross_entropy(model, text))
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    return perplexity(sum(model.loss(*example).data for example in examples) / len(examples))


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    def arrival(prob):
        """When a process of this rate has its first event: of several, each is first by its share of the rates."""
        return random.expovariate(1.0) / prob if prob > 1e-300 else math.inf

    def longer(indices, _):
        context = (*repeat(0, model.context_length), *indices)[-model.context_length :]
        arrivals = tuple(map(arrival, data_of(softmax(model.forward(context), temperature))))
        return (*indices, arrivals.index(min(arrivals)))

    *_, indices = accumulate(range(length), longer, initial=encode(seed_text, char_to_idx))
    return partial(decode, idx_to_char=idx_to_char)(indices)
