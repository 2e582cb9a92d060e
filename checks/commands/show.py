"""`crosscheck list` and `explain`: what is known of the properties."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from checks import properties as _registers_them  # noqa: F401
from checks.cases import case_set
from checks.commands.console import out, refuse
from checks.exit_codes import ExitCode
from checks.registry import UnknownPropertyError, find, select
from checks.reports.rows import Rows
from checks.snippets import of_example


def list_properties(section: str | None) -> int:
    """Shows the properties of a section, or all."""
    try:
        chosen = select(section)
    except UnknownPropertyError as error:
        return refuse(str(error))
    rows = Rows(("property", "points", "claim"), min_width=100, numbers=frozenset(("points",)))
    for prop in chosen:
        worth = f"{prop.points}" if prop.tier == "core" else f"{prop.points} (stretch)"
        rows.add(prop.id, worth, prop.claim)
    out.print(rows)
    out.print(f"{len(chosen)} properties, {sum(prop.points for prop in chosen)} points")
    return ExitCode.ALL_WELL


def explain(identifier: str) -> int:
    """Shows everything that is known of one property, with an example case."""
    try:
        prop = find(identifier)
    except UnknownPropertyError as error:
        return refuse(str(error))
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
    out.print(Text(prop.id, style="bold"))
    out.print(grid)
    return ExitCode.ALL_WELL
