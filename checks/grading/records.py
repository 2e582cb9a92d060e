"""The records of a class: who handed something in, what was found in it, and the run that this belongs to."""

from __future__ import annotations

from pathlib import Path

import msgspec

from checks.grading.kept import KeptProperty
from checks.verdicts import Run, Seal
from checks.worker.loading import Sources


class Student(msgspec.Struct, frozen=True, kw_only=True):
    """Who handed a submission in, as far as file names, a platform's list or a roster tell; empty where they do not.

    `id` is what the university calls them by; `canvas_id` is Canvas's own number of a user, nobody's number elsewhere.
    """

    name: str = ""
    id: str = ""
    email: str = ""
    username: str = ""
    section: str = ""
    canvas_id: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One submission of a class: `key` is its name in the folder, `path` where it lies.

    Where a platform gives out the files of a submission one by one, `parts` maps the name of each, as handed in, to
    where it lies; `path` is then the first of them. `names` of the contract are mapped, `packages` may be imported.
    """

    key: str
    path: Path
    student: Student
    parts: dict[str, Path] = {}
    names: dict[str, str] = {}
    packages: tuple[str, ...] = ()


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """One submission of a class as data: what was read where its entry lies."""

    key: str
    student: Student
    sources: Sources


class Grading(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one submission: the run, or the reason why there is none.

    `digest` changes with the submission's texts; it is empty where they cannot be read.
    """

    key: str
    student: Student
    digest: str = ""
    run: Run | None = None
    reason: str = ""


class ClassRun(msgspec.Struct, frozen=True, kw_only=True):
    """What all submissions of one grading of a class share. `seed` decides the cases, so it is a secret until then.

    `versions` holds the packages and the memory that submissions were allowed, where that is not the usual. `own` are
    the properties of an instructor's own that take part.
    """

    seed: int
    profile: str
    versions: dict[str, str]
    seal: Seal | None
    started: str
    own: list[KeptProperty] = []

    def is_like(self, other: ClassRun) -> bool:
        """Whether the same submission has to get the same verdicts in both, and is sealed off as well."""
        return self._decisive() == other._decisive()

    def _decisive(self) -> tuple[object, ...]:
        return self.seed, self.profile, self.versions, self.seal and self.seal.label
