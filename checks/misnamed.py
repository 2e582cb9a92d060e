"""What is almost there: a misspelt name, a method instead of a function, a file of another name, one defined twice.

It is told of, instead of being merely not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import islice

from checks.extras import record as extras
from checks.signatures import signature
from checks.verdicts import Status, Verdict
from checks.worker.definitions import Definition

SIMILARITY = 0.8
"""Of two names, as difflib measures it, from which on one may be meant by the other."""

MAX_NAMES, MAX_CHARACTERS = 500, 60
"""How many names are looked at, and how long they may be: they come from student code."""

_ENDINGS = (
    "is meant to be it, rename that",
    "is meant to be it, make it a function",
    "and the later one counts: leave that out",
)
"""How every piece of advice ends, by which it is known again."""

_COPY = re.compile(r"[\s_-]*(\(\d+\)|\d+|copy)$", re.IGNORECASE)
"""What file managers and browsers add to the name of a second copy."""


def advice(wanted: str, there: Iterable[str]) -> str:
    """What to add where a name of the contract is missing and its module or class has another one much like it.

    >>> advice("loss.cross_entropy_loss", ["log_sum_exp", "crossEntropyLoss"])
    '; if crossEntropyLoss is meant to be it, rename that'
    """
    owner, _, name = wanted.rpartition(".")
    contract = [full.rpartition(".")[2] for full in extras.all_names() if full.rpartition(".")[0] == owner]
    for other in islice(filter(_is_name, there), MAX_NAMES):
        if other not in contract and _likest(other, contract) == name:
            return f"; if {other} {_ENDINGS[0]}"
    return ""


def method_advice(wanted: str, found: Iterable[Definition], file: str) -> str:
    """What to add where a function of the contract is missing, and a class in its file has it as a method.

    >>> method_advice("loss.softmax", [("Loss", 12, False)], "loss.py")
    '; if softmax in the class Loss of loss.py is meant to be it, make it a function'
    """
    _, _, name = wanted.partition(".")
    written = [owner for owner, _, is_stub in found if not is_stub and _is_name(owner)]
    classes = [owner for owner in written if not signature(f"{owner}.{name}", extras.modules())]  # that is another one
    return f"; if {name} in the class {classes[0]} of {file} {_ENDINGS[1]}" if classes and "." not in name else ""


def twice_advice(wanted: str, found: Sequence[Definition], file: str) -> str:
    """What to add where a name of the contract is a stub, and its file defines it before, written.

    >>> twice_advice("autograd.Value.exp", [("Value", 30, False), ("Value", 47, True)], "autograd.py")
    '; Value.exp is defined twice in autograd.py (lines 30 and 47), and the later one counts: leave that out'
    """
    name = wanted.partition(".")[2]
    place = name.rpartition(".")[0]
    for owner, full in ((place, name), (name, f"{name}.__init__")):
        of_it = [(line, is_stub) for where, line, is_stub in found if where == owner]
        written = [line for line, is_stub in of_it[:-1] if not is_stub]
        if written and of_it[-1][1]:
            return f"; {full} is defined twice in {file} (lines {written[-1]} and {of_it[-1][0]}), {_ENDINGS[2]}"
    return ""


def file_advice(module: str, files: Iterable[str]) -> str:
    """What to add where a file of the contract is missing and one of these top-level files may be meant.

    >>> file_advice("loss", ["autograd.py", "losses (1).py"])
    '; if losses (1).py is meant to be it, rename that'
    """
    contract = list(extras.modules())
    for file in islice(filter(_is_top_level, files), MAX_NAMES):
        stem = file.removesuffix(".py")
        if stem not in contract and _likest(_COPY.sub("", stem), contract) == module:
            return f"; if {file} {_ENDINGS[0]}"
    return ""


def told(verdicts: Iterable[Verdict]) -> list[str]:
    """What is to be said of what is missing while it is almost there, each once."""
    missing = (verdict.message for verdict in verdicts if verdict.status is Status.NOT_ATTEMPTED)
    return list(dict.fromkeys(message for message in missing if "; " in message and message.endswith(_ENDINGS)))


def _is_name(other: str) -> bool:
    return other.isidentifier() and other.isascii() and len(other) <= MAX_CHARACTERS


def _is_top_level(file: str) -> bool:
    return "/" not in file and file.endswith(".py") and len(file) <= MAX_CHARACTERS


def _likest(name: str, contract: Iterable[str]) -> str | None:
    plain = {_plain(other): other for other in contract}
    found = get_close_matches(_plain(name), plain, n=1, cutoff=SIMILARITY)
    return plain[found[0]] if found else None


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
