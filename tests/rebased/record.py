"""One mistake of the bank, made in a right submission of another style."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from checks import right
from checks.worker.loading import Sources
from checks.worker.lockdown import Limits


@dataclass(frozen=True)
class Rebased:
    """The mistake called `id`, as edits of one file of the right submission called `base`.

    Each edit is a pair (old, new); `old` occurs exactly once in the file.
    """

    id: str
    base: str
    file: str
    edits: tuple[tuple[str, str], ...]

    @property
    def limits(self) -> Limits | None:
        """What its worker may use: the library that the base is written with, for one."""
        return right.bank()[self.base].limits

    def sources(self) -> Sources:
        """The submission that makes the mistake. Raises ValueError where an `old` does not occur exactly once."""
        sources = right.bank()[self.base].read()
        name, (path, data) = next((n, f) for n, f in sources.files.items() if f[0] == self.file)
        text = data.decode()
        for old, new in self.edits:
            if text.count(old) != 1:
                raise ValueError(f"{self.id}: {old!r} occurs {text.count(old)} times in {self.base}/{path}")
            text = text.replace(old, new)
        return msgspec.structs.replace(sources, files={**sources.files, name: (path, text.encode())})
