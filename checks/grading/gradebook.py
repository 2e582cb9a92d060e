"""The gradebook: one SQLite file with every run of a class, every submission and every verdict.

A submission is recorded in one transaction, so whatever ends the program, each is there whole or not at all. The schema
is `gradebook.sql`; its version is the file's `user_version`.
"""

from __future__ import annotations

import contextlib
import math
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from checks.grading.kept import KeptProperty
from checks.grading.records import ClassRun, Grading, Student
from checks.verdicts import Diagnosis, ImportFailure, Run, Seal, Status, Verdict

VERSION = 2
PATIENCE_S = 10.0


class GradebookError(Exception):
    """The gradebook cannot be used; the message is one sentence with the remedy."""


class Gradebook:
    """An open gradebook; a context manager. Raises GradebookError.

    Args:
        path: the file; made where there is none, readable by its owner alone.
        of: the class that it is for, as text; a gradebook of another class is refused.
    """

    def __init__(self, path: Path, of: str | None = None) -> None:
        self.path = path
        with self._told():
            if of is not None:
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            elif not path.is_file():
                raise GradebookError(f"there is no gradebook {path}; `crosscheck grade FOLDER --out OUT` makes one")
            self._file = sqlite3.connect(path, timeout=PATIENCE_S, isolation_level=None)
            self._file.execute("PRAGMA foreign_keys = ON")
            self._prepare(of)

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def begin(self, run: ClassRun) -> int:
        """The number of a new run."""
        with self._transaction() as file:
            return int(
                file.execute(
                    "INSERT INTO runs (started, seed, profile, versions, seal, own) VALUES (?, ?, ?, ?, ?, ?)",
                    (run.started, str(run.seed), run.profile, *map(_packed, (run.versions, run.seal, run.own))),
                ).lastrowid
                or 0
            )

    def record(self, number: int, grading: Grading) -> None:
        """Keeps what came of one submission, in one transaction; in place of what the run had of it before."""
        with self._transaction() as file:
            file.execute("DELETE FROM submissions WHERE run = ? AND key = ?", (number, grading.key))
            run, student = grading.run, grading.student
            submission = file.execute(
                "INSERT INTO submissions (run, key, student, digest, reason, name, import_failures, diagnoses, "
                "seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    grading.key,
                    _packed(student),
                    grading.digest,
                    grading.reason,
                    run.submission if run else None,
                    _packed(run.import_failures if run else []),
                    _packed(run.diagnoses if run else []),
                    run.seconds if run else 0.0,
                ),
            ).lastrowid
            file.executemany(
                "INSERT INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [_row(submission, place, verdict) for place, verdict in enumerate(run.verdicts if run else [])],
            )

    def finish(self, number: int) -> None:
        """Marks a run as whole."""
        with self._transaction() as file:
            file.execute("UPDATE runs SET is_whole = 1 WHERE number = ?", (number,))

    def runs(self) -> list[tuple[int, ClassRun, bool]]:
        """Every run with its number, and whether it is whole; the latest last."""
        with self._told():
            rows = self._file.execute("SELECT number, started, seed, profile, versions, seal, own, is_whole FROM runs")
            return [
                (
                    number,
                    ClassRun(
                        seed=int(seed),
                        profile=profile,
                        versions=_unpacked(versions, dict[str, str]),
                        seal=_unpacked(seal, Seal | None),
                        started=started,
                        own=_unpacked(own, list[KeptProperty]),
                    ),
                    bool(is_whole),
                )
                for number, started, seed, profile, versions, seal, own, is_whole in rows
            ]

    def gradings(self, number: int) -> Iterator[Grading]:
        """What came of each submission in a run, by their keys in order."""
        run = next(run for found, run, _ in self.runs() if found == number)
        with self._told():
            rows = self._file.execute("SELECT * FROM submissions WHERE run = ? ORDER BY key", (number,)).fetchall()
            for identifier, _, key, student, digest, reason, name, import_failures, diagnoses, seconds in rows:
                verdicts = self._file.execute(
                    "SELECT * FROM verdicts WHERE submission = ? ORDER BY place", (identifier,)
                ).fetchall()
                judged = Run(
                    submission=name or key,
                    seed=run.seed,
                    profile=run.profile,
                    versions=run.versions,
                    verdicts=[_verdict(row) for row in verdicts],
                    import_failures=_unpacked(import_failures, list[ImportFailure]),
                    seconds=seconds,
                    diagnoses=_unpacked(diagnoses, list[Diagnosis]),
                    seal=run.seal,
                )
                yield Grading(
                    key=key,
                    student=_unpacked(student, Student),
                    digest=digest,
                    reason=reason,
                    run=None if reason else judged,
                )

    def digests(self, number: int) -> dict[str, str]:
        """What is recorded in a run: the digest of each submission by its key; those without a run are left out."""
        with self._told():
            return dict(
                self._file.execute("SELECT key, digest FROM submissions WHERE run = ? AND reason = ''", (number,))
            )

    def students(self, number: int) -> dict[str, Student]:
        """Who handed in each submission that a run holds, by its key, those that could not be graded among them."""
        with self._told():
            rows = self._file.execute("SELECT key, student FROM submissions WHERE run = ?", (number,))
            return {key: _unpacked(student, Student) for key, student in rows}

    def _prepare(self, of: str | None) -> None:
        (version,) = self._file.execute("PRAGMA user_version").fetchone()
        if version == 0 and of is not None:
            schema = Path(__file__).with_name("gradebook.sql").read_text(encoding="utf-8")
            with self._transaction() as file:
                for statement in schema.split(";\n"):
                    file.execute(statement)
                file.execute("INSERT INTO class VALUES (?)", (of,))
                file.execute(f"PRAGMA user_version = {VERSION}")
        elif version != VERSION:
            raise GradebookError(
                f"{self.path} is no gradebook of this version ({version}, not {VERSION}); name another"
            )
        (belongs_to,) = self._file.execute("SELECT folder FROM class").fetchone()
        if of is not None and belongs_to != of:
            raise GradebookError(f"{self.path} belongs to the class in {belongs_to}, not {of}; name another --out")

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._told():
            self._file.execute("BEGIN IMMEDIATE")
            try:
                yield self._file
                self._file.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._file.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of the file in one sentence."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB:
                raise GradebookError(f"{self.path} is no gradebook; name the one that `grade` made") from None
            raise GradebookError(
                f"{self.path} cannot be used ({error}); free the disk, or name another --out"
            ) from None
        except OSError as error:
            raise GradebookError(f"{self.path} cannot be opened ({error.strerror}); name another --out") from None


def _row(submission: int | None, place: int, verdict: Verdict) -> Sequence[Any]:
    return (
        submission,
        place,
        verdict.id,
        verdict.status.value,
        verdict.carried.value if verdict.carried else None,
        verdict.cases,
        verdict.discriminating,
        math.inf if math.isnan(verdict.worst_share) else verdict.worst_share,  # SQLite has no NaN
        _packed(verdict.case),
        verdict.snippet,
        verdict.message,
        verdict.seconds,
    )


def _verdict(row: Sequence[Any]) -> Verdict:
    _, _, identifier, status, carried, cases, discriminating, worst_share, case, snippet, message, seconds = row
    return Verdict(
        id=identifier,
        status=Status(status),
        carried=Status(carried) if carried else None,
        cases=cases,
        discriminating=discriminating,
        worst_share=worst_share,
        case=_unpacked(case, dict[str, object] | None),
        snippet=snippet,
        message=message,
        seconds=seconds,
    )


_packed = msgspec.msgpack.Encoder().encode


def _unpacked(data: bytes, kind: Any) -> Any:
    return msgspec.msgpack.decode(data, type=kind)
