"""The option `--plain`, which every command takes, before its name or behind it."""

from __future__ import annotations

import os
from typing import Any

from typer.core import TyperGroup, TyperOption

from checks.signs import PLAIN


class PlainGroup(TyperGroup):
    """A group of commands all of which take `--plain`."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.params.append(_option())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command with that name, which takes the option too."""
        command = super().get_command(ctx, cmd_name)
        if command is not None and all("--plain" not in option.opts for option in command.params):
            command.params.append(_option())
        return command


def _option() -> TyperOption:
    return TyperOption(
        param_decls=["--plain"],
        is_flag=True,
        default=False,
        expose_value=False,
        is_eager=True,
        callback=_choose,
        help="Words and ASCII letters only: no colours, no signs, nothing that moves.",
    )


def _choose(_context: Any, _option: Any, is_chosen: bool) -> None:
    """Takes effect before the command imports its console."""
    if is_chosen:
        os.environ[PLAIN] = "1"
