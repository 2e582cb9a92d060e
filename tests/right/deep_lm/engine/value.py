"""The backward pass is a priority queue of calls: the youngest generation first, each when all of its uses are done."""

import heapq
from itertools import count

from . import function as f


class Value:
    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.call = None
        self.generation = 0

    @classmethod
    def made_by(cls, call):
        made = cls(call.run())
        made.call, made.generation = call, call.generation
        return made

    def __repr__(self):
        return f"Value({self.data}, made by {self.call})"

    def __neg__(self):
        return Value.made_by(f.Affine(self, scale=-1))

    def __add__(self, other):
        if isinstance(other, Value):
            return Value.made_by(f.Add(self, other))
        return Value.made_by(f.Affine(self, shift=other))

    def __sub__(self, other):
        return self + -other

    def __mul__(self, other):
        if isinstance(other, Value):
            return Value.made_by(f.Multiply(self, other))
        return Value.made_by(f.Affine(self, scale=other))

    def __truediv__(self, other):
        return self * other**-1 if isinstance(other, Value) else self * (1 / other)

    def __radd__(self, number):
        return self + number

    def __rsub__(self, number):
        return Value.made_by(f.Affine(self, scale=-1, shift=number))

    def __rmul__(self, number):
        return self * number

    def __rtruediv__(self, number):
        return self**-1 * number

    def __pow__(self, exponent):
        return Value.made_by(f.Power(self, exponent))

    def exp(self):
        return Value.made_by(f.Exp(self))

    def log(self):
        return Value.made_by(f.Log(self))

    def tanh(self):
        return Value.made_by(f.Tanh(self))

    def relu(self):
        return Value.made_by(f.Relu(self))

    def sigmoid(self):
        return Value.made_by(f.Sigmoid(self))

    def backward(self):
        before, self.grad = self.grad, 1.0
        tickets = count()  # so that the queue compares no nodes
        gradients = {self: 1.0}
        queue = [(-self.generation, next(tickets), self)]
        while queue:
            node = heapq.heappop(queue)[-1]
            if node is not self:
                node.grad += gradients[node]
            if node.call is None:
                continue
            for origin, gradient in zip(node.call.inputs, node.call.backward(gradients[node]), strict=True):
                if origin not in gradients:
                    gradients[origin] = 0.0
                    heapq.heappush(queue, (-origin.generation, next(tickets), origin))
                gradients[origin] += gradient
        if before:
            print(f"{self} had a gradient of {before}")
