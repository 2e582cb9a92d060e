"""Writes a submission anew as another student would have typed it: formatted otherwise, local variables renamed."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator

import msgspec

from checks.worker.loading import Sources

NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def rewritten(sources: Sources, suffix: str) -> Sources:
    """The same submission without its comments, in `ast`'s format, with this at the end of local variables' names."""
    files = {
        name: (path, ast.unparse(_renamed(data.decode(), suffix)).encode())
        for name, (path, data) in sources.files.items()
    }
    return msgspec.structs.replace(sources, files=files)


def _renamed(text: str, suffix: str) -> ast.Module:
    tree = ast.parse(text)
    local = {
        (table.get_lineno(), table.get_name()): set(_own_names(table))
        for table in _tables(symtable.symtable(text, "submission", "exec"))
    }
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            # A decorator moves the line of the table up to its own on some versions of Python.
            lines = [function.lineno, *(decorator.lineno for decorator in function.decorator_list)]
            names = next((local[line, function.name] for line in lines if (line, function.name) in local), set())
            _rename(function, names - _bound_by_other_words(function), suffix)
    return tree


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """All functions', at any depth."""
    for inner in table.get_children():
        if inner.get_type() == "function":
            yield inner
        yield from _tables(inner)


def _own_names(table: symtable.SymbolTable) -> Iterator[str]:
    """What is assigned in the function and used by nothing inside it, so that no other scope knows the name."""
    inside = {name for inner in table.get_children() for name in inner.get_identifiers()}
    for symbol in table.get_symbols():
        is_own = symbol.is_local() and not symbol.is_parameter() and not symbol.is_imported()
        if is_own and symbol.get_name() not in inside:
            yield symbol.get_name()


def _bound_by_other_words(function: ast.FunctionDef) -> set[str]:
    """Names that something else than a plain name binds: an inner function, `except ... as`, a pattern."""
    bound = set()
    for node in ast.walk(function):
        bound.add(getattr(node, "name", None))
        bound.add(getattr(node, "rest", None))
    return {name for name in bound if isinstance(name, str)}


def _rename(node: ast.AST, names: set[str], suffix: str) -> None:
    """Renames in this scope alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Name) and child.id in names:
            child.id += suffix
        if not isinstance(child, NESTED):  # a comprehension knows none of these names but in its first iterable
            _rename(child, names, suffix)
