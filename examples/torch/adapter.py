"""PyTorch behind the names of the contract: a Value is a scalar tensor, and losses are PyTorch's own functions.

PyTorch sets `.grad` of the output itself only where it is kept, has no number for a gradient that nothing reached, and
indexes by tensors: that is all that is adapted.
"""

import operator

import torch
import torch.nn.functional as f


class Value:
    def __init__(self, data):
        self.tensor = torch.tensor(data, dtype=torch.float64, requires_grad=True)

    @staticmethod
    def of(tensor):
        value = Value.__new__(Value)
        value.tensor = tensor
        tensor.retain_grad()
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

    def backward(self):
        self.tensor.grad = None
        self.tensor.backward()
        self.grad = 1.0


def binary(operation):
    def ahead(a, b):
        return Value.of(operation(a.tensor, b.tensor if isinstance(b, Value) else b))

    def behind(b, a):
        return Value.of(operation(a, b.tensor))

    return ahead, behind


def unary(function):
    return lambda self: Value.of(function(self.tensor))


for name in ("add", "sub", "mul", "truediv"):
    ahead, behind = binary(getattr(operator, name))
    setattr(Value, f"__{name}__", ahead)
    setattr(Value, f"__r{name}__", behind)
Value.__pow__ = lambda self, exponent: Value.of(self.tensor**exponent)
Value.__neg__ = lambda self: Value.of(-self.tensor)
for name in ("exp", "log", "tanh", "relu", "sigmoid"):
    setattr(Value, name, unary(getattr(torch, name)))


def stacked(values):
    return torch.stack([value.tensor for value in values])


def log_sum_exp(logits):
    return Value.of(torch.logsumexp(stacked(logits), 0))


def softmax(logits, temperature=1.0):
    return [Value.of(prob) for prob in torch.softmax(stacked(logits) / temperature, 0).unbind()]


def target_of(logits, target_idx):
    return torch.tensor(range(len(logits))[target_idx] if target_idx >= 0 else len(logits))


def cross_entropy_loss(logits, target_idx):
    return Value.of(f.cross_entropy(stacked(logits), target_of(logits, target_idx)))


def cross_entropy_grad(logits, target_idx):
    z = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
    f.cross_entropy(z, target_of(logits, target_idx)).backward()
    return z.grad.tolist()


class Arrays:
    """The same on arrays."""

    @staticmethod
    def log_sum_exp(logits):
        return torch.logsumexp(torch.from_numpy(logits), 1).numpy()

    @staticmethod
    def softmax(logits):
        return torch.softmax(torch.from_numpy(logits), 1).numpy()

    @staticmethod
    def log_softmax(logits):
        return torch.log_softmax(torch.from_numpy(logits), 1).numpy()

    @staticmethod
    def cross_entropy(logits, targets):
        return f.cross_entropy(torch.from_numpy(logits), torch.from_numpy(targets)).item()

    @staticmethod
    def cross_entropy_grad(logits, targets):
        z = torch.from_numpy(logits).clone().requires_grad_()
        f.cross_entropy(z, torch.from_numpy(targets)).backward()
        return z.grad.numpy()
