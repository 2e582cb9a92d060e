"""`crosscheck autograder` and `crosscheck prepare`: grading on another's platform, and what can be done before."""

from __future__ import annotations

import secrets
import zipfile
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text

from checks import properties as _registers_them  # noqa: F401
from checks.cases import InTime, cache_folder, why_not_storable
from checks.commands.console import UsageError, out, progress, refuse, write_grades
from checks.commands.grade import SEED_BITS
from checks.diagnosis.signatures import Known, function_of
from checks.exit_codes import ExitCode
from checks.exports.autograder import archive
from checks.extras import loading as extras
from checks.extras.record import in_use
from checks.mistakes import MISTAKES
from checks.processors import usable_processors
from checks.registry import all_properties
from checks.rubric import RubricError, parse_rubric, rubric_text
from checks.wheel import NotInstalledError
from checks.worker.client import StartError


@dataclass(frozen=True)
class AutograderRequest:
    """What `crosscheck autograder` was asked for."""

    to: Path
    rubric: Path | None
    seed: int | None
    profile: str


def autograder(request: AutograderRequest) -> int:
    """Writes the zip, and says what to do with it."""
    try:
        _refuse_another_file(request.to)
        seed = secrets.randbits(SEED_BITS) if request.seed is None else request.seed
        write_grades(request.to, archive(seed, request.profile, _rubric(request.rubric), in_use()))
    except (RubricError, NotInstalledError, UsageError) as error:
        return refuse(str(error))
    if str(request.to) != "-":
        told = f"{request.to} is an autograder for Gradescope. It holds the seed {seed}, which is a secret: keep both."
        out.print(Text(told), soft_wrap=True)
    return ExitCode.ALL_WELL


def _rubric(path: Path | None) -> bytes | None:
    """The rubric's text, proved to be one; read once, since it may come through a pipe. Raises RubricError."""
    if path is None:
        return None
    text = rubric_text(path)
    parse_rubric(text, path)
    return text


def _refuse_another_file(target: Path) -> None:
    """Raises UsageError where the zip would take the place of what is no autograder, or cannot be looked for."""
    if str(target) == "-":
        return
    try:
        if not target.is_file():
            return
    except OSError as error:
        raise UsageError(f"{target} cannot be written ({error.strerror}); name another file for --to") from None
    try:
        with zipfile.ZipFile(target) as there:
            is_ours = "run_autograder" in there.namelist()
    except (OSError, zipfile.BadZipFile):
        is_ours = False
    if not is_ours:
        raise UsageError(f"{target} exists, and is no autograder; name another file for --to")


def prepare(seed: int, profile: str) -> int:
    """Draws the cases of a seed, and has every known mistake answer them, so that grading finds both stored."""
    if reason := why_not_storable():
        return refuse(reason)
    try:
        return _prepare(seed, profile)
    except StartError as error:
        return refuse(str(error), ExitCode.DEFECT)


def _prepare(seed: int, profile: str) -> int:
    properties = all_properties()
    mistakes = [*MISTAKES, *extras.mistakes()]
    functions = list(dict.fromkeys(function_of(mistake) for mistake in mistakes))
    with progress("drawing cases", len(functions)) as show:
        show("drawing cases", 0, len(functions))
        stored = InTime(properties, seed, profile)
        stored.need(properties)
        if not stored.is_kept:
            what = f"{cache_folder()} cannot hold the cases"
            return refuse(f"{what}; free space there, or name another by CROSSCHECK_CACHE")
        cases = dict(stored)
        known = Known(mistakes, cases, seed=seed, profile=profile, jobs=usable_processors())
        for number, function in enumerate(functions, start=1):
            show(f"mistakes in {function}", number, len(functions))
            known.signatures(function, known.mistakes_of(function))
    drawn = sum(map(len, cases.values()))
    out.print(Text(f"{drawn} cases and the answers of {len(mistakes)} mistakes are stored."), soft_wrap=True)
    return ExitCode.ALL_WELL
