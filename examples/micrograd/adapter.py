"""The engine of micrograd as it is: nothing is added to it, and nothing changed."""

from micrograd.engine import Value

__all__ = ["Value"]
