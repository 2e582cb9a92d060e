"""The witness of each mistake: one case that proves it wrong, within the contract's domain.

`scripts/write_witnesses.py` found them, smallest cases all; tests hold that each fails its mistake and that every right
submission passes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

FILE = Path(__file__).with_name("witnesses.json")


class Witness(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The property that fails, the values of its variables, and what is found.

    `before` are cases that pass and come first, where a mistake remembers something from one call to the next.
    """

    property_id: str
    case: tuple[Any, ...]
    found: str
    before: list[tuple[Any, ...]] = []

    @property
    def cases(self) -> list[tuple[Any, ...]]:
        """All of it, in order."""
        return [*self.before, self.case]


@cache
def witnesses() -> Mapping[str, Witness]:
    """The witness of each mistake, by the mistake's id."""
    return msgspec.json.decode(FILE.read_bytes(), type=dict[str, Witness])
