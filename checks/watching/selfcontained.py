"""Tells files that act on nobody but those that import them from files that may act on every other.

What a file defines is used by those that import it, directly or through others. Beyond that, a file could act on the
whole process: change what another file defines, seed the random numbers, switch off warnings. Whoever cannot be seen to
leave that alone is taken to do it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


REACHING_OUT = _words("""
    setattr delattr exec eval compile __import__ importlib import_module globals vars locals __dict__ __builtins__
    builtins sys gc ctypes inspect atexit signal threading warnings logging decimal locale os environ
    seed setstate set_state seterr set_printoptions __init_subclass__ __set_name__ __class__ __bases__
""")
"""Names by which code acts on more than what it was given."""

HARMLESS_CALLS = _words("""
    property staticmethod classmethod dataclass field total_ordering cache lru_cache cached_property wraps override
    abstractmethod overload TypeVar ParamSpec NamedTuple namedtuple float int str bool tuple list dict set frozenset
    range len min max sum abs sorted zip enumerate log exp sqrt setter getter deleter
""")
"""What may be called while a file is imported."""


@lru_cache(maxsize=64)
def parsed(source: bytes) -> ast.Module | None:
    """The file's syntax, which nobody changes; None for one that cannot be imported anyway."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=64)
def is_self_contained(source: bytes) -> bool:
    """Whether the file can act on those alone that import it. One that does not parse acts on nobody."""
    tree = parsed(source)
    if tree is None:
        return True
    names = {*mentioned(tree), *(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))}
    return not names & REACHING_OUT and not _changes_what_it_imports(tree) and all(map(_only_defines, tree.body))


def mentioned(tree: ast.AST) -> Iterator[str]:
    """Every name that occurs in the code: of variables, attributes and imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.alias(name=name):
                yield from name.split(".")
            case ast.ImportFrom(module=str(name)):
                yield from name.split(".")


@lru_cache(maxsize=64)
def imports(module: str, path: str, source: bytes) -> frozenset[str] | None:
    """What a module names in its imports, with the packages around it; None where it may import by other means."""
    tree = parsed(source)
    if tree is None:
        return frozenset()
    if {"importlib", "__import__", "exec", "eval", "sys", "import_module"} & set(mentioned(tree)):
        return None
    package = module if path.endswith("__init__.py") else module.rpartition(".")[0]
    asked: set[str] = set(_with_parents(package))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                asked |= _with_parents(alias.name)
        elif isinstance(node, ast.ImportFrom):
            levels = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*levels, *filter(None, [node.module])])
            for alias in node.names:
                asked |= _with_parents(f"{base}.{alias.name}" if base else alias.name)
    return frozenset(asked)


def reachable(files: Mapping[str, tuple[str, bytes]]) -> dict[str, set[str]]:
    """For each module of a submission itself and all that it imports, directly or through others."""
    direct: dict[str, set[str]] = {}
    for module, (path, source) in files.items():
        asked = imports(module, path, source)
        direct[module] = set(files) if asked is None else set(asked & files.keys())
    found: dict[str, set[str]] = {}
    for module in files:
        seen, left = {module}, [module]
        while left:
            new = direct[left.pop()] - seen
            seen |= new
            left += new
        found[module] = seen
    return found


def _with_parents(dotted: str) -> set[str]:
    parts = dotted.split(".") if dotted else []
    return {".".join(parts[: i + 1]) for i in range(len(parts))}


def _changes_what_it_imports(tree: ast.Module) -> bool:
    """Whether it assigns to an attribute or an element of something imported, anywhere."""
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in imported:
            imported |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            owner: ast.expr = node
            while isinstance(owner, ast.Attribute | ast.Subscript | ast.Call):
                owner = owner.func if isinstance(owner, ast.Call) else owner.value
            if not isinstance(owner, ast.Name) or owner.id in imported:
                return True
    return False


def _only_defines(node: ast.stmt) -> bool:
    """Whether a statement that runs at import defines things and does no more."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
            return _are_harmless(defaults) and all(map(_is_harmless_decorator, node.decorator_list))
        case ast.ClassDef():
            is_plain = not node.keywords and _are_harmless(node.bases)
            return (
                is_plain
                and all(map(_is_harmless_decorator, node.decorator_list))
                and all(map(_only_defines, node.body))
            )
        case ast.Assign(targets=targets, value=value):
            return all(isinstance(target, ast.Name | ast.Tuple) for target in targets) and _are_harmless([value])
        case ast.AnnAssign(target=ast.Name(), value=value):
            return value is None or _are_harmless([value])
        case ast.If(test=test) if ast.unparse(test) == "__name__ == '__main__'":
            return all(map(_only_defines, node.orelse))
        case ast.If(test=test):
            return _are_harmless([test]) and all(map(_only_defines, [*node.body, *node.orelse]))
    return False


def _are_harmless(expressions: Iterable[ast.expr]) -> bool:
    """Whether all that these expressions call is known to change nothing."""
    calls = (node for part in expressions for node in ast.walk(part) if isinstance(node, ast.Call))
    return all(_last(call.func) in HARMLESS_CALLS for call in calls)


def _is_harmless_decorator(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return _last(called) in HARMLESS_CALLS and _are_harmless([decorator])


def _last(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
