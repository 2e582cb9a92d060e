"""The command line: `crosscheck check PATH`, `list`, `explain ID`, `new FOLDER`, `audit`, `doctor`.

Exit codes: 0 every attempted core property passed and at least one ran (`audit`: nothing missed, nothing falsely
failed; `check --watch`: left with q), 1 some did not, 2 wrong usage or an unreadable submission, 3 a defect of
crosscheck, 130 ended by Ctrl-C. What a command needs is imported when it runs, so that `--help` is immediate.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import checks
from checks.commands.choices import Format, FormatOfOne, Profile, Requirement
from checks.exit_codes import ExitCode
from checks.fingerprint import suite_fingerprint
from checks.plain_option import PlainGroup
from checks.properties_option import PropertiesGroup


class Commands(PropertiesGroup, PlainGroup):
    """Our commands, with the options that several of them take."""


app = typer.Typer(
    cls=Commands,
    help="Checks a language model built from first principles against the properties that it must have.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: importing what makes it colourful takes longer than all the rest
)


Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="NAME=MODULE:NAME", help="Where a name of the contract is; can be repeated."),
]
Packages = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="An installed package that may be imported; can be repeated.")
]
Memory = Annotated[int | None, typer.Option(min=1, metavar="MIB", help="What a submission may take; 1024 by default.")]


@app.callback(invoke_without_command=True)
def crosscheck(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and the suite's, and leave.", is_eager=True)
    ] = False,
) -> None:
    """Checks a language model built from first principles against the properties that it must have."""
    if version:
        _tell_version()
        raise typer.Exit


@app.command("check")
def check_(
    path: Annotated[Path, typer.Argument(help="The submission: a folder, a .py file, a notebook or a .zip.")],
    section: Annotated[str | None, typer.Option(help="Only this section, such as softmax.")] = None,
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
    from checks.commands.check import CheckRequest, check
    from checks.commands.foreign import Foreign

    request = CheckRequest(
        path,
        section,
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
    raise typer.Exit(check(request))


@app.command()
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
    from checks.commands.audit import AuditRequest
    from checks.commands.audit import audit as run_audit

    request = AuditRequest(seed, profile.value, sample, jobs, mistakes, json, html)
    raise typer.Exit(run_audit(request))


@app.command()
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


Book = Annotated[Path, typer.Argument(help="The gradebook, or the folder that it is in.")]
RubricFile = Annotated[Path | None, typer.Option(help="A TOML file that says what verdicts count for.")]


@app.command()
def score(
    book: Book,
    rubric: RubricFile = None,
    run: Annotated[int | None, typer.Option(help="Which run; the last one by default.")] = None,
) -> None:
    """Show the grades of a class by a rubric, from what the gradebook holds."""
    from checks.commands import score as command

    raise typer.Exit(command.score(book, run, rubric))


@app.command()
def diff(
    book: Book,
    before: Annotated[int, typer.Argument(help="The number of the earlier run.")],
    after: Annotated[int, typer.Argument(help="The number of the later run.")],
    rubric: RubricFile = None,
) -> None:
    """Show whose grade differs between two runs of a class, and why."""
    from checks.commands import score as command

    raise typer.Exit(command.diff(book, before, after, rubric))


@app.command()
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


@app.command()
def autograder(
    to: Annotated[Path, typer.Option(help="The zip to write, which Gradescope takes as an autograder.")],
    rubric: RubricFile = None,
    seed: Annotated[int | None, typer.Option(help="Which cases are drawn; a fresh secret by default.")] = None,
    profile: Annotated[Profile, typer.Option(help="How many cases: quick 20, grade 50, deep 300.")] = Profile.grade,
) -> None:
    """Make an autograder for Gradescope, which judges there as this very crosscheck does here."""
    from checks.commands import autograder as command

    raise typer.Exit(command.autograder(command.AutograderRequest(to, rubric, seed, profile.value)))


@app.command()
def prepare(
    seed: Annotated[int, typer.Option(help="Which cases are drawn.")],
    profile: Annotated[Profile, typer.Option(help="How many cases: quick 20, grade 50, deep 300.")] = Profile.grade,
) -> None:
    """Draw the cases of a seed and have known mistakes answer them, ahead of grading."""
    from checks.commands import autograder as command

    raise typer.Exit(command.prepare(seed, profile.value))


@app.command()
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


@app.command()
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

    raise typer.Exit(verify.verify(properties, is_whole=whole) if properties else command.doctor())


@app.command("list")
def list_(section: Annotated[str | None, typer.Option(help="Only this section.")] = None) -> None:
    """List the properties with their points and claims."""
    from checks.commands import show

    raise typer.Exit(show.list_properties(section))


@app.command()
def explain(identifier: Annotated[str, typer.Argument(metavar="ID", help="A property, as `list` shows it.")]) -> None:
    """Explain one property: claim, why it holds, an example worked out, and the common mistakes."""
    from checks.commands import show

    raise typer.Exit(show.explain(identifier))


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The folder to create.")],
    course: Annotated[
        bool, typer.Option("--course", help="A repository for a class: with a rubric and a GitHub Classroom workflow.")
    ] = False,
) -> None:
    """Copy the template that a student fills in."""
    from checks.commands import new as command

    raise typer.Exit(command.new(folder, is_course=course))


def main() -> None:
    """Runs the command line; a defect of ours becomes one sentence, with the details in a file."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # text streams, as Python opens them
    try:
        if sys.argv[1:] == ["--version"]:  # at once: for an option, Typer loads a library that validates it
            _tell_version()
        else:
            app(prog_name="crosscheck")
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except Exception as defect:
        from checks.extras.record import UnusableExtraError

        if isinstance(defect, UnusableExtraError):  # an instructor's own
            typer.echo(f"crosscheck: {defect}", err=True)
            sys.exit(ExitCode.USAGE)
        details = _write_details()
        typer.echo(f"crosscheck: a defect of crosscheck ({defect!r}); please report it with {details}", err=True)
        sys.exit(ExitCode.DEFECT)


def _tell_version() -> None:
    typer.echo(f"crosscheck {checks.__version__}, suite {suite_fingerprint()}")


def _write_details() -> str:
    """The file that the traceback was written to."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="crosscheck-defect-", suffix=".txt", delete=False) as details:
        traceback.print_exc(file=details)
    return details.name
