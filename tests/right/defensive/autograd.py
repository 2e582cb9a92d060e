"""Refuses whatever the assignment does not promise to work, and backward passes that would count anything twice.

Operations are frozen classes of their own. A node answers neither ==, < nor bool(), its number is set on leaves only;
each computed node takes part in one backward pass. The pass colours nodes white, grey and black, and would find a ring.
"""

import operations

from checks import number

WHITE, GREY, BLACK = "not met yet", "its operands are on the way", "done"


class Value:
    __slots__ = ("_data", "_grad", "_is_spent", "_operands", "_operation")
    __hash__ = object.__hash__
    __iter__ = None

    def __init__(self, data):
        self._start(float(number(data, "data")), operations.Leaf(), ())

    def _start(self, data, operation, operands):
        self._data, self._grad = data, 0.0
        self._operation, self._operands = operation, operands
        self._is_spent = False

    @property
    def is_leaf(self):
        return not self._operands

    @property
    def data(self):
        return self._data

    @data.setter
    def data(self, new):
        if not self.is_leaf:
            raise AttributeError("this number was computed")
        self._data = float(number(new, "data"))

    @property
    def grad(self):
        return self._grad

    @grad.setter
    def grad(self, new):
        if not self.is_leaf:
            raise AttributeError("this gradient belongs to one backward pass")
        self._grad = float(number(new, "grad"))

    def __eq__(self, other):
        raise TypeError("compare the .data of nodes, or ask whether they are the same with `is`")

    def __bool__(self):
        raise TypeError("a node is neither true nor false")

    def __add__(self, other):
        return apply(operations.Add(), self, other)

    def __radd__(self, other):
        return apply(operations.Add(), other, self)

    def __sub__(self, other):
        return apply(operations.Subtract(), self, other)

    def __rsub__(self, other):
        return apply(operations.Subtract(), other, self)

    def __mul__(self, other):
        return apply(operations.Multiply(), self, other)

    def __rmul__(self, other):
        return apply(operations.Multiply(), other, self)

    def __truediv__(self, other):
        return apply(operations.Divide(), self, other)

    def __rtruediv__(self, other):
        return apply(operations.Divide(), other, self)

    def __neg__(self):
        return apply(operations.Scale(-1.0), self)

    def __pow__(self, exponent):
        return apply(operations.Power(number(exponent, "exponent")), self)

    def exp(self):
        return apply(operations.Exp(), self)

    def log(self):
        return apply(operations.Log(), self)

    def tanh(self):
        return apply(operations.Tanh(), self)

    def relu(self):
        return apply(operations.Relu(), self)

    def sigmoid(self):
        return apply(operations.Sigmoid(), self)

    def backward(self):
        order = self._sorted()
        if any(node._is_spent for node in order):
            raise RuntimeError("a backward pass has been here before: compute the result anew")
        gradients = {id(node): 0.0 for node in order}
        gradients[id(self)] = 1.0
        for node in reversed(order):
            gradient = gradients[id(node)]
            slopes = node._operation.slopes(node._data, *(operand._data for operand in node._operands))
            for operand, slope in zip(node._operands, slopes, strict=True):
                gradients[id(operand)] += gradient * slope
            node._grad += gradient
            node._is_spent = not node.is_leaf
        self._grad = 1.0

    def _sorted(self):
        """This node and all that it was computed from, operands first."""
        order, colours, path = [], {}, [self]
        while path:
            node = path[-1]
            colour = colours.get(id(node), WHITE)
            if colour == WHITE:
                colours[id(node)] = GREY
                for operand in node._operands:
                    if colours.get(id(operand), WHITE) == GREY:
                        raise RuntimeError("this node was computed from itself")
                    if id(operand) not in colours:
                        path.append(operand)
                continue
            path.pop()
            if colour == GREY:
                colours[id(node)] = BLACK
                order.append(node)
        return order


def node_of(operand):
    return operand if isinstance(operand, Value) else Value(operand)


def apply(operation, *operands):
    nodes = tuple(node_of(operand) for operand in operands)
    result = Value.__new__(Value)
    result._start(operation.result(*(node._data for node in nodes)), operation, nodes)
    return result
