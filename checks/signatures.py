"""How the functions of the contract are called, as the template says it: their parameters, with defaults."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator

from checks.extras import record as extras
from checks.resources import template_folder


def signature(name: str, parts: Iterable[str]) -> str:
    """The parameters of the function or method that Python calls `name`, in a file that one of the parts is in.

    Empty where the template has no such function.

    >>> signature("softmax", ["loss.softmax"])
    '(logits, temperature=1.0)'
    >>> signature("MarkovChain.__init__", ["ngram.MarkovChain"])
    '(self, order=1)'
    """
    modules = dict.fromkeys(part.partition(".")[0] for part in parts)
    return next((found for module in modules if (found := _of_file(module).get(name))), "")


def _of_file(module: str) -> dict[str, str]:
    own = extras.template().get(module)
    return _in_text(_text_of(module) if own is None else own)


@functools.cache
def _text_of(module: str) -> bytes:
    file = template_folder() / f"{module}.py"
    return file.read_bytes() if file.is_file() else b""


@functools.cache
def _in_text(text: bytes) -> dict[str, str]:
    try:
        return dict(_signatures(ast.parse(text).body, ""))
    except SyntaxError:  # an instructor's template that is no Python yet
        return {}


def _signatures(body: Iterable[ast.stmt], prefix: str) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _signatures(node.body, f"{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield prefix + node.name, f"({_bare(node.args)})"


def _bare(parameters: ast.arguments) -> str:
    """The parameters without their annotations."""
    for parameter in ast.walk(parameters):
        if isinstance(parameter, ast.arg):
            parameter.annotation = None
    return ast.unparse(parameters)
