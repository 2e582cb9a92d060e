"""Notebooks as submissions: their cells are read as Python, run in order, and told of by their numbers."""

from __future__ import annotations

import json
import time
import zipfile
from pathlib import Path

import pytest
from support import MakeProperty

from checks import expect
from checks.cells import without_magics
from checks.checking import check
from checks.source_files import MAX_BYTES, MAX_FILES
from checks.standin import StandIn
from checks.submissions import UnreadableSubmissionError, read_submission
from checks.verdicts import Run, Status

MAGICS = {
    "%matplotlib inline\nx = 1\n": "pass\nx = 1\n",
    "if True:\n    !pip install numpy\n": "if True:\n    pass\n",
    "softmax?\n?softmax\nnp.*load*??  # help\n": "pass\npass\npass\n",
    "!ls \\\n -l\nx = 1": "pass\n\nx = 1",
    "files, sizes = !ls 'it\nx = 2": "files, sizes = None\nx = 2",
    "%%time\nx = 1\n": "\nx = 1\n",
    "%%bash\nrm -r x\n": "",
    "%%writefile loss.py\ndef entropy(p): ...\n": "",
    "y = (7\n% 4)\n": "y = (7\n% 4)\n",
    "y = 7 \\\n% 4\n": "y = 7 \\\n% 4\n",
    "'''\n%no magic\n'''\n%magic": "'''\n%no magic\n'''\npass",
    '"""it\'s\n!\n"""\n!ls': '"""it\'s\n!\n"""\npass',
    "# it's (one\n%magic\n": "# it's (one\npass\n",
    "s = 'a(\\''\n%magic\n": "s = 'a(\\''\npass\n",
    "a = b != c\nd %= 2\n": "a = b != c\nd %= 2\n",
    "x = 1\r\n%magic\r\n": "x = 1\npass\n",
}


def entropy_is_a_half(sub: StandIn, p: list[float]) -> None:
    """H(p) = 0.5, which is enough to see that the function was found."""
    expect.equal("H(p)", sub.entropy(p).value, 0.5)


def notebook(*cells: str | list[str], **metadata: object) -> bytes:
    """A notebook with these code cells, and one of text before them."""
    code = [{"cell_type": "code", "source": cell, "outputs": [{"data": {"x": [1]}}], "metadata": {}} for cell in cells]
    text = {"cell_type": "markdown", "source": "# %homework", "metadata": {}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [text, *code]}).encode()


def run_of(path: Path, make_property: MakeProperty, name: str = "entropy") -> Run:
    """The run of one toy property."""
    prop = make_property(entropy_is_a_half, of=(f"loss.{name}",))
    return check(read_submission(path), [prop], {prop.id: [([1.0],)]}, seed=0, profile="quick")


@pytest.mark.parametrize(("source", "python"), MAGICS.items())
def test_what_ipython_alone_understands_is_left_out(source: str, python: str) -> None:
    """Magics, shell commands and questions, where statements begin and nowhere else; lines keep their numbers."""
    assert without_magics(source) == python


@pytest.mark.parametrize("line", ["%magic\n", "#\\\n", "!x\\\n", "'\n", '"""\n', "(\n", " ", "a", "?", "\\\n", "x,"])
def test_reading_takes_time_in_proportion_to_length(line: str) -> None:
    """A megabyte of the same line, whatever it is, takes seconds at most."""
    began = time.process_time()
    without_magics(line * (2**20 // len(line)))
    assert time.process_time() - began < 10.0


def test_a_notebook_is_read_like_one_file(tmp_path: Path, make_property: MakeProperty) -> None:
    """By itself, in a folder, in a zip; cells share one namespace, and prints are ignored."""
    cells = ["%pip install x\nhalf = 0.5\nprint(half)", ["def entropy(p):\n", "    return half"], "entropy([1.0])"]
    data = notebook(*cells, kernelspec={"language": "python"}, language_info={"name": "python", "version": "3.11"})
    path = tmp_path / "My homework (1).ipynb"
    path.write_bytes(data)
    with zipfile.ZipFile(tmp_path / "hw.zip", "w") as archive:
        archive.writestr("hw/homework.ipynb", data)
        archive.writestr("hw/.ipynb_checkpoints/homework-checkpoint.ipynb", data)
    folder = tmp_path / "hw"
    folder.mkdir()
    (folder / "homework.ipynb").write_bytes(data)
    for place in (path, tmp_path / "hw.zip", folder):
        run = run_of(place, make_property)
        assert run.verdicts[0].status is Status.PASSED, (place, run)


def test_python_files_come_before_notebooks(tmp_path: Path, make_property: MakeProperty) -> None:
    """A notebook beside Python files is passed over, however large or damaged it is."""
    (tmp_path / "scratch.ipynb").write_bytes(b"[" * (17 * 2**20))
    (tmp_path / "loss.py").write_text("def entropy(p): return 0.5\n", encoding="utf-8")
    assert run_of(tmp_path, make_property).verdicts[0].status is Status.PASSED


def test_a_notebook_may_import_another(tmp_path: Path, make_property: MakeProperty) -> None:
    """They are modules of their names."""
    (tmp_path / "helper.ipynb").write_bytes(notebook("half = 0.5"))
    (tmp_path / "loss.ipynb").write_bytes(notebook("from helper import half\ndef entropy(p): return half"))
    assert run_of(tmp_path, make_property).verdicts[0].status is Status.PASSED


def test_tracebacks_name_cell_and_line(tmp_path: Path, make_property: MakeProperty) -> None:
    """The number of the code cell, and the line in it."""
    path = tmp_path / "hw.ipynb"
    path.write_bytes(notebook("import math", "%time\ndef entropy(p):\n    return math.log(-1)"))
    (verdict,) = run_of(path, make_property).verdicts
    assert verdict.status is Status.RAISED
    assert "in entropy (line 3 of hw.ipynb, code cell 2: `return math.log(-1)`)" in verdict.message


RAISING = {
    "a demonstration": "import math\nimport matplotlib.pyplot as plt\nplt.plot([1])\nassert False\n1 / 0",
    "an exit": "import sys\nsys.exit()",
    "an unfinished cell": "def half_written(:",
    "a null byte": "x = '\0'",
}


@pytest.mark.parametrize("cell", RAISING.values(), ids=RAISING)
def test_a_statement_that_raises_stops_no_other(cell: str, tmp_path: Path, make_property: MakeProperty) -> None:
    """What other statements define is judged, before it and after it; what nobody wrote is not attempted."""
    path = tmp_path / "hw.ipynb"
    path.write_bytes(notebook("from __future__ import annotations", cell, "def entropy(p: Vector): return 0.5"))
    run = run_of(path, make_property)
    assert (run.import_failures, run.verdicts[0].status) == ([], Status.PASSED)
    assert run_of(path, make_property, "perplexity").verdicts[0].status is Status.NOT_ATTEMPTED


def test_a_demonstration_of_what_is_not_written_yet_defines_nothing(
    tmp_path: Path, make_property: MakeProperty
) -> None:
    """A name that a failed statement only asks for is not attempted; one that it would have bound says why not."""
    path = tmp_path / "hw.ipynb"
    path.write_bytes(notebook("print(perplexity(2.0))", "from missing import entropy"))
    assert run_of(path, make_property, "perplexity").verdicts[0].status is Status.NOT_ATTEMPTED
    assert run_of(path, make_property).verdicts[0].status is Status.RAISED


LOSING = {
    "@missing\ndef entropy(p): return 0.5": "raised NameError: name 'missing' is not defined, in <module> "
    "(line 1 of hw.ipynb, code cell 2: `@missing`)",
    "\ndef entropy(p):\n    return 0.5 +": "raised SyntaxError: invalid syntax (hw.ipynb, code cell 2, line 3), "
    "in <module> (line 3 of hw.ipynb, code cell 2: `return 0.5 +`)",
}


@pytest.mark.parametrize(("cell", "message"), LOSING.items())
def test_what_a_statement_would_have_defined_tells_why_not(
    cell: str, message: str, tmp_path: Path, make_property: MakeProperty
) -> None:
    """Whoever asks for it gets the exception, with cell and line."""
    path = tmp_path / "hw.ipynb"
    path.write_bytes(notebook("x = 1", cell))
    (verdict,) = run_of(path, make_property).verdicts
    assert (verdict.status, verdict.message) == (Status.RAISED, message)


def test_what_was_defined_before_a_failure_stays(tmp_path: Path, make_property: MakeProperty) -> None:
    """As in Jupyter, where a name keeps what it was given last."""
    path = tmp_path / "hw.ipynb"
    path.write_bytes(notebook("entropy = lambda p: 0.5", "entropy = 1 / 0"))
    assert run_of(path, make_property).verdicts[0].status is Status.PASSED


REFUSED = {
    "no JSON": (b"\x80garbage", "is no readable notebook ("),
    "another JSON": (b"[1, 2]", "is no readable notebook ("),
    "deep JSON": (b'{"nbformat": 4, "x": ' + b"[" * 10**6, "is no readable notebook ("),
    "odd cells": (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}', "is no readable notebook ("),
    "an old format": (b'{"nbformat": 3, "worksheets": []}', "is a notebook of an old format; open it in Jupyter"),
    "another language": (notebook("x", kernelspec={"language": "R"}), "is a notebook in R; hand in one in Python"),
    "no code": (notebook(), "is a notebook without code cells; write the functions into some"),
    "too many cells": (notebook(*["x = 1"] * (MAX_FILES + 1)), "is too large"),
    "too much code": (notebook("#" * MAX_BYTES, "#"), "is too large"),
    "too many bytes": (b" " * (17 * 2**20), "is too large"),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_python_notebook_is_refused_in_one_sentence(data: bytes, message: str, tmp_path: Path) -> None:
    """The sentence names the notebook and says what to do."""
    path = tmp_path / "hw.ipynb"
    path.write_bytes(data)
    with pytest.raises(UnreadableSubmissionError) as refusal:
        read_submission(path)
    assert str(refusal.value).startswith(f"{path} {message}")
    assert "\n" not in str(refusal.value)
