"""The assignment's door to the engine."""

from .engine import Value

__all__ = ["Value"]
