"""Grades a class on a cluster of dask.distributed: submissions and cases travel as data, gradings come back as data.

The client reads submissions and writes the gradebook; a worker of the cluster judges one submission at a time. What all
submissions share is a result that the scheduler keeps, so that each worker fetches it once, and one that joins later
does too. dask itself is imported where the first connection is made.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import time
import warnings
from asyncio import CancelledError as LoopCancelledError
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from checks import properties as _registers_them  # noqa: F401
from checks import sealing
from checks.checking import versions
from checks.extras import loading as extras
from checks.extras.record import Extra, in_use
from checks.grading.grade import Grader, digest_of, judged, read
from checks.grading.records import ClassRun, Entry, Grading, Submission
from checks.processors import on_one_processor
from checks.registry import find
from checks.verdicts import Seal
from checks.worker.loading import Sources
from checks.worker.lockdown import Limits

if TYPE_CHECKING:
    from distributed import Client, Future, Worker

PATIENCE_S = 120.0
"""How long a scheduler may be away, or be without any worker, before the run is given up."""

LOOK_S = 2.0
"""How often it is looked for workers while no grading comes."""

MAX_UNDER_WAY, MAX_BYTES_UNDER_WAY = 1000, 64 * 2**20
"""So many submissions, and so many bytes of them, are with the cluster at a time."""

KILLED = "the judge was killed over it, again and again, for want of memory perhaps; grade it on a larger machine"

_encode = msgspec.msgpack.Encoder().encode


class ClusterError(Exception):
    """The cluster cannot be used; the message is one sentence with the remedy."""


class _SchedulerLostError(Exception):
    """The scheduler ended, and has forgotten what it was given."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What all submissions of a class are judged with, as it travels: hand-picked cases come with the properties.

    An instructor's own travel as texts, and take part where they arrive. The seed is text, since it may have more bits
    than a number on its way.
    """

    seed: str
    run: ClassRun
    cases: dict[str, list[tuple[object, ...]]]
    reference: Sources
    limits: Limits | None
    extras: tuple[Extra, ...] = ()


class Cluster:
    """The workers of one scheduler.

    Args:
        address: of the scheduler, such as `tcp://10.0.0.1:8786`.
        patience_s: how long it may be away, or be without any worker.
    """

    def __init__(self, address: str, patience_s: float | None = None) -> None:
        self.address = address
        self._patience_s = PATIENCE_S if patience_s is None else patience_s

    def seal(self) -> Seal:
        """What holds on every worker that is there now. Raises ClusterError, also where one of them cannot judge."""
        seals: list[Seal] = []
        while not seals:  # all that there were may be lost while they are asked
            with self._connected() as client:
                told = client.run(introduce, _installed(), on_error="return")
            for worker, answer in told.items():
                if isinstance(answer, ClusterError):
                    raise answer
                if isinstance(answer, bytes):
                    seals.append(msgspec.msgpack.decode(answer, type=Seal))
                elif not isinstance(answer, OSError):  # that is what a lost connection is
                    raise ClusterError(_failed(f"worker {worker}", answer))
        return weakest(seals)

    def graded(self, grader: Grader, entries: Sequence[Entry]) -> Iterator[Grading]:
        """What comes of each submission, in the order in which they get ready. Raises ClusterError.

        Where the scheduler is lost, what has not come back is handed to the one that takes its place.
        """
        context = packed(grader)
        left = {entry.key: entry for entry in entries}
        while left:
            with contextlib.suppress(_SchedulerLostError), self._connected() as client:
                for grading in _Round(client, context, self._patience_s).gradings(list(left.values())):
                    del left[grading.key]
                    yield grading

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Client]:
        """A client of a scheduler that has a worker."""
        try:
            from distributed import Client
        except ImportError:
            raise ClusterError("--scheduler needs dask.distributed; pip install 'crosscheck[cluster]'") from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is lost is told of here
        give_up = time.monotonic() + self._patience_s
        try:
            client = Client(self.address, timeout=self._patience_s, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"no scheduler answers at {self.address} ({error}); start one, and the same command carries on"
            ) from None
        try:
            try:
                client.wait_for_workers(1, timeout=max(1.0, give_up - time.monotonic()))
            except TimeoutError:
                raise ClusterError(_without_workers(self._patience_s)) from None
            yield client
        finally:
            client.close(timeout=LOOK_S)


class _Round:
    """What one scheduler is given, until all of it has come back or the scheduler is lost."""

    def __init__(self, client: Client, context: bytes, patience_s: float) -> None:
        self._client = client
        self._patience_s = patience_s
        self._context = client.submit(bytes, context, pure=False)  # a task, so that it is made anew where it is lost
        self._done: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._under_way: dict[Future, tuple[Submission, int]] = {}
        self._bytes = 0

    def gradings(self, entries: Sequence[Entry]) -> Iterator[Grading]:
        """In the order in which they get ready. Raises ClusterError, _SchedulerLostError."""
        waiting = iter(entries)
        has_more = True
        while has_more or self._under_way:
            while has_more and len(self._under_way) < MAX_UNDER_WAY and self._bytes < MAX_BYTES_UNDER_WAY:
                entry = next(waiting, None)
                has_more = entry is not None
                found = read(entry) if entry else None
                if isinstance(found, Grading):
                    yield found
                elif found is not None:
                    self._hand_over(found)
            if self._under_way:
                yield self._next()

    def _hand_over(self, submission: Submission) -> None:
        data = _encode(submission)
        future = self._client.submit(judge, self._context, data, pure=False)
        self._under_way[future] = submission, len(data)
        self._bytes += len(data)
        future.add_done_callback(self._done.put)

    def _next(self) -> Grading:
        """The next grading that is ready."""
        future = self._wait()
        submission, size = self._under_way.pop(future)
        self._bytes -= size
        from distributed import KilledWorker
        from distributed.comm import CommClosedError

        try:
            return msgspec.msgpack.decode(future.result(), type=Grading)
        except KilledWorker:
            digest = digest_of(submission.sources)
            return Grading(key=submission.key, student=submission.student, digest=digest, reason=KILLED)
        except (CancelledError, LoopCancelledError, CommClosedError):
            raise _SchedulerLostError from None
        except ClusterError:
            raise
        except Exception as error:
            raise ClusterError(_failed(f"the worker that judged {submission.key}", error)) from error

    def _wait(self) -> Future:
        """The next future that has ended in whatever way; looks for the scheduler and for workers in the meantime."""
        last_seen = time.monotonic()
        while True:
            with contextlib.suppress(queue.Empty):
                return self._done.get(timeout=LOOK_S)
            if self._client.status != "running":
                raise _SchedulerLostError
            if self._client.scheduler_info()["workers"]:
                last_seen = time.monotonic()
            if time.monotonic() - last_seen > self._patience_s:
                raise ClusterError(_without_workers(self._patience_s))


def packed(grader: Grader) -> bytes:
    """What every submission is graded with, as it travels."""
    cases = {prop.id: grader.cases[prop.id][len(prop.examples) :] for prop in grader.properties}
    return _encode(
        Context(
            seed=str(grader.run.seed),
            run=msgspec.structs.replace(grader.run, seed=0),
            cases=cases,
            reference=grader.reference,
            limits=grader.limits,
            extras=in_use(),
        )
    )


def unpacked(context: bytes) -> Grader:
    """The same grader, made of what has arrived and of the properties that are here."""
    given = msgspec.msgpack.decode(context, type=Context)
    if given.extras != in_use():
        extras.use(given.extras)
    properties = [find(identifier) for identifier in given.cases]
    cases = {prop.id: [*prop.examples, *given.cases[prop.id]] for prop in properties}
    run = msgspec.structs.replace(given.run, seed=int(given.seed))
    return Grader(run, properties, cases, given.reference, given.limits)


def _installed() -> dict[str, str]:
    """The versions of what has to be there on every machine: all but an instructor's own, which travel."""
    return {name: version for name, version in versions().items() if name != "properties"}


def weakest(seals: Sequence[Seal]) -> Seal:
    """What holds under all of these seals."""
    deeds = list(dict.fromkeys(deed for seal in seals for deed in seal.open))
    return Seal(
        layers=[layer for layer in seals[0].layers if all(layer in seal.layers for seal in seals)],
        stopped=[deed for deed in seals[0].stopped if deed not in deeds],
        open=deeds,
    )


def introduce(wanted: Mapping[str, str], dask_worker: Worker | None = None) -> bytes:
    """Runs in a worker of the cluster: how well it seals submissions off. Raises ClusterError where it cannot judge.

    `dask_worker` is filled in by dask where this runs outside of a task.
    """
    from distributed import get_worker

    worker = dask_worker or get_worker()
    threads, own = worker.state.nthreads, versions()
    if threads != 1:
        raise ClusterError(
            f"worker {worker.address} has {threads} threads, and a judge needs a process of its own; "
            f"start it with `dask worker ADDRESS --nworkers {threads} --nthreads 1`"
        )
    other = [
        f"{name} {own.get(name)} instead of {version}" for name, version in wanted.items() if own.get(name) != version
    ]
    if other:
        raise ClusterError(f"worker {worker.address} has {', '.join(other)}; install the same there as here")
    return _encode(sealing.examine())


def judge(context: bytes, submission: bytes) -> bytes:
    """Runs in a worker of the cluster: the grading of one submission."""
    grader = _grader(context)
    with on_one_processor():
        return _encode(judged(grader, msgspec.msgpack.decode(submission, type=Submission)))


@lru_cache(maxsize=1)
def _grader(context: bytes) -> Grader:
    """Unpacked once for each worker, which proves first that it may judge for this class."""
    warnings.filterwarnings("ignore", message="Do not use the `random` module inside strategies")  # dask's threads do
    grader = unpacked(context)
    installed = {name: version for name, version in grader.run.versions.items() if name in versions()}
    seal = msgspec.msgpack.decode(introduce(installed), type=Seal)
    more = [deed for deed in seal.open if not grader.run.seal or deed not in grader.run.seal.open]
    if more:
        raise ClusterError(f"a worker that joined later could {', '.join(more)}, unlike the first ones; end that one")
    return grader


def _failed(what: str, error: object) -> str:
    return f"{what} failed ({error!r}); every machine needs the same `crosscheck[cluster]`"


def _without_workers(patience_s: float) -> str:
    return f"the scheduler had no worker for {patience_s:g} s; start some, and the same command carries on"
