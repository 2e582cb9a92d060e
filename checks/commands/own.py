"""`--properties`: has an instructor's own properties, mistakes and modules take part in a command."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import entry_points
from pathlib import Path

from checks.commands.console import refuse
from checks.exit_codes import ExitCode
from checks.extras.reading import GROUP, read_extras
from checks.extras.record import UnusableExtraError


def use(paths: Sequence[Path]) -> int:
    """Has these take part, and those of installed packages; anything but 0 is a refusal."""
    if not paths and not entry_points(group=GROUP):
        return ExitCode.ALL_WELL
    from checks.extras import loading  # which opens the bank of mistakes

    try:
        loading.use(read_extras(paths))
    except UnusableExtraError as error:
        return refuse(str(error))
    return ExitCode.ALL_WELL
