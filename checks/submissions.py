"""Reads a submission, a folder, a file or a zip, into the sources that travel to the worker. Runs none of it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from checks.contract import NAMES, ONE_FILE_MODULES
from checks.worker.loading import Sources

MAX_FILES = 500
MAX_BYTES = 4 * 2**20


Files = dict[PurePosixPath, bytes]
Member = tuple[PurePosixPath, int, Callable[[], bytes]]
"""A file that may be read: its path within the submission, its size, and what reads it."""


class UnreadableSubmissionError(Exception):
    """The submission cannot be read; the message is one sentence that names it and the remedy."""


def read_submission(path: Path) -> Sources:
    """The submission's Python files, and which of them hold the names of the contract.

    Raises UnreadableSubmissionError: no such path, not readable, no Python files, a damaged or climbing zip, too large.
    """
    try:
        if path.is_dir():
            files = _collect(path, _members_of_folder(path))
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                files = _collect(path, _members_of_zip(path, archive))
        elif path.suffix == ".py":
            files = _collect(path, iter([(PurePosixPath(path.name), path.stat().st_size, path.read_bytes)]))
        else:
            path.stat()
            raise UnreadableSubmissionError(f"{path} is neither a folder, a .py file nor a .zip; name one of these")
    except FileNotFoundError:
        raise UnreadableSubmissionError(f"there is no {path}; check the spelling, or where you are") from None
    except OSError as error:
        raise UnreadableSubmissionError(f"{path} cannot be read ({error.strerror}); check its permissions") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableSubmissionError(f"{path} is not a readable zip ({error}); zip it anew") from None
    if not files:
        raise UnreadableSubmissionError(f"{path} holds no Python files; `crosscheck new FOLDER` makes a template")
    return _sources(path, _without_common_folder(files))


def _collect(path: Path, found: Iterator[Member]) -> Files:
    files: Files = {}
    total = 0
    for name, size, read in found:
        if name.suffix != ".py" or any(part.startswith((".", "__MACOSX", "__pycache__")) for part in name.parts):
            continue
        total += size
        if len(files) >= MAX_FILES or total > MAX_BYTES:
            limits = f"{MAX_FILES} Python files of {MAX_BYTES // 2**20} MiB together"
            raise UnreadableSubmissionError(f"{path} is too large: at most {limits} are read")
        files[name] = read()
    return files


def _members_of_folder(path: Path) -> Iterator[Member]:
    for file in sorted(path.rglob("*.py")):
        if file.is_file() and file.resolve().is_relative_to(path.resolve()):
            yield PurePosixPath(file.relative_to(path).as_posix()), file.stat().st_size, file.read_bytes


def _members_of_zip(path: Path, archive: zipfile.ZipFile) -> Iterator[Member]:
    for member in archive.infolist():
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or any(":" in part for part in name.parts):
            raise UnreadableSubmissionError(f"{path} holds {str(name)!r}, which climbs out of its folder; zip it anew")
        if not member.is_dir():
            yield name, member.file_size, partial(archive.read, member)


def _without_common_folder(files: Files) -> Files:
    """A zip often holds one folder that holds everything; a package keeps its own."""
    tops = {name.parts[0] for name in files if len(name.parts) > 1}
    if len(tops) == 1 and all(len(name.parts) > 1 for name in files):
        return _without_common_folder({PurePosixPath(*name.parts[1:]): data for name, data in files.items()})
    return files


def _sources(path: Path, files: Files) -> Sources:
    name = path.stem if path.is_file() else path.resolve().name
    package = (name if name.isidentifier() else "submission") if PurePosixPath("__init__.py") in files else ""
    by_module = {_module_name(file, package): (str(file), data) for file, data in files.items()}
    top_level = {file.stem for file in files if len(file.parts) == 1} - {"__init__", "setup", "conftest"}
    present = {module: f"{package}.{module}" if package else module for module in NAMES if module in top_level}
    if not present and len(top_level) == 1:
        (only,) = top_level
        present = dict.fromkeys(ONE_FILE_MODULES, f"{package}.{only}" if package else only)
    if not present:
        wanted = ", ".join(f"{module}.py" for module in NAMES)
        raise UnreadableSubmissionError(f"{path} holds none of {wanted}, nor one file that holds all their names")
    return Sources(name, by_module, present)


def _module_name(file: PurePosixPath, package: str) -> str:
    parts = [*([package] if package else []), *file.with_suffix("").parts]
    if parts[-1] == "__init__" and len(parts) > 1:
        parts.pop()
    return ".".join(parts)
