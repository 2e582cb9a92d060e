"""Each Value holds a box of HIPS autograd, on a trace that never ends; the library's vjps give the slopes.

The library keeps no gradients: a node of its tape gets a place for one. relu′(0) = 1/2, log(0) = -inf, overflow is inf.
"""

import operator

import autograd.numpy as np
import numpy
from autograd.core import VJPNode, add_outgrads, defvjp_argnums
from autograd.extend import defvjp, primitive
from autograd.tracer import new_box, toposort, trace_stack

trace_stack.top += 1
TRACE = trace_stack.top

plus = primitive(operator.add)  # np.add, without the care for shapes that scalars do not need
defvjp(plus, lambda *_: lambda flow: flow, lambda *_: lambda flow: flow)


class Record(VJPNode):
    __slots__ = ["grad"]

    def __init__(self, *how):
        super().__init__(*how)
        self.grad = 0.0

    def initialize_root(self):
        super().initialize_root()
        self.grad = 0.0


class Value:
    def __init__(self, data):
        self.box = new_box(float(data), TRACE, Record.new_root())

    @staticmethod
    def of(box):
        value = Value.__new__(Value)
        value.box = box
        return value

    @property
    def data(self):
        return self.box._value

    @data.setter
    def data(self, number):
        self.box = new_box(float(number), TRACE, self.box._node)

    @property
    def grad(self):
        return self.box._node.grad

    @grad.setter
    def grad(self, number):
        self.box._node.grad = number

    def exp(self):
        return Value.of(np.exp(self.box))

    def log(self):
        return Value.of(np.log(self.box))

    def tanh(self):
        return Value.of(np.tanh(self.box))

    def relu(self):
        return Value.of(np.maximum(self.box, 0.0))

    def sigmoid(self):
        return Value.of(np.exp(-np.logaddexp(0.0, -self.box)))

    def __neg__(self):
        return Value.of(-self.box)

    def backward(self):
        flows = {self.box._node: (1.0, False)}
        for node in toposort(self.box._node):
            flow, _ = flows.pop(node)
            node.grad = node.grad + flow
            for parent, share in zip(node.parents, node.vjp(flow), strict=True):
                flows[parent] = add_outgrads(flows.get(parent), share)
        self.grad = 1.0


def unboxed(operand):
    return operand.box if isinstance(operand, Value) else operand


def give_operators(**functions):
    """`a + b` calls np.add of what a and b hold, and so on; in both orders."""

    def ahead(function):
        return lambda a, b: Value.of(function(a.box, unboxed(b)))

    def behind(function):
        return lambda b, a: Value.of(function(a, b.box))

    for name, function in functions.items():
        setattr(Value, f"__{name}__", ahead(function))
        setattr(Value, f"__r{name}__", behind(function))


give_operators(add=plus, sub=np.subtract, mul=np.multiply, truediv=np.true_divide, pow=np.power)


@primitive
def gathered(*numbers):
    return np.array(numbers)


defvjp_argnums(gathered, lambda places, *_: lambda flow: flow.tolist())


def stacked(values):
    """Values, or equally long rows of them, as one array that can be differentiated."""
    if isinstance(values[0], Value):
        return gathered(*(value.box for value in values))
    return gathered(*(value.box for row in values for value in row)).reshape((len(values), -1))


def numbers(values):
    """The same as a plain array."""
    return numpy.array([value.data if isinstance(value, Value) else numbers(value) for value in values])


def unstacked(vector):
    return tuple(Value.of(vector[i]) for i in range(len(vector)))
