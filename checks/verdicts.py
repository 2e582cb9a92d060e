"""The records that the judge leaves: a verdict for each property, a run for each submission."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

NO_MODULE = re.compile(r"No module named '(?:\w+\.)*(\w+)'")
"""What Python says where an import finds nothing of that name."""


class Status(StrEnum):
    """What the judge says of one property. Only `PASSED` earns points."""

    PASSED = "passed"
    FAILED = "failed"  # an answer came, and it is wrong
    RAISED = "raised"  # the submission raised an exception, or could not be imported
    TIMED_OUT = "timed_out"
    CRASHED = "crashed"  # the worker process died
    NOT_ATTEMPTED = "not_attempted"
    BLOCKED = "blocked"  # a prerequisite is missing
    BROKEN = "broken"  # a defect of crosscheck: never costs a point

    @property
    def is_wrong(self) -> bool:
        """True where the submission itself went wrong."""
        return self in (Status.FAILED, Status.RAISED, Status.TIMED_OUT, Status.CRASHED)


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What the judge found out about one property.

    `cases` counts the cases that were judged, the first failing one included; on `discriminating` of them at least one
    comparison was made, so that a wrong answer could have been told. `worst_share` is the largest error of a number
    as a share of what is allowed, infinite where something else went wrong. `case` maps the variables of the smallest
    failing case to their values, `snippet` is that case as Python to paste, `message` what was found. `carried` is the
    status on trusted earlier files, where the submission's own ones are wrong; the better one counts.
    """

    id: str
    status: Status
    cases: int = 0
    discriminating: int = 0
    worst_share: float = 0.0
    case: dict[str, object] | None = None
    snippet: str = ""
    message: str = ""
    seconds: float = 0.0
    carried: Status | None = None


class ImportFailure(msgspec.Struct, frozen=True, kw_only=True):
    """Why one file of the contract could not be imported; `culprit` is the one to mend first.

    `file` is what holds it in the submission, which may hold others of the contract, too.
    """

    module: str
    status: Status
    message: str
    culprit: str
    file: str = ""

    @property
    def shown(self) -> str:
        """The file's name."""
        return self.file or f"{self.module}.py"

    @property
    def is_for_want_of_a_file(self) -> bool:
        """Whether the culprit is not there at all."""
        absent = NO_MODULE.search(self.message)
        return absent is not None and absent[1] == self.culprit != self.module

    @property
    def advice(self) -> str:
        """What to do first."""
        if self.culprit == self.module:
            return f"make {self.shown} importable: nothing in it could be checked"
        if self.is_for_want_of_a_file:
            return f"have {self.culprit}.py beside {self.shown}, which imports it"
        return f"have {self.culprit}.py hold what {self.shown} imports from it"


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """The known mistake that a failure is: the submission gives its answers, case for case.

    `property_id` is the root cause, `mistake` the id of the likeliest one, `others` those that no case tells from it.
    """

    property_id: str
    mistake: str
    story: str
    hint: str
    others: list[str] = []


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """How well the submission's worker was sealed: the layers, and which deeds a canary was stopped in, or was not."""

    layers: list[str]
    stopped: list[str]
    open: list[str]

    @property
    def label(self) -> str:
        """`sealed` where every deed is stopped, `unprotected` where none is, `limited` otherwise."""
        if not self.open:
            return "sealed"
        return "limited" if self.stopped else "unprotected"

    @property
    def told(self) -> str:
        """In one plain sentence, without its stop."""
        if not self.open:
            return f"The submission was sealed off ({', '.join(self.layers)})"
        remedy = "; `crosscheck doctor` says what helps" if self.layers else ""
        return f"The submission was {self.label}: it could {', '.join(self.open)}{remedy}"


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one check of one submission found; it can be scored and reported again from this alone."""

    submission: str
    seed: int
    profile: str
    versions: dict[str, str]
    verdicts: list[Verdict]
    import_failures: list[ImportFailure]
    seconds: float
    diagnoses: list[Diagnosis] = []
    seal: Seal | None = None

    @property
    def unimportable(self) -> list[ImportFailure]:
        """The import failures to tell, one for each file: those that wait for another one of them are left out."""
        roots = {failure.module for failure in self.import_failures if failure.culprit == failure.module}
        told: dict[str, ImportFailure] = {}
        for failure in self.import_failures:
            if failure.module in roots or failure.culprit not in roots:
                told.setdefault(failure.shown, failure)
        return list(told.values())
