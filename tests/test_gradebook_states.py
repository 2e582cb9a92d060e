"""Whatever is begun, recorded, replaced, finished, undone and opened anew, the gradebook holds what it was given."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule
from records import class_runs, gradings

from checks.grading.gradebook import Gradebook
from checks.grading.records import ClassRun, Grading

KEYS = ("a", "b.zip", "ü ")
PROPERTIES = ("loss.a", "loss.b")


class UnstorableError(Exception):
    """Stands for whatever ends a program in the middle of a transaction."""


class Unstorable(str):
    """A digest that SQLite cannot take: what was begun has to be undone."""

    def __conform__(self, _protocol: object) -> str:
        raise UnstorableError


class Stored(RuleBasedStateMachine):
    """A gradebook beside a model of it: dictionaries."""

    runs = Bundle("runs")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.book = Gradebook(self.folder / "g", of="class")
        self.known: dict[int, tuple[ClassRun, dict[str, Grading]]] = {}
        self.whole: set[int] = set()

    def teardown(self) -> None:
        """Leaves nothing."""
        self.book.__exit__()
        shutil.rmtree(self.folder)

    @rule(target=runs, run=class_runs)
    def begin(self, run: ClassRun) -> int:
        """A new run has a number of its own."""
        number = self.book.begin(run)
        assert number not in self.known
        self.known[number] = (run, {})
        return number

    @rule(number=runs, key=st.sampled_from(KEYS), data=st.data())
    def record(self, number: int, key: str, data: st.DataObject) -> None:
        """Also in place of what is there."""
        run, recorded = self.known[number]
        recorded[key] = data.draw(gradings(key, run, PROPERTIES))
        self.book.record(number, recorded[key])

    @rule(number=runs, key=st.sampled_from(KEYS), data=st.data())
    def fail_to_record(self, number: int, key: str, data: st.DataObject) -> None:
        """What ends in the middle changes nothing, though it had begun by deleting what was there."""
        grading = data.draw(gradings(key, self.known[number][0], PROPERTIES))
        with pytest.raises(UnstorableError):
            self.book.record(number, msgspec.structs.replace(grading, digest=Unstorable()))

    @rule(number=runs)
    def finish(self, number: int) -> None:
        """Once or twice."""
        self.book.finish(number)
        self.whole.add(number)

    @precondition(lambda self: self.known)
    @rule()
    def open_anew(self) -> None:
        """Nothing lives in memory alone."""
        self.book.__exit__()
        self.book = Gradebook(self.folder / "g", of="class")

    @invariant()
    def holds_what_it_was_given(self) -> None:
        """Every run, every submission of each, and nothing else."""
        runs = [(number, run, number in self.whole) for number, (run, _) in sorted(self.known.items())]
        assert self.book.runs() == runs
        for number, (_, recorded) in self.known.items():
            assert list(self.book.gradings(number)) == [recorded[key] for key in sorted(recorded)]
            assert self.book.students(number) == {key: one.student for key, one in recorded.items()}
            graded = {key: one.digest for key, one in recorded.items() if not one.reason}
            assert self.book.digests(number) == graded


TestStored = Stored.TestCase
TestStored.settings = settings(max_examples=20, stateful_step_count=12, deadline=None)
