"""`crosscheck doctor --properties`: verifies an instructor's own properties, and says what to mend in them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from checks import right
from checks.audit.verifying import verify as findings_of
from checks.commands.console import out, progress, refuse
from checks.commands.own import use
from checks.commands.show import counted
from checks.exit_codes import ExitCode
from checks.extras import loading
from checks.processors import usable_processors
from checks.right import REFERENCE, Right
from checks.worker.client import StartError

SAMPLE = 3
"""So many right submissions beside the reference; all of them where the whole is asked for."""

SEED, PROFILE = 0, "quick"


def verify(paths: Sequence[Path], *, is_whole: bool) -> int:
    """Tells what is wrong with the properties in these files; exit code 1 where anything is."""
    if refused := use(paths):
        return refused
    rights = _rights(is_whole=is_whole)
    try:
        with progress("verifying", 0) as tell:
            found = findings_of(rights, seed=SEED, profile=PROFILE, jobs=usable_processors(), tell=tell)
    except StartError as error:
        return refuse(str(error), ExitCode.DEFECT)
    for finding in found:
        out.print(Text.assemble(("✗ ", "red"), (finding.of, "bold"), f" {finding.sentence}"), soft_wrap=True)
    counts = [
        counted(len(loading.own_properties()), "property", "properties"),
        counted(len(loading.mistakes()), "mistake", "mistakes"),
        counted(len(rights), "right submission", "right submissions"),
    ]
    mend = counted(len(found), "thing", "things") if found else "nothing"
    out.print(Text(f"{', '.join(counts)}: {mend} to mend.", style="yellow" if found else "green"), soft_wrap=True)
    return ExitCode.NOT_ALL_WELL if found else ExitCode.ALL_WELL


def _rights(*, is_whole: bool) -> list[Right]:
    """All that are installed, or the reference and a sample of those that need no library."""
    bank = [entry for entry in right.bank().values() if entry.is_installed]
    if is_whole:
        return bank
    others = [entry for entry in bank if not entry.package and entry.name != REFERENCE]
    sample = random.Random(SEED).sample(others, min(SAMPLE, len(others)))  # noqa: S311  # no secret
    return [entry for entry in bank if entry.name == REFERENCE or entry in sample]
