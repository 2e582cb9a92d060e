"""The student template is the reference without its bodies, and nothing that students need is missing."""

from __future__ import annotations

import ast
import builtins
import doctest
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "student_template").glob("*.py"))
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    """What scripts/make_template.py defines."""
    return runpy.run_path(str(ROOT / "scripts" / "make_template.py"))


def definitions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Every function, class and method."""
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.ClassDef))


def test_template_is_made_of_the_reference(script: Any) -> None:
    """Nobody edits the template by hand, or forgets to make it anew."""
    made = {file.name: script["template_of"](file.read_text("utf-8")) for file in (ROOT / "reference").glob("*.py")}
    assert {file.name: file.read_text("utf-8") for file in FILES} == made


@each_file
def test_every_body_is_left_to_the_student(file: Path) -> None:
    """A function is its docstring and `raise NotImplementedError`; a class is its docstring and functions."""
    for node in definitions(ast.parse(file.read_text("utf-8"))):
        assert ast.get_docstring(node), node.name
        if isinstance(node, ast.FunctionDef):
            assert [ast.unparse(statement) for statement in node.body[1:]] == ["raise NotImplementedError"], node.name
        else:
            assert all(isinstance(member, ast.FunctionDef) for member in node.body[1:]), node.name


@each_file
def test_names_are_those_of_the_reference(file: Path) -> None:
    """All that is public is there with its signature, and nothing that is private."""

    def signatures(path: Path) -> set[str]:
        found = definitions(ast.parse(path.read_text("utf-8")))
        return {
            f"{node.name}({ast.unparse(node.args)})" if isinstance(node, ast.FunctionDef) else node.name
            for node in found
            if not node.name.startswith("_") or node.name.endswith("__")
        }

    assert signatures(file) == signatures(ROOT / "reference" / file.name)
    tree = ast.parse(file.read_text("utf-8"))
    names = [getattr(node, "id", getattr(node, "attr", getattr(node, "arg", None))) for node in ast.walk(tree)]
    names += [node.name for node in definitions(tree)]
    assert not [name for name in names if name and name.startswith("_") and not name.endswith("__")]


@each_file
def test_examples_need_only_what_is_there(file: Path) -> None:
    """`python -m doctest` must not fail on an import that went with the bodies."""
    tree = ast.parse(file.read_text("utf-8"))
    imported = {alias.asname or alias.name for node in ast.walk(tree) for alias in getattr(node, "names", [])}
    known = imported | {node.name for node in definitions(tree)} | set(dir(builtins))
    for node in definitions(tree):
        examples = doctest.DocTestParser().get_examples(ast.get_docstring(node) or "")
        code = ast.parse("".join(example.source for example in examples))
        names = [name for name in ast.walk(code) if isinstance(name, ast.Name)]
        made = {name.id for name in names if isinstance(name.ctx, ast.Store)}
        assert {name.id for name in names} <= known | made, node.name


def test_template_can_be_imported(tmp_path: Path) -> None:
    """A student begins with files that load without an error or a warning, from their own folder."""
    folder = shutil.copytree(ROOT / "student_template", tmp_path / "homework")
    command = [sys.executable, "-W", "error", "-c", "import " + ", ".join(file.stem for file in FILES)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_private_things_and_unused_imports_go(script: Any) -> None:
    """What stays is copied as it was written; what only the bodies used goes with them."""
    reference = '''"""Module."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from loss import softmax
from autograd import Value

# a comment
LIMIT = 3  # stays
_HIDDEN = 4


class Thing(Base):
    """Class,

    in   two lines.
    """

    __slots__ = ("_x",)

    @property
    def size(
        self,
        limit: int = LIMIT,
    ) -> Iterator[Value]:
        """Method."""
        return softmax(math.pi)

    def _helper(self) -> Sequence[int]:
        return []


def _secret() -> None:
    pass
'''
    template = '''"""Module."""

from __future__ import annotations

from collections.abc import Iterator

from autograd import Value

LIMIT = 3  # stays


class Thing(Base):
    """Class,

    in   two lines.
    """

    @property
    def size(
        self,
        limit: int = LIMIT,
    ) -> Iterator[Value]:
        """Method."""
        raise NotImplementedError
'''
    assert script["template_of"](reference) == template


def test_function_without_docstring_is_refused(script: Any) -> None:
    """The docstring is all that students would see of it."""
    with pytest.raises(ValueError, match="bare has no docstring"):
        script["template_of"]('"""Module."""\n\ndef bare():\n    return 1\n')


def test_check_names_the_files_that_differ(tmp_path: Path) -> None:
    """--check writes nothing and exits 1 with the names; without it they are written."""
    for folder in ("reference", "scripts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "student_template").mkdir()
    command = [sys.executable, str(tmp_path / "scripts" / "make_template.py")]

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout + done.stderr

    names = "autograd.py, lm.py, loss.py, ngram.py, nn.py, vectorized.py"
    status, output = run("--check")
    assert (status, names in output) == (1, True)
    assert not list((tmp_path / "student_template").iterdir())
    assert (run(), run("--check")) == ((0, ""), (0, ""))
    (tmp_path / "student_template" / "stray.py").write_text("")
    status, output = run("--check")
    assert (status, "in stray.py:" in output) == (1, True)
