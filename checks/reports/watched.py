"""What is known while a submission is watched, as a picture that fits the screen: what changed, and what to mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from checks import misnamed
from checks.causes import Cause, causes
from checks.feedback import facts, import_facts, said
from checks.plain_text import one_line, shown
from checks.registry import Property
from checks.reports import path
from checks.reports.spelling import respelled
from checks.verdicts import Status
from checks.watching.rounds import Watched

KEYS = "h hints   r run everything again   q quit"
MAX_NAMES = 3
ROOM_FOR_THE_PATH = 30
"""Lines of a screen on which the course is shown as a path, too."""


@dataclass(frozen=True)
class Screen:
    """The whole picture, cut to the height of the terminal; what changed comes first."""

    watched: Watched
    properties: Mapping[str, Property]
    with_hints: bool
    spent: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        height = options.height or console.height
        parts: list[RenderableType] = [_title(self.watched), Text(KEYS, style="dim"), Text()]
        parts += summary(self.watched, self.properties, self.spent)
        if height >= ROOM_FOR_THE_PATH and path.is_whole(self.watched.run):
            parts.append(path.render(self.watched.run, self.properties))
        parts.append(Text())
        lines: list[RenderableType] = [respelled(part, console) for part in parts]  # type: ignore[misc]
        flowing = options.reset_height()
        used = sum(len(console.render_lines(part, flowing)) for part in lines)
        blocks = list(failures(self.watched, self.properties, with_hints=self.with_hints))
        for number, block in enumerate(blocks):
            told: RenderableType = respelled(block, console)  # type: ignore[assignment]
            needed = len(console.render_lines(told, flowing))
            if number and used + needed > height - 1:
                lines.append(Text(f"and {len(blocks) - number} more to mend", style="dim"))
                break
            lines.append(told)
            used += needed
        yield Group(*lines)


def summary(watched: Watched, properties: Mapping[str, Property], spent: str = "") -> Iterator[Text]:
    """What has changed, how what is about it fares, and how far the rest has come: a line each."""
    if watched.problem:
        yield Text.assemble(("✗ ", "bold red"), (one_line(watched.problem), "bold"))
        yield Text("The last verdicts are from before that. Watching goes on.", style="yellow")
        return
    changed = watched.change
    if changed.files:
        yield Text(f"{_listed(changed.files)} saved{_functions(changed.functions)}")
    statuses = {verdict.id: verdict.status for verdict in watched.run.verdicts}
    if changed.first:
        yield _of_the_change(watched, statuses, spent)
    right = sum(status is Status.PASSED for name, status in statuses.items() if name not in watched.stale)
    line = f"{right} of {len(properties)} right"
    left = len(watched.stale)
    yield Text(f"{line}; {left} still to be checked" if left else f"{line}; all of this is as you saved it")


def failures(watched: Watched, properties: Mapping[str, Property], *, with_hints: bool) -> Iterator[RenderableType]:
    """A block for each thing to mend, what is about the change first; what is from before the change says so."""
    for failure in () if watched.problem else watched.run.unimportable:
        yield _headline(f"{one_line(failure.shown)} cannot be imported", "")
        yield _facts(import_facts(failure))
    for missing in misnamed.told(verdict for verdict in watched.run.verdicts if verdict.id not in watched.stale):
        yield Text.assemble(("? ", "bold yellow"), one_line(missing))
    found = causes(watched.run, properties)
    found.sort(key=lambda cause: (cause.verdict.id not in watched.change.first, cause.verdict.id in watched.stale))
    for cause in found:
        yield _block(cause, properties[cause.verdict.id], watched, with_hints)


def _title(watched: Watched) -> Text:
    return Text.assemble((f"crosscheck is watching {shown(watched.run.submission) or 'a submission'}", "bold"))


def _of_the_change(watched: Watched, statuses: Mapping[str, Status], spent: str) -> Text:
    of_it = watched.change.first
    left = sum(name in watched.stale for name in of_it)
    wrong = sum(statuses[name].is_wrong for name in of_it if name not in watched.stale)
    right = sum(statuses[name] is Status.PASSED for name in of_it if name not in watched.stale)
    if left:
        return Text(f"... {left} of the {len(of_it)} properties about this are being checked", style="dim")
    in_time = f" ({spent})" if spent else ""
    if wrong:
        return Text.assemble(
            ("✗ ", "bold red"), f"{wrong} of the {len(of_it)} properties about this do not hold{in_time}"
        )
    if right < len(of_it):
        waiting = "the others wait for what is not written yet"
        return Text(f"{right} of the {len(of_it)} properties about this hold; {waiting}{in_time}")
    return Text.assemble(("✓ ", "bold green"), f"all {len(of_it)} properties about this hold{in_time}")


def _block(cause: Cause, prop: Property, watched: Watched, with_hints: bool) -> RenderableType:
    verdict = cause.verdict
    told = {name: fact for name, fact in facts(verdict, prop, None).items() if with_hints or name != "hint"}
    del told["source"]
    if cause.explains:
        told["explains"] = f"{len(cause.explains)} more"
    age = ", before the last change" if verdict.id in watched.stale else ""
    return Group(_headline(prop.id, f"{said(verdict.status)}{age}"), _facts(told))


def _headline(title: str, aside: str) -> Text:
    return Text.assemble(("✗ ", "bold red"), (title, "bold"), (f"  {aside}" if aside else "", "dim"))


def _facts(told: Mapping[str, str]) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, fact in told.items():
        grid.add_row(name, Text(fact, style="bold" if name == "found" else ""))
    return Padding(grid, (0, 0, 1, 2))


def _functions(names: tuple[str, ...]) -> str:
    if len(names) > MAX_NAMES:  # such as where a file cannot be parsed, and so has none
        return f": {len(names)} functions changed"
    return f": {_listed(tuple(name.partition('.')[2] for name in names))} changed" if names else ""


def _listed(names: tuple[str, ...]) -> str:
    listed = [shown(name) for name in names[:MAX_NAMES]]
    more = len(names) - len(listed)
    return ", ".join(listed) + (f" and {more} more" if more else "")
