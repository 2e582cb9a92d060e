"""Why each property holds, in a few lines of mathematics: a file for each topic, read when it is asked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
WITHIN_A_SENTENCE = re.compile(r"(?<![.:?])\n")


def why(identifier: str) -> str:
    """The reason why the property with this id holds; empty where nobody wrote one, as for an instructor's own.

    A sentence that ends with its line ends the line here, too; others are joined, for whoever shows them to wrap.
    """
    topic, _, claim = identifier.partition(".")
    return WITHIN_A_SENTENCE.sub(" ", of_topic(topic).get(claim, "").strip())


@cache
def of_topic(topic: str) -> Mapping[str, str]:
    """The reasons of a topic by the names of its properties; none where the topic has no file."""
    file = FOLDER / f"{topic}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
