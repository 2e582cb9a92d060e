"""Finds what is wrong with an instructor's own properties: each finding says what to do.

Cases have to be plain data, the same whenever they are drawn and judged; each property has to catch a mistake, to spare
every right submission and to compare something; a template has to be there for each own module, with nothing done.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import msgspec

from checks.audit import matrix
from checks.audit.records import Audit, FalseAlarm
from checks.audit.redraw import drawn_elsewhere
from checks.audit.run import Tell, audit
from checks.cases import CaseSet, case_set
from checks.drawing import draw, replay
from checks.extras import loading, record
from checks.judge import judge_case
from checks.recipes import made
from checks.registry import Case, Property, as_case, find
from checks.right import REFERENCE, Right
from checks.session import Session
from checks.submissions import read_reference, read_with_template
from checks.verdicts import Status


@dataclasses.dataclass(frozen=True)
class Finding:
    """Something to mend: the id of the property, mistake or module, and a sentence."""

    of: str
    sentence: str


class _NotPlainError(Exception):
    """A case is not what arrives after a journey."""


def verify(rights: Sequence[Right], *, seed: int, profile: str, jobs: int, tell: Tell) -> list[Finding]:
    """What is wrong with the extras in use, by these right submissions."""
    properties = loading.own_properties()
    tell("drawing cases", 0, 0)
    faults = {prop.id: sentence for prop in properties if (sentence := _fault_of_cases(prop, seed, profile))}
    sound = [prop for prop in properties if prop.id not in faults]
    found = [Finding(identifier, sentence) for identifier, sentence in faults.items()]
    found += _differing_draws(sound, seed, profile)
    mistakes = [mistake for mistake in loading.mistakes() if mistake.caught_by not in faults]
    named = [find(mistake.caught_by) for mistake in mistakes]
    judged = {prop.id: prop for prop in [*sound, *named]}
    audited = audit(
        list(judged.values()),
        mistakes,
        rights,
        reference=read_reference(),
        seed=seed,
        profile=profile,
        jobs=jobs,
        is_sample=True,
        tell=tell,
    )
    found += _told(audited, {prop.id for prop in sound})
    found += _differing_judgements(sound, case_set(sound, seed, profile))
    return [*found, *_faults_of_templates(sound, seed, profile)]


def _fault_of_cases(prop: Property, seed: int, profile: str) -> str:
    """Why its cases cannot be used; empty where they can."""

    def proved(drawn: object) -> object:
        if len(prop.variables) != 1 and not isinstance(drawn, tuple | list):
            raise _NotPlainError(f"draws {drawn!r} for {len(prop.variables)} variables; draw a tuple of them")
        _prove_plain(prop, as_case(drawn, len(prop.variables)))
        return drawn

    try:
        for example in prop.examples:
            _prove_plain(prop, example)
        if prop.given is not None:
            replay(dataclasses.replace(prop, given=made(prop.given).map(proved)), seed, profile, lambda _case: None)
    except _NotPlainError as error:
        return str(error)
    except Exception as error:
        return f"cannot be drawn: {type(error).__name__}: {error}; mend what it is given"
    return ""


def _prove_plain(prop: Property, case: Case) -> None:
    if len(case) != len(prop.variables):
        raise _NotPlainError(f"has a case of {len(case)} values for {len(prop.variables)} variables: {case!r}; mend it")
    try:
        arrived = msgspec.msgpack.decode(msgspec.msgpack.encode(case))
    except (TypeError, ValueError, OverflowError) as error:
        raise _NotPlainError(f"has the case {case!r}, which cannot be stored ({error}); {_ADVICE}") from None
    if not _are_same(case, arrived):
        raise _NotPlainError(f"has the case {case!r}, which comes out of storage as {arrived!r}; {_ADVICE}")


_ADVICE = "draw numbers, strings, lists and dictionaries only"


def _are_same(before: object, after: object) -> bool:
    """A tuple arrives as a list, in every case the same; nothing else may change."""
    if isinstance(before, tuple | list) and isinstance(after, list):
        return len(before) == len(after) and all(map(_are_same, before, after))
    if isinstance(before, dict) and isinstance(after, dict):
        return list(before) == list(after) and all(map(_are_same, before.values(), after.values()))
    return type(before) is type(after) and repr(before) == repr(after)


def _differing_draws(properties: Sequence[Property], seed: int, profile: str) -> Iterator[Finding]:
    elsewhere = drawn_elsewhere(record.in_use(), [prop.id for prop in properties], seed, profile)
    for prop in properties:
        pairs = zip_longest(draw(prop, seed, profile), elsewhere[prop.id], fillvalue=())
        different = next((pair for pair in pairs if not _are_same(pair[0], list(pair[1]))), None)
        if different:
            sentence = (
                "draws {!r} here and {!r} in another process; draw small integers and from short lists, all by `draw`"
            )
            yield Finding(prop.id, sentence.format(*different))


def _told(audited: Audit, own: set[str]) -> Iterator[Finding]:
    for result in matrix.missed(audited):
        if result.import_failures:
            yield Finding(result.id, f"cannot be imported ({result.import_failures[0]}); mend what its edit makes")
        else:
            advice = "draw cases that tell it from the reference, or name the property that catches it"
            yield Finding(result.id, f"is not caught by {result.caught_by}, which it names; {advice}")
    sound = [result for result in audited.wrong if not result.import_failures]
    catching = {identifier for result in sound for identifier in result.kills}
    yield from dict.fromkeys(_of(alarm) for alarm in matrix.false_alarms(audited) if alarm.property_id in own)
    for vacuity in matrix.vacuous(audited):
        if vacuity.property_id in own:
            share = f"{vacuity.discriminating} of {vacuity.cases} cases"
            yield Finding(vacuity.property_id, f"compares something on {share} only; draw cases that can show an error")
    for identifier in audited.properties:
        if identifier in own and identifier not in catching and identifier not in audited.justified:
            advice = "add one to MISTAKES, or say in stands_because why it stands"
            yield Finding(identifier, f"catches no mistake; {advice}")


def _of(alarm: FalseAlarm) -> Finding:
    if alarm.status is Status.BROKEN:
        return Finding(alarm.property_id, f"is broken: {alarm.message}; mend it")
    what = "the reference" if alarm.submission == REFERENCE else f"the right submission {alarm.submission}"
    said = f"says {alarm.status.value.replace('_', ' ')} of {what}: {alarm.message}"
    return Finding(alarm.property_id, f"{said}; claim what the contract promises, with its tolerance")


def _differing_judgements(properties: Sequence[Property], cases: CaseSet) -> Iterator[Finding]:
    with Session(read_reference()) as session:
        for prop in properties:
            for case in cases[prop.id]:
                first, second = (_judged(prop, session, case) for _ in range(2))
                if first != second:
                    advice = "what is random belongs in what it is given"
                    yield Finding(prop.id, f"judges {case!r} in two ways, {first} and then {second}; {advice}")
                    break


def _judged(prop: Property, session: Session, case: Case) -> str:
    """What came of a case, and what was asked first: later questions may depend on random answers."""
    finding = judge_case(prop, session.sub, case)
    question = session.sub.asked[0] if session.sub.asked else None
    asked = f" when asked {question.probe}{question.arguments}" if question else ""
    return f"{finding.status.value}{asked}"


def _faults_of_templates(properties: Sequence[Property], seed: int, profile: str) -> Iterator[Finding]:
    own = record.own_modules()
    for module in own:
        if module not in record.template():
            advice = "write what students fill in, with bodies that raise NotImplementedError"
            yield Finding(module, f"has no {record.TEMPLATE}/{module}.py; {advice}")
    cases = case_set(properties, seed, profile)
    with Session(read_with_template()) as session:
        for prop in (prop for prop in properties if prop.of[0].partition(".")[0] in own):
            verdict = session.judge(prop, cases, seed, profile, shrinking_budget=None)
            if verdict.status not in (Status.NOT_ATTEMPTED, Status.BLOCKED):
                said = f"says {verdict.status.value.replace('_', ' ')} of the template, where nothing is written"
                yield Finding(prop.id, f"{said}; name in `of` what it is about")
