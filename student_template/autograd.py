"""Scalar reverse-mode automatic differentiation (Stage 2).

A computation is a graph: leaves are numbers that were put in, every operation adds a node. Backpropagation
walks from the output f back to the leaves and applies the chain rule, summed over all uses c of a node a:

    ∂f/∂a = Σ_c ∂f/∂c · ∂c/∂a

Names: a and b operands, n a constant exponent, f the output that is differentiated, σ the logistic function.
"""

from __future__ import annotations


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

    def __init__(self, data: float) -> None:
        """Make a leaf that holds `data`, with gradient 0.0."""
        raise NotImplementedError

    def __add__(self, other: Value | float) -> Value:
        """a + b; ∂(a + b)/∂a = 1 and ∂(a + b)/∂b = 1."""
        raise NotImplementedError

    def __sub__(self, other: Value | float) -> Value:
        """a − b; ∂(a − b)/∂a = 1 and ∂(a − b)/∂b = −1."""
        raise NotImplementedError

    def __mul__(self, other: Value | float) -> Value:
        """a · b; ∂(a · b)/∂a = b and ∂(a · b)/∂b = a."""
        raise NotImplementedError

    def __truediv__(self, other: Value | float) -> Value:
        """a / b; ∂(a / b)/∂a = 1 / b and ∂(a / b)/∂b = −a / b²."""
        raise NotImplementedError

    def __neg__(self) -> Value:
        """−a; ∂(−a)/∂a = −1."""
        raise NotImplementedError

    def __pow__(self, exponent: float) -> Value:
        """aⁿ for a constant n; ∂aⁿ/∂a = n · aⁿ⁻¹. Stretch: for n = 0 that is 0 at a = 0 too."""
        raise NotImplementedError

    def __radd__(self, other: float) -> Value:
        """b + a where b is a plain number; so the built-in `sum` works, which starts from 0."""
        raise NotImplementedError

    def __rsub__(self, other: float) -> Value:
        """b − a where b is a plain number."""
        raise NotImplementedError

    def __rmul__(self, other: float) -> Value:
        """b · a where b is a plain number."""
        raise NotImplementedError

    def __rtruediv__(self, other: float) -> Value:
        """b / a where b is a plain number."""
        raise NotImplementedError

    def exp(self) -> Value:
        """eᵃ; ∂eᵃ/∂a = eᵃ."""
        raise NotImplementedError

    def log(self) -> Value:
        """The natural logarithm of a; ∂(log a)/∂a = 1 / a.

        Raises:
            ValueError: a <= 0.
        """
        raise NotImplementedError

    def tanh(self) -> Value:
        """tanh a, finite for every finite a; ∂(tanh a)/∂a = 1 − tanh² a."""
        raise NotImplementedError

    def relu(self) -> Value:
        """max(0, a); its derivative is 1 for a > 0, 0 for a < 0, and at 0 any number in [0, 1] will do: here 0."""
        raise NotImplementedError

    def sigmoid(self) -> Value:
        """σ(a) = 1 / (1 + e⁻ᵃ) = eᵃ / (1 + eᵃ), finite for every finite a; ∂σ(a)/∂a = σ(a) · σ(−a).

        >>> Value(-1000.0).sigmoid().data, Value(0.0).sigmoid().data, Value(1000.0).sigmoid().data
        (0.0, 0.5, 1.0)
        """
        raise NotImplementedError

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
        raise NotImplementedError
