"""What a worker may read: the standard library, the packages that it is allowed, and its own modules; all read-only."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import stat
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType

from . import landlock

READ = landlock.READ_FILE | landlock.READ_DIR
DEVICES = (Path("/dev/null"), Path("/dev/zero"), Path("/dev/urandom"))
NOT_STANDARD = {"site-packages", "dist-packages"}


class AllowedPackages(importlib.abc.MetaPathFinder):
    """Finds these packages and no other, by the place of each: their neighbours stay unseen."""

    def __init__(self, origins: Mapping[str, Path]) -> None:
        self._origins = origins

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002  # the signature is the import system's
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        """The spec of an allowed package, None for any other."""
        origin = self._origins.get(fullname)
        return importlib.util.spec_from_file_location(fullname, origin) if origin else None


def ruleset(origins: Mapping[str, Path]) -> landlock.Ruleset | None:
    """The files that a worker is held to; None where the kernel has no such rules."""
    if not landlock.version():
        return None
    rules = landlock.Ruleset()
    for folder in _standard_library():
        rules.allow(folder, landlock.READ_DIR)  # names alone: other packages may lie in a folder of it
        for entry in folder.iterdir():
            if entry.name not in NOT_STANDARD:
                rules.allow(entry, READ)
    for path in package_files(origins):
        rules.allow(path, READ)
    for device in DEVICES:
        rules.allow(device, landlock.READ_FILE | landlock.WRITE_FILE)
    return rules


def can_any_user_read(origins: Mapping[str, Path]) -> bool:
    """Whether the standard library and the packages are open to users without any rights."""
    return all(
        path.stat().st_mode & stat.S_IXOTH
        for place in [*_standard_library(), *(origin.parent for origin in origins.values())]
        for path in [place, *place.parents]
    )


def _standard_library() -> list[Path]:
    names = ("stdlib", "platstdlib")
    return [folder for folder in {Path(sysconfig.get_path(name)) for name in names} if folder.is_dir()]


def package_files(origins: Mapping[str, Path]) -> Iterator[Path]:
    """Our own folder, folders and files of the packages, and the libraries that wheels bring along beside these.

    Such a folder is called after the wheel, which may have another name than what is imported from it.
    """
    yield Path(__file__).parent
    sites = set()
    for origin in origins.values():
        is_folder = origin.stem == "__init__"
        yield origin.parent if is_folder else origin
        sites.add(origin.parent.parent if is_folder else origin.parent)
    for site in sites:
        yield from site.glob("*.libs")
