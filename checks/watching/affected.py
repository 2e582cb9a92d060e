"""Says which properties a change of a submission may affect, those of the changed functions first.

A verdict stays where no file has changed that the property's own files import, directly or through others, and where
what has changed acts on nobody else (`selfcontained`). That is true to the file, not to the function: a function
of a student's may call any other. The functions that have changed only say what comes first.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.registry import Property
from checks.watching.selfcontained import is_self_contained, mentioned, parsed, reachable
from checks.worker.loading import Sources

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Change:
    """What differs between two versions of a submission.

    `files` are relative paths, `functions` dotted names such as `loss.softmax` or `autograd.Value.exp` that changed,
    came or went, `first` the ids of the properties of these, `others` those that may be affected too.
    """

    files: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


NOTHING = Change()


def change(before: Sources | None, after: Sources, properties: Sequence[Property]) -> Change:
    """What differs, and which of these properties it may affect; everything where there was nothing before."""
    if before is None:
        return Change(others=tuple(prop.id for prop in properties))
    if before == after:
        return NOTHING
    modules = [
        name for name in before.files.keys() | after.files.keys() if before.files.get(name) != after.files.get(name)
    ]
    functions = sorted(_functions_changed(before, after, modules))
    wide = sorted(_callers(functions, after))
    affected = _affected(before, after, modules, properties)
    first = [prop.id for prop in affected if _is_among(prop.of, functions)] or [
        p.id for p in affected if _is_among(p.of, wide)
    ]
    others = sorted(
        (prop for prop in affected if prop.id not in first), key=lambda prop: _distance(prop, wide, modules, after)
    )
    paths = {name: (after if name in after.files else before).files[name][0] for name in modules}
    return Change(tuple(sorted(paths.values())), tuple(functions), tuple(first), tuple(prop.id for prop in others))


def _affected(
    before: Sources, after: Sources, modules: Sequence[str], properties: Sequence[Property]
) -> Sequence[Property]:
    """Those whose files import a changed one, before or after; all where a change may act on others, too."""
    if before.modules != after.modules or before.files.keys() != after.files.keys():
        return properties  # a new file may come in the place of any other, of the standard library too
    if not all(is_self_contained(sources.files[name][1]) for sources in (before, after) for name in modules):
        return properties
    reaches = [reachable(sources.files) for sources in (before, after)]

    def may_change(prop: Property) -> bool:
        asked = {after.modules.get(part.partition(".")[0], "") for part in (*prop.of, *prop.needs)}
        return any(reach.get(module, set()) & set(modules) for reach in reaches for module in asked)

    return [prop for prop in properties if may_change(prop)]


def _functions_changed(before: Sources, after: Sources, modules: Sequence[str]) -> Iterator[str]:
    """The functions that differ, by the names that the contract has for their files."""
    for name in modules:
        old, new = (_definitions(sources, name) for sources in (before, after))
        for function in old.keys() | new.keys():
            if old.get(function) != new.get(function):
                yield from (f"{file}.{function}" for file in _files_of(after, name))


def _definitions(sources: Sources, module: str) -> dict[str, str]:
    return {name: ast.dump(node) for name, node in _functions(sources, module)}


def _functions(sources: Sources, module: str) -> Iterator[tuple[str, Definition]]:
    """Every function of a file and every method of its classes; what is defined inside a function belongs to it."""
    tree = parsed(sources.files.get(module, ("", b""))[1])
    if tree is None:
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{node.name}.{method.name}", method


def _files_of(sources: Sources, module: str) -> list[str]:
    """The files of the contract that a module is: a one-file submission is several; a helper is called as it is."""
    return [file for file, name in sources.modules.items() if name == module] or [module]


def _callers(functions: Sequence[str], sources: Sources) -> set[str]:
    """These functions, and those of the same files that mention them, or mention one that does, and so on."""
    found = set(functions)
    for module in sources.files:
        files = _files_of(sources, module)
        mentions = {name: set(mentioned(node)) for name, node in _functions(sources, module)}
        for _ in mentions:
            changed = {name.rpartition(".")[2] for name in found if name.partition(".")[0] in files}
            new = {f"{file}.{name}" for name, words in mentions.items() if words & changed for file in files}
            if new <= found:
                break
            found |= new
    return found


def _is_among(parts: Sequence[str], functions: Sequence[str]) -> bool:
    """Whether one of these names of the contract is one of these functions; a constructor is its class."""
    names = {name.removesuffix(".__init__") for name in functions}
    return not names.isdisjoint(parts)


def _distance(prop: Property, functions: Sequence[str], modules: Sequence[str], sources: Sources) -> int:
    """How far a property is from what has changed: about it, in need of it, in the same file, or elsewhere."""
    if _is_among(prop.of, functions):
        return 0
    if _is_among(prop.needs, functions):
        return 1
    return 2 if any(sources.modules.get(part.partition(".")[0]) in modules for part in prop.of) else 3
