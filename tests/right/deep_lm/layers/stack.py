"""Sequential, and what stands between layers with weights."""

from itertools import chain

from ..engine import Value
from .base import Module


class Lookup(Module):
    """From indices to rows."""

    def __init__(self, embedding):
        self.table = embedding

    def __call__(self, indices):
        return [self.table(idx) for idx in indices]


class Concatenate(Module):
    def __call__(self, rows):
        return list(chain(*rows))


class Activation(Module):
    def __init__(self, name):
        self.function = getattr(Value, name)

    def __call__(self, x):
        return [self.function(unit) for unit in x]


class Sequential(Module):
    def __init__(self, *modules):
        self.modules = modules

    def __call__(self, x):
        for module in self.modules:
            x = module(x)
        return x

    def __getitem__(self, i):
        return self.modules[i]
