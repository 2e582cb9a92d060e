"""Every terminal and every reader: plain words where they are asked for, no sign that cannot be shown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

WRONG = "import math\ndef entropy(p): return -sum(x * math.log2(x) for x in p if x)\n"
COMMANDS = {
    "list": ("list", "--section", "cross_entropy_gradient"),
    "explain": ("explain", "cross_entropy_gradient.is_softmax_minus_onehot"),
    "check": ("check", "loss.py", "--function", "loss.entropy", "--profile", "quick"),
    "refusal": ("explain", "cross_entropy_gradient.é"),
    "doctor": ("doctor",),
    "help": ("check", "--help"),
}


def crosscheck(root: Path, folder: Path, *arguments: str, **environment: str) -> tuple[str, str]:
    """What `crosscheck ARGUMENTS` prints on both streams, as bytes that are read as Latin-1."""
    (folder / "loss.py").write_text(WRONG, encoding="utf-8")
    usual = {**os.environ, "PYTHONPATH": str(root), "TERM": "xterm", "COLUMNS": "100", "FORCE_COLOR": "1"}
    command = [sys.executable, "-m", "checks", *arguments]
    done = subprocess.run(command, cwd=folder, env=usual | environment, capture_output=True, check=False)
    texts = done.stdout.decode("latin-1"), done.stderr.decode("latin-1")
    assert not any("Traceback" in text or "UnicodeEncodeError" in text or "a defect of" in text for text in texts), (
        texts
    )
    return texts


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_plain_is_ascii_without_colours(arguments: tuple[str, ...], root: Path, tmp_path: Path) -> None:
    """Also where colours would be forced."""
    for text in crosscheck(root, tmp_path, *arguments, "--plain"):
        assert text.isascii()
        assert "\x1b" not in text


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"CROSSCHECK_PLAIN": "1"}])
def test_a_dumb_terminal_and_the_environment_ask_for_the_same(
    environment: dict[str, str], root: Path, tmp_path: Path
) -> None:
    """`--plain` may also stand before the command."""
    arguments = COMMANDS["list"]
    plain = crosscheck(root, tmp_path, "--plain", *arguments)
    assert plain == crosscheck(root, tmp_path, *arguments, "--plain")
    assert plain == crosscheck(root, tmp_path, *arguments, **environment)
    assert plain != crosscheck(root, tmp_path, *arguments)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("name", ["list", "explain", "check", "refusal"])
def test_what_an_encoding_lacks_is_spelt_out(encoding: str, name: str, root: Path, tmp_path: Path) -> None:
    """Claims keep their meaning, in letters."""
    out, err = crosscheck(root, tmp_path, *COMMANDS[name], PYTHONIOENCODING=encoding, PYTHONUTF8="0", FORCE_COLOR="")
    if name == "explain":
        assert "dL/dz = softmax(z) - onehot(y)." in out
    if name == "check":
        assert "x entropies." in out
    if name == "refusal":
        assert ("cross_entropy_gradient.é" if encoding == "cp1252" else r"cross_entropy_gradient.\xe9") in err


def test_no_colour_is_respected(root: Path, tmp_path: Path) -> None:
    """NO_COLOR leaves no colour; signs stay."""
    out, _ = crosscheck(root, tmp_path, *COMMANDS["check"], NO_COLOR="1")
    assert not any(f"\x1b[{colour}m" in out or f";{colour}m" in out for colour in range(30, 38))
    assert "✗".encode().decode("latin-1") in out


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("name", ["list", "explain", "check"])
def test_a_narrow_terminal_breaks_no_line(columns: int, name: str, root: Path, tmp_path: Path) -> None:
    """No line is longer than the terminal, but for Python to paste, and nothing is cut off."""
    out, _ = crosscheck(root, tmp_path, *COMMANDS[name], "--plain", COLUMNS=str(columns))
    long = [line for line in out.splitlines() if len(line) > columns]
    assert all(line[0] != " " and ("(" in line or " import " in line) for line in long)
    assert "..." not in out


def test_numbers_have_words_beside_them(root: Path, tmp_path: Path) -> None:
    """In plain words a section is a sentence, so that no number has to be found by its column."""
    out, _ = crosscheck(root, tmp_path, *COMMANDS["check"], "--plain")
    assert "passed " in out
    assert any(
        line.strip().startswith("passed ") and "wrong " in line and "points " in line for line in out.splitlines()
    )
