"""Scalar reverse-mode automatic differentiation (Stage 2).

A computation is a graph: leaves are numbers that were put in, every operation adds a node. Backpropagation
walks from the output f back to the leaves and applies the chain rule, summed over all uses c of a node a:

    ∂f/∂a = Σ_c ∂f/∂c · ∂c/∂a

Names: a and b operands, n a constant exponent, f the output that is differentiated, σ the logistic function.
"""

from __future__ import annotations

import math


class Value:
    """A scalar node in a computation graph.

    Attributes:
        data: the number itself.
        grad: ∂f/∂(this node), summed over the backward passes that reached it; 0.0 before the first.

    Two Values are different nodes even when their data are equal.

    >>> a, b = Value(2.0), Value(-3.0)
    >>> f = a * b + a ** 2
    >>> f.backward()
    >>> f.data, a.grad, b.grad  # ∂f/∂a = b + 2a, ∂f/∂b = a
    (-2.0, 1.0, 2.0)

    Source: Stage 2.
    """

    # A node knows the nodes that it was computed from and, for each, its own partial derivative with respect
    # to it: two tuples, made in the forward pass. Backpropagation then needs no code per operation.
    __slots__ = ("_parents", "_partials", "data", "grad")

    _parents: tuple[Value, ...]
    _partials: tuple[float, ...]

    def __init__(self, data: float) -> None:
        """Make a leaf that holds `data`, with gradient 0.0."""
        self.data = float(data)
        self.grad = 0.0
        self._parents = ()
        self._partials = ()

    def __add__(self, other: Value | float) -> Value:
        """a + b; ∂(a + b)/∂a = 1 and ∂(a + b)/∂b = 1."""
        other = other if isinstance(other, Value) else Value(other)
        return _node(self.data + other.data, (self, other), (1.0, 1.0))

    def __sub__(self, other: Value | float) -> Value:
        """a − b; ∂(a − b)/∂a = 1 and ∂(a − b)/∂b = −1."""
        other = other if isinstance(other, Value) else Value(other)
        return _node(self.data - other.data, (self, other), (1.0, -1.0))

    def __mul__(self, other: Value | float) -> Value:
        """a · b; ∂(a · b)/∂a = b and ∂(a · b)/∂b = a."""
        other = other if isinstance(other, Value) else Value(other)
        return _node(self.data * other.data, (self, other), (other.data, self.data))

    def __truediv__(self, other: Value | float) -> Value:
        """a / b; ∂(a / b)/∂a = 1 / b and ∂(a / b)/∂b = −a / b²."""
        other = other if isinstance(other, Value) else Value(other)
        quotient = self.data / other.data
        return _node(quotient, (self, other), (1.0 / other.data, -quotient / other.data))

    def __neg__(self) -> Value:
        """−a; ∂(−a)/∂a = −1."""
        return _node(-self.data, (self,), (-1.0,))

    def __pow__(self, exponent: float) -> Value:
        """aⁿ for a constant n; ∂aⁿ/∂a = n · aⁿ⁻¹. Stretch: for n = 0 that is 0 at a = 0 too."""
        slope = exponent * math.pow(self.data, exponent - 1) if exponent else 0.0
        return _node(math.pow(self.data, exponent), (self,), (slope,))

    def __radd__(self, other: float) -> Value:
        """b + a where b is a plain number; so the built-in `sum` works, which starts from 0."""
        return self + other

    def __rsub__(self, other: float) -> Value:
        """b − a where b is a plain number."""
        return Value(other) - self

    def __rmul__(self, other: float) -> Value:
        """b · a where b is a plain number."""
        return self * other

    def __rtruediv__(self, other: float) -> Value:
        """b / a where b is a plain number."""
        return Value(other) / self

    def exp(self) -> Value:
        """eᵃ; ∂eᵃ/∂a = eᵃ."""
        power = math.exp(self.data)
        return _node(power, (self,), (power,))

    def log(self) -> Value:
        """The natural logarithm of a; ∂(log a)/∂a = 1 / a.

        Raises:
            ValueError: a <= 0.
        """
        return _node(math.log(self.data), (self,), (1.0 / self.data,))

    def tanh(self) -> Value:
        """tanh a, finite for every finite a; ∂(tanh a)/∂a = 1 − tanh² a."""
        tanh = math.tanh(self.data)
        return _node(tanh, (self,), (1.0 - tanh * tanh,))

    def relu(self) -> Value:
        """max(0, a); its derivative is 1 for a > 0, 0 for a < 0, and at 0 any number in [0, 1] will do: here 0."""
        return _node(max(self.data, 0.0), (self,), (1.0 if self.data > 0 else 0.0,))

    def sigmoid(self) -> Value:
        """σ(a) = 1 / (1 + e⁻ᵃ) = eᵃ / (1 + eᵃ), finite for every finite a; ∂σ(a)/∂a = σ(a) · σ(−a).

        >>> Value(-1000.0).sigmoid().data, Value(0.0).sigmoid().data, Value(1000.0).sigmoid().data
        (0.0, 0.5, 1.0)
        """
        decay = math.exp(-abs(self.data))  # in (0, 1]: it cannot overflow
        larger, smaller = 1.0 / (1.0 + decay), decay / (1.0 + decay)  # σ(|a|) and σ(−|a|)
        return _node(larger if self.data >= 0 else smaller, (self,), (larger * smaller,))

    def backward(self) -> None:
        """Add ∂(self)/∂(node) to the `.grad` of every node that self was computed from; make self.grad 1.0.

        No `.data` changes. A node is visited once, after all the nodes that were computed from it: time is
        linear in the size of the graph, also where nodes are shared. Stretch: no depth is too great, such as
        that of a chain of 50,000 nodes.

        >>> shared = Value(3.0)
        >>> (shared + shared).backward()
        >>> shared.grad
        2.0
        >>> (shared * 5.0).backward()  # leaves collect the sum over all graphs
        >>> shared.grad
        7.0
        """
        order: list[Value] = []  # interior nodes, each after those that it was computed from
        adjoints: dict[Value, float] = {}  # ∂(self)/∂(node) of this pass; `.grad` may hold earlier passes too
        marker = Value(0.0)  # on the stack: the parents of the node below it are dealt with
        stack = [self]
        while stack:
            node = stack.pop()
            if node is marker:
                order.append(stack.pop())
            elif node not in adjoints:
                adjoints[node] = 0.0
                if node._parents:
                    stack += (node, marker)
                    stack += node._parents

        adjoints[self] = 1.0
        for node in reversed(order):
            adjoint = adjoints[node]
            for parent, partial in zip(node._parents, node._partials):  # noqa: B905 - strict= costs 10 %
                adjoints[parent] += adjoint * partial

        for node, adjoint in adjoints.items():
            node.grad += adjoint
        self.grad = 1.0


def _node(data: float, parents: tuple[Value, ...], partials: tuple[float, ...]) -> Value:
    """The result of an operation: `partials[i]` is ∂(node)/∂(parents[i])."""
    node = Value.__new__(Value)
    node.data = data
    node.grad = 0.0
    node._parents = parents
    node._partials = partials
    return node
