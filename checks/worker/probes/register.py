"""The table of probes by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])
PROBES: dict[str, Callable[..., object]] = {}


def probe(function: Function) -> Function:
    """Registers a probe under its name. Raises ValueError if the name is taken."""
    if function.__name__ in PROBES:
        raise ValueError(f"two probes are called {function.__name__}")
    PROBES[function.__name__] = function
    return function
