"""Strategies for what a class leaves: students, verdicts, runs and gradings, with any text that may stand in them."""

from __future__ import annotations

import math

from hypothesis import strategies as st

from checks.grading.records import ClassRun, Grading, Student
from checks.verdicts import Diagnosis, ImportFailure, Run, Seal, Status, Verdict

texts = st.text(max_size=20)
statuses = st.sampled_from(Status)
students = st.builds(Student, name=texts, id=texts, email=texts, username=texts, section=texts)
numbers = st.floats(allow_nan=False)
plain = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | numbers | texts
seals = st.builds(Seal, layers=st.lists(texts), stopped=st.lists(texts), open=st.lists(texts))
class_runs = st.builds(
    ClassRun,
    seed=st.integers(0, 2**100),
    profile=texts,
    versions=st.dictionaries(texts, texts, max_size=2),
    seal=st.none() | seals,
    started=texts,
)


def verdicts(identifier: str) -> st.SearchStrategy[Verdict]:
    """Any verdict on the property with this id."""
    return st.builds(
        Verdict,
        id=st.just(identifier),
        status=statuses,
        cases=st.integers(0, 300),
        discriminating=st.integers(0, 300),
        worst_share=st.floats(0, math.inf),
        case=st.none() | st.dictionaries(texts, plain | st.lists(plain, max_size=2), max_size=2),
        snippet=texts,
        message=texts,
        seconds=st.floats(0, 1e6),
        carried=st.none() | statuses,
    )


def gradings(key: str, run: ClassRun, identifiers: tuple[str, ...]) -> st.SearchStrategy[Grading]:
    """Any grading of this submission in this run, by these properties; or a reason why there is none."""
    failures = st.builds(ImportFailure, module=texts, status=statuses, message=texts, culprit=texts)
    diagnoses = st.builds(
        Diagnosis,
        property_id=st.sampled_from(identifiers),
        mistake=texts,
        story=texts,
        hint=texts,
        others=st.lists(texts),
    )
    runs = st.builds(
        Run,
        submission=st.text(min_size=1, max_size=20),
        seed=st.just(run.seed),
        profile=st.just(run.profile),
        versions=st.just(run.versions),
        verdicts=st.tuples(*map(verdicts, identifiers)).map(list),
        import_failures=st.lists(failures, max_size=2),
        seconds=st.floats(0, 1e6),
        diagnoses=st.lists(diagnoses, max_size=2),
        seal=st.just(run.seal),
    )
    graded = st.builds(Grading, key=st.just(key), student=students, digest=texts, run=runs)
    refused = st.builds(Grading, key=st.just(key), student=students, reason=st.text(min_size=1, max_size=20))
    return graded | refused
