"""Runs what a document shows: writes its files, gives its commands, and compares what they print."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"```(console|python) ?(?:title=\"([^\"]*)\")?\n(.*?)```", flags=re.DOTALL)


def console_blocks(text: str) -> list[str]:
    """The blocks of commands and what they print."""
    return [body for kind, _, body in _BLOCK.findall(text) if kind == "console"]


def follow(text: str, folder: Path) -> int:
    """Does what a page shows, from top to bottom, in this folder; the number of blocks of commands.

    A block of Python with a title is written to the file of that name, or added to it where the title says `continued`.
    """
    followed = 0
    for kind, title, body in _BLOCK.findall(text):
        if kind == "console":
            run(body, folder)
            followed += 1
        elif title:
            name, _, manner = title.partition(", ")
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a" if manner == "continued" else "x", encoding="utf-8") as opened:
                opened.write(body)
    return followed


def run(block: str, folder: Path) -> None:
    """Each `$ command` prints the lines under it; `...` stands for anything."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "TERM": "xterm", "COLUMNS": "100"}
    for command, expected in _commands(block):
        words = shlex.split(command)
        words[:1] = [sys.executable, "-m", "checks"] if words[0] == "crosscheck" else [sys.executable]
        words = [str(ROOT / word) if word.startswith(("scripts/", "reference")) else word for word in words]
        done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        printed = "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        assert doctest.OutputChecker().check_output(expected, printed, flags), f"{command}\n{printed}{done.stderr}"


def _commands(block: str) -> Iterator[tuple[str, str]]:
    for part in block.split("$ ")[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected
