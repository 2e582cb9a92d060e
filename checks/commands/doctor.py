"""`crosscheck doctor`: what this machine offers, how well submissions are sealed off on it, and what would help."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from checks import sealing
from checks.cases import cache_folder, why_not_storable
from checks.checking import versions
from checks.commands.console import out, refuse
from checks.exit_codes import ExitCode
from checks.processors import usable_processors
from checks.verdicts import Seal
from checks.worker import landlock, seccomp
from checks.worker.client import StartError
from checks.worker.lockdown import LANDLOCK, SECCOMP
from checks.worker.warm import can_fork


def doctor() -> int:
    """Shows platform, versions, layers, and what a canary could do; exit code 1 where submissions are not sealed."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, fact in _machine():
        table.add_row(name, Text(fact))
    try:
        seal = sealing.examine()
    except StartError as error:
        out.print(table)
        return refuse(str(error), ExitCode.DEFECT)
    table.add_row("layers", Text(", ".join(seal.layers) or "none"))
    for deed in seal.stopped:
        table.add_row("stopped", Text(deed, style="green"))
    for deed in seal.open:
        table.add_row("open", Text(deed, style="yellow"))
    out.print(table)
    out.print(Text(f"\n{seal.told}.", style="green" if seal.label == "sealed" else "yellow"))
    for advice in _advice(seal):
        out.print(Text(f"- {advice}"))
    return ExitCode.ALL_WELL if seal.label == "sealed" else ExitCode.NOT_ALL_WELL


def _machine() -> Iterator[tuple[str, str]]:
    yield "system", f"{platform.system()} {platform.release()} ({seccomp.machine()}), {usable_processors()} processors"
    yield from versions().items()
    yield "interpreter", sys.executable
    yield "case sets", _cache()
    yield "workers", "forked from a warm parent" if can_fork() else "started one by one"
    if sys.platform == "linux":
        spoken = landlock.version()
        yield "landlock", f"version {spoken}" if spoken else "not in this kernel"
        yield "bubblewrap", shutil.which("bwrap") or "not installed"


def _cache() -> str:
    """Where case sets are stored, and whether they can be: drawing them anew takes half a minute."""
    return why_not_storable() or str(cache_folder())


def _advice(seal: Seal) -> Iterator[str]:
    if seal.label == "sealed":
        return
    if sys.platform != "linux":
        yield "Only Linux seals submissions off. Grade in a virtual machine with Linux; for practice this is enough."
        return
    if SECCOMP not in seal.layers:
        yield "System calls are not filtered: use x86-64 or aarch64 and a kernel with seccomp (CONFIG_SECCOMP_FILTER)."
    if LANDLOCK not in seal.layers:
        yield "Files are not guarded by Landlock: a kernel from 5.13 on has it, where `lsm=` names it at boot."
