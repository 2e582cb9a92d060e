"""Where the folders lie that are data to crosscheck: the template, the model answer, the bank of right submissions."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def template_folder() -> Path:
    """What a student fills in."""
    return _folder("student_template")


def reference_folder() -> Path:
    """The model answer, which every mistake of the bank is an edit of."""
    return _folder("reference")


def right_folder() -> Path:
    """The right submissions, and `bank.toml`, which says what each of them does without."""
    return _folder("right", in_checkout="tests/right")


def _folder(name: str, in_checkout: str = "") -> Path:
    """Inside this package where it is installed, beside it in a checkout."""
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / (in_checkout or name)
