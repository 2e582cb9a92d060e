"""Functions with a forward and a backward of their own, and Values, which know the call that made them."""

from .function import Function
from .streaming import Normalizer
from .value import Value

__all__ = ["Function", "Normalizer", "Value"]
