"""Which functions of the reference a property's cases run, and which of them a mistake changed.

A property that never runs what a mistake changed gives the same verdict with it as without: it need not be asked.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any

from checks.cases import CaseSet
from checks.judge import judge
from checks.registry import Property
from checks.standin import LocalStandIn
from checks.verdicts import Verdict
from checks.worker.loading import Code, Sources

Functions = frozenset[str]
"""Dotted names such as `autograd.Value.exp`; what a function defines inside belongs to it."""


def reached(prop: Property, cases: CaseSet, sources: Sources, *, seed: int, profile: str) -> tuple[Verdict, Functions]:
    """The verdict on a submission of our own, in this process, and the functions that it ran on the way."""
    code = Code(sources)
    module_of = {f"{sources.root}/{path}": name for name, (path, _) in sources.files.items()}
    found: set[str] = set()

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code.co_filename in module_of:
            name = frame.f_code.co_qualname.partition(".<locals>")[0]
            found.add(f"{module_of[frame.f_code.co_filename]}.{name}")

    try:
        for name in sources.modules:
            code.import_module(name)
        sys.setprofile(note)
        try:
            verdict = judge(prop, LocalStandIn(code), cases[prop.id], seed, profile, shrinking_budget=None)
        finally:
            sys.setprofile(None)
    finally:
        code.unload()
    return verdict, frozenset(found)


def changed(before: Sources, after: Sources) -> Functions | None:
    """The functions that are not what they were; None where more than bodies of functions changed."""
    names: set[str] = set()
    for module in before.files.keys() | after.files.keys():
        if before.files.get(module) == after.files.get(module):
            continue
        if module not in before.files or module not in after.files:
            return None
        old, new = (_definitions(sources.files[module][1]) for sources in (before, after))
        if old.pop("") != new.pop("") or any("." in name for name in new.keys() - old.keys()):
            return None  # something else than a function, or a new method, which may come in the place of another
        names |= {f"{module}.{name}" for name in old if old[name] != new.get(name)}
    return frozenset(names)


def is_affected(prop_reaches: Functions, changed_functions: Functions | None) -> bool:
    """Whether a property may tell a changed submission from what it was."""
    return changed_functions is None or bool(prop_reaches & changed_functions)


def _definitions(source: bytes) -> dict[str, str]:
    """Every function of a module, methods as `Class.method`, as a dump of its syntax; under "" all the rest."""
    definitions: dict[str, str] = {}
    rest: list[str] = []
    _collect(ast.parse(source).body, "", definitions, rest)
    return {**definitions, "": "\n".join(rest)}


def _collect(body: list[ast.stmt], prefix: str, definitions: dict[str, str], rest: list[str]) -> None:
    for node in body:
        if isinstance(node, ast.FunctionDef):
            name = prefix + node.name
            definitions[name] = definitions.get(name, "") + ast.dump(node)  # a property's getter and setter share one
        elif isinstance(node, ast.ClassDef):
            _collect(node.body, f"{prefix}{node.name}.", definitions, rest)
            node.body = []
            rest.append(ast.dump(node))
        else:
            rest.append(ast.dump(node))


Reach = Mapping[str, Functions]
"""For each property, by its id, the functions that its cases run."""
