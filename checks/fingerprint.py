"""Ten letters that name the suite: they change with what decides which cases are drawn.

That is our sources and Hypothesis's version, neither of which is imported to tell, so that `--version` comes at once.
"""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
_WHAT_DRAWS = ("contract.py", "drawing.py", "recipes.py", "registry.py", "oracles", "strategies", "properties")


@cache
def suite_fingerprint() -> str:
    """The fingerprint of the suite; an instructor's own properties have a digest of theirs (`extras.record`)."""
    digest = hashlib.blake2b(hypothesis_version().encode(), digest_size=5)
    for part in _WHAT_DRAWS:
        found = _PACKAGE / part
        for file in sorted(found.rglob("*.py")) if found.is_dir() else [found]:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def hypothesis_version() -> str:
    """The version that is installed, by the name of the folder that says so: reading it as metadata takes 40 ms."""
    for place in sys.path:
        found = list(Path(place or ".").glob("hypothesis-*.dist-info"))
        if len(found) == 1:
            return found[0].name.removeprefix("hypothesis-").removesuffix(".dist-info")
        if found:
            break
    from importlib.metadata import version  # an egg, or two versions side by side

    return version("hypothesis")
