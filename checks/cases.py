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
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import platformdirs

from checks import fingerprint
from checks.drawing import draw_all
from checks.extras import record as extras
from checks.files import write_whole
from checks.registry import Case, Property

DIGEST_LETTERS = 10

CaseSet = Mapping[str, list[Case]]
"""The cases of each property, by its id, hand-picked ones first."""

_decode_set = msgspec.msgpack.Decoder(dict[str, msgspec.Raw]).decode
_decode_cases = msgspec.msgpack.Decoder(list[tuple[object, ...]]).decode


def case_set(properties: Sequence[Property], seed: int, profile: str, folder: Path | None = None) -> CaseSet:
    """The cases of these properties; what is not stored yet is drawn and stored.

    Args:
        properties: whose cases are wanted.
        seed: any whole number; the same seed gives the same cases, everywhere.
        profile: `quick`, `grade` or `deep`.
        folder: where case sets are stored; the user's cache folder by default.
    """
    cases = InTime(properties, seed, profile, folder)
    cases.need(properties)
    return cases


class InTime(CaseSet):
    """The same case set, of which only what is needed is drawn, and decoded when it is judged.

    `is_kept` says whether all that was drawn could be stored.
    """

    def __init__(self, properties: Sequence[Property], seed: int, profile: str, folder: Path | None = None) -> None:
        self._properties = {prop.id: prop for prop in properties}
        self._seed, self._profile = seed, profile
        own, ours = extras.topics(), suite_fingerprint()
        fingerprints = {prop.id: f"{ours}-{extras.digest()}" if prop.section in own else ours for prop in properties}
        home = folder or cache_folder()
        self._paths = {name: home / f"{found}-{profile}-{seed}.msgpack" for name, found in fingerprints.items()}
        self._stored = {path: _read(path) for path in set(self._paths.values())}
        self.is_kept = True

    def need(self, properties: Sequence[Property]) -> None:
        """Draws the cases of these properties where they are not stored, on all processors, and stores them."""
        missing = [prop for prop in properties if prop.id not in self._stored[self._paths[prop.id]]]
        if not missing:
            return
        for prop, cases in draw_all(missing, self._seed, self._profile):
            self._stored[self._paths[prop.id]][prop.id] = msgspec.Raw(msgspec.msgpack.encode(cases))
        for path in {self._paths[prop.id] for prop in missing}:
            self._stored[path] = {**_read(path), **self._stored[path]}  # with what others have drawn in the meantime
            self.is_kept &= store(path, msgspec.msgpack.encode(self._stored[path]))

    def __getitem__(self, identifier: str) -> list[Case]:
        prop = self._properties[identifier]
        self.need([prop])
        return [*prop.examples, *_decode_cases(self._stored[self._paths[identifier]][identifier])]

    def __iter__(self) -> Iterator[str]:
        return iter(self._properties)

    def __len__(self) -> int:
        return len(self._properties)


def cache_folder() -> Path:
    """Where case sets are stored: `CROSSCHECK_CACHE`, or the user's cache folder."""
    chosen = os.environ.get("CROSSCHECK_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("crosscheck", appauthor=False) / "cases"


def why_not_storable() -> str:
    """Why nothing can be stored there, with the remedy; empty where it can."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        return f"{folder} cannot be written ({error.strerror}); name another by CROSSCHECK_CACHE"
    return ""


def suite_fingerprint() -> str:
    """Ten letters that change with what decides which cases are drawn: our sources, and Hypothesis's version."""
    return fingerprint.suite_fingerprint()


def _read(path: Path) -> dict[str, msgspec.Raw]:
    """What is stored for each property, to be decoded when that is judged; what is not there is drawn again."""
    data = stored(path)
    return {} if data is None else _decode_set(data)


def store(path: Path, data: bytes) -> bool:
    """Keeps data for the next time, behind its digest; False where it cannot be written, and is made again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, digest_of(data).encode() + data)
    except OSError:
        return False
    return True


def stored(path: Path) -> bytes | None:
    """What `store` kept there; None where nothing can be read, or not what was written."""
    with contextlib.suppress(OSError):
        kept = path.read_bytes()
        digest, data = kept[:DIGEST_LETTERS], kept[DIGEST_LETTERS:]
        if digest == digest_of(data).encode():
            return data
    return None


def digest_of(data: bytes) -> str:
    """Ten letters that change with the data."""
    return hashlib.blake2b(data, digest_size=DIGEST_LETTERS // 2).hexdigest()
