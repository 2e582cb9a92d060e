"""The bank of right submissions: what each is, what it does without, and how to read it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec

import msgspec

from checks.extras.record import own_modules
from checks.registry import Property
from checks.resources import right_folder
from checks.submissions import read_reference, read_submission
from checks.verdicts import Status
from checks.worker.loading import Sources
from checks.worker.lockdown import Limits

REFERENCE = "reference"


class Right(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A right submission, and what it does without.

    `style` says how it is unlike the reference. `lacks` are files of the contract that it does not claim. `misses` maps
    a stretch property that it does not pass to the reason. `package` is the library that it needs to have installed.
    `memory_mib` is what its worker may use, where it is more than usual.
    """

    name: str
    style: str
    lacks: list[str] = []
    misses: dict[str, str] = {}
    package: str = ""
    memory_mib: int = 0
    is_slow: bool = False

    @property
    def is_installed(self) -> bool:
        """False where the library that it needs is not there."""
        return not self.package or find_spec(self.package) is not None

    @property
    def limits(self) -> Limits | None:
        """What its worker may use; None for the usual."""
        if not self.package:
            return None
        return Limits(memory_bytes=(self.memory_mib or 1024) * 2**20, packages=(self.package,))

    def read(self) -> Sources:
        """Its source texts."""
        return read_reference() if self.name == REFERENCE else read_submission(right_folder() / self.name)

    def wanted(self, prop: Property) -> Status:
        """The verdict that is due to it: passed, where it claims all files that the property is about."""
        lacks = self.lacks if self.name == REFERENCE else [*self.lacks, *own_modules()]
        is_claimed = not any(part.partition(".")[0] in lacks for part in prop.of)
        return Status.PASSED if is_claimed else Status.NOT_ATTEMPTED


def bank() -> Mapping[str, Right]:
    """The right submissions by their names, the reference first."""
    listed = msgspec.toml.decode((right_folder() / "bank.toml").read_bytes(), type=dict[str, list[Right]])
    reference = Right(name=REFERENCE, style="the model answer")
    return {right.name: right for right in [reference, *listed["submission"]]}
