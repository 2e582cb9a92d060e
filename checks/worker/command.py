"""How an untrusted process is started: our own interpreter on `child.py`, with nothing of our surroundings."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .installed import origins

CHILD = Path(__file__).with_name("child.py")


def command(role: str, descriptors: Sequence[int], words: Sequence[str], packages: tuple[str, ...]) -> list[str]:
    """The command line of `child.py` in a role, with what it inherits and which packages submissions may import."""
    interpreter = [os.path.realpath(sys.executable), "-P", "-s", "-S", "-B", str(CHILD), role]
    allowed = [f"{name}={file}" for name, file in origins(packages).items()]
    return [*interpreter, *map(str, descriptors), *words, *allowed]


def environment() -> dict[str, str]:
    """Nothing of ours; one thread for linear algebra, and the same hash order in every worker."""
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
    return {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", **threads}
