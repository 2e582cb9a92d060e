"""Draws texts, vocabularies and encoded texts.

A vocabulary is a string of distinct characters; a character's position in it is its index.
"""

from __future__ import annotations

from checks import recipes as st
from checks.recipes import DrawFn

CHARACTERS = "ba Zc\n0.é中😀\t"
MAX_LENGTH = 12


@st.composite
def texts(draw: DrawFn, min_size: int = 1, max_size: int = MAX_LENGTH) -> str:
    """A text over few characters, some of them spaces, line breaks or far from ASCII."""
    alphabet = draw(vocabularies(draw(st.integers(1, len(CHARACTERS)))))
    length = draw(st.integers(min_size, max_size))
    return "".join(alphabet[draw(st.integers(0, len(alphabet) - 1))] for _ in range(length))


@st.composite
def texts_with_vocabulary(draw: DrawFn) -> tuple[str, str]:
    """A text, empty ones too, and a vocabulary that holds its characters and others, in no particular order."""
    text = draw(texts(min_size=0))
    return text, vocabulary_of(draw(texts(max_size=3)) + text)


@st.composite
def vocabularies(draw: DrawFn, size: int) -> str:
    """So many distinct characters (at most 12), in no particular order."""
    first = draw(st.integers(0, len(CHARACTERS) - 1))
    return (CHARACTERS + CHARACTERS)[first : first + size]


def vocabulary_of(text: str) -> str:
    """The distinct characters of a text, in the order in which they first occur.

    >>> vocabulary_of("banana")
    'ban'
    """
    return "".join(dict.fromkeys(text))


@st.composite
def encoded_texts(draw: DrawFn) -> tuple[list[int], int]:
    """An encoded text and a context length, at times too long for the text to have a window."""
    size = draw(st.integers(0, 9))
    return [draw(st.integers(0, 9)) for _ in range(size)], draw(st.integers(1, 6))


@st.composite
def encoded_texts_without_windows(draw: DrawFn) -> tuple[list[int], int]:
    """An encoded text, at times empty, and a context length that leaves it no window."""
    size = draw(st.integers(0, 9))
    encoded = [draw(st.integers(0, 9)) for _ in range(size)]
    return encoded, max(1, size + draw(st.integers(0, 9)))
