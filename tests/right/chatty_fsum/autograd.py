"""A node is told by a rule and knows its serial number; sums of any length are one node, rounded once by math.fsum.

The backward pass takes the nodes in falling order of their serial numbers, which are given when they are made.
"""

import math
from itertools import count

from talk import log

SERIAL_NUMBERS = count(1)


class Value:
    def __init__(self, data, rule="leaf", edges=()):
        self.data = data * 1.0
        self.grad = 0.0
        self.rule = rule
        self.edges = edges  # pairs: a node that this one was computed from, and the slope towards it
        self.serial_number = next(SERIAL_NUMBERS)

    def __str__(self):
        return f"#{self.serial_number} {self.rule} = {self.data:.4g} (grad {self.grad:.4g})"

    def __lt__(self, other):
        return self.serial_number < other.serial_number

    def __add__(self, other):
        return total([self, to_value(other)])

    def __sub__(self, other):
        other = to_value(other)
        return Value(self.data - other.data, "-", ((self, 1.0), (other, -1.0)))

    def __mul__(self, other):
        other = to_value(other)
        return Value(self.data * other.data, "*", ((self, other.data), (other, self.data)))

    def __truediv__(self, other):
        return self * to_value(other) ** -1

    def __radd__(self, other):
        return total([to_value(other), self])

    def __rsub__(self, other):
        return to_value(other) - self

    def __rmul__(self, other):
        return to_value(other) * self

    def __rtruediv__(self, other):
        return to_value(other) / self

    def __neg__(self):
        return 0 - self

    def __pow__(self, n):
        if n == 0:
            return Value(1.0, "**0", ((self, 0.0),))
        return Value(self.data**n, f"**{n}", ((self, n * self.data ** (n - 1)),))

    def exp(self):
        y = math.exp(self.data)
        return Value(y, "exp", ((self, y),))

    def log(self):
        if self.data == 0:
            log.warning("the logarithm of 0")
            return Value(-math.inf, "log", ((self, math.inf),))
        return Value(math.log(self.data), "log", ((self, 1.0 / self.data),))

    def tanh(self):
        y = math.tanh(self.data)
        return Value(y, "tanh", ((self, math.fsum([1.0, -y * y])),))

    def relu(self):
        return Value(max(self.data, 0.0), "relu", ((self, float(self.data > 0)),))

    def sigmoid(self):
        y = (1.0 + math.tanh(self.data / 2.0)) / 2.0
        return Value(y, "sigmoid", ((self, y * (1.0 - y)),))

    def backward(self):
        seen = {self}
        stack = [self]
        while stack:
            new = {node for node, _ in stack.pop().edges} - seen
            seen |= new
            stack += new
        flow = dict.fromkeys(seen, 0.0)
        flow[self] = 1.0
        for node in sorted(seen, reverse=True):
            for origin, slope in node.edges:
                flow[origin] += flow[node] * slope
            node.grad = math.fsum([node.grad, flow[node]])
        self.grad = 1.0
        log.debug("backward through %d nodes, from %s", len(seen), self)


def to_value(operand):
    return operand if isinstance(operand, Value) else Value(operand, "constant")


def total(nodes):
    """The sum of the nodes, as one node."""
    return Value(math.fsum(node.data for node in nodes), "sum", [(node, 1.0) for node in nodes])
