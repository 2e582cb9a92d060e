"""An instructor's own probes: texts that become modules of this package, here and in the judge.

So they import what ours do, in the same way: `from ..loading import Code`, `from .register import probe`.
"""

from __future__ import annotations

import linecache
import sys
from collections.abc import Mapping
from types import ModuleType

from .register import PROBES

_loaded: dict[str, bytes] = {}
_names: set[str] = set()


def load(texts: Mapping[str, bytes]) -> None:
    """Has the probes of these texts take the place of any that were loaded before.

    Raises whatever a text raises when it runs, and ValueError where a probe has the name of another.
    """
    if texts == _loaded:
        return
    for name in _names:
        del PROBES[name]
    _names.clear()
    _loaded.clear()
    before = set(PROBES)
    try:
        for name, text in texts.items():
            _run(name, text)
    finally:
        _names.update(PROBES.keys() - before)
    _loaded.update(texts)


def is_own(name: str) -> bool:
    """Whether a probe of that name is an instructor's."""
    return name in _names


def _run(name: str, text: bytes) -> None:
    module = ModuleType(f"{__package__}.own_{name}")
    module.__package__, module.__file__ = __package__, f"{name}/probes.py"
    sys.modules[module.__name__] = module
    lines = text.decode("utf-8", "replace").splitlines(keepends=True)
    linecache.cache[module.__file__] = (len(text), None, lines, module.__file__)
    exec(compile(text, module.__file__, "exec", dont_inherit=True), module.__dict__)  # noqa: S102  # the instructor's
