"""Loads an instructor's own properties and mistakes: from a file or folder, or from installed packages.

A file holds `@prop` functions, which register themselves, and may hold `MISTAKES`, a sequence of `Mistake`: edits of
the reference that its properties must catch. Its name is the topic of its properties. An installed package names such a
module in the entry-point group `crosscheck.properties`.
"""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from checks import properties as _registers_ours_first  # noqa: F401
from checks.mistakes import MISTAKES, Mistake
from checks.registry import all_properties, sections

GROUP = "crosscheck.properties"


class UnusableExtraError(Exception):
    """Something cannot be loaded; the message is one sentence that names it and the remedy."""


def load(paths: Sequence[Path] = ()) -> list[Mistake]:
    """Registers the properties of these files and folders, and of installed packages; returns their mistakes.

    Raises UnusableExtraError: no such path, a file that cannot be imported, a topic or an id that is taken, a mistake
    that names a property which there is not.
    """
    modules = [_load_entry(entry) for entry in entry_points(group=GROUP)]
    modules += [_load_file(file) for path in paths for file in _files(path)]
    mistakes = [mistake for module in modules for mistake in _mistakes_of(module)]
    _refuse_confusion(mistakes)
    return mistakes


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        files = sorted(path.glob("*.py"))
        if not files:
            raise UnusableExtraError(f"{path} holds no .py files; name the folder that holds your properties")
        yield from files
    elif path.suffix == ".py" and path.is_file():
        yield path
    else:
        raise UnusableExtraError(f"{path} is neither a folder nor a .py file; check the spelling, or where you are")


def _load_file(file: Path) -> ModuleType:
    topic = file.stem
    if topic in sections():
        raise UnusableExtraError(f"{file} would be a second topic called {topic!r}; give the file another name")
    spec = importlib.util.spec_from_file_location(f"crosscheck_extra.{topic}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise _unusable(str(file), error) from None
    return module


def _load_entry(entry: EntryPoint) -> ModuleType:
    try:
        loaded = entry.load()
    except Exception as error:
        raise _unusable(f"the entry point {entry.name!r} ({entry.value})", error) from None
    if not isinstance(loaded, ModuleType):
        raise UnusableExtraError(f"the entry point {entry.name!r} names {loaded!r}; it has to name a module")
    return loaded


def _mistakes_of(module: ModuleType) -> list[Mistake]:
    mistakes = list(getattr(module, "MISTAKES", ()))
    if not all(isinstance(mistake, Mistake) for mistake in mistakes):
        raise UnusableExtraError(f"MISTAKES of {module.__name__} holds something that is no checks.mistakes.Mistake")
    return mistakes


def _refuse_confusion(mistakes: Sequence[Mistake]) -> None:
    taken = {mistake.id for mistake in MISTAKES}
    known = {prop.id for prop in all_properties()}
    for mistake in mistakes:
        if mistake.id in taken:
            raise UnusableExtraError(f"two mistakes are called {mistake.id}; give one of them another id")
        if mistake.caught_by not in known:
            raise UnusableExtraError(f"{mistake.id} is to be caught by {mistake.caught_by}, which is no property")
        taken.add(mistake.id)


def _unusable(what: str, error: Exception) -> UnusableExtraError:
    frames = traceback.extract_tb(error.__traceback__)
    line = getattr(error, "lineno", None) or (frames[-1].lineno if frames else "?")
    return UnusableExtraError(f"{what} cannot be imported: {type(error).__name__}: {error} (line {line}); mend it")
