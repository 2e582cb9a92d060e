"""One class for each operation: `forward` takes and gives NumPy scalars, `backward` the gradients of the inputs."""

import math

import numpy as np


class Operator:
    """What was done to which nodes; it keeps the numbers of the forward pass for the backward pass."""

    def __init__(self, *nodes):
        self.nodes = nodes
        self.numbers = [np.float64(node.data) for node in nodes]
        self.result = self.forward(*self.numbers)


class Sum(Operator):
    """Of any number of terms, rounded once."""

    def forward(self, *terms):
        return np.float64(math.fsum(terms))

    def backward(self, gradient):
        return [gradient] * len(self.nodes)


class Negate(Operator):
    def forward(self, a):
        return -a

    def backward(self, gradient):
        return [-gradient]


class Product(Operator):
    def forward(self, a, b):
        return a * b

    def backward(self, gradient):
        a, b = self.numbers
        return [gradient * b, gradient * a]


class Power(Operator):
    def __init__(self, node, exponent):
        self.exponent = exponent
        super().__init__(node)

    def forward(self, a):
        return a**self.exponent

    def backward(self, gradient):
        (a,) = self.numbers
        return [gradient * self.exponent * a ** (self.exponent - 1) if self.exponent else gradient * 0.0]


class Exponential(Operator):
    def forward(self, a):
        return np.exp(a)

    def backward(self, gradient):
        return [gradient * self.result]


class Logarithm(Operator):
    """Of what is not positive: -inf or NaN, with a warning."""

    def forward(self, a):
        return np.log(a)

    def backward(self, gradient):
        return [gradient / self.numbers[0]]


class HyperbolicTangent(Operator):
    def forward(self, a):
        return np.tanh(a)

    def backward(self, gradient):
        return [gradient * (1.0 - self.result**2)]


class Rectifier(Operator):
    """Its slope at 0 is 1."""

    def forward(self, a):
        return np.maximum(a, 0.0)

    def backward(self, gradient):
        return [np.where(self.numbers[0] >= 0, gradient, 0.0)]
