"""Kahn's algorithm: a node is ready when all of its uses are done. What arrives at it waits in a list, for one fsum.

Edges go from a result to its arguments, each with a weight, the slope. The weights of an operation are computed
together with its number, by one function for each, from the table RULES.
"""

import math
from collections import Counter, defaultdict, deque


def _sigmoid(x):
    s = 1 / (1 + math.exp(-x)) if x >= 0 else 1 - 1 / (1 + math.exp(x))
    return s, s - s * s


def _log(x):
    if x <= 0:
        return math.nan, math.nan
    return math.log(x), 1 / x


def _tanh(x):
    t = math.tanh(x)
    return t, (1 - t) * (1 + t)


RULES = {  # number -> number of the result, slope
    "exp": lambda x: (math.exp(x),) * 2,
    "log": _log,
    "tanh": _tanh,
    "sigmoid": _sigmoid,
    "relu": lambda x: (x, 1) if x > 0 else (0, 0 if x else 1 / 3),
}


class Value:
    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.edges = []

    def to(self, argument, weight):
        """This node, with one more edge."""
        self.edges.append((argument, weight))
        return self

    def _function(self, name):
        data, slope = RULES[name](self.data)
        return Value(data).to(self, slope)

    def exp(self):
        return self._function("exp")

    def log(self):
        return self._function("log")

    def tanh(self):
        return self._function("tanh")

    def relu(self):
        return self._function("relu")

    def sigmoid(self):
        return self._function("sigmoid")

    def __add__(self, other):
        if isinstance(other, Value):
            return Value(self.data + other.data).to(self, 1).to(other, 1)
        return Value(self.data + other).to(self, 1)

    def __mul__(self, other):
        if isinstance(other, Value):
            return Value(self.data * other.data).to(self, other.data).to(other, self.data)
        return Value(self.data * other).to(self, other)

    def __pow__(self, n):
        return Value(self.data**n).to(self, n * self.data ** (n - 1) if n else 0)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        if isinstance(other, Value):
            return Value(self.data / other.data).to(self, 1 / other.data).to(other, -self.data / other.data**2)
        return Value(self.data / other).to(self, 1 / other)

    def __rtruediv__(self, other):
        return Value(other / self.data).to(self, -other / self.data**2)

    __radd__, __rmul__ = __add__, __mul__

    def backward(self):
        uses = Counter()
        met, queue = {self}, deque([self])
        while queue:
            for argument, _ in queue.popleft().edges:
                uses[argument] += 1
                if argument not in met:
                    met.add(argument)
                    queue.append(argument)

        arrived = defaultdict(list, {self: [1.0]})
        ready = deque([self])
        while ready:
            node = ready.pop()
            gradient = math.fsum(arrived.pop(node))
            node.grad += gradient
            for argument, weight in node.edges:
                arrived[argument].append(gradient * weight)
                uses[argument] -= 1
                if uses[argument] == 0:
                    ready.appendleft(argument)
        self.grad = 1.0


def weighted_sum(terms, constant=0.0):
    """constant + the sum of weight * node over pairs, as one node; the weights are plain numbers."""
    terms = list(terms)
    result = Value(math.fsum([constant, *(weight * node.data for weight, node in terms)]))
    for weight, node in terms:
        result.to(node, weight)
    return result
