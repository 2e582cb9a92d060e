"""Makes text that came from student code harmless: no control characters, no escape sequences, not too long."""

from __future__ import annotations

MAX_CHARACTERS = 800


def harmless(text: str, max_characters: int = MAX_CHARACTERS) -> str:
    r"""The text with everything unprintable replaced, cut to a length; line ends stay.

    >>> harmless("a\x1b[31mred")
    'a�[31mred'
    """
    printable = "".join(c if c.isprintable() or c == "\n" else "�" for c in text)
    return printable if len(printable) <= max_characters else printable[:max_characters] + " …"
