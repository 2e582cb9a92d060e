"""Contributions to a gradient are collected and added up at once, by fsum; a node's turn comes when all have arrived.

`==` is refused: floats are not compared.
"""

import math

import careful


class Value:
    def __init__(self, data, *edges):
        self.data, self.grad, self.edges = float(data), 0.0, edges

    def __eq__(self, other):
        raise TypeError("compare numbers by their distance")

    __hash__ = object.__hash__

    def __add__(self, other):
        return total([self, other])

    def __radd__(self, other):
        return total([other, self])

    def __neg__(self):
        return Value(-self.data, (self, -1.0))

    def __sub__(self, other):
        if isinstance(other, Value):
            return Value(self.data - other.data, (self, 1.0), (other, -1.0))
        return Value(self.data - other, (self, 1.0))

    def __rsub__(self, other):
        return Value(other - self.data, (self, -1.0))

    def __mul__(self, other):
        if isinstance(other, Value):
            return Value(self.data * other.data, (self, other.data), (other, self.data))
        return Value(self.data * other, (self, other))

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, Value):
            quotient = self.data / other.data
            return Value(quotient, (self, 1 / other.data), (other, -quotient / other.data))
        return Value(self.data / other, (self, 1 / other))

    def __rtruediv__(self, other):
        quotient = other / self.data
        return Value(quotient, (self, -quotient / self.data))

    def __pow__(self, n):
        slope = n * math.pow(self.data, n - 1) if n else 0.0
        return Value(math.pow(self.data, n), (self, slope))

    def exp(self):
        result = math.exp(self.data)
        return Value(result, (self, result))

    def log(self):
        if not self.data > 0:
            raise ValueError(f"log of {self.data}")
        return Value(math.log(self.data), (self, 1 / self.data))

    def tanh(self):
        small = math.exp(-2 * abs(self.data))
        return Value(careful.tanh(self.data), (self, 4 * small / (1 + small) ** 2))

    def relu(self):
        return Value(max(self.data, 0.0), (self, 1.0 if self.data > 0 else 0.0))

    def sigmoid(self):
        yes, no = careful.logistic(self.data)
        return Value(yes, (self, yes * no))

    def backward(self):
        awaited, found = {self: 0}, [self]
        for node in found:
            for origin, _ in node.edges:
                if origin not in awaited:
                    awaited[origin] = 0
                    found.append(origin)
                awaited[origin] += 1
        contributions = {node: [] for node in found}
        contributions[self].append(1.0)
        ready = [self]
        while ready:
            node = ready.pop()
            flow = math.fsum(contributions[node])
            node.grad = math.fsum([node.grad, *contributions[node]]) if node is not self else 1.0
            for origin, slope in node.edges:
                contributions[origin].append(flow * slope)
                awaited[origin] -= 1
                if awaited[origin] == 0:
                    ready.append(origin)


def total(terms):
    """The sum of Values and numbers, rounded once."""
    nodes = [term for term in terms if isinstance(term, Value)]
    numbers = [term.data if isinstance(term, Value) else term for term in terms]
    return Value(math.fsum(numbers), *((node, 1.0) for node in nodes))


def dot(left, right, bias):
    """left · right + bias, rounded once but for the products."""
    pairs = list(zip(left, right, strict=True))
    edges = [(bias, 1.0)]
    for a, b in pairs:
        edges += [(a, b.data), (b, a.data)]
    return Value(math.fsum([bias.data, *(a.data * b.data for a, b in pairs)]), *edges)
