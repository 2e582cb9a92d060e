"""Names the mistake that a failing submission makes: the known one that gives the same wrong answers everywhere.

A known mistake is a candidate where the property that it names fails; it is the mistake where every property of its
function passes and fails on the same cases for both, with the same answers. So a right submission is given no name, and
an unknown error none either, as soon as one case tells it from every known one. Where one of the two overflows, the
case is open: styles differ in that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from checks.cases import CaseSet
from checks.causes import Cause, causes
from checks.diagnosis.readings import Agreement, compare, compare_open
from checks.diagnosis.signatures import Known, Signature, readings, scope, told_by
from checks.mistakes import Mistake
from checks.registry import Property
from checks.standin import StandIn
from checks.verdicts import Diagnosis, Run, Status, Verdict

LIKELIEST_FIRST = ("classic", "subtle", "trap", "corner")
MAX_FUNCTIONS = 4
"""How many functions are looked into for one cause, the root's own first."""


def diagnose(
    run: Run, sub: StandIn, known: Known, properties: Mapping[str, Property], cases: CaseSet
) -> list[Diagnosis]:
    """For each root cause of a run the known mistake that it is, where there is one.

    `sub` is the submission, which is asked about the cases after the first failing one.
    """
    verdicts = {verdict.id: verdict for verdict in run.verdicts}
    asked: Signature = {}
    found = []
    for cause in causes(run, properties):
        for function in _functions(cause, properties):
            mistakes = _agreeing(function, verdicts, sub, known, cases, asked)
            if mistakes:
                found.append(_told(cause, mistakes))
                break
    return found


def _functions(cause: Cause, properties: Mapping[str, Property]) -> list[str]:
    """The functions that the failures of a cause are about: the root's, then others of the same file."""
    root = properties[cause.verdict.id].of[0]
    file = root.partition(".")[0]
    others = [properties[verdict.id].of[0] for verdict in cause.explains]
    same_file = [function for function in others if function.partition(".")[0] == file]
    return list(dict.fromkeys([root, *same_file]))[:MAX_FUNCTIONS]


def _agreeing(
    function: str,
    verdicts: Mapping[str, Verdict],
    sub: StandIn,
    known: Known,
    cases: CaseSet,
    asked: Signature,
) -> list[Mistake]:
    """The known mistakes in this function that the submission agrees with on every case.

    Property by property, so that what differs from all of them is asked little; `asked` remembers what was.
    """
    failed = {prop.id for prop in scope(function) if prop.id in verdicts and verdicts[prop.id].status.is_wrong}
    candidates = [mistake for mistake in known.mistakes_of(function) if mistake.caught_by in failed]
    told = {mistake.id: told_by(mistake) & verdicts.keys() for mistake in candidates}
    judged = [prop for prop in scope(function) if any(prop.id in ids for ids in told.values())]
    if not candidates or not all(_is_comparable(verdicts[prop.id]) for prop in judged):
        return []
    signatures = known.signatures(function, candidates)
    for prop in judged:
        if prop.id in failed and prop.id not in asked:
            asked[prop.id] = readings(prop, sub, cases, range(verdicts[prop.id].cases - 1, len(cases[prop.id])))
        candidates = [m for m in candidates if not tells_apart(prop.id, asked, signatures[m.id], told[m.id])]
        if not candidates:
            return []
    return [m for m in candidates if is_same(asked, signatures[m.id], told[m.id])]


def tells_apart(identifier: str, one: Signature, other: Signature, told: set[str]) -> bool:
    """A property tells two submissions apart, on one case at least."""
    return identifier in told and Agreement.DIFFERENT in _comparisons(identifier, one, other)


def is_same(one: Signature, other: Signature, told: set[str]) -> bool:
    """No case of these properties tells the two apart, and most of those that fail say that they are the same."""
    counts = Counter(comparison for identifier in told for comparison in _comparisons(identifier, one, other))
    return not counts[Agreement.DIFFERENT] and counts[Agreement.SAME] >= max(1, counts[Agreement.OPEN])


def _comparisons(identifier: str, one: Signature, other: Signature) -> Iterator[Agreement]:
    mine, theirs = one.get(identifier, {}), other.get(identifier, {})
    if any(reading.is_open for reading in [*mine.values(), *theirs.values()]):
        yield compare_open(mine.values(), theirs.values())
        return
    for number in mine.keys() | theirs.keys():
        yield compare(mine.get(number), theirs.get(number))


def _is_comparable(verdict: Verdict) -> bool:
    return verdict.status is Status.PASSED or verdict.status.is_wrong


def _told(cause: Cause, mistakes: Sequence[Mistake]) -> Diagnosis:
    first, *others = sorted(mistakes, key=lambda mistake: LIKELIEST_FIRST.index(mistake.kind))
    return Diagnosis(
        property_id=cause.verdict.id,
        mistake=first.id,
        story=first.story,
        hint=first.hint,
        others=[mistake.id for mistake in others],
    )
