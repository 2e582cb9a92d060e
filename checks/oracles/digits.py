"""Arithmetic in 50 digits: what mpmath does, imported at the first call."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def mp() -> Any:
    """mpmath, in 50 digits."""
    import mpmath

    context = mpmath.MPContext()
    context.dps = 50
    return context
