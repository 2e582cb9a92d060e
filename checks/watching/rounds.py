"""What is known of a submission that changes: verdicts, and which of them are older than the last change.

A round judges what a change may affect: first what is about the changed functions, then smaller cases for what of that
failed, then the rest. Whoever drives it may stop it after any verdict and begin another; what was left over joins that.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from checks.cases import CaseSet
from checks.causes import causes
from checks.checking import versions
from checks.processors import on_one_processor
from checks.registry import Property
from checks.session import Session
from checks.shrinking import USUAL
from checks.verdicts import ImportFailure, Run, Status, Verdict
from checks.watching.affected import NOTHING, Change, change
from checks.worker.loading import Sources


@dataclass(frozen=True)
class Watched:
    """All that is known at one moment.

    `run` holds the verdicts, `stale` the ids of those that are from before the last change. `problem` is why the
    submission cannot be read, where that is so; then every verdict is from before.
    """

    run: Run
    stale: frozenset[str] = frozenset()
    change: Change = NOTHING
    problem: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be judged."""
        return not self.stale and not self.problem


class Rounds:
    """Judges a submission by these properties, again and again.

    Args:
        properties: what is asked.
        cases: their cases, of this seed and profile, read once.
    """

    def __init__(self, properties: Sequence[Property], cases: CaseSet, *, seed: int, profile: str) -> None:
        self.problem = ""
        self.change = NOTHING
        self._properties = {prop.id: prop for prop in properties}
        self._cases = cases
        self._seed, self._profile = seed, profile
        self._versions = versions()
        self._sources: Sources | None = None
        self._verdicts: dict[str, Verdict] = {}
        self._stale: dict[str, None] = {}
        self._import_failures: list[ImportFailure] = []

    def saved(self, sources: Sources) -> bool:
        """Takes the submission as it is now, and says whether there is anything to judge that was not there before."""
        found = change(self._sources, sources, list(self._properties.values()))
        had_problem, self.problem = self.problem, ""
        if self._sources is not None and not found.files:
            return bool(had_problem)
        self._sources, self.change = sources, found
        self._import_failures = []
        self._stale = dict.fromkeys([*found.first, *found.others, *self._stale])
        return True

    def lost(self, problem: str) -> None:
        """Takes note that the submission cannot be read just now: no verdict is fresh."""
        self.problem = problem

    def all_again(self) -> None:
        """Has everything judged anew."""
        self.change = NOTHING
        self._stale = dict.fromkeys(self._properties)

    @property
    def is_change_judged(self) -> bool:
        """Whether all that is about the changed functions has a verdict since then."""
        return bool(self.change.first) and not any(identifier in self._stale for identifier in self.change.first)

    def work(self) -> Generator[str]:
        """Judges what is stale, and gives the id of each property after its verdict; may be closed at any time."""
        if self._sources is None or self.problem or not self._stale:
            return
        with on_one_processor(), Session(self._sources) as session:
            self._import_failures = list(session.import_failures.values())
            first = [identifier for identifier in self.change.first if identifier in self._stale]
            yield from self._judged(session, first)
            yield from self._made_small(session, first)
            rest = list(self._stale)
            yield from self._judged(session, rest)
            yield from self._made_small(session, rest)

    def known(self) -> Watched:
        """What is known now."""
        verdicts = [self._verdicts[identifier] for identifier in self._properties if identifier in self._verdicts]
        run = Run(
            submission=self._sources.name if self._sources else "",
            seed=self._seed,
            profile=self._profile,
            versions=self._versions,
            verdicts=verdicts,
            import_failures=self._import_failures,
            seconds=0.0,
        )
        stale = frozenset(self._properties if self.problem else self._stale)
        return Watched(run, stale, self.change, self.problem)

    def _judged(self, session: Session, identifiers: Sequence[str]) -> Iterator[str]:
        """The verdicts, each with the failing case as it was met."""
        for identifier in identifiers:
            prop = self._properties[identifier]
            verdict = session.judge(prop, self._cases, self._seed, self._profile, shrinking_budget=None)
            self._verdicts[identifier] = verdict
            self._stale.pop(identifier, None)
            yield identifier

    def _made_small(self, session: Session, identifiers: Sequence[str]) -> Iterator[str]:
        """The same failures again, those that are told of, with cases as small as can be found."""
        roots = {cause.verdict.id for cause in causes(self.known().run, self._properties)}
        for identifier in identifiers:
            if identifier in roots and self._verdicts[identifier].status in (Status.FAILED, Status.RAISED):
                prop = self._properties[identifier]
                verdict = session.judge(prop, self._cases, self._seed, self._profile, shrinking_budget=USUAL)
                self._verdicts[identifier] = verdict
                yield identifier
