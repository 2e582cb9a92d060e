"""What test modules import: kinds of fixtures, a short way to a verdict, and `given` for the suite's strategies."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import hypothesis

from checks import properties as _registers_them  # noqa: F401
from checks.cases import CaseSet, InTime
from checks.recipes import made
from checks.registry import Property, all_properties
from checks.relay import Relay
from checks.standin import LocalStandIn
from checks.submissions import read_reference
from checks.verdicts import Verdict
from checks.worker.loading import Code, Sources
from checks.worker.lockdown import Limits


@functools.cache
def cases_of(seed: int, profile: str) -> CaseSet:
    """The cases of all our properties, each drawn or read from the store when it is first asked for."""
    return InTime(all_properties(), seed, profile)


class Submit(Protocol):
    """Writes a submission's files and reads them as crosscheck does."""

    def __call__(self, **files: str) -> Sources: ...


class MakeProperty(Protocol):
    """Makes a property without registering it; its topic is `toy`."""

    def __call__(self, holds: Callable[..., None], **options: Any) -> Property: ...


@contextmanager
def local_reference() -> Iterator[LocalStandIn]:
    """The reference, loaded into this process."""
    code = Code(read_reference())
    try:
        sub = LocalStandIn(code)
        for module in code.sources.modules:
            sub.import_module(module)
        yield sub
    finally:
        code.unload()


def verdict_of(relay: Relay, sources: Sources, prop: Property, cases: CaseSet, limits: Limits | None = None) -> Verdict:
    """The verdict on a wrong submission of our own, all of whose files have to be importable."""
    with relay.session(sources, limits) as session:
        assert session.import_failures == {}, session.import_failures
        return session.judge(prop, cases, 0, "quick", shrinking_budget=None)


def given(*strategies: Any, **named: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Hypothesis's `given`, which takes the recipes of the suite too."""
    return hypothesis.given(*map(made, strategies), **{name: made(strategy) for name, strategy in named.items()})
