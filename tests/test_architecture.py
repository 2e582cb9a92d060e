"""Imports point down: the list of ARCHITECTURE.md, held against the code."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

LAYERS = [
    [
        "checks.cli",
        "checks.notebook",
        "checks.pytest_plugin",
        "checks.__main__",
    ],
    ["checks.commands"],
    ["checks.reports", "checks.exports"],
    ["checks.audit", "checks.grading", "checks.watching"],
    ["checks.diagnosis"],
    [
        "checks.choosing",
        "checks.scaffold",
        "checks.worked",
        "checks.scoring",
        "checks.checking",
        "checks.session",
        "checks.feedback",
        "checks.carried",
        "checks.relay",
        "checks.causes",
        "checks.curves",
        "checks.in_memory",
        "checks.misnamed",
    ],
    ["checks.judge"],
    ["checks.right", "checks.extras.reading", "checks.extras.loading", "checks.sealing"],
    ["checks.nonfinite"],
    [
        "checks.shrinking",
        "checks.snippets",
        "checks.mistakes",
        "checks.explanations",
        "checks.submissions",
        "checks.misnamed",
        "checks.signatures",
        "checks.source_files",
        "checks.cells",
        "checks.mapping",
    ],
    ["checks.properties"],
    ["checks.expect", "checks.strategies", "checks.cases", "checks.drawing"],
    ["checks.rubric"],
    ["checks.oracles", "checks.registry", "checks.standin"],
    ["checks.worker.client"],
    ["checks.worker.process", "checks.worker.warm", "checks.worker.deadline"],
    ["checks.worker.command", "checks.worker.bubblewrap", "checks.worker.installed"],
    ["checks.worker"],
    [
        "checks.verdicts",
        "checks.contract",
        "checks.extras",
        "checks.exit_codes",
        "checks.recipes",
        "checks.resources",
        "checks.pool",
        "checks.wheel",
    ],
    ["checks.processors", "checks.plain_text", "checks.signs", "checks.files", "checks.fingerprint", "checks"],
]
"""Top to bottom; a module may import its own layer and those below."""

UNTRUSTED = ["child", "zygote", "serving", "loading", "lockdown", "landlock", "seccomp", "readable"]
UNTRUSTED += ["definitions", "numbers", "answers", "protocol", "probes"]
"""What of `checks.worker` is loaded in the untrusted process."""


def layer_of(module: str) -> int:
    """The layer with the longest name that the module begins with."""
    found = [
        (len(name), i)
        for i, names in enumerate(LAYERS)
        for name in names
        if module == name or (module.startswith(f"{name}.") and name != "checks")
    ]
    assert found, f"{module} has no place in the list of layers"
    return max(found)[1]


def modules(root: Path) -> dict[str, Path]:
    """Every module of `checks` by its dotted name."""
    found = {}
    for path in (root / "checks").rglob("*.py"):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(module: str, path: Path) -> set[str]:
    """The modules that a module imports, relative imports written out."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            source = ".".join(filter(None, [base, node.module]))
            found |= {source, *(f"{source}.{alias.name}" for alias in node.names)}
    return found


def test_imports_point_down(root: Path) -> None:
    """No module imports from a layer above its own."""
    known = modules(root)
    upward = {
        f"{module} imports {imported}"
        for module, path in known.items()
        for imported in imports(module, path) & known.keys()
        if layer_of(imported) < layer_of(module)
    }
    assert upward == set()


def test_the_page_names_what_there_is(root: Path) -> None:
    """Each part of each layer stands in the list of ARCHITECTURE.md."""
    page = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"\w+", page.partition("## Layers")[2].split("```")[1]))
    parts = {name.rpartition(".")[2] for names in LAYERS for name in names} - {"__main__", "checks"}
    parts |= {path.stem for path in (root / "checks" / "worker").glob("*.py")} - {"__init__"}
    assert parts <= listed


def test_nothing_imports_a_front_door_the_reference_or_the_tests(root: Path) -> None:
    """Front doors talk to people; the reference and the template are submissions like any other."""
    forbidden = {"checks.cli", "checks.notebook", "checks.pytest_plugin", "reference", "student_template", "tests"}
    for module, path in modules(root).items():
        found = {name for name in imports(module, path) if name.split(".")[0] in forbidden or name in forbidden}
        assert module == "checks.__main__" or module.startswith("checks.cli") or not found, (module, found)


def test_the_reference_imports_nothing_of_checks(root: Path) -> None:
    """It is what a student could have written."""
    allowed = {path.stem for path in (root / "reference").glob("*.py")} | {"numpy"} | sys.stdlib_module_names
    for path in (root / "reference").glob("*.py"):
        assert {name.split(".")[0] for name in imports(path.stem, path) if name} <= allowed | {"__future__"}


@pytest.mark.parametrize("part", UNTRUSTED)
def test_the_untrusted_side_imports_nothing_else_of_checks(part: str, root: Path) -> None:
    """Only the standard library, msgspec, NumPy, and relatively within its own folder."""
    whole = f"checks.worker.{part}"
    looked_at = {name: path for name, path in modules(root).items() if name == whole or name.startswith(f"{whole}.")}
    assert looked_at, f"there is no {whole}"
    for module, path in looked_at.items():
        for name in imports(module, path):
            top = name.split(".")[0]
            inside = name.startswith("checks.worker.") and not name.startswith("checks.worker.client")
            assert inside or top in sys.stdlib_module_names | {"msgspec", "numpy"} or name == "checks.worker", name
        assert "from checks" not in path.read_text(encoding="utf-8")


def test_modules_are_short_and_say_their_job(root: Path) -> None:
    """At most 300 lines (a bank of mistakes is data); the docstring begins with what the module is for."""
    for module, path in modules(root).items():
        text = path.read_text(encoding="utf-8")
        first_paragraph = (ast.get_docstring(ast.parse(text)) or "").partition("\n\n")[0]
        assert first_paragraph.rstrip().endswith("."), module
        assert module.startswith("checks.mistakes") or len(text.splitlines()) <= 300, module
