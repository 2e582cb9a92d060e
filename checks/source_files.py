"""Finds the Python files of a folder, a file or a zip, within limits, and trusts nothing that these say of themselves.

Nothing is unpacked to the disk. Sizes that a zip or a file system announces only serve to refuse early: no more than
what is allowed is ever read. What is not a Python file, and what is hidden, is passed over unopened; notebooks are
looked for where there are no Python files, and a file that maps names comes along.
"""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO

from checks.mapping import MAP_FILE
from checks.plain_text import shown

MAX_FILES = 500
MAX_BYTES = 4 * 2**20
MAX_ENTRIES = 10_000
MAX_DEPTH = 32
MAX_ARCHIVE_BYTES = 16 * 2**20
PYTHON, NOTEBOOK = ".py", ".ipynb"
MAX_BYTES_OF = {PYTHON: MAX_BYTES, NOTEBOOK: MAX_ARCHIVE_BYTES}
"""Of all files of a kind together; what a notebook shows comes with it, and counts here alone."""

Files = dict[PurePosixPath, bytes]

_ENCRYPTED = 1  # bit 0 of a zip member's flags
_PASSED_OVER = (".", "__MACOSX", "__pycache__")


class UnreadableSubmissionError(Exception):
    """The submission cannot be read; the message is one sentence that names it and the remedy."""


class Collected:
    """The files of one kind read so far, and what may still be read."""

    def __init__(self, path: Path, kind: str) -> None:
        self.path = path
        self.kind = kind
        self.files: Files = {}
        self._entries = 0
        self._bytes_left = MAX_BYTES_OF[kind]

    def count(self, entries: int) -> None:
        """Refuses a submission of more files and folders than anybody hands in, before it looks at one more."""
        self._entries += entries
        if self._entries > MAX_ENTRIES:
            raise self.refusal(f"holds more than {MAX_ENTRIES} files and folders; hand in your own files only")

    def add(self, name: PurePosixPath, announced_bytes: int, opened: IO[bytes]) -> None:
        """Reads one file, whose size is counted as it is read."""
        if name in self.files:
            raise self.refusal(f"holds {_quoted(name)} twice; leave one of them out")
        data = opened.read(self._bytes_left + 1) if announced_bytes <= self._bytes_left else b""
        self._bytes_left -= max(announced_bytes, len(data))
        if self._bytes_left < 0 or len(self.files) >= MAX_FILES:
            kind = "Python files" if self.kind == PYTHON else "notebooks"
            limits = f"{MAX_FILES} {kind} of {MAX_BYTES_OF[self.kind] // 2**20} MiB together"
            raise self.refusal(f"is too large: at most {limits} are read")
        self.files[name] = data

    def refuse_odd_name(self, name: PurePosixPath) -> None:
        """Refuses a Python file whose name cannot be shown as it is, or lies too deep."""
        if not str(name).isprintable():
            raise self.refusal(f"holds {_quoted(name)}, a name that cannot be printed; rename it")
        if len(name.parts) > MAX_DEPTH:
            raise self.refusal(f"holds files more than {MAX_DEPTH} folders deep; hand in the innermost folder")

    def refusal(self, what: str) -> UnreadableSubmissionError:
        """What to raise: the sentence that the submission's path begins."""
        return UnreadableSubmissionError(f"{shown(self.path)} {what}")


def from_file(path: Path) -> Files:
    """The one Python file or notebook."""
    collected = Collected(path, NOTEBOOK if path.suffix == NOTEBOOK else PYTHON)
    collected.refuse_odd_name(PurePosixPath(path.name))
    _add_file(collected, PurePosixPath(path.name), path)
    return collected.files


def from_folder(path: Path, kind: str = PYTHON) -> Files:
    """The Python files of a folder and all that lie in it, in order of their names. Links to folders are not followed.

    Raises: UnreadableSubmissionError; OSError where something cannot be read.
    """
    collected = Collected(path, kind)
    root = path.resolve()
    for folder, subfolders, names in os.walk(path, onerror=_raise):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith(_PASSED_OVER))
        depth = len(Path(folder).relative_to(path).parts)
        if depth >= MAX_DEPTH and subfolders:
            raise collected.refusal(f"has folders more than {MAX_DEPTH} deep; hand in the innermost folder")
        collected.count(len(names) + len(subfolders))
        for name in sorted(names):
            file = Path(folder, name)
            relative = PurePosixPath(file.relative_to(path).as_posix())
            if not _is_wanted(relative, kind):
                continue
            collected.refuse_odd_name(relative)
            if not Path(os.path.realpath(file)).is_relative_to(root):
                raise collected.refusal(f"holds {_quoted(relative)}, a link that leaves it; put the file itself there")
            _add_file(collected, relative, file)
    return collected.files


def from_zip(path: Path, kind: str = PYTHON) -> Files:
    """The Python files of a zip.

    Raises: UnreadableSubmissionError; whatever zipfile raises for a damaged one; OSError.
    """
    collected = Collected(path, kind)
    nested = ""
    with _opened(collected, path.name, path) as file:
        if os.fstat(file.fileno()).st_size > MAX_ARCHIVE_BYTES:
            raise collected.refusal(f"is larger than {MAX_ARCHIVE_BYTES // 2**20} MiB; zip your own files only")
        with zipfile.ZipFile(file) as archive:
            collected.count(len(archive.infolist()))
            for member in archive.infolist():
                name = _name_in_zip(collected, member)
                if _is_wanted(name, kind) and not member.orig_filename.endswith(("/", "\\")):
                    _add_member(collected, name, archive, member)
                nested = nested or (str(name) if name.suffix.lower() == ".zip" else "")
    if nested and not collected.files and kind == NOTEBOOK:
        raise collected.refusal(f"holds another zip, {_quoted(nested)}, which is not opened; zip the files themselves")
    return collected.files


def _is_wanted(name: PurePosixPath, kind: str) -> bool:
    return (name.suffix == kind or name.name == MAP_FILE) and not any(
        part.startswith(_PASSED_OVER) for part in name.parts
    )


def _add_file(collected: Collected, name: PurePosixPath, file: Path) -> None:
    with _opened(collected, name, file) as opened:
        collected.add(name, os.fstat(opened.fileno()).st_size, opened)


def _opened(collected: Collected, name: PurePosixPath | str, file: Path) -> IO[bytes]:
    """An ordinary file, open for reading; of anything else, such as a pipe or a device, nothing is waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if stat.S_ISREG(file.stat().st_mode):  # before it is opened: opening a device may already do something
        descriptor = os.open(file, flags)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return os.fdopen(descriptor, "rb")
        os.close(descriptor)
    is_all = file == collected.path
    raise collected.refusal("is no ordinary file" if is_all else f"holds {_quoted(name)}, which is no ordinary file")


def _name_in_zip(collected: Collected, member: zipfile.ZipInfo) -> PurePosixPath:
    name = PurePosixPath(member.orig_filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or any(":" in part for part in name.parts):
        raise collected.refusal(f"holds {_quoted(name)}, which climbs out of its folder; zip it anew")
    return name


def _add_member(collected: Collected, name: PurePosixPath, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    collected.refuse_odd_name(name)
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
        raise collected.refusal(f"holds {_quoted(name)}, which is no ordinary file; zip the file itself")
    if member.flag_bits & _ENCRYPTED:
        raise collected.refusal("is encrypted; zip it without a password")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise collected.refusal("is packed in an uncommon way; zip it anew with the usual settings")
    with archive.open(member) as opened:
        collected.add(name, member.file_size, opened)


def _quoted(name: PurePosixPath | str) -> str:
    """The name with everything odd in it spelt out, and not too long."""
    return ascii(str(name)) if len(str(name)) <= 100 else f"{str(name)[:100]!a} …"


def _raise(error: OSError) -> None:
    raise error
