"""What can be stacked: modules find their own Values, wherever they stand among their attributes."""

from .base import Module, Parameters
from .linear import Embedding, Linear
from .stack import Activation, Concatenate, Lookup, Sequential

__all__ = ["Activation", "Concatenate", "Embedding", "Linear", "Lookup", "Module", "Parameters", "Sequential"]
