"""Reads extras as data: from files and folders that are named, and from installed packages.

An installed package names a module, a file or a folder of files, in the entry-point group `crosscheck.properties`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from checks.contract import NAMES
from checks.extras.record import REFERENCE, TEMPLATE, Extra, UnusableExtraError

GROUP = "crosscheck.properties"


def read_extras(paths: Sequence[Path]) -> list[Extra]:
    """The extras of installed packages, then those at these paths.

    Raises UnusableExtraError: no such path, nothing in it, names that cannot be imported or are taken.
    """
    extras = [_installed(entry) for entry in entry_points(group=GROUP)] + [_read(path) for path in paths]
    taken: dict[str, Extra] = {}
    for extra in extras:
        if extra.name in taken:
            raise UnusableExtraError(
                f"{extra.root} and {taken[extra.name].root} are both called {extra.name}; rename one"
            )
        taken[extra.name] = extra
    return extras


def _read(path: Path) -> Extra:
    path = path.resolve() if path.name in ("", "..") else path
    try:
        if path.is_dir():
            return _checked(path.name, path, {file.relative_to(path).as_posix(): file for file in _files(path)})
        if path.suffix == ".py" and path.is_file():
            return _checked(path.stem, path.parent, {path.name: path})
    except OSError as error:
        raise UnusableExtraError(f"{path} cannot be read ({error.strerror}); check its permissions") from None
    raise UnusableExtraError(f"{path} is neither a folder nor a .py file; check the spelling, or where you are")


def _files(folder: Path) -> Iterator[Path]:
    for part in (folder, folder / REFERENCE, folder / TEMPLATE):
        yield from sorted(part.glob("*.py"))


def _checked(name: str, root: Path, files: dict[str, Path]) -> Extra:
    extra = Extra(name=name, root=str(root), files={path: file.read_bytes() for path, file in files.items()})
    if not extra.topics:
        raise UnusableExtraError(f"{root} holds no .py files; name the folder that holds your properties")
    for path, file in files.items():
        if not file.stem.isidentifier():
            raise UnusableExtraError(f"{file} cannot be imported by that name; use letters, digits and underscores")
        if path.startswith((f"{REFERENCE}/", f"{TEMPLATE}/")) and file.stem in NAMES:
            raise UnusableExtraError(f"{file} would be a second {file.name} of the contract; give it another name")
    return extra


def _installed(entry: EntryPoint) -> Extra:
    what = f"the entry point {entry.name!r} ({entry.value})"
    try:
        spec = find_spec(entry.value)
    except (ImportError, ValueError) as error:
        raise UnusableExtraError(f"{what} cannot be imported: {error}; install its package anew") from None
    if spec is None or spec.origin is None:
        raise UnusableExtraError(f"{what} names no module; it has to name a file or folder of properties")
    file = Path(spec.origin)
    return _read(file.parent if file.name == "__init__.py" else file)
