"""Everything but vectorized.py in one short file: lambdas, comprehensions, walruses; after a pass the graph is let go.

The order of the backward pass is that of graphlib. A registry takes down every Value that a layer makes, so models need
no lists of their own. Hidden layer of tanh, then back to the size of an embedding: logits are the dot products with the
embeddings themselves. A step is for the whole text. One class is all chains: α = 0 smooths nothing.
"""

# ruff: noqa: E731, E741 - one-liners, and l for losses
import math
import random
from collections import Counter, defaultdict
from functools import reduce
from graphlib import TopologicalSorter
from itertools import accumulate, chain
from operator import add

REGISTRY = []
inf, exp, flat = math.inf, math.exp, chain.from_iterable


class Value:
    def __init__(self, data, **origins):
        self.data, self.grad, self.origins = data, 0.0, origins.get("of", ())

    lift = staticmethod(lambda x: x if isinstance(x, Value) else Value(x))
    to = lambda self, data, slope: Value(data, of=((self, slope),))
    __add__ = __radd__ = lambda a, b: Value(a.data + (b := a.lift(b)).data, of=((a, 1), (b, 1)))
    __mul__ = __rmul__ = lambda a, b: Value(a.data * (b := a.lift(b)).data, of=((a, b.data), (b, a.data)))
    __neg__ = lambda a: a.to(-a.data, -1)
    __sub__, __rsub__ = lambda a, b: a + -b, lambda a, b: -a + b
    __truediv__, __rtruediv__ = lambda a, b: a * Value.lift(b) ** -1, lambda a, b: a**-1 * b
    __pow__ = lambda a, n: a.to(a.data**n, n and n * a.data ** (n - 1))
    exp = lambda a: a.to(y := exp(a.data), y)
    log = lambda a: a.to(math.log(a.data), 1 / a.data)
    tanh = lambda a: a.to(y := math.tanh(a.data), 1 - y * y)
    relu = lambda a: a.to(max(a.data, 0), a.data >= 0)
    sigmoid = lambda a: a.to(y := (1 + math.tanh(a.data / 2)) / 2, y * (1 - y))

    def backward(self):
        graph, stack, flow = {}, [self], defaultdict(float, {self: 1.0})
        while stack:
            if (node := stack.pop()) not in graph:
                stack += (origins := [origin for origin, _ in node.origins])
                graph[node] = origins
        for node in reversed(list(TopologicalSorter(graph).static_order())):
            node.grad = 1.0 if node is self else node.grad + flow[node]
            for origin, slope in node.origins:
                flow[origin] += flow[node] * slope
            node.origins = ()


# Chains


class SmoothedMarkovChain:
    def __init__(self, order=1, alpha=1.0):
        if order < 1:
            raise ValueError(f"order {order}")
        self.order, self.alpha, self.count, self.total, self.V = order, alpha, Counter(), Counter(), {}

    def steps(self, tokens):
        padded = (*("<START>",) * (k := self.order), *tokens, "<END>")
        return [(padded[i : i + k], padded[i + k]) for i in range(len(tokens) + 1)]

    def train(self, tokens):
        steps = self.steps(tokens)
        self.count += Counter(steps)
        self.total += Counter(h for h, _ in steps)
        self.V |= dict.fromkeys(w for _, w in steps)

    def probability(self, h, w):
        weight = self.total[h] + self.alpha * len(self.V)
        return (self.count[h, w] + self.alpha) / weight if weight else 0

    get_distribution = lambda self, h: {w: p for w in self.V if (p := self.probability(h, w))}


MarkovChain = type(
    "MarkovChain",
    (SmoothedMarkovChain,),
    {"__init__": lambda self, order=1: super(MarkovChain, self).__init__(order, 0)},
)


def compute_cross_entropy(model, tokens):
    return average_nll([model.probability(*step) for step in model.steps(tokens)])


def compute_perplexity(model, text, char_to_idx=None):
    """Of both kinds of models."""
    if char_to_idx is None:
        return exp(compute_cross_entropy(model, text))
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    return exp(math.fsum(model.loss(*example).data for example in examples) / len(examples))


# Losses: on Values and on numbers alike, where the functions that they are made of are


def log_sum_exp(z):
    m = max(getattr(x, "data", x) for x in z)
    return m + (
        sum((x - m).exp() for x in z).log() if isinstance(z[0], Value) else math.log(sum(exp(x - m) for x in z))
    )


def softmax(logits, temperature=1.0):
    lse = log_sum_exp(z := [x / temperature for x in logits])
    return [(x - lse).exp() if isinstance(x, Value) else exp(x - lse) for x in z]


def cross_entropy_loss(z, y):
    return log_sum_exp([x - z[range(len(z))[y] if y >= 0 else len(z)] for x in z])


def batch_cross_entropy(batch_logits, batch_targets):
    losses = [cross_entropy_loss(z, y) for z, y in zip(batch_logits, batch_targets, strict=True)]
    return mean(losses)


def mean(l):
    if not l:
        raise ValueError("the mean of nothing")
    return reduce(add, l) * (1 / len(l))


def cross_entropy_grad(z, y):
    return [p - (i == range(len(z))[y if y >= 0 else len(z)]) for i, p in enumerate(softmax(z))]


nats = lambda p, q: p and (-p * math.log(q) if q else inf)
cross_entropy = lambda p, q: math.fsum(map(nats, p, q))
entropy = lambda p: cross_entropy(p, p)
kl_divergence = lambda p, q: math.fsum(nats(a, b) - nats(a, a) for a, b in zip(p, q, strict=True))
average_nll = lambda probabilities: mean([nats(1, p) for p in probabilities])
perplexity = exp

# Layers


def row(size, spread=1.0):
    REGISTRY.extend(made := [Value(random.normalvariate(0, spread)) for _ in range(size)])
    return made


class Embedding:
    def __init__(self, vocab_size, embed_dim):
        self.embedding = [row(embed_dim) for _ in range(vocab_size)]

    __call__ = lambda self, token_idx: self.embedding[token_idx]
    parameters = lambda self: [*flat(self.embedding)]


class Linear:
    def __init__(self, in_features, out_features):
        self.weights = [row(in_features, in_features**-0.5) for _ in range(out_features)]
        self.biases = row(out_features, 0)

    __call__ = lambda self, x: [
        sum(map(Value.__mul__, w, x), b) for w, b in zip(self.weights, self.biases, strict=True)
    ]
    parameters = lambda self: [*flat(self.weights), *self.biases]


# The language model

build_vocab = lambda text: (dict(map(reversed, enumerate(v := sorted({*text})))), dict(enumerate(v)), len(v))
encode = lambda text, char_to_idx: bytes(char_to_idx[c] for c in text)
decode = lambda indices, idx_to_char: "".join(idx_to_char[i] for i in indices)
create_examples = lambda encoded, c: [(encoded[i : i + c], encoded[i + c]) for i in range(len(encoded) - c)]


class CharacterLM:
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, context_length=8):
        REGISTRY.clear()
        self.context_length, self.embed = context_length, Embedding(vocab_size, embed_dim)
        self.up, self.down = Linear(embed_dim * context_length, hidden_dim), Linear(hidden_dim, embed_dim)
        self.biases, self.all = row(vocab_size, 0), REGISTRY[:]

    def forward(self, context):
        x = self.down([h.tanh() for h in self.up([*flat(map(self.embed, context))])])
        return [sum(map(Value.__mul__, e, x), b) for e, b in zip(self.embed.embedding, self.biases, strict=True)]

    predict_probs = lambda self, context: softmax(self.forward(context))
    loss = lambda self, context, target_idx: cross_entropy_loss(self.forward(context), target_idx)
    parameters = lambda self: self.all
    num_parameters = lambda self: len(self.all)
    zero_grad = lambda self: [setattr(p, "grad", 0.0) for p in self.all] and None


def sgd_step(parameters, learning_rate):
    for p in parameters:
        p.data -= learning_rate * p.grad


def train(model, text, char_to_idx, epochs=10, learning_rate=0.1):
    contexts, targets = zip(*create_examples(encode(text, char_to_idx), model.context_length), strict=True)
    losses = []
    for _ in range(epochs):
        losses.append((loss := batch_cross_entropy([*map(model.forward, contexts)], targets)).data)
        model.zero_grad(), loss.backward(), sgd_step(model.parameters(), learning_rate)
    return losses


def generate(model, seed_text, char_to_idx, idx_to_char, length=100, temperature=1.0):
    c, text = model.context_length, [0] * model.context_length + [*encode(seed_text, char_to_idx)]
    for _ in range(length):
        ends = [*accumulate(softmax([z.data for z in model.forward(text[-c:])], temperature))]
        text += [sum(end <= coin for end in ends) for coin in [random.random() * ends[-1]]]
    return seed_text + decode(text[c + len(seed_text) :], idx_to_char)
