"""An extra as data, and what those in use add to the contract: modules, probes, a reference and a template.

An extra is one file of properties, or a folder: its `*.py` are topics, `probes.py` are questions for the worker,
`reference/` holds modules of its own, `template/` what students fill in.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from types import MappingProxyType

import msgspec

from checks.contract import NAMES

PROBES = "probes.py"
PACKAGE = "__init__.py"
REFERENCE, TEMPLATE = "reference", "template"


class Extra(msgspec.Struct, frozen=True, kw_only=True):
    """What an instructor has brought: `files` by their paths inside, `root` is where tracebacks say that they lie."""

    name: str
    root: str
    files: dict[str, bytes]

    @property
    def topics(self) -> list[str]:
        """The names of its files of properties."""
        paths = [PurePosixPath(path) for path in self.files if path not in (PROBES, PACKAGE)]
        return [path.stem for path in paths if len(path.parts) == 1]

    def part(self, folder: str) -> dict[str, bytes]:
        """The files in one of its folders, by their names without `.py`."""
        paths = {PurePosixPath(path): data for path, data in self.files.items()}
        return {path.stem: data for path, data in paths.items() if path.parts[0] == folder and len(path.parts) == 2}


class UnusableExtraError(Exception):
    """An extra cannot be used; the message is one sentence that names it and the remedy."""


class _InUse(msgspec.Struct):
    """The one state: the extras that take part in this process."""

    extras: tuple[Extra, ...] = ()
    modules: Mapping[str, tuple[str, ...]] = NAMES
    digest: str = ""


_now = _InUse()


def set_in_use(extras: Sequence[Extra]) -> None:
    """Has these be the extras in use. Raises SyntaxError where a file of a reference has one."""
    own = {
        module: _names_in(text)
        for extra in extras
        for module, text in extra.part(REFERENCE).items()
        if not module.startswith("_")
    }
    _now.extras = tuple(extras)
    _now.modules = MappingProxyType({**NAMES, **own})
    _now.digest = _digest_of(extras) if extras else ""


def in_use() -> tuple[Extra, ...]:
    """The extras in use."""
    return _now.extras


def digest() -> str:
    """Ten letters that change with any file of the extras in use; empty where there are none."""
    return _now.digest


def topics() -> set[str]:
    """The topics of the extras in use."""
    return {topic for extra in _now.extras for topic in extra.topics}


def modules() -> Mapping[str, tuple[str, ...]]:
    """Every file of the contract with the names that it holds, own modules last."""
    return _now.modules


def own_modules() -> list[str]:
    """The modules that extras add to the contract."""
    return [module for module in _now.modules if module not in NAMES]


def all_names() -> list[str]:
    """Every name of the contract and of own modules, dotted."""
    return [f"{module}.{name}" for module, names in _now.modules.items() for name in names]


def probes() -> dict[str, bytes]:
    """The texts of own probes, by the names of their extras."""
    return {extra.name: extra.files[PROBES] for extra in _now.extras if PROBES in extra.files}


def reference() -> dict[str, bytes]:
    """The texts of own modules as the instructor wrote them, by name, with the helpers that they import."""
    return {name: text for extra in _now.extras for name, text in extra.part(REFERENCE).items()}


def template() -> dict[str, bytes]:
    """What students fill in of them, by name."""
    return {name: text for extra in _now.extras for name, text in extra.part(TEMPLATE).items()}


def builds_on(module: str) -> set[str]:
    """The files of the contract that an own module's reference imports."""
    imported: set[str] = set()
    for node in ast.walk(ast.parse(reference()[module])):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported.add(node.module)
    return imported & modules().keys()


def _names_in(text: bytes) -> tuple[str, ...]:
    """The public functions and classes of a module, and the classes' methods as `Class.method`."""
    return tuple(_public(ast.parse(text).body, ""))


def _public(body: Sequence[ast.stmt], prefix: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield prefix + node.name
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, f"{prefix}{node.name}.")


def _digest_of(extras: Sequence[Extra]) -> str:
    found = hashlib.blake2b(digest_size=5)
    for extra in extras:
        found.update(msgspec.msgpack.encode([extra.name, sorted(extra.files.items())]))
    return found.hexdigest()
