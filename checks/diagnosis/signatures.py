"""The wrong answers of a submission about one function of the contract, case by case; stored for known mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import msgspec

from checks import cases as storage
from checks.cases import CaseSet
from checks.diagnosis.readings import Agreement, Reading, compare, reading_of
from checks.extras import record as extras
from checks.judge import judge_case
from checks.mistakes import Mistake, apply
from checks.pool import spread
from checks.registry import CASE_DEADLINE_S, Property, all_properties, find
from checks.relay import Relay
from checks.session import Session
from checks.standin import StandIn
from checks.submissions import read_reference
from checks.verdicts import Status
from checks.worker.loading import Sources

Signature = dict[str, dict[int, Reading]]
"""For each property that failed, by its id: what was read on each case that went wrong, by its number from 0."""

MAX_TIMEOUTS = 2
"""Where a property hangs so often, its further cases are not asked."""

_decode = msgspec.msgpack.Decoder(dict[str, Signature]).decode


def function_of(mistake: Mistake) -> str:
    """The function of the contract that a mistake is about: what the property that catches it is of."""
    return find(mistake.caught_by).of[0]


def scope(function: str) -> list[Property]:
    """The properties of a function."""
    return [prop for prop in all_properties() if prop.of[0] == function]


def told_by(mistake: Mistake) -> set[str]:
    """The ids of the properties that a mistake is told by: the one that it names, and its function's others.

    Without stretch goals, which a right submission may miss, and without those that take long for a single case.
    """
    return {
        prop.id
        for prop in scope(function_of(mistake))
        if prop.id == mistake.caught_by
        or (prop.tier == "core" and (prop.given is not None or prop.deadline_s <= CASE_DEADLINE_S))
    }


def readings(prop: Property, sub: StandIn, cases: CaseSet, numbers: Iterable[int]) -> dict[int, Reading]:
    """What goes wrong on the cases with these numbers, from 0."""
    found: dict[int, Reading] = {}
    timeouts = 0
    for number in numbers:
        finding = judge_case(prop, sub, cases[prop.id][number])
        if finding.status.is_wrong:
            found[number] = reading_of(finding, sub.asked, sub.answers)
        timeouts += finding.status is Status.TIMED_OUT
        if timeouts >= MAX_TIMEOUTS:
            break
    return found


def depends_on_the_past(sub: StandIn, cases: CaseSet, found: Signature) -> bool:
    """Some case that went wrong goes wrong in another way when it is asked again: something is kept from call to call.

    One case of each property is asked, and none where the contract leaves the answers open, which tells nothing.
    """
    for identifier, read in found.items():
        number, before = next(iter(read.items()), (0, None))
        if before is None or before.is_open or before.atoms is None:
            continue
        again = readings(find(identifier), sub, cases, [number]).get(number)
        if compare(before, again) is not Agreement.SAME:
            return True
    return False


class Known:
    """The signatures of the mistakes of the bank on one case set, function by function, computed once and stored.

    Args:
        mistakes: the bank.
        cases: the case set.
        seed, profile: what it is called.
        folder: where signatures are stored; beside the case sets by default.
        jobs: how many processes compute them.
    """

    def __init__(
        self,
        mistakes: Sequence[Mistake],
        cases: CaseSet,
        *,
        seed: int,
        profile: str,
        folder: Path | None = None,
        jobs: int = 1,
    ) -> None:
        self._of_function: dict[str, list[Mistake]] = {}
        for mistake in mistakes:
            self._of_function.setdefault(function_of(mistake), []).append(mistake)
        self._cases = cases
        self._seed, self._profile = seed, profile
        self._folder = folder or storage.cache_folder()
        self._jobs = jobs

    def mistakes_of(self, function: str) -> list[Mistake]:
        """The known mistakes in this function."""
        return self._of_function.get(function, [])

    def signatures(self, function: str, mistakes: Sequence[Mistake]) -> Mapping[str, Signature]:
        """The signatures of these mistakes in this function, by their ids; what is not stored yet is computed."""
        reference = read_reference()
        suite = storage.suite_fingerprint()
        if any(prop.section in extras.topics() for prop in scope(function)):
            suite += f"-{extras.digest()}"
        path = self._folder / f"{suite}-{self._seed}-{self._profile}-{function}.mistakes.msgpack"
        stored = _kept(path)
        digests = {mistake.id: f"{mistake.id} {_digest(mistake, reference)}" for mistake in mistakes}
        missing = [mistake for mistake in mistakes if digests[mistake.id] not in stored]
        if missing:
            properties = scope(function)
            cases = self._cases_of(properties)
            context = _Context(cases, properties, reference)
            computed = dict(spread(_signature_of, context, missing, min(self._jobs, len(missing))))
            context.relay.close()
            stored |= {digests[identifier]: signature for identifier, signature in computed.items()}
            storage.store(path, msgspec.msgpack.encode(stored))
        return {identifier: stored[digest] for identifier, digest in digests.items()}

    def _cases_of(self, properties: Sequence[Property]) -> CaseSet:
        """The cases of these, also where a submission is checked by some of them only."""
        rest = storage.case_set([prop for prop in properties if prop.id not in self._cases], self._seed, self._profile)
        return {prop.id: rest[prop.id] if prop.id in rest else self._cases[prop.id] for prop in properties}


def _kept(path: Path) -> dict[str, Signature]:
    """What is stored there, by name and digest of each mistake; nothing, where that was written another way."""
    kept = storage.stored(path)
    try:
        return {} if kept is None else _decode(kept)
    except msgspec.DecodeError:
        return {}


@dataclass
class _Context:
    """What the computing processes share."""

    cases: CaseSet
    properties: Sequence[Property]
    reference: Sources
    relay: Relay = field(default_factory=Relay)


def _signature_of(context: _Context, mistake: Mistake) -> tuple[str, Signature]:
    told = told_by(mistake)
    properties = [prop for prop in context.properties if prop.id in told]
    sources = apply(mistake, context.reference)
    with context.relay.session(sources) as session:
        found = _readings_of(context, session, properties)
        is_steady = not depends_on_the_past(session.sub, context.cases, found)
    if not is_steady:
        for prop in properties:  # as if nothing had been asked before
            with context.relay.session(sources) as session:
                found |= _readings_of(context, session, [prop])
    return mistake.id, {identifier: read for identifier, read in found.items() if read}


def _readings_of(context: _Context, session: Session, properties: Sequence[Property]) -> Signature:
    return {
        prop.id: readings(prop, session.sub, context.cases, range(len(context.cases[prop.id]))) for prop in properties
    }


def _digest(mistake: Mistake, reference: Sources) -> str:
    """Changes with the mistake, with the reference that it is an edit of, and with how answers are read."""
    files = apply(mistake, reference).files
    return storage.digest_of(_how_answers_are_read() + b"".join(files[name][1] for name in sorted(files)))


@cache
def _how_answers_are_read() -> bytes:
    home = Path(__file__).parent
    files = [*sorted(home.glob("*.py")), home.parent / "expect.py", home.parent / "judge.py"]
    return b"".join(file.read_bytes() for file in files)
