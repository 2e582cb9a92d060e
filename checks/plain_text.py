"""Makes text that came from a submission harmless: nothing unprintable, no escape sequences, not too long.

What is left is safe in a terminal, a log, JSON and CSV; HTML is escaped by its templates. Right-to-left overrides,
surrogates and other invisible characters are unprintable too.
"""

from __future__ import annotations

from pathlib import Path

MAX_CHARACTERS = 800
MAX_NAME_CHARACTERS = 200


def harmless(text: str, max_characters: int = MAX_CHARACTERS) -> str:
    r"""The text with everything unprintable replaced, cut to a length; line ends stay.

    >>> harmless("a\x1b[31mred")
    'a�[31mred'
    """
    is_cut = len(text) > max_characters
    printable = text[:max_characters]
    if not printable.replace("\n", "").isprintable():
        printable = "".join(c if c.isprintable() or c == "\n" else "�" for c in printable)
    return f"{printable} …" if is_cut else printable


def one_line(text: str, max_characters: int = MAX_CHARACTERS) -> str:
    r"""The same on one line, so that it cannot pass for a line of ours.

    >>> one_line("no\n100 of 100 points")
    'no ⏎ 100 of 100 points'
    """
    return harmless(" ⏎ ".join(text[: max_characters + 1].splitlines()), max_characters)


def shown(name: str | Path) -> str:
    """A name of a file or a submission, as a sentence shows it."""
    return one_line(str(name), MAX_NAME_CHARACTERS)


def in_unicode(name: str) -> str:
    r"""A file's name as text that can be stored and sent: bytes of it that are no UTF-8 are written as `\xff`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
