"""The commands, gathered into one program that tells what each is for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Annotated

import typer

from checks.cli import of_class, of_one
from checks.cli.plain_option import PlainGroup
from checks.cli.properties_option import PropertiesGroup
from checks.cli.version import tell_version


class Commands(PropertiesGroup, PlainGroup):
    """Our commands, with the options that several of them take."""


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


def program(words: Collection[str] = COMMANDS) -> typer.Typer:
    """The command line. Of commands that are not among these words it knows name and purpose: 1 ms instead of 22."""
    app = typer.Typer(
        cls=Commands,
        help=crosscheck.__doc__,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # plain help: importing what makes it colourful takes longer than all the rest
    )
    app.callback(invoke_without_command=True)(crosscheck)
    for name, command in COMMANDS.items():
        app.command(name, help=command.__doc__)(command if name in words else _nothing)
    return app


def crosscheck(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and the suite's, and leave.", is_eager=True)
    ] = False,
) -> None:
    """Checks a language model built from first principles against the properties that it must have."""
    if version:
        tell_version()
        raise typer.Exit


def _nothing() -> None:
    """Stands for a command that was not named, and so cannot run."""
