"""`crosscheck list` and `explain`: what is known of the properties."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from checks import properties as _registers_them  # noqa: F401
from checks.choosing import choose
from checks.commands.console import out, refuse
from checks.exit_codes import ExitCode
from checks.explanations import why
from checks.extras.loading import mistakes as own_mistakes
from checks.mistakes import caught_by
from checks.registry import UnknownPropertyError, find
from checks.reports.rows import Rows
from checks.worked import example, work_out

MAX_MISTAKES = 5


def list_properties(sections: Sequence[str]) -> int:
    """Shows the properties of these sections, or all."""
    try:
        chosen = choose(sections)
    except UnknownPropertyError as error:
        return refuse(str(error))
    rows = Rows(("property", "points", "claim"), min_width=100, numbers=frozenset(("points",)))
    for prop in chosen:
        worth = f"{prop.points}" if prop.tier == "core" else f"{prop.points} (stretch)"
        rows.add(prop.id, worth, prop.claim)
    out.print(rows)
    points = sum(prop.points for prop in chosen)
    out.print(f"{counted(len(chosen), 'property', 'properties')}, {counted(points, 'point', 'points')}")
    return ExitCode.ALL_WELL


def explain(identifier: str) -> int:
    """Shows everything that is known of one property: why it holds, an example worked out, and who gets it wrong."""
    try:
        prop = find(identifier)
    except UnknownPropertyError as error:
        return refuse(str(error))
    mistakes = [*caught_by(prop.id), *(mistake for mistake in own_mistakes() if mistake.caught_by == prop.id)]
    points = counted(prop.points, "point", "points")
    facts = [
        ("claim", prop.claim),
        ("why", why(prop.id)),
        ("worth", f"{points}, {prop.tier}"),
        ("about", ", ".join(prop.of)),
        ("needs", ", ".join(prop.needs)),
        ("source", prop.source),
        ("hint", prop.hint),
    ]
    out.print(Text(prop.id, style="bold"))
    out.print(_facts(facts))
    for worked in work_out(prop, example(prop, mistakes)):
        out.print(_facts([("example", "to paste into Python:")]))
        out.print(Text(worked.lines, style="cyan"), soft_wrap=True)
        out.print(_facts([("chance" if worked.is_chance else "right is", worked.shown)]))
    stories = [mistake.story for mistake in mistakes[:MAX_MISTAKES]]
    out.print(_facts([("" if number else "mistakes", f"· {story}") for number, story in enumerate(stories)]))
    return ExitCode.ALL_WELL


def counted(number: int, one: str, many: str) -> str:
    """The number with the word for one, or for many."""
    return f"{number} {one if number == 1 else many}"


def _facts(told: list[tuple[str, str]]) -> Table:
    """Names and facts side by side; what is empty is left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True, min_width=len("mistakes"))
    grid.add_column(overflow="fold")
    for name, fact in told:
        if fact:
            grid.add_row(name, Text(fact))
    return grid
