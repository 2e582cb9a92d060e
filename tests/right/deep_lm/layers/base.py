"""A module's parameters are all Values in its attributes, in those of its modules, and in lists of any depth."""

from collections.abc import Sequence

from ..engine import Value


class Parameters(Sequence):
    """A list that nobody can append to."""

    def __init__(self, values):
        self._values = tuple(dict.fromkeys(values))  # each once

    def __len__(self):
        return len(self._values)

    def __getitem__(self, i):
        return self._values[i]


class Module:
    def parameters(self):
        return Parameters(values_in(vars(self)))

    def zero_grad(self):
        for value in self.parameters():
            value.grad = 0.0


def values_in(thing):
    if isinstance(thing, Value):
        yield thing
    elif isinstance(thing, Module):
        yield from thing.parameters()
    elif isinstance(thing, dict):
        for part in thing.values():
            yield from values_in(part)
    elif isinstance(thing, list | tuple):
        for part in thing:
            yield from values_in(part)
