"""Namespaces around the warm parent, by bubblewrap where it is installed and allowed: no network, no process, no file.

The layers inside (`lockdown`) hold without it; this is a second wall.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from .installed import origins
from .readable import package_files

BUBBLEWRAP = "bubblewrap"
SYSTEM = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache")
"""Where the interpreter's own libraries are."""
START_DEADLINE_S = 5.0


@cache
def is_usable() -> bool:
    """Whether it is installed and may make namespaces here: containers and some distributions forbid it."""
    if sys.platform != "linux" or not shutil.which("bwrap"):
        return False
    trial = [*_namespaces(), "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"]
    try:
        ended = subprocess.run(trial, stdin=subprocess.DEVNULL, capture_output=True, timeout=START_DEADLINE_S)  # noqa: S603  # our own
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0


def wrapped(command: Sequence[str], packages: tuple[str, ...]) -> list[str]:
    """The command within namespaces that hold the interpreter, the packages and the worker's own folder, read-only."""
    visible = package_files({name: Path(file) for name, file in origins(packages).items()})
    binds = [word for path in visible for word in ("--ro-bind", str(path), str(path))]
    hidden = [word for path in _hidden() for word in ("--tmpfs", str(path))]
    system = [word for path in SYSTEM for word in ("--ro-bind-try", path, path)]
    inside = ["--proc", "/proc", "--dev", "/dev", "--chdir", "/", "--"]
    return [*_namespaces(), *system, "--ro-bind", sys.base_prefix, sys.base_prefix, *hidden, *binds, *inside, *command]


def _namespaces() -> list[str]:
    return [shutil.which("bwrap") or "bwrap", "--unshare-all"]


def _hidden() -> Iterator[Path]:
    """Folders with other packages, where the standard library or the system lies around them."""
    library = Path(sysconfig.get_path("stdlib"))
    candidates = [library / "site-packages", library / "dist-packages", library.parent / "python3" / "dist-packages"]
    return (folder for folder in candidates if folder.is_dir())
