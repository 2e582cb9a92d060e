"""What the commands do: read, run, show, and return an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from checks import properties as _registers_them  # noqa: F401
from checks import scaffold, scoring
from checks.cases import case_set, in_time
from checks.exit_codes import ExitCode
from checks.registry import Property, UnknownPropertyError, all_properties, find, select
from checks.reports import as_json, terminal
from checks.session import check as check_submission
from checks.snippets import of_example
from checks.submissions import UnreadableSubmissionError, read_submission
from checks.worker.client import StartError

_out = Console(highlight=False)
_err = Console(stderr=True, highlight=False)


@dataclass(frozen=True)
class CheckRequest:
    """What `crosscheck check` was asked for."""

    path: Path
    section: str | None
    only: tuple[str, ...]
    seed: int
    profile: str
    with_all_hints: bool
    json: Path | None
    in_process: bool


class UsageError(Exception):
    """Wrong usage; the message is one sentence that names the thing and the remedy."""


def check(request: CheckRequest) -> int:
    """Judges one submission and tells what was found."""
    try:
        chosen = select(request.section, request.only)
        if not chosen:
            raise UsageError(f"section {request.section!r} has none of the properties named by --only; leave one out")
        sources = read_submission(request.path)
        _prove_writable(request.json)
    except (UsageError, UnknownPropertyError, UnreadableSubmissionError) as error:
        return _refuse(str(error))
    if request.in_process:
        _err.print("[yellow]in process:[/] your code runs unprotected, without deadlines; practice only, not a grade")
        sources = msgspec.structs.replace(sources, root=str(_folder_of(request.path)))
    try:
        with _progress(len(chosen)) as show, in_time(chosen, request.seed, request.profile) as cases:
            run = check_submission(
                sources,
                chosen,
                cases,
                seed=request.seed,
                profile=request.profile,
                in_process=request.in_process,
                begin=show,
            )
    except StartError as error:
        return _refuse(str(error), ExitCode.DEFECT)
    by_id = {prop.id: prop for prop in all_properties()}
    if request.json is None or str(request.json) != "-":
        _out.print(terminal.render(run, by_id, with_all_hints=request.with_all_hints))
    if request.json is not None:
        try:
            _write(request.json, as_json.render(run, by_id))
        except OSError as error:
            return _refuse(f"{request.json} cannot be written ({error.strerror}); name another file")
    return scoring.exit_code(run, by_id)


def list_properties(section: str | None) -> int:
    """Shows the properties of a section, or all."""
    try:
        chosen = select(section)
    except UnknownPropertyError as error:
        return _refuse(str(error))
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("property", no_wrap=True, overflow="fold")
    table.add_column("points", justify="right")
    table.add_column("claim", overflow="fold")
    for prop in chosen:
        worth = f"{prop.points}" if prop.tier == "core" else f"{prop.points} (stretch)"
        table.add_row(prop.id, worth, Text(prop.claim))
    _out.print(table)
    _out.print(f"{len(chosen)} properties, {sum(prop.points for prop in chosen)} points")
    return ExitCode.ALL_WELL


def explain(identifier: str) -> int:
    """Shows everything that is known of one property, with an example case."""
    try:
        prop = find(identifier)
    except UnknownPropertyError as error:
        return _refuse(str(error))
    case = case_set([prop], seed=0, profile="quick")[prop.id][-1]
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    points = "1 point" if prop.points == 1 else f"{prop.points} points"
    for name, fact in (
        ("claim", prop.claim),
        ("worth", f"{points}, {prop.tier}"),
        ("about", ", ".join(prop.of)),
        ("needs", ", ".join(prop.needs)),
        ("source", prop.source),
        ("hint", prop.hint),
        ("example", of_example(prop, case)),
    ):
        if fact:
            grid.add_row(name, Text(fact))
    _out.print(Text(prop.id, style="bold"))
    _out.print(grid)
    return ExitCode.ALL_WELL


def new(folder: Path) -> int:
    """Copies the template and says what to do next."""
    try:
        files = scaffold.new(folder)
    except scaffold.OccupiedError as error:
        return _refuse(str(error))
    _out.print(
        f"{len(files)} files in {folder}. Fill in autograd.py, then run: crosscheck check {folder}", soft_wrap=True
    )
    return ExitCode.ALL_WELL


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Property], None]]:
    """A bar on stderr, moved on by each property; nothing where stderr is no terminal.

    It is redrawn at each step instead of by a thread, since drawing forks.
    """
    columns = (
        TextColumn("checking"),
        BarColumn(complete_style="cyan", finished_style="cyan"),
        MofNCompleteColumn(),
        TextColumn("{task.fields[section]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=_err, transient=True, auto_refresh=False, disable=not _err.is_terminal) as bar:
        task = bar.add_task("checking", total=total, section="")
        yield lambda prop: bar.update(task, advance=1, section=prop.section, refresh=True)


def _prove_writable(target: Path | None) -> None:
    """Raises UsageError now rather than after the run."""
    if target is None or str(target) == "-":
        return
    try:
        with target.open("ab"):
            return
    except OSError as error:
        raise UsageError(f"{target} cannot be written ({error.strerror}); name another file for --json") from None


def _write(target: Path, data: bytes) -> None:
    if str(target) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        target.write_bytes(data)


def _folder_of(path: Path) -> Path:
    return path.resolve() if path.is_dir() else path.resolve().parent


def _refuse(sentence: str, code: ExitCode = ExitCode.USAGE) -> int:
    _err.print(Text(f"crosscheck: {sentence}"), soft_wrap=True)
    return code
