"""What the commands share: two consoles, a progress bar, files to write, and how they refuse.

A plain console has no colours, shows nothing that moves, and says everything in ASCII. It is asked for by `--plain` or
the environment (CROSSCHECK_PLAIN), and what a dumb terminal gets. Any other console spells out what it cannot show.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from checks.exit_codes import ExitCode
from checks.files import write_whole
from checks.reports.spelling import respelled
from checks.signs import PLAIN


class ReadableConsole(Console):
    """A console that prints nothing that its terminal, or its reader, has no sign for."""

    def __init__(self, *, is_plain: bool, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, emoji=False, color_system=None if is_plain else "auto")
        self.is_plain = is_plain

    @property
    def encoding(self) -> str:
        """What is printed can be shown in this; rich draws boxes and bars accordingly."""
        return "ascii" if self.is_plain else super().encoding

    @property
    def is_dumb_terminal(self) -> bool:
        """Never: rich would take it to be 80 columns wide, and a plain console asks nothing else of it."""
        return False

    @property
    def can_move(self) -> bool:
        """Whether what has been printed may be drawn over."""
        return self.is_terminal and not self.is_plain

    def print(self, *objects: Any, **options: Any) -> None:
        """Prints as rich does, spelt out where that is needed."""
        super().print(*(respelled(printed, self) for printed in objects), **options)


def _is_plain() -> bool:
    return bool(os.environ.get(PLAIN)) or os.environ.get("TERM") in ("dumb", "unknown")


out = ReadableConsole(is_plain=_is_plain())
err = ReadableConsole(is_plain=_is_plain(), stderr=True)


class UsageError(Exception):
    """Wrong usage; the message is one sentence that names the thing and the remedy."""


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr; nothing where stderr is no terminal.

    It is moved by a function of what is being done, how much of it is done and how much there is, and redrawn at each
    step instead of by a thread, since drawing forks.
    """
    if not err.can_move:
        if err.is_terminal:
            err.print(f"{what} ...")
        yield lambda *_: None
        return
    from rich import progress as bars

    columns = (
        bars.TextColumn("{task.description}", markup=False),  # a submission's name may have brackets
        bars.BarColumn(complete_style="cyan", finished_style="cyan"),
        bars.MofNCompleteColumn(),
        bars.TimeElapsedColumn(),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=err, transient=True, auto_refresh=False) as bar:
        task = bar.add_task(what, total=total)
        yield lambda now, done, count: bar.update(
            task, description=now, completed=done, total=count or None, refresh=True
        )


SOURCES = {".py", ".ipynb", ".zip", ".sqlite"}
"""How files are called that nobody wants a result written over."""


def refuse_sources(target: Path, option: str) -> None:
    """Raises UsageError where a result would take the place of a submission's file, or of a gradebook."""
    if target.suffix in SOURCES and os.path.lexists(target):
        raise UsageError(f"{target} exists, and is no file of results; name another file for {option}")


def prove_writable(target: Path | None, option: str) -> None:
    """Raises UsageError now rather than after the run."""
    if target is None or str(target) == "-":
        return
    refuse_sources(target, option)
    is_new = not os.path.lexists(target)
    try:
        target.open("ab").close()
        if is_new:
            target.unlink()  # nothing is to be left where nothing comes of the run
    except OSError as error:
        raise UsageError(f"{target} cannot be written ({error.strerror}); name another file for {option}") from None


def prove_drawable(what: str) -> None:
    """Raises UsageError where the extra that draws pages is not installed; `what` needs it."""
    missing = [name for name in ("altair", "jinja2", "vl_convert") if find_spec(name) is None]
    if missing:
        raise UsageError(f"{what} needs {missing[0]}, which is not installed; run: pip install 'crosscheck[reports]'")


def write(target: Path, data: bytes) -> None:
    """Writes the file, or to stdout where it is called `-`. Raises UsageError."""
    try:
        if str(target) == "-":
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
        else:
            target.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{target} cannot be written ({error.strerror}); name another file") from None


def write_grades(target: Path, data: bytes) -> None:
    """The same in one step, and readable by its owner alone. Raises UsageError."""
    if str(target) == "-":
        write(target, data)
        return
    try:
        write_whole(target, data)
    except OSError as error:
        raise UsageError(f"{target} cannot be written ({error.strerror}); name another file") from None


def make_folder(folder: Path) -> None:
    """Makes a folder, and those that it lies in, where they are not there. Raises UsageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made ({error.strerror}); name another folder") from None


def remove_others(folder: Path, like: re.Pattern[str], written: Collection[str]) -> None:
    """Removes files whose whole name is `like` ours but not among those just written. Raises UsageError."""
    for left in folder.iterdir():
        if like.fullmatch(left.name) and left.name not in written:
            try:
                left.unlink()
            except OSError as error:
                raise UsageError(f"{left} is of an earlier class and cannot be removed ({error.strerror})") from None


def refuse(sentence: str, code: ExitCode = ExitCode.USAGE) -> int:
    """Says why nothing can be done, on stderr."""
    err.print(Text(f"crosscheck: {sentence}"), soft_wrap=True)
    return code
