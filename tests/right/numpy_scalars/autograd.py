"""Every number is a NumPy number: leaves and results hold 0-d arrays, a node the slopes towards its inputs as a vector.

The backward pass goes through the nodes by depth, the longest way down to a leaf: deeper nodes come first.
"""

import numpy as np


class Value:
    __array_ufunc__ = None  # so that np.float64(2) * node asks the node

    def __init__(self, data, inputs=(), slopes=()):
        self.data = np.array(data, dtype=np.float64)
        self.grad = np.zeros(())
        self.inputs = inputs
        self.slopes = np.array(slopes, dtype=np.float64)
        self.depth = 1 + max((node.depth for node in inputs), default=-1)

    def __repr__(self):
        return f"Value({self.data:.6g}, grad={self.grad:.6g}, depth={self.depth})"

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, (self, other), np.ones(2))

    __radd__ = __add__

    def __neg__(self):
        return Value(np.negative(self.data), (self,), [-1])

    def __sub__(self, other):
        other = as_value(other)
        return Value(np.subtract(self.data, other.data), (self, other), [1, -1])

    def __rsub__(self, other):
        return as_value(other) - self

    def __mul__(self, other):
        other = as_value(other)
        return Value(np.multiply(self.data, other.data), (self, other), [other.data, self.data])

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = as_value(other)
        inverse = np.reciprocal(other.data)
        return Value(self.data / other.data, (self, other), [inverse, -self.data * inverse * inverse])

    def __rtruediv__(self, other):
        return as_value(other) / self

    def __pow__(self, n):
        slope = n * np.power(self.data, n - 1) if n else 0
        return Value(np.power(self.data, n), (self,), [slope])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, (self,), [power])

    def log(self):
        with np.errstate(all="ignore"):
            return Value(np.log(self.data), (self,), [np.reciprocal(self.data)])

    def tanh(self):
        return Value(np.tanh(self.data), (self,), [1 - np.tanh(self.data) ** 2])

    def relu(self):
        return Value(np.fmax(self.data, 0), (self,), [np.heaviside(self.data, 0.25)])

    def sigmoid(self):
        return Value(expit(self.data), (self,), [expit(self.data) * expit(-self.data)])

    def backward(self):
        found, waiting = {id(self): self}, [self]
        while waiting:
            for node in waiting.pop().inputs:
                if id(node) not in found:
                    found[id(node)] = node
                    waiting.append(node)
        place = {key: i for i, key in enumerate(found)}
        flow = np.zeros(len(found))  # what arrives at each node
        flow[0] = 1
        for node in sorted(found.values(), key=lambda node: node.depth, reverse=True):
            arrived = flow[place[id(node)]]
            if node.inputs:
                np.add.at(flow, [place[id(origin)] for origin in node.inputs], arrived * node.slopes)
            node.grad = node.grad + arrived
        self.grad = np.ones(())


def as_value(operand):
    return operand if isinstance(operand, Value) else Value(operand)


def expit(a):
    """The logistic function, 1 / (1 + exp(-a)), which neither overflows nor warns."""
    return np.exp(-np.logaddexp(0, -a))
