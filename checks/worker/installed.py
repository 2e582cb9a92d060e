"""Which installed packages a worker may import, and where they lie: msgspec and NumPy, and those that are asked for."""

from __future__ import annotations

import re
from functools import cache
from importlib import metadata
from importlib.util import find_spec

ALWAYS = ("msgspec", "numpy")
_NAME = re.compile(r"[\w.-]+")


@cache
def origins(packages: tuple[str, ...]) -> dict[str, str]:
    """The file that each package is imported from, by its name; what is not installed is left out.

    With these packages come those that they require.
    """
    names = [*ALWAYS, *(_with_requirements(packages) if packages else ())]
    specs = {name: find_spec(name) for name in dict.fromkeys(names)}
    return {name: spec.origin for name, spec in specs.items() if spec and spec.origin}


def _with_requirements(packages: tuple[str, ...]) -> list[str]:
    distributions_of = metadata.packages_distributions()
    to_visit = [distribution for name in packages for distribution in distributions_of.get(name, [])]
    visited: set[str] = set()
    while to_visit:
        distribution = to_visit.pop()
        if _normal(distribution) not in visited:
            visited.add(_normal(distribution))
            to_visit += _requirements(distribution)
    return [
        name
        for name, distributions in distributions_of.items()
        if name.isidentifier() and any(_normal(distribution) in visited for distribution in distributions)
    ]


def _requirements(distribution: str) -> list[str]:
    try:
        lines = metadata.requires(distribution) or []
    except metadata.PackageNotFoundError:
        return []
    matches = [_NAME.match(line) for line in lines if "extra ==" not in line]
    return [match[0] for match in matches if match]


def _normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()
