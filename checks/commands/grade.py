"""`crosscheck grade`: judges every submission in a folder, and keeps what was found in a gradebook."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from rich.text import Text

from checks import properties as _registers_them  # noqa: F401
from checks import sealing
from checks.cases import case_set
from checks.checking import versions
from checks.commands.console import UsageError, err, make_folder, out, progress, refuse
from checks.commands.foreign import NOT_FOREIGN, Foreign
from checks.exit_codes import ExitCode
from checks.exports.record import Class
from checks.extras.loading import own_properties
from checks.grading.cluster import Cluster, ClusterError
from checks.grading.folder import GRADEBOOK, FolderError, entries, left_out
from checks.grading.grade import Grader, graded, to_grade
from checks.grading.gradebook import Gradebook, GradebookError
from checks.grading.joining import Joiner
from checks.grading.kept import kept
from checks.grading.records import ClassRun, Entry, Grading, Student
from checks.grading.roster import Roster, RosterError, read_roster
from checks.plain_text import in_unicode, shown
from checks.processors import usable_processors
from checks.registry import all_properties
from checks.reports import grades
from checks.submissions import read_reference
from checks.verdicts import Seal
from checks.worker.client import StartError
from checks.worker.lockdown import Limits

SEED_BITS = 48
MANY = 20
"""So many names are told in one sentence."""


@dataclass(frozen=True)
class GradeRequest:
    """What `crosscheck grade` was asked for."""

    folder: Path
    out: Path
    roster: Path | None
    jobs: int | None
    seed: int | None
    profile: str
    require: str | None
    is_again: bool
    scheduler: str | None = None
    foreign: Foreign = NOT_FOREIGN


@dataclass(frozen=True)
class Place:
    """Where submissions are judged: how well they are sealed off there, and what judges them."""

    seal: Seal
    graded: Callable[[Grader, Sequence[Entry]], Iterator[Grading]]


def grade(request: GradeRequest) -> int:
    """Grades what is new or changed in the class, and tells what the gradebook holds then."""
    if request.scheduler and request.jobs:
        return refuse("--jobs is for this machine, a cluster has as many as its workers; leave one of the two out")
    try:
        names, limits = request.foreign.names(), request.foreign.limits()
        roster = read_roster(request.roster) if request.roster else Roster()
        known = Joiner(roster.students)
        found = [
            msgspec.structs.replace(entry, names=dict(names), packages=request.foreign.packages)
            for entry in entries(request.folder, known)
        ]
        _tell("left out, neither a folder, a .py file, a notebook nor a .zip", left_out(request.folder))
        _tell("columns of the roster that are not used", roster.unused)
        _tell_of_roster(known, found)
        make_folder(request.out)
        with Gradebook(request.out / GRADEBOOK, of=in_unicode(str(request.folder.resolve()))) as book:
            number = _graded(request, found, book, limits)
            gradings = list(book.gradings(number))
    except (FolderError, RosterError, GradebookError, UsageError) as error:
        return refuse(str(error))
    except (StartError, ClusterError) as error:
        return refuse(str(error), ExitCode.DEFECT)
    out.print(grades.render(Class(gradings, {prop.id: prop for prop in all_properties()})))
    out.print(Text(f"\nRun {number} is in {request.out / GRADEBOOK}.", style="dim"))
    return _exit_code(gradings)


def _tell_of_roster(known: Joiner, found: Sequence[Entry]) -> None:
    """What of the roster and of the class does not fit together."""
    if not known.students:
        return
    _tell("not on the roster, or like several of its lines", known.strangers(found))
    _tell("on the roster, but nothing of theirs is here", known.missing(found))
    for who, keys in known.doubled(found):
        _tell(f"{len(keys)} submissions are of {shown(who)}, so leave out all but one", keys)


def _tell(what: str, names: Sequence[str]) -> None:
    """Names some of those, where there are any."""
    more = f" and {len(names) - MANY} more" if len(names) > MANY else ""
    if names:
        err.print(Text(f"{what}: {', '.join(map(shown, names[:MANY]))}{more}"), soft_wrap=True)


def _graded(request: GradeRequest, found: list[Entry], book: Gradebook, limits: Limits | None) -> int:
    """The number of the run that holds what the class has now: begun, carried on, or the last one."""
    place = _place(request, limits)
    if request.require and place.seal.label != request.require:
        raise StartError(f"{place.seal.told}; --require {request.require} was asked for")
    earlier = book.runs()
    last = earlier[-1] if earlier and carries_on(earlier, is_again=request.is_again) else None
    seed = request.seed if request.seed is not None else last[1].seed if last else secrets.randbits(SEED_BITS)
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    own = kept(own_properties())
    decisive = {**versions(), **request.foreign.told()}
    run = ClassRun(seed=seed, profile=request.profile, versions=decisive, seal=place.seal, started=now, own=own)
    number, is_whole, recorded, known = 0, True, dict[str, str](), dict[str, Student]()
    if last and last[1].is_like(run):
        number, _, is_whole = last
        recorded, known = book.digests(number), book.students(number)
    with progress("looking for changes", len(found)) as show:
        number_of = {entry.key: i for i, entry in enumerate(found, start=1)}

        def begin(entry: Entry) -> None:
            show("looking for changes", number_of[entry.key], len(found))

        left = list(to_grade(found, recorded, begin))
    students = {entry.key: entry.student for entry in found}
    if number and is_whole and not left and known == students:
        return number
    if is_whole or not known.items() <= students.items():
        anew = {entry.key for entry in left}
        number = _begun(book, number, run, {key: who for key, who in students.items() if key not in anew})
    if left:
        _judge(place, run, left, number, book, limits)
    book.finish(number)
    return number


def carries_on(earlier: Sequence[tuple[int, ClassRun, bool]], *, is_again: bool) -> bool:
    """Whether the last run's seed, and what has not changed since, count: always where that run was interrupted."""
    _, _, is_whole = earlier[-1]
    return not is_whole or not is_again


def _place(request: GradeRequest, limits: Limits | None) -> Place:
    """This machine, or a cluster. Raises StartError, ClusterError."""
    if request.scheduler is None:
        jobs = request.jobs or usable_processors()
        return Place(sealing.examine(limits), lambda grader, left: graded(grader, left, jobs))
    cluster = Cluster(request.scheduler)
    return Place(cluster.seal(), cluster.graded)


def _begun(book: Gradebook, last: int, run: ClassRun, unchanged: Mapping[str, Student]) -> int:
    """A new run that begins with what has not changed since the last one, and with who handed it in as is known now."""
    number = book.begin(run)
    for grading in book.gradings(last) if unchanged else ():
        if grading.key in unchanged:
            book.record(number, msgspec.structs.replace(grading, student=unchanged[grading.key]))
    return number


def _judge(place: Place, run: ClassRun, left: list[Entry], number: int, book: Gradebook, limits: Limits | None) -> None:
    properties = all_properties()
    with progress("drawing cases", len(left)) as show:
        show("drawing cases", 0, len(left))
        cases = dict(case_set(properties, run.seed, run.profile))
        grader = Grader(run, properties, cases, read_reference(), limits)
        for done, grading in enumerate(place.graded(grader, left), start=1):
            book.record(number, grading)
            show(f"grading, {shown(grading.key)} is done", done, len(left))
            if not err.is_terminal:
                err.print(Text(f"{done} of {len(left)}: {_said(grading)}"), soft_wrap=True)


def _said(grading: Grading) -> str:
    key = shown(grading.key)
    return f"{key} could not be graded: {grading.reason}" if grading.reason else f"{key} is graded"


def _exit_code(gradings: list[Grading]) -> ExitCode:
    if any(verdict.status == "broken" for grading in gradings if grading.run for verdict in grading.run.verdicts):
        return ExitCode.DEFECT
    return ExitCode.NOT_ALL_WELL if any(grading.reason for grading in gradings) else ExitCode.ALL_WELL
