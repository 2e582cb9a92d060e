"""Draws the cases of each property once for each seed, stores them, and reads them back.

A case set depends on the seed, the profile, the suite's strategies and the version of Hypothesis, and on nothing
else: it is kept in a file that these name, in the user's cache folder. Storing is a convenience; where the folder
cannot be written, cases are drawn again each time.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import hypothesis
import msgspec
import platformdirs
from hypothesis import HealthCheck, Phase

from checks.registry import Case, Property, as_case

PROFILES = {"quick": 20, "grade": 60, "deep": 300}
"""How many cases are drawn for a property, beside the hand-picked ones."""

CaseSet = dict[str, list[Case]]
_decode = msgspec.msgpack.Decoder(dict[str, list[tuple[object, ...]]]).decode


def case_set(
    properties: Iterable[Property],
    seed: int,
    profile: str,
    folder: Path | None = None,
    progress: Callable[[Property], None] = lambda _prop: None,
) -> CaseSet:
    """The cases of these properties, hand-picked ones first; what is not stored yet is drawn and stored.

    Args:
        seed: any whole number; the same seed gives the same cases, everywhere.
        profile: `quick`, `grade` or `deep`.
        folder: where case sets are stored; the user's cache folder by default.
        progress: called before each property that is drawn.
    """
    path = (folder or cache_folder()) / f"{suite_fingerprint()}-{profile}-{seed}.msgpack"
    stored = _read(path)
    missing = [prop for prop in properties if prop.id not in stored]
    for prop in missing:
        progress(prop)
        stored[prop.id] = draw(prop, seed, profile)
    if missing:
        _write(path, stored)
    return {prop.id: [*prop.examples, *stored[prop.id]] for prop in properties}


def draw(prop: Property, seed: int, profile: str) -> list[Case]:
    """The drawn cases of one property, as they come back from storage: lists stay lists, tuples become lists."""
    if prop.given is None:
        return []
    drawn: list[Case] = []
    replay(prop, seed, profile, drawn.append, phases=(Phase.generate,))
    return drawn


def replay(prop: Property, seed: int, profile: str, body: Callable[[Case], None], phases: tuple[Phase, ...]) -> None:
    """Runs `body` on the cases that Hypothesis draws for this property, seed and profile.

    The sequence is the same every time up to the first case on which `body` raises; with the phase `shrink`,
    smaller and smaller failing cases follow, and the exception of the smallest is raised.
    """
    assert prop.given is not None
    _keep_hypothesis_files_out_of_the_way()

    @hypothesis.seed(int.from_bytes(hashlib.blake2b(f"{seed}/{prop.id}".encode(), digest_size=8).digest()))
    @hypothesis.settings(
        max_examples=max(1, round(PROFILES[profile] * prop.case_share)),
        phases=phases,
        database=None,
        deadline=None,
        derandomize=False,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
    )
    @hypothesis.given(prop.given)
    def run(drawn: object) -> None:
        body(_as_stored(as_case(drawn, len(prop.variables))))

    run()


def cache_folder() -> Path:
    """Where case sets are stored: `CROSSCHECK_CACHE`, or the user's cache folder."""
    chosen = os.environ.get("CROSSCHECK_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("crosscheck", appauthor=False) / "cases"


@cache
def suite_fingerprint() -> str:
    """Ten letters that change with whatever decides which cases are drawn: our sources, Hypothesis's version."""
    digest = hashlib.blake2b(hypothesis.__version__.encode(), digest_size=5)
    home = Path(__file__).parent
    for part in ("cases.py", "registry.py", "oracles", "strategies", "properties"):
        found = home / part
        for file in sorted(found.rglob("*.py")) if found.is_dir() else [found]:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _as_stored(case: Case) -> Case:
    decoded: Case = tuple(msgspec.msgpack.decode(msgspec.msgpack.encode(case)))
    return decoded


def _read(path: Path) -> CaseSet:
    try:
        return dict(_decode(path.read_bytes()))
    except (OSError, msgspec.DecodeError):  # not there yet, not readable, or damaged: drawn again
        return {}


def _write(path: Path, cases: CaseSet) -> None:
    """Replaces the file in one step, so that a reader at the same time sees a whole one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(msgspec.msgpack.encode(cases))
        Path(file.name).replace(path)
    except OSError:
        return


@cache
def _keep_hypothesis_files_out_of_the_way() -> None:
    """Hypothesis writes a `.hypothesis` folder into the working directory unless it is told of another place."""
    home = Path(tempfile.gettempdir()) / f"crosscheck-hypothesis-{os.getuid() if hasattr(os, 'getuid') else 0}"
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(home))
