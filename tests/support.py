"""What test modules import: the kinds of the fixtures in conftest.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from checks.registry import Property
from checks.worker.loading import Sources


class Submit(Protocol):
    """Writes a submission's files and reads them as crosscheck does."""

    def __call__(self, **files: str) -> Sources: ...


class MakeProperty(Protocol):
    """Makes a property without registering it; its topic is `toy`."""

    def __call__(self, holds: Callable[..., None], **options: Any) -> Property: ...
