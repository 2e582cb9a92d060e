"""Gradings without names: what tells who a student is leaves the records, so that nothing made of them can tell it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import PurePath

import msgspec

from checks.grading.records import Grading, Student
from checks.verdicts import Run

SHORTEST_NAME = 3
"""Shorter names would be found inside of other words and numbers."""


def without_names(gradings: Sequence[Grading]) -> list[Grading]:
    """The same under numbers, in an order that does not follow the names: that of their texts' digests.

    Where a message quotes the student's name or the submission's, it is left out there too.
    """
    mixed = sorted(gradings, key=lambda grading: (grading.digest, hashlib.sha256(grading.key.encode()).digest()))
    return [_without_name(grading, f"{number:04}") for number, grading in enumerate(mixed, start=1)]


def _without_name(grading: Grading, number: str) -> Grading:
    student = grading.student
    words = {grading.key, PurePath(grading.key).stem, *msgspec.structs.astuple(student), *student.name.split()}
    if grading.run:
        words.add(grading.run.submission)
    names = sorted((word for word in words if len(word) >= SHORTEST_NAME), key=len, reverse=True)
    telling = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names) or r"(?!)", re.IGNORECASE)
    return msgspec.structs.replace(
        grading,
        key=number,
        student=Student(),
        reason=telling.sub("…", grading.reason),
        run=_run_without(telling, grading.run, number) if grading.run else None,
    )


def _run_without(telling: re.Pattern[str], run: Run, number: str) -> Run:
    return msgspec.structs.replace(
        run,
        submission=number,
        verdicts=[
            msgspec.structs.replace(verdict, message=telling.sub("…", verdict.message)) if verdict.message else verdict
            for verdict in run.verdicts
        ],
        import_failures=[
            msgspec.structs.replace(
                failure, message=telling.sub("…", failure.message), file=telling.sub("…", failure.file)
            )
            for failure in run.import_failures
        ],
    )
