"""Where a submission's source defines a name: at the top of a file or in its classes, more than once perhaps."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Sequence
from typing import TypeAlias

Definition: TypeAlias = tuple[str, int, bool]
"""The class that it stands in (empty at the top), its line, and whether it is a stub."""

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Named: TypeAlias = Function | ast.ClassDef


def definitions(source: bytes, name: str) -> list[Definition]:
    """Every undecorated definition of a name such as `softmax` or `Value.exp` at the top or in a class, in order.

    The constructor stands for a class. There is none where the source is no Python.
    """
    body = _body(source)
    owner, _, last = name.rpartition(".")
    if not owner and any(isinstance(node, ast.ClassDef) and node.name == name for node in body):
        owner, last = name, "__init__"
    return [
        (where, node.lineno, _is_stub(node))
        for where, node in _all_in(body)
        if node.name == last and (not owner or where == owner) and not node.decorator_list
    ]


@functools.lru_cache(maxsize=16)  # each name of a file is asked for
def _body(source: bytes) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _all_in(body: Sequence[ast.stmt]) -> Iterator[tuple[str, Named]]:
    for node in body:
        if isinstance(node, Named):
            yield "", node
        if isinstance(node, ast.ClassDef):
            yield from ((node.name, inner) for inner in node.body if isinstance(inner, Function))


def _is_stub(node: Named) -> bool:
    """Whether it does nothing but raise NotImplementedError, whatever its docstring says."""
    body = [statement for statement in node.body if not _is_text(statement)]
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return False
    raised = body[0].exc.func if isinstance(body[0].exc, ast.Call) else body[0].exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
