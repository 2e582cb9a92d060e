"""A closure for each node and no __slots__, as in many courses, but sorted without recursion; relu'(0) = 1/2."""

import math


class Value:
    def __init__(self, data, children=()):
        self.data = data
        self.grad = 0.0
        self.children = children
        self._backward = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __radd__(self, other):
        return self + other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data / other.data, (self, other))

        def _backward():
            self.grad += out.grad / other.data
            other.grad -= out.grad * out.data / other.data

        out._backward = _backward
        return out

    def __rtruediv__(self, other):
        return Value(other) / self

    def __pow__(self, n):
        def slope():
            return n * self.data ** (n - 1) if n != 0 else 0.0

        return self._function(self.data**n, slope)

    def exp(self):
        y = math.exp(self.data)
        return self._function(y, lambda: y)

    def log(self):
        y = math.log(self.data) if self.data > 0 else math.nan
        return self._function(y, lambda: 1 / self.data)

    def tanh(self):
        y = math.tanh(self.data)
        return self._function(y, lambda: 1 - y**2)

    def relu(self):
        slope = 1.0 if self.data > 0 else 0.5 if self.data == 0 else 0.0
        return self._function(max(0, self.data), lambda: slope)

    def sigmoid(self):
        e = math.exp(-abs(self.data))
        y = 1 / (1 + e) if self.data > 0 else e / (1 + e)
        return self._function(y, lambda: y * (1 - y))

    def _function(self, data, slope):
        out = Value(data, (self,))

        def _backward():
            self.grad += slope() * out.grad

        out._backward = _backward
        return out

    def backward(self):
        order = []
        visited = {self}
        stack = [(self, iter(self.children))]
        while stack:
            node, rest = stack[-1]
            child = next(rest, None)
            if child is None:
                order.append(node)
                stack.pop()
            elif child not in visited:
                visited.add(child)
                stack.append((child, iter(child.children)))
        self.grad = 1.0
        while order:
            order.pop()._backward()
