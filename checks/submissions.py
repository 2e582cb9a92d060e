"""Reads a submission, a folder, a file, a notebook or a zip, into the sources that travel to the worker. Runs none."""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import msgspec

from checks import cells, contract, misnamed, source_files
from checks.extras import record as extras
from checks.mapping import MAP_FILE, MapError, Names, mapped, names_in
from checks.plain_text import one_line, shown
from checks.resources import reference_folder
from checks.source_files import MAX_BYTES, MAX_FILES, NOTEBOOK, PYTHON, Files, UnreadableSubmissionError
from checks.worker.loading import Sources

__all__ = [
    "MAX_BYTES",
    "MAX_FILES",
    "UnreadableSubmissionError",
    "read_parts",
    "read_reference",
    "read_submission",
    "read_with_template",
]

NO_NAMES: Names = MappingProxyType({})

_NAMES = "|".join(dict.fromkeys(name for names in contract.NAMES.values() for name in names if "." not in name))
_DEFINES = re.compile(rf"^(?:(?:def|class)\s+(?:{_NAMES})\b|(?:{_NAMES})\s*=)".encode(), re.MULTILINE)
"""How a line begins that defines a name of the contract."""

MAX_SEEN = 3
"""Of the files that are there instead, how many are named."""

DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises for bytes that are no zip, or no longer one."""


def read_submission(path: Path, names: Names = NO_NAMES, packages: Sequence[str] = ()) -> Sources:
    """The submission's Python files, and which of them hold the names of the contract.

    Notebooks count in a folder or a zip without Python files. `names` are mapped, before those that it maps itself;
    `packages` are the installed ones that it may import.

    Raises UnreadableSubmissionError: no such path, not readable, no Python files, a damaged, encrypted or climbing zip,
    links, pipes and devices, names that cannot be printed or that are one module, too large, a damaged notebook, names
    mapped to what is not there.
    """
    try:
        if path.is_dir():
            files = _python_or_notebooks(path, source_files.from_folder)
        elif path.suffix.lower() == ".zip":
            files = _python_or_notebooks(path, source_files.from_zip)
        elif path.suffix in (".py", NOTEBOOK):
            files = source_files.from_file(path)
        else:
            path.stat()
            raise UnreadableSubmissionError(
                f"{shown(path)} is neither a folder, a .py file, a notebook nor a .zip; name one of these"
            )
    except FileNotFoundError:
        raise UnreadableSubmissionError(f"there is no {shown(path)}; check the spelling, or where you are") from None
    except OSError as error:
        what = shown(error.filename or path)
        raise UnreadableSubmissionError(f"{what} cannot be read ({error.strerror}); check its permissions") from None
    except DAMAGED as error:
        raise UnreadableSubmissionError(
            f"{shown(path)} is not a readable zip ({shown(str(error))}); zip it anew"
        ) from None
    if not files:
        archives = _archives(path)
        if len(archives) == 1:
            return read_submission(archives[0], names, packages)
        what = (
            f", but {len(archives)} archives: unpack one" if archives else "; `crosscheck new FOLDER` makes a template"
        )
        raise UnreadableSubmissionError(f"{shown(path)} holds no Python files{what}")
    return _sources(path, _without_common_folder(files), names, packages)


def read_parts(path: Path, parts: Mapping[str, Path], names: Names = NO_NAMES, packages: Sequence[str] = ()) -> Sources:
    """A submission whose Python files came one by one: `parts` maps the name of each, as handed in, to where it lies.

    `path` names the whole, in messages. Raises UnreadableSubmissionError as `read_submission` does, and where other
    files came beside them.
    """
    files: Files = {}
    for name, part in parts.items():
        if part.suffix != PYTHON:
            what = f"{shown(part)} came beside {len(parts) - 1} other files"
            raise UnreadableSubmissionError(f"{what}; hand in either .py files, or one notebook or .zip")
        try:
            files[PurePosixPath(name)] = next(iter(source_files.from_file(part).values()))
        except OSError as error:
            raise UnreadableSubmissionError(f"{shown(part)} cannot be read ({error.strerror})") from None
    return _sources(path, files, names, packages)


def _archives(folder: Path) -> list[Path]:
    """The zips that lie in a folder, as platforms hand out what was uploaded as one."""
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if file.suffix.lower() == ".zip" and not file.is_symlink())


def _python_or_notebooks(path: Path, read: Callable[[Path, str], Files]) -> Files:
    for kind in (PYTHON, NOTEBOOK):
        files = read(path, kind)
        if any(file.suffix == kind for file in files):
            return files
    return {}


def read_reference() -> Sources:
    """The model answer, with an instructor's own modules."""
    return _with_own(extras.reference())


def read_with_template() -> Sources:
    """The same, with own modules as students get them: what would be judged of these if all else were right."""
    return _with_own(extras.template())


def _with_own(texts: Mapping[str, bytes]) -> Sources:
    ours = read_submission(reference_folder())
    own = {module: (f"{module}.py", text) for module, text in texts.items()}
    modules = {**ours.modules, **{module: module for module in extras.own_modules() if module in texts}}
    return msgspec.structs.replace(ours, files={**ours.files, **own}, modules=modules)


def _without_common_folder(files: Files) -> Files:
    """A zip often holds one folder that holds everything; a package keeps its own."""
    tops = {name.parts[0] for name in files if len(name.parts) > 1}
    if len(tops) == 1 and all(len(name.parts) > 1 for name in files):
        return _without_common_folder({PurePosixPath(*name.parts[1:]): data for name, data in files.items()})
    return files


def _sources(path: Path, files: Files, names: Names, packages: Sequence[str]) -> Sources:
    name = path.stem if path.is_file() else path.resolve().name
    own_map = files.get(PurePosixPath(MAP_FILE), b"")
    files = _from_their_folder(path, {file: data for file, data in files.items() if file.name != MAP_FILE})
    _refuse_namesakes(path, files)
    package = (name if name.isidentifier() else "submission") if PurePosixPath("__init__.py") in files else ""
    by_module: dict[str, tuple[str, bytes]] = {}
    for file, data in files.items():
        module = _module_name(file, package)
        by_module |= (
            cells.python_files(path, file, module, data) if file.suffix == NOTEBOOK else {module: (str(file), data)}
        )
    top_level = {file.stem for file in files if len(file.parts) == 1} - {"__init__", "setup", "conftest"}
    present = {
        module: f"{package}.{module}" if package else module for module in extras.modules() if module in top_level
    }
    if not present and len(top_level) == 1:
        (only,) = top_level
        present = dict.fromkeys(contract.ONE_FILE_MODULES, f"{package}.{only}" if package else only)
    try:
        names = {**_names_of(own_map), **names}
        by_module, present = mapped(by_module, present, package, names, packages)
    except MapError as error:
        raise UnreadableSubmissionError(f"{shown(path)}: {one_line(str(error))}") from None
    if not present:
        raise UnreadableSubmissionError(f"{shown(path)} holds {_none_of_the_contract(files)}")
    return Sources(shown(name), by_module, present, probes=extras.probes())


def _none_of_the_contract(files: Files) -> str:
    """That none of its files is there, what is there, and what to do about that."""
    wanted = ", ".join(f"{module}.py" for module in extras.modules())
    there = [shown(str(file)) for file in files]
    seen = ", ".join(there[:MAX_SEEN]) + (f" and {len(there) - MAX_SEEN} more" if len(there) > MAX_SEEN else "")
    remedy = "--map finds other names"
    for module in extras.modules():
        meant = misnamed.file_advice(module, map(str, files))
        if meant:
            remedy = shown(meant.removeprefix("; ").replace("to be it", f"to be {module}.py"))
            break
    return f"none of {wanted}, nor one file that holds all their names, but {seen}; {remedy}"


def _from_their_folder(path: Path, files: Files) -> Files:
    """The files as they lie in the one folder that holds files of the contract, where none lies at the top.

    One file at the top that holds names of the contract itself is left as it is. Raises UnreadableSubmissionError where
    several folders hold them.
    """
    top = {file.stem: data for file, data in files.items() if len(file.parts) == 1 and file.suffix == PYTHON}
    homes = sorted({file.parent for file in files if len(file.parts) > 1 and file.stem in extras.modules()})
    if not homes or top.keys() & extras.modules().keys() or any(map(_DEFINES.search, top.values())):
        return files
    if len(homes) > 1:
        where = ", ".join(shown(str(home)) for home in homes[:3])
        raise UnreadableSubmissionError(f"{shown(path)} holds files of the contract in {where}; hand in one of these")
    depth = len(homes[0].parts)
    return {PurePosixPath(*file.parts[depth:]): data for file, data in files.items() if homes[0] in file.parents}


def _names_of(own_map: bytes) -> Names:
    try:
        return names_in(own_map)
    except MapError as error:
        raise MapError(f"{MAP_FILE} {error}") from None


def _refuse_namesakes(path: Path, files: Files) -> None:
    """Two files that are one module, here or where file names are compared without regard to case: which counts?"""
    taken: dict[str, PurePosixPath] = {}
    for file in files:
        module = unicodedata.normalize("NFKC", _module_name(file, "")).casefold()
        if module in taken:
            both = f"{str(taken[module])!a} and {str(file)!a}"
            raise UnreadableSubmissionError(f"{shown(path)} holds {shown(both)}, which are one module; rename one")
        taken[module] = file


def _module_name(file: PurePosixPath, package: str) -> str:
    parts = [*([package] if package else []), *file.with_suffix("").parts]
    if parts[-1] == "__init__" and len(parts) > 1:
        parts.pop()
    return ".".join(parts)
