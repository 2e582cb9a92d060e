"""`check --watch` in a terminal: a saved file changes the verdict, keys are obeyed, the terminal is left as it was."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import Terminal

from checks.watching import files

FEW = ("--function", "loss.perplexity", "--function", "ngram.compute_perplexity", "--profile", "quick")
SETTLED = "all of this is as you saved it"
RIGHT = "def perplexity(loss):\n    return math.exp(loss) if loss <= 709 else math.inf\n"
WRONG = "def perplexity(loss):\n    return 2.0 ** loss if loss <= 709 else math.inf\n"
HANGS = "def perplexity(loss):\n    while True: pass\n"
NGRAM = "def compute_perplexity(model, tokens):\n    raise NotImplementedError\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="submissions are not judged on Windows")


def test_a_folder_that_cannot_be_watched_is_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has no watch left, a few times a second, and not without end."""

    def refuse(*_: object, **__: object) -> Iterator[set[object]]:
        raise OSError(28, "inotify watch limit reached")

    told: list[float] = []
    monkeypatch.setattr(files, "watch", refuse)
    with files.watching(tmp_path, lambda: told.append(time.monotonic())):
        time.sleep(3.5 * files.LOOK_AGAIN_S)
    assert 2 <= len(told) <= 5


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    """A submission with one function in each of two files."""
    folder = tmp_path / "homework"
    folder.mkdir()
    save(folder, RIGHT)
    (folder / "ngram.py").write_text(NGRAM, encoding="utf-8")
    return folder


def save(folder: Path, text: str) -> None:
    """Writes loss.py as an editor does."""
    (folder / "new").write_text(f"import math\n{text}", encoding="utf-8")
    (folder / "new").replace(folder / "loss.py")


def test_what_is_saved_is_judged_at_once(homework: Path, root: Path) -> None:
    """Right, wrong, broken, gone, there again; hints on and off; everything again; and q."""
    with Terminal("check", "homework", "--watch", *FEW, root=root, folder=homework.parent) as screen:
        screen.wait_for(SETTLED)
        assert "5 of 11 right" in screen.text
        save(homework, WRONG)
        screen.wait_for("loss.py saved: perplexity changed")
        screen.wait_for("properties about this do not hold")
        screen.wait_for(SETTLED)
        assert "perplexity.is_the_exponential_of_the_loss  failed" in screen.text
        assert "should be" in screen.text
        assert "hint " not in screen.text.partition("quit")[2]
        screen.press("h")
        screen.wait_for(lambda text: "  hint " in text.partition("quit")[2])
        screen.press("h")
        screen.wait_for(lambda text: "  hint " not in text.partition("quit")[2])
        save(homework, "def perplexity(:\n")
        screen.wait_for("loss.py cannot be imported")
        screen.wait_for("SyntaxError")
        save(homework, RIGHT)
        screen.wait_for("5 of the 6 properties about this hold; the others wait")
        screen.wait_for(SETTLED)
        screen.press("r")
        screen.wait_for(lambda text: "saved:" not in text and SETTLED in text)
        shutil.rmtree(homework)
        screen.wait_for("there is no homework")
        screen.wait_for("Watching goes on")
        homework.mkdir()
        save(homework, WRONG)
        screen.wait_for("is_the_exponential_of_the_loss  failed")
        screen.press("q")
        assert screen.wait_for_end() == 0
        assert screen.is_echoing()
    assert b"\x1b[?1049h" in screen.printed  # drawn beside what was there before,
    assert b"\x1b[?1049l" in screen.printed  # which is there again
    assert b"\x1b[2J" not in screen.printed  # and never wiped, which flickers
    assert b"Traceback" not in screen.printed


@pytest.mark.parametrize(("leave", "code"), [("key", 0), ("signal", 130)])
def test_it_is_left_at_once_while_an_answer_is_waited_for(leave: str, code: int, homework: Path, root: Path) -> None:
    """q ends with 0 and Ctrl-C with 130, also while the student's function hangs."""
    with Terminal("check", "homework", "--watch", *FEW, root=root, folder=homework.parent) as screen:
        screen.wait_for(SETTLED)
        save(homework, HANGS)
        screen.wait_for("about this are being checked")
        if leave == "key":
            screen.press("q")
        else:
            os.kill(screen.pid, signal.SIGINT)
        assert screen.wait_for_end() == code
        assert screen.is_echoing()
    assert b"Traceback" not in screen.printed


@pytest.mark.parametrize(("options", "term"), [(("--plain",), "xterm-256color"), ((), "dumb")])
def test_a_plain_terminal_gets_lines(options: tuple[str, ...], term: str, homework: Path, root: Path) -> None:
    """One after the other, with no control sequence and no sign beyond ASCII among them."""
    arguments = ("check", "homework", "--watch", *FEW, *options)
    with Terminal(*arguments, root=root, folder=homework.parent, term=term) as screen:
        screen.wait_for(SETTLED)
        save(homework, WRONG)
        screen.wait_for("is_the_exponential_of_the_loss  failed")
        screen.press("q")
        assert screen.wait_for_end() == 0
    assert b"\x1b" not in screen.printed
    assert screen.printed.isascii()


def test_without_a_terminal_it_is_refused(homework: Path, root: Path) -> None:
    """One sentence, exit code 2."""
    command = [sys.executable, "-m", "checks", "check", "homework", "--watch", *FEW]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        command,
        cwd=homework.parent,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("crosscheck: --watch needs a terminal")


def test_what_writes_a_file_does_not_fit(homework: Path, root: Path) -> None:
    """--json and --watch together are refused in one sentence, in a terminal too."""
    arguments = ("check", "homework", "--watch", "--json", "run.json")
    with Terminal(*arguments, root=root, folder=homework.parent, term="dumb") as screen:
        assert screen.wait_for_end() == 2
    assert "--watch and --json do not go together; leave one of them out" in screen.text
