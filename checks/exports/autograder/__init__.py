"""Gradescope's autograder: the zip that its image is built from (its autograder_samples, specs.md)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from checks.extras.record import Extra
from checks.wheel import packed, wheel

OWN = "properties"
"""The folder of extras in the zip."""

_HERE = Path(__file__).parent


def archive(seed: int, profile: str, rubric: bytes | None, extras: Sequence[Extra] = ()) -> bytes:
    """The zip, whose files lie at its root: two scripts, this crosscheck, the secret seed, a rubric, and extras.

    Raises NotInstalledError.
    """
    files = {name: ((_HERE / name).read_bytes(), 0o755) for name in ("setup.sh", "run_autograder")}
    files["settings"] = (f"SEED={seed}\nPROFILE={profile}\n".encode(), 0o600)
    if rubric is not None:
        files["rubric.toml"] = (rubric, 0o600)
    for extra in extras:
        files |= {f"{OWN}/{extra.name}/{path}": (text, 0o600) for path, text in extra.files.items()}
    name, data = wheel()
    return packed({**files, name: (data, 0o644)})
