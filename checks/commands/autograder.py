"""`crosscheck autograder` and `crosscheck prepare`: grading on another's platform, and what can be done before."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text

from checks import properties as _registers_them  # noqa: F401
from checks.cases import case_set
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
from checks.rubric import RubricError, read_rubric
from checks.wheel import NotInstalledError


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
        if request.rubric:
            read_rubric(request.rubric)
        seed = secrets.randbits(SEED_BITS) if request.seed is None else request.seed
        rubric = request.rubric.read_bytes() if request.rubric else None
        write_grades(request.to, archive(seed, request.profile, rubric, in_use()))
    except (RubricError, NotInstalledError, UsageError) as error:
        return refuse(str(error))
    if str(request.to) != "-":
        told = f"{request.to} is an autograder for Gradescope. It holds the seed {seed}, which is a secret: keep both."
        out.print(Text(told), soft_wrap=True)
    return ExitCode.ALL_WELL


def prepare(seed: int, profile: str) -> int:
    """Draws the cases of a seed, and has every known mistake answer them, so that grading finds both stored."""
    properties = all_properties()
    mistakes = [*MISTAKES, *extras.mistakes()]
    functions = list(dict.fromkeys(function_of(mistake) for mistake in mistakes))
    with progress("drawing cases", len(functions)) as show:
        show("drawing cases", 0, len(functions))
        cases = dict(case_set(properties, seed, profile))
        known = Known(mistakes, cases, seed=seed, profile=profile, jobs=usable_processors())
        for number, function in enumerate(functions, start=1):
            show(f"mistakes in {function}", number, len(functions))
            known.signatures(function, known.mistakes_of(function))
    drawn = sum(map(len, cases.values()))
    out.print(Text(f"{drawn} cases and the answers of {len(mistakes)} mistakes are stored."), soft_wrap=True)
    return ExitCode.ALL_WELL
