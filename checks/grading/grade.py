"""Grades a class: every submission judged by the same cases, side by side, each in a judge that outlives no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from checks import cases as storage
from checks.carried import carry_forward
from checks.cases import CaseSet
from checks.checking import check
from checks.diagnosis.bank import diagnose_by_bank
from checks.grading.records import ClassRun, Entry, Grading, Submission
from checks.plain_text import one_line
from checks.pool import JudgeLostError, spread
from checks.registry import Property
from checks.shrinking import PATIENT
from checks.submissions import UnreadableSubmissionError, read_parts, read_submission
from checks.worker.client import StartError
from checks.worker.loading import Sources
from checks.worker.lockdown import Limits


@dataclass(frozen=True)
class Grader:
    """What every submission of a class is graded with."""

    run: ClassRun
    properties: Sequence[Property]
    cases: CaseSet
    reference: Sources
    limits: Limits | None = None


def graded(grader: Grader, entries: Sequence[Entry], jobs: int) -> Iterator[Grading]:
    """What comes of each submission, in the order in which they get ready.

    A judge that is killed, for want of memory say, takes no other submission along: those that it leaves are judged
    again one by one, and the one that ends its judge once more is told of.
    """
    left = {entry.key: entry for entry in entries}
    try:
        for grading in spread(grade, grader, entries, jobs):
            del left[grading.key]
            yield grading
    except JudgeLostError:
        for entry in left.values():
            yield _graded_alone(grader, entry)


def grade(grader: Grader, entry: Entry) -> Grading:
    """What comes of one submission: whatever it is, this returns."""
    found = read(entry)
    return judged(grader, found) if isinstance(found, Submission) else found


def read(entry: Entry) -> Submission | Grading:
    """A submission as data, or the grading of one that cannot be read."""
    try:
        return Submission(key=entry.key, student=entry.student, sources=read_entry(entry))
    except UnreadableSubmissionError as error:
        return Grading(key=entry.key, student=entry.student, reason=str(error))


def judged(grader: Grader, submission: Submission) -> Grading:
    """What comes of a submission that has been read; nothing else of the class is looked at."""
    by_id = {prop.id: prop for prop in grader.properties}
    sources = submission.sources
    grading = Grading(key=submission.key, student=submission.student, digest=digest_of(sources))
    try:
        run = check(
            sources,
            grader.properties,
            grader.cases,
            seed=grader.run.seed,
            profile=grader.run.profile,
            limits=grader.limits,
            diagnose=lambda run, sub: diagnose_by_bank(run, sub, by_id, grader.cases),
            seal=grader.run.seal,
            shrinking_budget=PATIENT,
        )
        run = carry_forward(run, sources, grader.reference, by_id, grader.cases, grader.limits)
    except StartError as error:
        return msgspec.structs.replace(grading, reason=str(error))
    except Exception as defect:  # the others of the class are judged all the same
        what = f"a defect of crosscheck ({one_line(repr(defect))}); please report it with this submission"
        return msgspec.structs.replace(grading, reason=what)
    return msgspec.structs.replace(grading, run=run)


def read_entry(entry: Entry) -> Sources:
    """The texts of a submission, which may have come in several files. Raises UnreadableSubmissionError."""
    if entry.parts:
        return read_parts(entry.path, entry.parts, entry.names, entry.packages)
    return read_submission(entry.path, entry.names, entry.packages)


def digest_of(sources: Sources) -> str:
    """Changes with every byte and every name of the submission."""
    return storage.digest_of(msgspec.msgpack.encode(sorted(sources.files.items())))


def to_grade(
    entries: Sequence[Entry], known: dict[str, str], begin: Callable[[Entry], None] = lambda _entry: None
) -> Iterator[Entry]:
    """The submissions that are new or have changed since their digests were recorded, or that cannot be read."""
    for entry in entries:
        begin(entry)
        try:
            is_unchanged = known.get(entry.key) == digest_of(read_entry(entry))
        except UnreadableSubmissionError:
            is_unchanged = False
        if not is_unchanged:
            yield entry


def _graded_alone(grader: Grader, entry: Entry) -> Grading:
    try:
        (grading,) = spread(grade, grader, [entry], 2)
    except JudgeLostError:
        reason = "the judge was killed over it, twice, for want of memory perhaps; grade it on a larger machine"
        return Grading(key=entry.key, student=entry.student, reason=reason)
    return grading
