"""One mistake of the bank, and the submission that makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import msgspec

from checks.worker.loading import Sources

Kind = Literal["classic", "subtle", "corner", "trap"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """A wrong implementation, as a student would come to write it.

    `old`, which occurs exactly once in that file of the reference, becomes `new`. `caught_by` is the property that must
    fail. `kind`: `classic` (everybody makes it), `subtle` (looks right), `corner` (wrong on few inputs), `trap`
    (passes weak tests). `varies` if the wrong numbers depend on the style: on the order in which nodes are visited.
    """

    id: str
    module: str
    kind: Kind
    story: str
    hint: str
    caught_by: str
    old: str
    new: str
    varies: bool = False


def apply(mistake: Mistake, reference: Sources) -> Sources:
    """The reference with this mistake in it. Raises ValueError where `old` does not occur exactly once."""
    path, data = reference.files[mistake.module]
    text = data.decode()
    if text.count(mistake.old) != 1:
        raise ValueError(f"{mistake.id}: {mistake.old!r} occurs {text.count(mistake.old)} times in {path}")
    edited = text.replace(mistake.old, mistake.new).encode()
    return msgspec.structs.replace(
        reference, name=mistake.id, files={**reference.files, mistake.module: (path, edited)}
    )
