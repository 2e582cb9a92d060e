"""Each Value holds a scalar float64 tensor of PyTorch, whose engine does the work."""

import torch


def tensor(operand):
    return operand.tensor if isinstance(operand, Value) else operand


class Value:
    def __init__(self, data):
        self.tensor = torch.tensor(data, dtype=torch.float64, requires_grad=True)

    @classmethod
    def wrap(cls, computed):
        value = cls.__new__(cls)
        value.tensor = computed
        computed.retain_grad()
        return value

    @property
    def data(self):
        return self.tensor.item()

    @data.setter
    def data(self, number):
        self.tensor.data.fill_(number)

    @property
    def grad(self):
        return 0.0 if self.tensor.grad is None else self.tensor.grad.item()

    @grad.setter
    def grad(self, number):
        self.tensor.grad = torch.full_like(self.tensor, number, requires_grad=False)

    def __add__(self, other):
        return Value.wrap(self.tensor + tensor(other))

    def __radd__(self, other):
        return Value.wrap(other + self.tensor)

    def __sub__(self, other):
        return Value.wrap(self.tensor - tensor(other))

    def __rsub__(self, other):
        return Value.wrap(other - self.tensor)

    def __mul__(self, other):
        return Value.wrap(self.tensor * tensor(other))

    def __rmul__(self, other):
        return Value.wrap(other * self.tensor)

    def __truediv__(self, other):
        return Value.wrap(self.tensor / tensor(other))

    def __rtruediv__(self, other):
        return Value.wrap(other / self.tensor)

    def __neg__(self):
        return Value.wrap(-self.tensor)

    def __pow__(self, exponent):
        return Value.wrap(self.tensor**exponent)

    def exp(self):
        return Value.wrap(self.tensor.exp())

    def log(self):
        return Value.wrap(self.tensor.log())

    def tanh(self):
        return Value.wrap(self.tensor.tanh())

    def relu(self):
        return Value.wrap(self.tensor.relu())

    def sigmoid(self):
        return Value.wrap(self.tensor.sigmoid())

    def backward(self):
        self.tensor.grad = None
        self.tensor.backward()
        self.grad = 1.0


def stack(values):
    return torch.stack([value.tensor for value in values])


def unstack(vector):
    return [Value.wrap(scalar) for scalar in vector.unbind()]
