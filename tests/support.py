"""What test modules import: the kinds of the fixtures in conftest.py, and a short way to a verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from checks.cases import CaseSet
from checks.registry import Property
from checks.relay import Relay
from checks.verdicts import Verdict
from checks.worker.loading import Sources


class Submit(Protocol):
    """Writes a submission's files and reads them as crosscheck does."""

    def __call__(self, **files: str) -> Sources: ...


class MakeProperty(Protocol):
    """Makes a property without registering it; its topic is `toy`."""

    def __call__(self, holds: Callable[..., None], **options: Any) -> Property: ...


def verdict_of(relay: Relay, sources: Sources, prop: Property, cases: CaseSet) -> Verdict:
    """The verdict on a wrong submission of our own, all of whose files have to be importable."""
    with relay.session(sources) as session:
        assert session.import_failures == {}
        return session.judge(prop, cases, 0, "quick", shrinking_budget=None)
