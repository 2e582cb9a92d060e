"""The commands about a class: their arguments and options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from checks.cli.shared import Map, Memory, Packages
from checks.commands.choices import Format, Profile, Requirement

Book = Annotated[Path, typer.Argument(help="The gradebook, or the folder that it is in.")]
RubricFile = Annotated[Path | None, typer.Option(help="A TOML file that says what verdicts count for.")]


def grade(
    folder: Annotated[Path, typer.Argument(help="The class: a folder with one submission each.")],
    out: Annotated[Path, typer.Option(help="Where the gradebook is kept; made if it is not there.")],
    roster: Annotated[Path | None, typer.Option(help="A CSV file with name, id, email, username, section.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="How many side by side; all processors by default.")] = None,
    seed: Annotated[
        int | None, typer.Option(help="Which cases are drawn; a fresh secret for a class's first run, then the same.")
    ] = None,
    profile: Annotated[Profile, typer.Option(help="How many cases: quick 20, grade 50, deep 300.")] = Profile.grade,
    require: Annotated[
        Requirement | None, typer.Option(help="Refuse to run where submissions cannot be sealed off.")
    ] = None,
    regrade: Annotated[
        bool, typer.Option("--regrade", help="Grade what has not changed, too, with a fresh seed.")
    ] = False,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Judge on the cluster of this dask scheduler, not here.")
    ] = None,
    map_: Map = None,
    allow_package: Packages = None,
    memory: Memory = None,
) -> None:
    """Grade a class: what is new or changed in its folder is judged, and kept in a gradebook."""
    from checks.commands import grade as command
    from checks.commands.foreign import Foreign

    foreign = Foreign(tuple(map_ or ()), tuple(allow_package or ()), memory)
    request = command.GradeRequest(folder, out, roster, jobs, seed, profile.value, require, regrade, scheduler, foreign)
    raise typer.Exit(command.grade(request))


def score(
    book: Book,
    rubric: RubricFile = None,
    run: Annotated[int | None, typer.Option(help="Which run; the last one by default.")] = None,
) -> None:
    """Show the grades of a class by a rubric, from what the gradebook holds."""
    from checks.commands import score as command

    raise typer.Exit(command.score(book, run, rubric))


def diff(
    book: Book,
    before: Annotated[int, typer.Argument(help="The number of the earlier run.")],
    after: Annotated[int, typer.Argument(help="The number of the later run.")],
    rubric: RubricFile = None,
) -> None:
    """Show whose grade differs between two runs of a class, and why."""
    from checks.commands import score as command

    raise typer.Exit(command.diff(book, before, after, rubric))


def export(
    format: Annotated[Format, typer.Argument(help="The system that the grades travel to.")],  # noqa: A002  # what users see
    book: Book,
    to: Annotated[Path, typer.Option(help="The file, or the folder for a file each; - for stdout.")],
    rubric: RubricFile = None,
    run: Annotated[int | None, typer.Option(help="Which run; the last one by default.")] = None,
    worksheet: Annotated[Path | None, typer.Option(help="For moodle: the worksheet downloaded from it.")] = None,
) -> None:
    """Write the grades of a class in the format of the system that they travel to."""
    from checks.commands import export as command

    raise typer.Exit(command.export(command.ExportRequest(format.value, book, to, rubric, run, worksheet)))


def autograder(
    to: Annotated[Path, typer.Option(help="The zip to write, which Gradescope takes as an autograder.")],
    rubric: RubricFile = None,
    seed: Annotated[int | None, typer.Option(help="Which cases are drawn; a fresh secret by default.")] = None,
    profile: Annotated[Profile, typer.Option(help="How many cases: quick 20, grade 50, deep 300.")] = Profile.grade,
) -> None:
    """Make an autograder for Gradescope, which judges there as this very crosscheck does here."""
    from checks.commands import autograder as command

    raise typer.Exit(command.autograder(command.AutograderRequest(to, rubric, seed, profile.value)))


def prepare(
    seed: Annotated[int, typer.Option(help="Which cases are drawn.")],
    profile: Annotated[Profile, typer.Option(help="How many cases: quick 20, grade 50, deep 300.")] = Profile.grade,
) -> None:
    """Draw the cases of a seed and have known mistakes answer them, ahead of grading."""
    from checks.commands import autograder as command

    raise typer.Exit(command.prepare(seed, profile.value))


def report(
    book: Book,
    to: Annotated[Path, typer.Option(help="The folder for the pages; made if it is not there.")],
    rubric: RubricFile = None,
    run: Annotated[int | None, typer.Option(help="Which run; the last one by default.")] = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Numbers in place of names, in pages, links and files.")
    ] = False,
) -> None:
    """Write a page for the class, and for each student a page and Markdown."""
    from checks.commands import report as command

    raise typer.Exit(command.report(command.ReportRequest(book, to, rubric, run, anonymous)))
