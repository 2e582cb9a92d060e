"""Makes student_template/*.py out of reference/*.py: the same names and docstrings, without the bodies.

    python scripts/make_template.py            write the template
    python scripts/make_template.py --check    exit 1 if it is not what would be written

What stays: docstrings, signatures, public constants, and the imports that these still use. Every body becomes
`raise NotImplementedError`. What is private (a leading underscore, dunder methods apart, and `__slots__`) goes,
and comments go with the code that they explain. Lines that stay are copied, so they look as they were written.
"""

from __future__ import annotations

import argparse
import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE, TEMPLATE = ROOT / "reference", ROOT / "student_template"

Definition = ast.FunctionDef | ast.ClassDef


def template_of(source: str) -> str:
    """The source of a module, with every body replaced by `raise NotImplementedError`."""
    lines = source.splitlines()
    module = ast.parse(source)
    constants = [_copy(node, lines) for node in module.body if _is_public_constant(node)]
    definitions = [_stub(node, lines) for node in module.body if _is_public_definition(node)]
    rest = ast.parse("\n".join(constants + definitions))
    used = {node.id for node in ast.walk(rest) if isinstance(node, ast.Name)}
    header = [_docstring(module, lines), _imports(module, lines, used), "\n".join(constants)]
    return "\n\n\n".join(["\n\n".join(filter(None, header)), *definitions]) + "\n"


def _stub(node: ast.stmt, lines: list[str]) -> str:
    """A function or class without what it does."""
    assert isinstance(node, Definition)
    start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    head = "\n".join([*lines[start - 1 : node.body[0].lineno - 1], _docstring(node, lines)])
    if isinstance(node, ast.FunctionDef):
        return head + "\n" + " " * node.body[0].col_offset + "raise NotImplementedError"
    constants = [_copy(member, lines) for member in node.body if _is_public_constant(member)]
    methods = [_stub(member, lines) for member in node.body if _is_public_definition(member)]
    return "\n\n".join([head, *constants, *methods])


def _imports(module: ast.Module, lines: list[str], used: set[str]) -> str:
    """The imports of `used` names, in the paragraphs that they were written in."""
    kept: list[str] = []
    end = module.body[0].lineno
    for node in module.body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        if not (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
            node.names = [alias for alias in node.names if (alias.asname or alias.name) in used]
        if node.names:
            if kept and "" in lines[end : node.lineno]:
                kept.append("")
            kept.append(ast.unparse(node))
            end = node.lineno
    return "\n".join(kept)


def _docstring(node: ast.Module | Definition, lines: list[str]) -> str:
    if ast.get_docstring(node) is None:
        raise ValueError(f"{getattr(node, 'name', 'the module')} has no docstring, all that students would see")
    return _copy(node.body[0], lines)


def _copy(node: ast.stmt, lines: list[str]) -> str:
    return "\n".join(lines[node.lineno - 1 : node.end_lineno])


def _is_public_definition(node: ast.stmt) -> bool:
    if not isinstance(node, Definition):
        return False
    return not node.name.startswith("_") or (node.name.startswith("__") and node.name.endswith("__"))


def _is_public_constant(node: ast.stmt) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return all(isinstance(target, ast.Name) and not target.id.startswith("_") for target in targets)


def main(argv: list[str] | None = None) -> int:
    """Write or check the template; the exit code."""
    parser = argparse.ArgumentParser(description="Make student_template/*.py out of reference/*.py.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file would change")
    only_check = parser.parse_args(argv).check

    wanted = {path.name: template_of(path.read_text("utf-8")) for path in sorted(REFERENCE.glob("*.py"))}
    found = {path.name: path.read_text("utf-8") for path in sorted(TEMPLATE.glob("*.py"))}
    differing = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if only_check and differing:
        print(
            f"student_template/ differs from what reference/ gives in {', '.join(differing)}: "
            "run `python scripts/make_template.py`, and remove files that reference/ does not have."
        )
        return 1
    if not only_check:
        for name in wanted:
            (TEMPLATE / name).write_text(wanted[name], "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
