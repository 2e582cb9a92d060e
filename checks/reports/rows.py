"""A table where there is room for its columns; else, and in plain words, a paragraph for each of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from checks.reports.spelling import respelled


@dataclass
class Rows:
    """The rows of a table without lines, the first column of which names what a row is about.

    `min_width` is what the columns need to be read; those in `numbers` stand on the right.
    """

    headings: Sequence[str]
    min_width: int
    numbers: frozenset[str] = frozenset()
    rows: list[tuple[tuple[Text, ...], str]] = field(default_factory=list)

    def add(self, *cells: str | Text, style: str = "") -> None:
        """One more row, all of it in this style."""
        self.rows.append((tuple(Text(cell) if isinstance(cell, str) else cell for cell in cells), style))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if options.max_width >= self.min_width and not getattr(console, "is_plain", False):
            yield respelled(self._table(), console)  # type: ignore[misc]
            return
        for cells, _ in self.rows:
            yield respelled(cells[0], console)  # type: ignore[misc]
            told = [Text.assemble(name, " ", cell) for name, cell in zip(self.headings[1:], cells[1:], strict=True)]
            yield Padding(respelled(Text(", ").join(told), console), (0, 0, 0, 2))  # type: ignore[arg-type]

    def _table(self) -> Table:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for number, heading in enumerate(self.headings):
            is_number = heading in self.numbers
            table.add_column(heading, justify="right" if is_number else "left", no_wrap=number == 0, overflow="fold")
        for cells, style in self.rows:
            table.add_row(*cells, style=style)
        return table
