"""What `check` and `grade` are told of code that is not the course's: other names, packages, memory."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from checks.commands.console import UsageError
from checks.mapping import MapError, Names, names_of
from checks.worker.installed import origins
from checks.worker.lockdown import Limits


@dataclass(frozen=True)
class Foreign:
    """`entries` map names, as they were typed; `packages` may be imported; `memory_mib` is a worker's, if not usual."""

    entries: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    memory_mib: int | None = None

    def names(self) -> Names:
        """The names that are mapped. Raises UsageError."""
        try:
            return names_of(self.entries)
        except MapError as error:
            raise UsageError(f"--map: {error}") from None

    def limits(self) -> Limits | None:
        """What a worker may use and import; None for the usual. Raises UsageError where a package is not there."""
        for package in self.packages:
            if package in sys.stdlib_module_names:
                raise UsageError(f"{package} is in the standard library, which needs no --allow-package; leave it out")
            if package not in origins((package,)):
                raise UsageError(
                    f"there is no package {package!r} to allow; install it, or give the name it is imported by"
                )
        if self.memory_mib is None:
            return Limits(packages=self.packages) if self.packages else None
        return Limits(packages=self.packages, memory_bytes=self.memory_mib * 2**20)

    def told(self) -> dict[str, str]:
        """What a verdict may depend on of it, beside the submission and its map; nothing where it is the usual."""
        allowed = {"packages": " ".join(self.packages)} if self.packages else {}
        return allowed if self.memory_mib is None else {**allowed, "memory": f"{self.memory_mib} MiB"}


NOT_FOREIGN = Foreign()
