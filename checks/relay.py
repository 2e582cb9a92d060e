"""Passes one worker on from submission to submission of our own bank; a student's gets one of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from checks.session import Session
from checks.worker.client import Worker
from checks.worker.loading import Sources
from checks.worker.lockdown import Limits


class Relay:
    """The sessions of many submissions, one after the other, without the start of a process for each."""

    def __init__(self) -> None:
        self._worker: Worker | None = None
        self._limits: Limits | None = None

    @contextmanager
    def session(self, sources: Sources, limits: Limits | None = None) -> Iterator[Session]:
        """The session of the next submission; a worker that hung or died, or had other limits, is replaced."""
        if limits != self._limits:
            self.close()
            self._limits = limits
        session, self._worker = Session(sources, limits, worker=self._worker), None
        try:
            yield session
            self._worker = session.release()
        finally:
            session.close()

    def close(self) -> None:
        """Ends the worker."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None
