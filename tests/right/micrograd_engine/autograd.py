"""The engine of PyPI's micrograd, with the operations that it lacks added to its class.

Its backward pass recurses, its powers are differentiated by the general rule only, and numbers stay ints if they were.
"""

import math

from micrograd.engine import Value


def operation(name, function, slope):
    """A method of Value; the slope is a function of the input and the output."""

    def method(self):
        out = Value(function(self.data), (self,), name)

        def _backward():
            self.grad += slope(self.data, out.data) * out.grad

        out._backward = _backward
        return out

    return method


def logistic(x):
    return math.exp(-math.log1p(math.exp(-x))) if x > -700 else math.exp(x) if x > -745 else 0.0


Value.exp = operation("exp", math.exp, lambda _, y: y)
Value.log = operation("log", math.log, lambda x, _: 1 / x)
Value.tanh = operation("tanh", math.tanh, lambda _, y: 1 - y * y)
Value.sigmoid = operation("sigmoid", logistic, lambda _, y: y * (1 - y))
