"""A report in the signs that its console can show, spelt out before it is laid out, so that columns stay columns."""

from __future__ import annotations

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from checks.signs import can_show, spelled


def respelled(printed: object, console: Console) -> object:
    """The same with every text in it spelt out where the console's encoding asks for that; styles stay."""
    match printed:
        case str():
            return spelled(printed, console.encoding)
        case Text():
            return _text(printed, console)
        case Group():
            return Group(*(respelled(part, console) for part in printed.renderables))  # type: ignore[arg-type]
        case Padding():
            sides = (printed.top, printed.right, printed.bottom, printed.left)
            return Padding(respelled(printed.renderable, console), sides, expand=printed.expand)  # type: ignore[arg-type]
        case Table():
            for column in printed.columns:
                column.header = respelled(column.header, console)  # type: ignore[assignment]
                column._cells = [respelled(cell, console) for cell in column.cells]  # type: ignore[misc]
    return printed


def _text(text: Text, console: Console) -> Text:
    encoding = console.encoding
    if can_show(text.plain, encoding):
        return text
    parts = [(spelled(part.text, encoding), part.style or "") for part in text.render(console)]
    again = Text.assemble(*parts, justify=text.justify, overflow=text.overflow, no_wrap=text.no_wrap, end="")
    again.end = text.end
    return again
