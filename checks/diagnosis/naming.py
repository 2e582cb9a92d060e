"""Names the mistake that a failing submission makes: the known one that gives the same wrong answers everywhere.

A known mistake is a candidate where the property that it names fails; it is the mistake where every property of its
function passes and fails on the same cases for both, with the same answers. So a right submission is given no name, and
an unknown error none either, as soon as one case tells it from every known one. Where one of the two overflows, the
case is open: styles differ in that.
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
    found, files = [], set()
    for cause in causes(run, properties):
        functions = _functions(cause, properties)
        file = functions[0].partition(".")[0]
        mistakes = _agreeing_in(functions, answers, known, is_first=file not in files)
        if not mistakes and answers.begin_afresh():
            mistakes = _agreeing_in(functions, answers, known, is_first=file not in files)
        if mistakes:
            found.append(_told(cause, mistakes))
        files.add(file)
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

    def begin_afresh(self) -> bool:
        """Whether the answers depended on what was asked before: each property is now asked of a fresh submission."""
        if self._is_fresh or not depends_on_the_past(self._sub, self.cases, self.read):
            return False
        self._is_fresh = True
        self.read.clear()
        return True


def _functions(cause: Cause, properties: Mapping[str, Property]) -> list[str]:
    """The functions that the failures of a cause are about: the root's, then others of the same file, worst first."""
    root = properties[cause.verdict.id].of[0]
    file = root.partition(".")[0]
    others = Counter(properties[verdict.id].of[0] for verdict in cause.explains)
    same_file = [function for function, _ in others.most_common() if function.partition(".")[0] == file]
    return list(dict.fromkeys([root, *same_file]))[:MAX_FUNCTIONS]


def _agreeing_in(functions: Iterable[str], answers: Answers, known: Known, *, is_first: bool) -> list[Mistake]:
    """The known mistakes in the first of these functions in which any agrees with the submission on every case."""
    agreeing = (_agreeing(function, answers, known, is_first=is_first) for function in functions)
    return next(filter(None, agreeing), [])


def _agreeing(function: str, answers: Answers, known: Known, *, is_first: bool) -> list[Mistake]:
    """The known mistakes in this function that the submission agrees with on every case.

    Property by property, so that what differs from all of them is asked little. Open answers tell so little that
    only the first cause of a file is named by them: it may well be the cause of the others.
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
        is_open = any(reading.is_open for reading in answers.read.get(prop.id, {}).values())
        candidates = [m for m in candidates if not counts(m, {prop.id})[Agreement.DIFFERENT]]
        if not candidates or (is_open and not is_first):
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
    """No case tells two submissions apart, and most of those that fail say that they are the same."""
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
