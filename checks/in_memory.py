"""A submission that is functions and classes of this very process: which names of the contract they are.

A name is told by what a thing is called, or by the keyword that it is given with. What else a property needs is looked
for among the names that the given code itself can see, and nowhere else.
"""

from __future__ import annotations

import functools
import inspect
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import FunctionType, ModuleType

import checks
from checks.contract import NAMES, ONE_FILE_MODULES
from checks.registry import Property
from checks.worker.loading import Code, CodeModule, Sources

Given = Mapping[str, object]
"""Functions and classes by the names of the contract, dotted: `loss.softmax`."""

_NOT_THEIRS = tuple(
    f"{Path(place).resolve()}/"
    for place in (str(checks.__path__[0]), sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"))
)


class GivenNameError(ValueError):
    """Something was given under a name that the contract does not have, or has twice; one sentence with the remedy."""


def by_contract(things: Sequence[object], keywords: Mapping[str, object]) -> dict[str, object]:
    """What was given, by the names of the contract. Raises GivenNameError."""
    given: dict[str, object] = {}
    pairs = [(getattr(thing, "__name__", None), thing) for thing in things]
    for name, thing in [*pairs, *keywords.items()]:
        if not isinstance(name, str) or not callable(thing):
            what = f"{name} is" if isinstance(name, str) else "what was given is"
            raise GivenNameError(f"{what} a {type(thing).__name__}; give functions and classes, like check(softmax)")
        full = full_name(name)
        if full in given:
            raise GivenNameError(f"{full} was given twice; leave one of the two out")
        given[full] = thing
    if not given:
        raise GivenNameError("nothing was given; give functions and classes, like check(softmax, Value=Value)")
    return given


def full_name(name: str) -> str:
    """The name of the contract that is meant: `softmax` is loss.softmax, `vectorized__softmax` the other one.

    Raises GivenNameError: there is none, or there are two.
    """
    file, _, bare = name.rpartition("__") if name.partition("__")[0] in NAMES else ("", "", name)
    found = [f"{part}.{bare}" for part, names in NAMES.items() if bare in names and file in ("", part)]
    usual = [full for full in found if full.partition(".")[0] in ONE_FILE_MODULES] or found
    if len(usual) == 1:
        return usual[0]
    if not found:
        near = get_close_matches(bare, sorted({name for names in NAMES.values() for name in names}), n=3)
        advice = f"the nearest: {', '.join(near)}; " if near else ""
        raise GivenNameError(f"the contract has no {name}; {advice}give it under its name, like softmax=my_softmax")
    choices = " or ".join(f"{full.replace('.', '__')}={bare}" for full in usual)
    raise GivenNameError(f"{bare} is in {' and in '.join(usual)}; give it as {choices}")


def completed(given: Given, properties: Sequence[Property]) -> tuple[dict[str, object], dict[str, str]]:
    """What was given with what these properties need beside it, and for each that waits, the name it waits for."""
    found, waiting = dict(given), dict[str, str]()
    for prop in properties:
        for part in (*prop.of, *prop.needs):
            name = ".".join(part.split(".")[:2])
            thing = found.get(name) or _seen(name, given)
            if thing is None:
                waiting.setdefault(prop.id, name)
            else:
                found[name] = thing
    return found, waiting


def _seen(name: str, given: Given) -> object:
    """What the given code sees under a name; where two files have that name, the code of the same file alone."""
    file, _, bare = name.partition(".")
    is_alone = sum(bare in names for names in NAMES.values()) == 1
    for other, thing in given.items():
        if is_alone or other.startswith(f"{file}."):
            for seen in _globals_of(thing):
                if callable(seen.get(bare)):
                    return seen[bare]
    return None


def _globals_of(thing: object) -> Iterator[Mapping[str, object]]:
    if isinstance(thing, functools.partial):
        thing = thing.func
    functions = vars(thing).values() if isinstance(thing, type) else [inspect.unwrap(thing)]  # type: ignore[arg-type]  # callable
    for function in functions:
        if isinstance(function, FunctionType):
            yield function.__globals__


class CodeInMemory(Code):
    """Functions and classes as a loaded submission."""

    def __init__(self, given: Given) -> None:
        files = dict.fromkeys(name.partition(".")[0] for name in given)
        super().__init__(Sources("notebook", {}, {file: file for file in files}))
        self._given = given

    def import_module(self, name: str) -> None:
        """Makes a module of what was given for that file."""
        module = ModuleType(name)
        for full, thing in self._given.items():
            if full.startswith(f"{name}."):
                setattr(module, full.partition(".")[2], thing)
        self._modules[name] = module
        setattr(self, name, CodeModule(name, module))

    def shown(self, filename: str) -> str | None:
        """A cell by its number, a file by its path; None for Python's files, those of packages and our own."""
        if filename.startswith(_NOT_THEIRS) or filename.startswith("<frozen"):
            return None
        return _cell(filename) or filename


def _cell(filename: str) -> str:
    """How Jupyter calls the cell that is compiled under this name; empty where it is none."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    named = shell.compile.format_code_name(filename) if shell else None
    return " ".join(named) if named else ""
