"""Names that are almost those of the contract: a misspelt function is told of, instead of being merely not there."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

from checks.extras import record as extras
from checks.verdicts import Status, Verdict

SIMILARITY = 0.8
"""Of two names, as difflib measures it, from which on one may be meant by the other."""

MAX_NAMES, MAX_CHARACTERS = 500, 60
"""How many names are looked at, and how long they may be: they come from student code."""

_MEANT = "; if {} is meant to be it, rename that"
_BEFORE, _AFTER = _MEANT.split("{}")


def advice(wanted: str, there: Iterable[str]) -> str:
    """What to add where a name of the contract is missing and its module or class has another one much like it.

    >>> advice("loss.cross_entropy_loss", ["log_sum_exp", "crossEntropyLoss"])
    '; if crossEntropyLoss is meant to be it, rename that'
    """
    owner, _, name = wanted.rpartition(".")
    contract = [full.rpartition(".")[2] for full in extras.all_names() if full.rpartition(".")[0] == owner]
    names = (other for other in there if other.isidentifier() and other.isascii() and len(other) <= MAX_CHARACTERS)
    for other in islice(names, MAX_NAMES):
        if other not in contract and _likest(other, contract) == name:
            return _MEANT.format(other)
    return ""


def told(verdicts: Iterable[Verdict]) -> list[str]:
    """What is to be said of names that are missing while something is called almost so, each once."""
    missing = (verdict.message for verdict in verdicts if verdict.status is Status.NOT_ATTEMPTED)
    return list(dict.fromkeys(message for message in missing if _BEFORE in message and message.endswith(_AFTER)))


def _likest(name: str, contract: Iterable[str]) -> str | None:
    plain = {_plain(other): other for other in contract}
    found = get_close_matches(_plain(name), plain, n=1, cutoff=SIMILARITY)
    return plain[found[0]] if found else None


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
