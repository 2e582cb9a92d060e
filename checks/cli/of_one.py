"""The commands about one submission, and about the suite: their arguments and options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from checks.cli.shared import Map, Memory, Packages
from checks.commands.choices import FormatOfOne, Profile, Requirement


def check(
    path: Annotated[Path, typer.Argument(help="The submission: a folder, a .py file, a notebook or a .zip.")],
    section: Annotated[
        list[str] | None, typer.Option(help="Only this section, such as softmax; can be repeated.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this property; can be repeated.")] = None,
    function: Annotated[
        list[str] | None, typer.Option(help="Only what is about this, such as loss.softmax; can be repeated.")
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and check what each file that is saved affects.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Which cases are drawn; the same seed draws the same.")] = 0,
    profile: Annotated[Profile, typer.Option(help="How many cases: quick 20, grade 50, deep 300.")] = Profile.grade,
    hints: Annotated[bool, typer.Option("--hints", help="Hints for all that is missing or waits, too.")] = False,
    json: Annotated[Path | None, typer.Option(help="Write the whole run to this file as JSON; - for stdout.")] = None,
    in_process: Annotated[
        bool, typer.Option("--in-process", help="For your debugger: run the submission here, without protection.")
    ] = False,
    require: Annotated[
        Requirement | None, typer.Option(help="Refuse to run where the submission cannot be sealed off.")
    ] = None,
    export: Annotated[
        tuple[FormatOfOne, Path] | None, typer.Option(help="Write the results for a platform to a file, too.")
    ] = None,
    rubric: Annotated[
        Path | None, typer.Option(help="For --export: a TOML file that says what verdicts count for.")
    ] = None,
    map_: Map = None,
    allow_package: Packages = None,
    memory: Memory = None,
) -> None:
    """Check a submission and say what to mend first."""
    from checks.worker import warm

    if not in_process and not allow_package:
        warm.start_early()  # a quarter of a second that what follows need not wait for
    from checks.commands import check as command
    from checks.commands.foreign import Foreign

    request = command.CheckRequest(
        path,
        tuple(section or ()),
        tuple(only or ()),
        seed,
        profile.value,
        hints,
        json,
        in_process,
        require,
        export,
        rubric,
        functions=tuple(function or ()),
        is_watching=watch,
        foreign=Foreign(tuple(map_ or ()), tuple(allow_package or ()), memory),
    )
    raise typer.Exit(command.check(request))


def list_(
    section: Annotated[list[str] | None, typer.Option(help="Only this section; can be repeated.")] = None,
) -> None:
    """List the properties with their points and claims."""
    from checks.commands import show

    raise typer.Exit(show.list_properties(section or ()))


def explain(identifier: Annotated[str, typer.Argument(metavar="ID", help="A property, as `list` shows it.")]) -> None:
    """Explain one property: claim, why it holds, an example worked out, and the common mistakes."""
    from checks.commands import show

    raise typer.Exit(show.explain(identifier))


def new(
    folder: Annotated[Path, typer.Argument(help="The folder to create.")],
    course: Annotated[
        bool, typer.Option("--course", help="A repository for a class: with a rubric and a GitHub Classroom workflow.")
    ] = False,
) -> None:
    """Copy the template that a student fills in."""
    from checks.commands import new as command

    raise typer.Exit(command.new(folder, is_course=course))


def audit(
    seed: Annotated[int, typer.Option(help="Which cases are drawn, and which mistakes are a sample.")] = 0,
    profile: Annotated[
        Profile, typer.Option(help="How many cases; the property that a mistake names has 50 at least.")
    ] = Profile.quick,
    sample: Annotated[int | None, typer.Option(min=1, help="Only so many of the mistakes.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="How many processes; all processors by default.")] = None,
    mistakes: Annotated[bool, typer.Option("--mistakes", help="Show a line for each mistake, too.")] = False,
    json: Annotated[Path | None, typer.Option(help="Write the whole audit as JSON; - for stdout.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with the kill matrix as a picture.")] = None,
) -> None:
    """Judge the suite itself by its bank: every mistake has to be caught, and no right submission failed."""
    from checks.commands import audit as command

    request = command.AuditRequest(seed, profile.value, sample, jobs, mistakes, json, html)
    raise typer.Exit(command.audit(request))


def doctor(
    properties: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Verify these properties of your own instead."),
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="By all right submissions, not by a sample.")] = False,
) -> None:
    """Say how well submissions are sealed off on this machine, what is installed, and what would help."""
    from checks.commands import doctor as command
    from checks.commands import verify

    if whole and not properties:
        raise typer.BadParameter("--whole is for --properties FILE; leave it out")
    raise typer.Exit(verify.verify(properties, is_whole=whole) if properties else command.doctor())
