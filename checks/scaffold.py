"""Copies the student template into a new folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from checks.extras import record as extras
from checks.resources import template_folder


class OccupiedError(Exception):
    """The folder cannot be filled; the message is one sentence that names it and the remedy."""


def new(folder: Path) -> list[Path]:
    """Copies the template, own modules included, into a folder that is new or empty, and returns the files.

    Raises OccupiedError: something is there already, or it cannot be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise OccupiedError(f"{folder} exists already and is not empty; name a new folder")
        folder.mkdir(parents=True, exist_ok=True)
        copied = [Path(shutil.copyfile(file, folder / file.name)) for file in template_files()]
        for module, text in extras.template().items():
            copied.append(folder / f"{module}.py")
            copied[-1].write_bytes(text)
        return copied
    except OSError as error:
        raise OccupiedError(f"{folder} cannot be written ({error.strerror}); name another folder") from None


def template_files() -> list[Path]:
    """The files of the template that a student gets, in order; own modules come on top."""
    return [file for file in sorted(template_folder().iterdir()) if file.suffix in (".py", ".md")]
