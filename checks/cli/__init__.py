"""The command line: gathers the commands, and ends with their exit codes.

Exit codes: 0 every attempted core property passed and at least one ran (`audit`: nothing missed, nothing falsely
failed; `check --watch`: left with q), 1 some did not, 2 wrong usage or an unreadable submission, 3 a defect of
crosscheck, 130 ended by Ctrl-C. What a command needs is imported when it runs, so that `--help` is immediate.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated

import typer

import checks
from checks.cli import of_class, of_one
from checks.cli.plain_option import PlainGroup
from checks.cli.properties_option import PropertiesGroup
from checks.exit_codes import ExitCode
from checks.fingerprint import suite_fingerprint


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


COMMANDS: dict[str, Callable[..., None]] = {
    "check": of_one.check,
    "list": of_one.list_,
    "explain": of_one.explain,
    "new": of_one.new,
    "grade": of_class.grade,
    "score": of_class.score,
    "diff": of_class.diff,
    "report": of_class.report,
    "export": of_class.export,
    "autograder": of_class.autograder,
    "prepare": of_class.prepare,
    "audit": of_one.audit,
    "doctor": of_one.doctor,
}
for name, command in COMMANDS.items():
    app.command(name)(command)


def main() -> None:
    """Runs the command line; a defect of ours becomes one sentence, with the details in a file."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # text streams, as Python opens them
    try:
        if sys.argv[1:] == ["--version"]:  # without the whole command line: 30 ms of 130
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
