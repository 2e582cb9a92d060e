"""Few operators, the rest composed of them: a - b = a + (-b), a / b = a * b**-1, sigmoid through tanh.

The order of the backward pass comes from a recursive search with a set; Python's recursion limit is lifted for it.
Numbers and gradients are NumPy scalars.
"""

import sys

import numpy as np

from . import operators


class Value:
    def __init__(self, data):
        self.data = np.float64(data)
        self.grad = np.float64(0)
        self.source = None

    @classmethod
    def of(cls, operator):
        node = cls(operator.result)
        node.source = operator
        return node

    @classmethod
    def sum(cls, nodes):
        return cls.of(operators.Sum(*nodes))

    def __add__(self, other):
        return Value.sum([self, _node(other)])

    __radd__ = __add__

    def __neg__(self):
        return Value.of(operators.Negate(self))

    def __sub__(self, other):
        return self + (-_node(other))

    def __rsub__(self, other):
        return (-self) + other

    def __mul__(self, other):
        return Value.of(operators.Product(self, _node(other)))

    __rmul__ = __mul__

    def __pow__(self, exponent):
        return Value.of(operators.Power(self, exponent))

    def __truediv__(self, other):
        return self * _node(other) ** -1

    def __rtruediv__(self, other):
        return self**-1 * other

    def exp(self):
        return Value.of(operators.Exponential(self))

    def log(self):
        return Value.of(operators.Logarithm(self))

    def tanh(self):
        return Value.of(operators.HyperbolicTangent(self))

    def relu(self):
        return Value.of(operators.Rectifier(self))

    def sigmoid(self):
        return ((self * 0.5).tanh() + 1) * 0.5

    def backward(self):
        order, seen = [], set()

        def visit(node):
            seen.add(node)
            if node.source is not None:
                for origin in node.source.nodes:
                    if origin not in seen:
                        visit(origin)
            order.append(node)

        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, 200_000))
        try:
            visit(self)
        finally:
            sys.setrecursionlimit(limit)
        gradients = dict.fromkeys(order, 0.0)
        gradients[self] = np.float64(1)
        for node in reversed(order):
            if node.source is not None:
                for origin, gradient in zip(node.source.nodes, node.source.backward(gradients[node]), strict=True):
                    gradients[origin] += gradient
            node.grad += gradients[node]
        self.grad = np.float64(1)


def _node(operand):
    return operand if isinstance(operand, Value) else Value(operand)
