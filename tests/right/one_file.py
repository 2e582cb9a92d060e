"""Everything but vectorized.py in one file; talks a lot, and refuses arguments of another type than the contract's.

Autograd: nodes are numbered as they are made and stand on one global tape; the backward pass is a queue that hands
out the youngest node first. log_sum_exp, softmax and the losses are single nodes with many inputs, whose slopes are
computed from a log-sum-exp that reads its numbers once, one by one. Probabilities of n-grams are fractions.
"""

import heapq
import itertools
import math
import random
import weakref
from collections import Counter
from fractions import Fraction

NUMBER = (int, float)
TAPE = weakref.WeakValueDictionary()  # the place of a node is its age; nodes that nobody needs leave it
AGES = itertools.count()


def check(thing, kind, name):
    if not isinstance(thing, kind):
        raise TypeError(f"{name} is a {type(thing).__name__}")
    return thing


# Stage 2


class Value:
    def __init__(self, data):
        self._start(float(check(data, NUMBER, "data")), ())

    def _start(self, data, inputs):
        self._data, self._grad, self.inputs, self.age = data, 0.0, inputs, next(AGES)
        TAPE[self.age] = self

    @staticmethod
    def node(data, *inputs):
        """What an operation gives; inputs are pairs of a node and the slope in its direction."""
        made = Value.__new__(Value)
        made._start(data, inputs)
        return made

    @property
    def data(self):
        return self._data

    @data.setter
    def data(self, number):
        if self.inputs:
            raise AttributeError("this number was computed: it cannot be assigned")
        self._data = float(check(number, NUMBER, "data"))

    @property
    def grad(self):
        return self._grad

    @grad.setter
    def grad(self, number):
        self._grad = float(check(number, NUMBER, "grad"))

    def __repr__(self):
        return f"Value #{self.age}: {self.data} (gradient {self.grad})"

    def __eq__(self, other):
        return isinstance(other, Value) and self.data == other.data

    def __hash__(self):
        return self.age

    def __iadd__(self, other):
        raise TypeError("write a = a + b: nodes do not change")

    def __neg__(self):
        return Value.node(-self.data, (self, -1.0))

    def __add__(self, other):
        if isinstance(other, NUMBER):
            return Value.node(self.data + other, (self, 1.0))
        return Value.node(self.data + check(other, Value, "operand").data, (self, 1.0), (other, 1.0))

    def __sub__(self, other):
        if isinstance(other, NUMBER):
            return Value.node(self.data - other, (self, 1.0))
        return Value.node(self.data - check(other, Value, "operand").data, (self, 1.0), (other, -1.0))

    def __mul__(self, other):
        if isinstance(other, NUMBER):
            return Value.node(self.data * other, (self, other))
        return Value.node(self.data * check(other, Value, "operand").data, (self, other.data), (other, self.data))

    def __truediv__(self, other):
        if isinstance(other, NUMBER):
            return Value.node(self.data / other, (self, 1 / other))
        ratio = self.data / check(other, Value, "operand").data
        return Value.node(ratio, (self, 1 / other.data), (other, -ratio / other.data))

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return Value.node(check(other, NUMBER, "operand") - self.data, (self, -1.0))

    def __rtruediv__(self, other):
        ratio = check(other, NUMBER, "operand") / self.data
        return Value.node(ratio, (self, -ratio / self.data))

    def __pow__(self, exponent):
        if check(exponent, NUMBER, "exponent") == 0:
            return Value.node(1.0, (self, 0.0))
        return Value.node(self.data**exponent, (self, exponent * self.data ** (exponent - 1)))

    def exp(self):
        power = math.exp(self.data)
        return Value.node(power, (self, power))

    def log(self):
        if self.data <= 0:
            raise ArithmeticError(f"{self.data} has no logarithm")
        return Value.node(math.log(self.data), (self, 1 / self.data))

    def tanh(self):
        bent = math.tanh(self.data)
        return Value.node(bent, (self, (1 - bent) * (1 + bent)))

    def relu(self):
        return Value.node(self.data, (self, 1.0)) if self.data >= 0 else Value.node(0.0, (self, 0.0))

    def sigmoid(self):
        log_yes = -log_sum_exp_of_numbers((0.0, -self.data))  # log σ(a), and then log σ(−a)
        log_no = log_yes - self.data
        return Value.node(math.exp(log_yes), (self, math.exp(log_yes + log_no)))

    def backward(self):
        gradients = {self.age: 1.0}
        queue = [-self.age]
        while queue:
            age = -heapq.heappop(queue)
            node, gradient = TAPE[age], gradients[age]
            for origin, slope in node.inputs:
                if origin.age not in gradients:
                    gradients[origin.age] = 0.0
                    heapq.heappush(queue, -origin.age)
                gradients[origin.age] += gradient * slope
            node.grad += gradient
        self.grad = 1.0
        print(f"{len(gradients)} of {len(TAPE)} nodes have a gradient now")


# Stage 1

START, END = "<START>", "<END>"


class MarkovChain:
    def __init__(self, order=1):
        if check(order, int, "order") < 1:
            raise ValueError("the order should be at least 1")
        self.order = order
        self.grams = Counter()  # history and next token together
        self.histories = Counter()
        self.followers = {}  # the distinct ones, in order of appearance

    def windows(self, tokens):
        for token in check(tokens, list, "tokens"):
            check(token, str, "token")
        padded = (*[START] * self.order, *tokens, END)
        return [padded[end - self.order : end + 1] for end in range(self.order, len(padded))]

    def train(self, tokens):
        grams = self.windows(tokens)
        self.grams.update(grams)
        self.histories.update(gram[:-1] for gram in grams)
        for *history, token in grams:
            self.followers.setdefault(tuple(history), {})[token] = None
        print(f"{len(grams)} predictions counted, {len(self.grams)} of them distinct by now")

    def probability(self, history, next_token):
        if len(check(history, tuple, "history")) != self.order:
            raise ValueError(f"a history has {self.order} tokens")
        if history not in self.histories:
            return 0
        return Fraction(self.grams[*history, check(next_token, str, "next_token")], self.histories[history])

    def get_distribution(self, history):
        tokens = self.followers.get(check(history, tuple, "history"), ())
        return {token: self.probability(history, token) for token in tokens}


class SmoothedMarkovChain(MarkovChain):
    def __init__(self, order=1, alpha=1.0):
        super().__init__(order)
        self.alpha = Fraction(check(alpha, NUMBER, "alpha"))  # exactly
        self.tokens = {END}

    def train(self, tokens):
        super().train(tokens)
        self.tokens |= set(tokens)

    def probability(self, history, next_token):
        gram = (*check(history, tuple, "history"), check(next_token, str, "next_token"))
        return (self.grams[gram] + self.alpha) / (self.histories[history] + self.alpha * len(self.tokens))

    def get_distribution(self, history):
        return {token: self.probability(history, token) for token in self.tokens}


def surprise(probability):
    """-log P, of fractions that no float can hold too."""
    if probability == 0:
        return math.inf
    exact = Fraction(probability)
    return math.log(exact.denominator) - math.log(exact.numerator)


def compute_cross_entropy(model, tokens):
    grams = check(model, MarkovChain, "model").windows(tokens)
    return sum(surprise(model.probability(gram[:-1], gram[-1])) for gram in grams) / len(grams)


# Section 3.4


def log_sum_exp_of_numbers(numbers):
    """One number at a time: the largest so far, and the sum relative to it."""
    largest, total = -math.inf, 0.0
    for number in numbers:
        if number <= largest:
            total += math.exp(number - largest)
        else:
            total = total * math.exp(largest - number) + 1.0
            largest = number
    if not total:
        raise ValueError("no numbers, no sum")
    return largest + math.log(total)


def probabilities_of_numbers(numbers):
    log_total = log_sum_exp_of_numbers(numbers)
    return [math.exp(number - log_total) for number in numbers]


def numbers_of(logits):
    return [check(z, Value, "logit").data for z in check(logits, list, "logits")]


def log_sum_exp(logits):
    numbers = numbers_of(logits)
    slopes = probabilities_of_numbers(numbers)
    return Value.node(log_sum_exp_of_numbers(numbers), *zip(logits, slopes, strict=True))


def softmax(logits, temperature=1.0):
    check(temperature, NUMBER, "temperature")
    probs = probabilities_of_numbers([number / temperature for number in numbers_of(logits)])
    results = []
    for i, p_i in enumerate(probs):
        slopes = [p_i * ((i == j) - p_j) / temperature for j, p_j in enumerate(probs)]
        results.append(Value.node(p_i, *zip(logits, slopes, strict=True)))
    return results


def cross_entropy_loss(logits, target_idx):
    numbers = numbers_of(logits)
    slopes = cross_entropy_grad(numbers, target_idx)
    loss = log_sum_exp_of_numbers([number - numbers[target_idx] for number in numbers])
    return Value.node(loss, *zip(logits, slopes, strict=True))


def batch_cross_entropy(batch_logits, batch_targets):
    check(batch_logits, list, "batch_logits")
    if not 0 < len(batch_logits) == len(check(batch_targets, list, "batch_targets")):
        raise ValueError("as many targets as rows, and at least one")
    share = 1 / len(batch_logits)
    losses = [cross_entropy_loss(z, y) for z, y in zip(batch_logits, batch_targets, strict=True)]
    return Value.node(math.fsum(loss.data for loss in losses) * share, *((loss, share) for loss in losses))


def cross_entropy_grad(logits, target_idx):
    if not 0 <= check(target_idx, int, "target_idx") < len(logits):
        raise IndexError(f"there is no class {target_idx}")
    probs = probabilities_of_numbers(check(logits, list, "logits"))
    probs[target_idx] = -math.fsum(p for i, p in enumerate(probs) if i != target_idx)
    return probs


def entropy(p):
    return kl_divergence(p, [1.0] * len(check(p, list, "p"))) * -1


def cross_entropy(p, q):
    total = 0.0
    for p_i, q_i in zip(check(p, list, "p"), check(q, list, "q"), strict=True):
        if p_i:
            total += p_i * -math.log(q_i) if q_i else math.inf
    return total


def kl_divergence(p, q):
    total = 0.0
    for p_i, q_i in zip(check(p, list, "p"), check(q, list, "q"), strict=True):
        if p_i:
            total += p_i * (math.log(p_i) - math.log(q_i)) if q_i else math.inf
    return total


def average_nll(probabilities):
    average = 0.0
    for count, probability in enumerate(check(probabilities, list, "probabilities"), start=1):
        average += (surprise(probability) - average) / count if average < math.inf else 0.0
    return average


def perplexity(loss):
    return math.exp(check(loss, NUMBER, "loss")) if loss <= 709 else math.inf


# Sections 3.2 and 3.3


class Embedding:
    def __init__(self, vocab_size, embed_dim):
        self.embedding = tuple(tuple(Value(random.random() - 0.5) for _ in range(embed_dim)) for _ in range(vocab_size))

    def __call__(self, token_idx):
        return self.embedding[check(token_idx, int, "token_idx")]

    def parameters(self):
        return [node for row in self.embedding for node in row]


class Linear:
    def __init__(self, in_features, out_features):
        self.weights = [
            [Value(random.triangular(-1, 1) / math.sqrt(in_features)) for _ in range(in_features)]
            for _ in range(out_features)
        ]
        self.biases = [Value(random.uniform(-0.01, 0.01)) for _ in range(out_features)]

    def __call__(self, x):
        if len(check(x, list, "x")) != len(self.weights[0]):
            raise ValueError("x has another length")
        return [self.unit(row, bias, x) for row, bias in zip(self.weights, self.biases, strict=True)]

    @staticmethod
    def unit(row, bias, x):
        """One node for the whole row: its slopes are the weights for x, and x for the weights."""
        total = math.fsum([*(w.data * x_i.data for w, x_i in zip(row, x, strict=True)), bias.data])
        by_weights = [(w, x_i.data) for w, x_i in zip(row, x, strict=True)]
        by_inputs = [(x_i, w.data) for w, x_i in zip(row, x, strict=True)]
        return Value.node(total, (bias, 1.0), *by_weights, *by_inputs)

    def parameters(self):
        return [node for row, bias in zip(self.weights, self.biases, strict=True) for node in (*row, bias)]


# Section 3.5


def build_vocab(text):
    char_to_idx = {}
    for char in sorted(check(text, str, "text")):
        char_to_idx.setdefault(char, len(char_to_idx))
    return char_to_idx, {idx: char for char, idx in char_to_idx.items()}, len(char_to_idx)


def encode(text, char_to_idx):
    check(char_to_idx, dict, "char_to_idx")
    return [char_to_idx[char] for char in check(text, str, "text")]


def decode(indices, idx_to_char):
    check(idx_to_char, dict, "idx_to_char")
    return "".join(idx_to_char[idx] for idx in check(indices, list, "indices"))


def create_examples(encoded, context_length):
    shifted = [check(encoded, list, "encoded")[start:] for start in range(context_length + 1)]
    return [(context, target_idx) for *context, target_idx in zip(*shifted, strict=False)]


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        self.context_length = check(context_length, int, "context_length")
        self.table = Embedding(vocab_size, embed_dim)
        self.hidden = Linear(embed_dim * context_length, hidden_dim)
        self.final = Linear(hidden_dim, vocab_size)
        print(f"a model of {self.num_parameters()} parameters")

    def forward(self, context):
        if len(check(context, list, "context")) != self.context_length:
            raise ValueError("the context has another length")
        embedded = list(itertools.chain.from_iterable(map(self.table, context)))
        return self.final([unit.sigmoid() for unit in self.hidden(embedded)])

    def predict_probs(self, context):
        return softmax(self.forward(context))

    def loss(self, context, target_idx):
        return cross_entropy_loss(self.forward(context), target_idx)

    def parameters(self):
        return self.hidden.parameters() + self.final.parameters() + self.table.parameters()

    def zero_grad(self):
        for node in self.parameters():
            node.grad = 0

    def num_parameters(self):
        return sum(1 for _ in self.parameters())


def sgd_step(parameters, learning_rate):
    for node in check(parameters, list, "parameters"):
        node.data -= check(learning_rate, NUMBER, "learning_rate") * node.grad


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1, *, backwards=True):
    """Windows from the last to the first, unless told otherwise."""
    examples = create_examples(encode(text, char_to_idx), check(model, CharacterLM, "model").context_length)
    averages = []
    for epoch in range(epochs):
        average = 0.0
        for context, target_idx in examples[::-1] if backwards else examples:
            model.zero_grad()
            loss = model.loss(context, target_idx)
            loss.backward()
            sgd_step(model.parameters(), learning_rate)
            average += loss.data / len(examples)
            print(f"epoch {epoch + 1}: {context} -> {target_idx} has loss {loss.data}, {loss!r}")
        averages.append(average)
    return averages


def compute_perplexity(model, text, char_to_idx=None):
    """Of a Markov chain and tokens, of a CharacterLM, a text and its vocabulary, or of a loss: see `perplexity`."""
    if char_to_idx is None:
        mean = compute_cross_entropy(model, text)
    else:
        examples = create_examples(encode(text, char_to_idx), check(model, CharacterLM, "model").context_length)
        mean = sum(model.loss(*example).data for example in examples) / len(examples)
    print(f"the average is {mean} nats")
    return perplexity(mean)


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    """A text that is too short is filled up with itself, an empty one with the last character of the vocabulary."""
    known = encode(seed_text, char_to_idx)
    filler = itertools.cycle(known or [len(idx_to_char) - 1])
    context = [*itertools.islice(filler, max(0, model.context_length - len(known))), *known]
    drawn = []
    while len(drawn) < check(length, int, "length"):
        probs = [p.data for p in softmax(model.forward(context[-model.context_length :]), temperature)]
        point = random.random() * math.fsum(probs)
        below = itertools.accumulate(probs)
        idx = next((idx for idx, total in enumerate(below) if point < total), probs.index(max(probs)))
        context.append(idx)
        drawn.append(idx)
        print(f"{idx_to_char[idx]!r} came out of {probs}")
    return seed_text + decode(drawn, idx_to_char)
