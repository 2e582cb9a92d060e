"""Gradescope's autograder: the zip that its image is built from (its autograder_samples, specs.md)."""

from __future__ import annotations

from pathlib import Path

from checks.wheel import packed, wheel

_HERE = Path(__file__).parent


def archive(seed: int, profile: str, rubric: bytes | None) -> bytes:
    """The zip, whose files lie at its root: two scripts, this crosscheck, the secret seed, and a rubric.

    Raises NotInstalledError.
    """
    files = {name: ((_HERE / name).read_bytes(), 0o755) for name in ("setup.sh", "run_autograder")}
    files["settings"] = (f"SEED={seed}\nPROFILE={profile}\n".encode(), 0o600)
    if rubric is not None:
        files["rubric.toml"] = (rubric, 0o600)
    name, data = wheel()
    return packed({**files, name: (data, 0o644)})
