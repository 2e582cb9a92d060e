"""Makes a snippet run as it stands, in a file or pasted at the prompt: with its imports, and loops that are ended."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from checks.contract import NAMES


def with_imports(snippet: str, parts: Sequence[str], modules: Mapping[str, str] | None = None) -> str:
    """The snippet with a first line that imports the names of the contract which it uses.

    Args:
        snippet: lines of Python.
        parts: what of the contract they are about, dotted; of two files with one name, the first that is named counts.
        modules: the module of the submission that holds each file of the contract, where it is called otherwise; what
            cannot be imported by its name, such as a notebook, has a comment instead.

    >>> print(with_imports("entropy([1.0])", ["loss.entropy"], {"loss": "homework.loss"}))
    from homework.loss import entropy
    entropy([1.0])
    """
    program = ast.parse(snippet)
    used = {node.id for node in ast.walk(program) if isinstance(node, ast.Name)}
    imports: dict[str, list[str]] = {}
    for file in dict.fromkeys([*(part.partition(".")[0] for part in parts), "autograd"]):
        names = [name for name in NAMES.get(file, ()) if name in used]
        used -= set(names)
        if names:
            imports.setdefault((modules or {}).get(file, file), []).extend(names)
    first = "; ".join(f"from {name} import {', '.join(names)}" for name, names in imports.items() if _is_module(name))
    apart = [f"{', '.join(names)} of {name}" for name, names in imports.items() if not _is_module(name)]
    first += f"  # with {' and '.join(apart)}" if apart else ""
    lines = snippet.splitlines()
    for statement in reversed(program.body[:-1]):
        if isinstance(statement, ast.For) and statement.end_lineno:
            lines.insert(statement.end_lineno, "")  # without which the prompt takes what follows for a part of the loop
    return "\n".join([first.strip(), *lines] if first else lines)


def _is_module(name: str) -> bool:
    return not name.endswith(".ipynb") and all(part.isidentifier() for part in name.split("."))
