"""Stores the cases of each property, drawn once for each seed, and reads them back.

A case set depends on the seed, the profile, the suite's strategies and the version of Hypothesis, and on nothing
else: it is kept in a file that these name, in the user's cache folder. Storing is a convenience; where the folder
cannot be written, cases are drawn again each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import hypothesis
import msgspec
import platformdirs

from checks.drawing import draw_all
from checks.registry import Case, Property

CaseSet = dict[str, list[Case]]
_decode = msgspec.msgpack.Decoder(dict[str, list[tuple[object, ...]]]).decode


def case_set(
    properties: Sequence[Property],
    seed: int,
    profile: str,
    folder: Path | None = None,
    progress: Callable[[Property], None] = lambda _prop: None,
) -> CaseSet:
    """The cases of these properties, hand-picked ones first; what is not stored yet is drawn and stored.

    Args:
        properties: whose cases are wanted.
        seed: any whole number; the same seed gives the same cases, everywhere.
        profile: `quick`, `grade` or `deep`.
        folder: where case sets are stored; the user's cache folder by default.
        progress: called after each property that is drawn.
    """
    path = (folder or cache_folder()) / f"{suite_fingerprint()}-{profile}-{seed}.msgpack"
    stored = _read(path)
    missing = [prop for prop in properties if prop.id not in stored]
    for prop, drawn in draw_all(missing, seed, profile):
        stored[prop.id] = drawn
        progress(prop)
    if missing:
        _write(path, stored)
    return {prop.id: [*prop.examples, *stored[prop.id]] for prop in properties}


def cache_folder() -> Path:
    """Where case sets are stored: `CROSSCHECK_CACHE`, or the user's cache folder."""
    chosen = os.environ.get("CROSSCHECK_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("crosscheck", appauthor=False) / "cases"


@cache
def suite_fingerprint() -> str:
    """Ten letters that change with whatever decides which cases are drawn: our sources, Hypothesis's version."""
    digest = hashlib.blake2b(hypothesis.__version__.encode(), digest_size=5)
    home = Path(__file__).parent
    for part in ("drawing.py", "registry.py", "oracles", "strategies", "properties"):
        found = home / part
        for file in sorted(found.rglob("*.py")) if found.is_dir() else [found]:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> CaseSet:
    try:
        return dict(_decode(path.read_bytes()))
    except (OSError, msgspec.DecodeError):  # not there yet, not readable, or damaged: drawn again
        return {}


def _write(path: Path, cases: CaseSet) -> None:
    """Replaces the file in one step, so that a reader at the same time sees a whole one."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(msgspec.msgpack.encode(cases))
        Path(file.name).replace(path)
