"""Operations are rows of tables, from which the methods of Value are made; an operation without effect makes no node.

x + 0, x · 1, x ** 1 and −(−x) are x itself, x · 0 and x ** 0 are constants. The backward pass goes level by level: a
node stands one level above the highest of its operands. Slopes are numbers, computed together with the value.
"""

import math
from collections import defaultdict


class Value:
    __slots__ = ("data", "grad", "level", "operands", "slopes", "undo")

    def __init__(self, data, operands=(), slopes=(), undo=None):
        self.data, self.grad, self.operands, self.slopes, self.undo = data, 0.0, operands, slopes, undo
        self.level = 1 + max((operand.level for operand in operands), default=-1)

    def __bool__(self):
        return bool(self.data)

    def __float__(self):
        return float(self.data)

    def backward(self):
        levels = defaultdict(dict, {self.level: {self: 1.0}})
        for level in range(self.level, -1, -1):
            for node, flow in levels.pop(level, {}).items():
                node.grad = node.grad + flow
                for operand, slope in zip(node.operands, node.slopes, strict=True):
                    below = levels[operand.level]
                    below[operand] = below.get(operand, 0.0) + flow * slope
        self.grad = 1.0


def logistic(x):
    return 1 / (1 + math.exp(-x)) if x > 0 else 1 - 1 / (1 + math.exp(x))


BINARY = [  # name, value, slope to the left, slope to the right (of a, b and the value)
    ("add", lambda a, b: a + b, lambda a, b, y: 1.0, lambda a, b, y: 1.0),
    ("sub", lambda a, b: a - b, lambda a, b, y: 1.0, lambda a, b, y: -1.0),
    ("mul", lambda a, b: a * b, lambda a, b, y: b, lambda a, b, y: a),
    ("truediv", lambda a, b: a / b, lambda a, b, y: 1 / b, lambda a, b, y: -y / b),
    ("pow", lambda a, n: a**n, lambda a, n, y: n * a ** (n - 1), None),
]
UNARY = [  # name, value, slope (of a and the value)
    ("exp", math.exp, lambda a, y: y),
    ("log", math.log, lambda a, y: 1 / a),
    ("tanh", math.tanh, lambda a, y: 1 - y**2),
    ("relu", lambda a: a * (a > 0), lambda a, y: a > 0),
    ("sigmoid", logistic, lambda a, y: y * (1 - y)),
    ("softsign", lambda a: a / (1 + abs(a)), lambda a, y: (1 - abs(y)) ** 2),
    ("__neg__", lambda a: -a, lambda a, y: -1.0),
]
IDENTITIES = {  # a number on the right (or, where it does not matter, on the left) that saves a node
    ("add", 0): lambda a: a,
    ("sub", 0): lambda a: a,
    ("mul", 1): lambda a: a,
    ("mul", 0): lambda a: Value(0.0),
    ("truediv", 1): lambda a: a,
    ("pow", 1): lambda a: a,
    ("pow", 0): lambda a: Value(1.0),
}


def binary(name, function, by_left, by_right):
    def ahead(a, b):
        if not isinstance(b, Value):
            if (name, b) in IDENTITIES:
                return IDENTITIES[name, b](a)
            y = function(a.data, b)
            return Value(y, (a,), (by_left(a.data, b, y),))
        y = function(a.data, b.data)
        return Value(y, (a, b), (by_left(a.data, b.data, y), by_right(a.data, b.data, y)))

    def behind(b, a):
        if name in {"add", "mul"}:
            return ahead(b, a)
        y = function(a, b.data)
        return Value(y, (b,), (by_right(a, b.data, y),))

    setattr(Value, f"__{name}__", ahead)
    if by_right:
        setattr(Value, f"__r{name}__", behind)


def unary(name, function, slope):
    def method(a):
        y = function(a.data)
        if name == "__neg__" and a.undo is not None and a.undo.data == y:
            return a.undo
        return Value(y, (a,), (slope(a.data, y),), undo=a if name == "__neg__" else None)

    setattr(Value, name, method)


def joined(operands, data, slopes):
    """One node with any number of operands."""
    return Value(data, tuple(operands), tuple(slopes))


for row in BINARY:
    binary(*row)
for row in UNARY:
    unary(*row)
