"""Names the mistake that a failing submission makes: the known one that gives the same wrong answers everywhere.

A known mistake is a candidate where the property that it names fails; it is the mistake where every property of its
function passes and fails on the same cases for both, with the same answers. So a right submission is given no name, and
an unknown error none either, as soon as one case tells it from every known one. Where one of the two overflows, the
case is open: styles differ in that.

A cause that gets no name may well be the cause of what else fails in its file: that is given none either, until it is
mended. Where the contract leaves the answers open, they tell so little that this holds after a named cause, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from checks.cases import CaseSet
from checks.causes import Cause, causes
from checks.diagnosis.readings import Agreement, comparisons
from checks.diagnosis.signatures import Known, Signature, depends_on_the_past, readings, scope, told_by
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
    answers = Answers(run, sub, cases)
    found: list[Diagnosis] = []
    explained: set[str] = set()
    unexplained: set[str] = set()
    for cause in causes(run, properties):
        functions = _functions(cause, properties)
        file = functions[0].partition(".")[0]
        if file in unexplained or (file in explained and answers.are_open(properties[cause.verdict.id])):
            continue
        mistakes = _agreeing_in(functions, answers, known)
        if not mistakes and answers.begin_afresh():
            mistakes = _agreeing_in(functions, answers, known)
        if mistakes:
            found.append(_told(cause, mistakes))
        (explained if mistakes else unexplained).add(file)
    return found


class Answers:
    """The wrong answers of the submission, for which it is asked when they are needed, property by property."""

    def __init__(self, run: Run, sub: StandIn, cases: CaseSet) -> None:
        self.verdicts = {verdict.id: verdict for verdict in run.verdicts}
        self.cases = cases
        self.read: Signature = {}
        self._sub = sub
        self._is_fresh = False

    def ask(self, prop: Property) -> None:
        """Reads this property's cases from the first that failed; of a fresh submission, all of them."""
        verdict = self.verdicts[prop.id]
        if prop.id in self.read or not verdict.status.is_wrong:
            return
        first = verdict.cases - 1
        if self._is_fresh:
            self._sub.close()
            first = 0
        self.read[prop.id] = readings(prop, self._sub, self.cases, range(first, len(self.cases[prop.id])))

    def are_open(self, prop: Property) -> bool:
        """Whether the contract leaves open what this property asks for, as the case that failed shows."""
        read = readings(prop, self._sub, self.cases, [self.verdicts[prop.id].cases - 1])
        return all(reading.is_open for reading in read.values())

    def begin_afresh(self) -> bool:
        """Whether the answers depended on what was asked before: each property is now asked of a fresh submission."""
        if self._is_fresh or not (self._has_recovered() or depends_on_the_past(self._sub, self.cases, self.read)):
            return False
        self._is_fresh = True
        self.read.clear()
        return True

    def _has_recovered(self) -> bool:
        """A case that failed when it was judged did not when it was asked again."""
        return any(self.verdicts[identifier].cases - 1 not in read for identifier, read in self.read.items())


def _functions(cause: Cause, properties: Mapping[str, Property]) -> list[str]:
    """The functions that the failures of a cause are about: the root's, then others of the same file, worst first."""
    root = properties[cause.verdict.id].of
    file = root[0].partition(".")[0]
    others = Counter(properties[verdict.id].of[0] for verdict in cause.explains)
    ordered = dict.fromkeys([*root, *(function for function, _ in others.most_common())])
    return [function for function in ordered if function.partition(".")[0] == file][:MAX_FUNCTIONS]


def _agreeing_in(functions: Iterable[str], answers: Answers, known: Known) -> list[Mistake]:
    """The known mistakes in the first of these functions in which any agrees with the submission on every case."""
    agreeing = (_agreeing(function, answers, known) for function in functions)
    return next(filter(None, agreeing), [])


def _agreeing(function: str, answers: Answers, known: Known) -> list[Mistake]:
    """The known mistakes in this function that the submission agrees with on every case.

    Property by property, so that what differs from all of them is asked little.
    """
    verdicts = answers.verdicts
    failed = {prop.id for prop in scope(function) if prop.id in verdicts and verdicts[prop.id].status.is_wrong}
    candidates = [mistake for mistake in known.mistakes_of(function) if mistake.caught_by in failed]
    told = {mistake.id: told_by(mistake) & verdicts.keys() for mistake in candidates}
    judged = [prop for prop in scope(function) if any(prop.id in ids for ids in told.values())]
    if not candidates or not all(_is_comparable(verdicts[prop.id]) for prop in judged):
        return []
    signatures = known.signatures(function, candidates)

    def counts(mistake: Mistake, ids: set[str]) -> Counter[Agreement]:
        return agreements(answers.read, signatures[mistake.id], mistake, ids & told[mistake.id], answers.cases)

    for prop in judged:
        answers.ask(prop)
        candidates = [m for m in candidates if not counts(m, {prop.id})[Agreement.DIFFERENT]]
        if not candidates:
            return []
    return [m for m in candidates if are_same(counts(m, told[m.id]))]


def agreements(
    one: Signature, other: Signature, mistake: Mistake, told: Iterable[str], cases: CaseSet
) -> Counter[Agreement]:
    """What the cases of these properties say: does the one make this mistake, which the other is known to make?"""
    return Counter(
        agreement
        for identifier in told
        for agreement in comparisons(
            one.get(identifier, {}), other.get(identifier, {}), len(cases[identifier]), varies=mistake.varies
        )
    )


def are_same(counts: Counter[Agreement]) -> bool:
    """No case tells two submissions apart, and a third of those that fail say that they are the same, or more."""
    return not counts[Agreement.DIFFERENT] and 2 * counts[Agreement.SAME] >= max(1, counts[Agreement.OPEN])


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
