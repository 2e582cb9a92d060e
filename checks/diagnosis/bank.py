"""Names mistakes of a run by the whole bank. A module of its own, since opening the bank takes a while."""

from __future__ import annotations

from collections.abc import Mapping

from checks.cases import CaseSet
from checks.diagnosis.naming import diagnose
from checks.diagnosis.signatures import Known
from checks.extras import loading as extras
from checks.mistakes import MISTAKES
from checks.pool import JudgeLostError
from checks.registry import Property
from checks.standin import StandIn
from checks.verdicts import Diagnosis, Run
from checks.worker.client import StartError


def diagnose_by_bank(
    run: Run, sub: StandIn, properties: Mapping[str, Property], cases: CaseSet, *, jobs: int = 1
) -> list[Diagnosis]:
    """As `diagnose`, by every mistake of the bank and of an instructor's own; without a name where none can answer.

    `jobs` processes read what is not known of them yet. None can answer where no worker can live, or a process is lost.
    """
    known = Known([*MISTAKES, *extras.mistakes()], cases, seed=run.seed, profile=run.profile, jobs=jobs)
    try:
        return diagnose(run, sub, known, properties, cases)
    except (StartError, JudgeLostError):  # what was found is worth telling without it
        return []
