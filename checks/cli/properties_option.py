"""The option `--properties`, which every command takes that has to do with properties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup, TyperOption

TAKE_IT = {"check", "audit", "grade", "score", "diff", "export", "autograder", "prepare", "report"}
TAKE_IT |= {"list", "explain", "new"}


class PropertiesGroup(TyperGroup):
    """A group of commands some of which take `--properties`: these take part before the command begins."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command with that name, with the option where it has to do with properties."""
        command = super().get_command(ctx, cmd_name)
        if cmd_name in TAKE_IT and command and all("--properties" not in option.opts for option in command.params):
            command.params.append(_option())
        return command


def _option() -> TyperOption:
    return TyperOption(
        param_decls=["--properties"],
        type=Path,
        metavar="FILE",
        multiple=True,
        default=(),
        expose_value=False,
        callback=_use,
        help="A file or folder of your own properties; can be repeated.",
    )


def _use(_context: Any, _option: Any, paths: Any) -> None:
    from checks.commands.own import use

    if refused := use(paths or ()):
        raise typer.Exit(refused)
