"""Reads a Jupyter notebook as Python files: each code cell as one, and one that runs them all in one namespace.

The notebook comes from anybody: it is decoded by exact types, within the limits that other submissions have, in time
that grows with its length only. What IPython alone understands (`%`, `!`, `?`) is left out; lines keep their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import msgspec

from checks.plain_text import shown
from checks.source_files import MAX_BYTES, MAX_FILES, UnreadableSubmissionError

NOTEBOOK_FORMAT = 4
_PYTHON_BELOW = {"time", "capture", "prun"}
"""The magics of whole cells below which Python stands that runs where the other cells do."""

_PIECE = re.compile(
    r"""\#[^\n]* | \\\n | [\n()\[\]{}]
    | '{3} (?: \\. | [^\\] )*? (?: '{3} | \Z ) | "{3} (?: \\. | [^\\] )*? (?: "{3} | \Z )
    | ' (?: \\. | [^'\\\n] )*+ '? | " (?: \\. | [^"\\\n] )*+ "? """,
    re.VERBOSE | re.DOTALL,
)
"""What has to be told apart to know where statements begin: comments, line ends, brackets and strings."""

_MAGIC = re.compile(
    r"""(?P<indent> [ \t]*+ ) (?: [%!].* | \?{1,2} [\w*].* | [\w.*]++ \?{1,2} \s* (?: \#.* )?
    | (?P<target> \w[\w., ]*+ ) = \s* [%!].* )""",
    re.VERBOSE | re.DOTALL,
)

RUNNER = '''\
"""Runs the cells of a notebook in order, in one namespace. A statement that raises costs only what it would define."""


def _run(cells, loader, namespace):
    import ast
    import codeop
    import re

    compiled = codeop.Compile()
    for cell in cells:
        try:
            filename = loader.get_code(cell).co_filename
            statements = ast.parse(loader.get_source(cell)).body
        except (SyntaxError, ValueError) as error:
            names = re.findall(r"^(?:def|class)\\s+(\\w+)|^(\\w+)\\s*=", loader.get_source(cell), re.MULTILINE)
            yield error, {name for pair in names for name in pair}
            continue
        for statement in statements:
            try:
                exec(compiled(ast.Module([statement], []), filename, "exec"), namespace)
            except BaseException as error:
                named = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
                names = {node.name for node in ast.walk(statement) if isinstance(node, named)}
                for node in ast.walk(statement):
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                        names.add(node.id)
                    elif isinstance(node, ast.alias):
                        names.add((node.asname or node.name).partition(".")[0])
                yield error, names


_FAILED = {}
for _error, _names in _run(@CELLS@, __loader__, globals()):
    _FAILED.update(dict.fromkeys(_names, (_error, _error.__traceback__)))


def __getattr__(name):
    if name in _FAILED:
        error, place = _FAILED[name]
        raise error.with_traceback(place)
    raise AttributeError(name)
'''
"""Runs in the worker. What a failed statement would have defined raises its exception when it is asked for."""


class _Cell(msgspec.Struct):
    cell_type: str
    source: str | list[str] = ""


class _Kernel(msgspec.Struct):
    language: str = ""


class _Language(msgspec.Struct):
    name: str = ""


class _Metadata(msgspec.Struct):
    kernelspec: _Kernel | None = None
    language_info: _Language | None = None


class _Notebook(msgspec.Struct):
    nbformat: int
    cells: list[_Cell] = []
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)


def python_files(path: Path, file: PurePosixPath, module: str, data: bytes) -> dict[str, tuple[str, bytes]]:
    """The modules that a notebook is read as, by their names, each with the name that tracebacks show and its text.

    Args:
        path: the submission, for messages.
        file: the notebook in it.
        module: the name of the module that holds what the cells define.
        data: the notebook's bytes.

    Raises UnreadableSubmissionError: it is no notebook, of an old format, in another language, without code, too large.
    """
    cells = _code_cells(path, data)
    if not cells:
        raise _refusal(path, "is a notebook without code cells; write the functions into some")
    if len(cells) > MAX_FILES or sum(map(len, cells)) > MAX_BYTES:
        raise _refusal(path, f"is too large: at most {MAX_FILES} cells of {MAX_BYTES // 2**20} MiB together are read")
    texts = [without_magics(cell).encode("utf-8", "backslashreplace") for cell in cells]
    by_module = {
        f"{module} cell {number}": (f"{file}, code cell {number}", text) for number, text in enumerate(texts, start=1)
    }
    return {module: (str(file), RUNNER.replace("@CELLS@", repr(list(by_module))).encode()), **by_module}


def without_magics(source: str) -> str:
    r"""The cell as Python, line for line.

    >>> without_magics("%matplotlib inline\nfiles = !ls\nx = 7 \\\n% 4\nx?\n")
    'pass\nfiles = None\nx = 7 \\\n% 4\npass\n'
    """
    text = source.replace("\r\n", "\n")
    first, _, below = text.partition("\n")
    if first.startswith("%%"):
        is_python = (first[2:].split() or [""])[0] in _PYTHON_BELOW
        text = f"\n{below}" if is_python else ""
    return "".join(_statements(text))


def _statements(text: str) -> Iterator[str]:
    """The text, cut at line ends, with `pass` or `None` where IPython would do something."""
    position = depth = 0
    while position < len(text):
        magic = _MAGIC.fullmatch(text, position, _line_end(text, position)) if depth == 0 else None
        start = position
        if magic:
            position = _line_end(text, position)
            while text[position - 1] == "\\" and position < len(text):  # a backslash carries it on
                position = _line_end(text, position + 1)
            position = min(position + 1, len(text))
            yield magic["indent"] + (f"{magic['target'].rstrip()} = None" if magic["target"] else "pass")
            yield "\n" * text.count("\n", start, position)
        else:
            position, depth = _after_line(text, position, depth)
            yield text[start:position]


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return end if end >= 0 else len(text)


def _after_line(text: str, position: int, depth: int) -> tuple[int, int]:
    """Where the next line begins that is not within a string or carried on, and in how many brackets that is."""
    while piece := _PIECE.search(text, position):
        position = piece.end()
        match piece[0]:
            case "\n":
                return position, depth
            case "(" | "[" | "{":
                depth += 1
            case ")" | "]" | "}":
                depth = max(0, depth - 1)
    return len(text), depth


def _code_cells(path: Path, data: bytes) -> list[str]:
    try:
        notebook = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Notebook)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _refusal(path, f"is no readable notebook ({shown(str(error))}); save it anew in Jupyter") from None
    if notebook.nbformat < NOTEBOOK_FORMAT:
        raise _refusal(path, "is a notebook of an old format; open it in Jupyter and save it")
    kernel, info = notebook.metadata.kernelspec, notebook.metadata.language_info
    language = (info.name if info else "") or (kernel.language if kernel else "") or "python"
    if "python" not in language.lower():
        raise _refusal(path, f"is a notebook in {shown(language)}; hand in one in Python")
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return [source if isinstance(source, str) else "".join(source) for source in sources]


def _refusal(path: Path, what: str) -> UnreadableSubmissionError:
    return UnreadableSubmissionError(f"{shown(path)} {what}")
