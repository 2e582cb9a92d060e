"""A dataclass, with the `==` that comes with it: nodes have no hash and go by their ids. Every node knows its height.

The backward pass recurses where a graph is low, and keeps a stack of its own where it is high. `logaddexp` is one node
of two inputs: halves of a log-sum-exp are joined by it.
"""

import math
from dataclasses import dataclass, field

LOW = 300


@dataclass(slots=True)
class Value:
    data: float
    grad: float = 0.0
    inputs: tuple = field(default=(), repr=False)
    height: int = field(default=0, repr=False)

    def __add__(self, other):
        if isinstance(other, Value):
            return made(self.data + other.data, (self, 1.0), (other, 1.0))
        return made(self.data + other, (self, 1.0))

    __radd__ = __add__

    def __mul__(self, other):
        if isinstance(other, Value):
            return made(self.data * other.data, (self, other.data), (other, self.data))
        return made(self.data * other, (self, other))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        if isinstance(other, Value):
            return self * other.reciprocal()
        return made(self.data / other, (self, 1 / other))

    def __rtruediv__(self, other):
        return self.reciprocal() * other

    def reciprocal(self):
        inverse = 1 / self.data
        return made(inverse, (self, -inverse * inverse))

    def __pow__(self, n):
        if n == 0:
            return Value(1.0)  # a constant: nothing leads back
        return made(self.data**n, (self, n * self.data ** (n - 1)))

    def exp(self):
        result = math.exp(self.data)
        return made(result, (self, result))

    def log(self):
        return made(math.log(self.data), (self, 1 / self.data))

    def tanh(self):
        return made(math.tanh(self.data), (self, 1 - math.tanh(self.data) ** 2))

    def relu(self):
        return self if self.data > 0 else made(0.0, (self, 0.0))

    def sigmoid(self):
        yes, no = odds(self.data)
        return made(yes, (self, yes * no))

    def logaddexp(self, other):
        mine, others = odds(self.data - other.data)
        return made(logaddexp(self.data, other.data), (self, mine), (other, others))

    def backward(self):
        order = []
        (descend if self.height < LOW else climb_down)(self, set(), order)
        flows = {id(node): 0.0 for node in order}
        flows[id(self)] = 1.0
        for node in reversed(order):
            flow = flows[id(node)]
            node.grad = 1.0 if node is self else node.grad + flow
            for origin, slope in node.inputs:
                flows[id(origin)] += flow * slope


def made(data, *inputs):
    return Value(data, inputs=inputs, height=1 + max(origin.height for origin, _ in inputs))


def descend(node, seen, order):
    """Origins first."""
    seen.add(id(node))
    for origin, _ in node.inputs:
        if id(origin) not in seen:
            descend(origin, seen, order)
    order.append(node)


def climb_down(node, seen, order):
    """The same with a stack: a node stands on it once to be opened, and once to be closed."""
    stack = [(node, False)]
    while stack:
        node, is_open = stack.pop()
        if is_open:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((origin, False) for origin, _ in node.inputs)


def odds(x):
    """σ(x) and σ(−x)."""
    e = math.exp(-abs(x))
    likely, unlikely = 1 / (1 + e), e / (1 + e)
    return (likely, unlikely) if x >= 0 else (unlikely, likely)


def logaddexp(a, b):
    return max(a, b) + math.log1p(math.exp(-abs(a - b)))


def total(terms):
    """Their sum as a binary tree, of Values or numbers."""
    if len(terms) < 3:
        return terms[0] + terms[1] if len(terms) == 2 else terms[0]
    half = len(terms) // 2
    return total(terms[:half]) + total(terms[half:])
