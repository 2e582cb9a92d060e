"""`crosscheck new`: what a student, or an instructor, starts from."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from checks import scaffold
from checks.commands.console import out, refuse
from checks.exit_codes import ExitCode
from checks.exports import course
from checks.extras import record as extras
from checks.reports.path import COURSE


def new(folder: Path, *, is_course: bool) -> int:
    """Copies the template, or makes a repository for a course around it, and says what to do next."""
    if is_course and extras.in_use():
        return refuse(
            "a course is made without --properties; name them afterwards in its .github/workflows/classroom.yml"
        )
    try:
        files = course.write(folder) if is_course else scaffold.new(folder)
    except scaffold.OccupiedError as error:
        return refuse(str(error))
    advice = (
        f"Read {folder / 'INSTRUCTORS.md'}, which says how to go on."
        if is_course
        else f"Begin with {COURSE[0].file}, then run: crosscheck check {folder}"
    )
    out.print(Text(f"{len(files)} files in {folder}. {advice}"), soft_wrap=True)
    return ExitCode.ALL_WELL
