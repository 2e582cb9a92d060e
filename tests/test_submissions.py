"""Submissions of every make are read; what cannot be read is refused in one sentence."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support import MakeProperty

from checks import expect
from checks.checking import check
from checks.standin import StandIn
from checks.submissions import MAX_BYTES, MAX_FILES, UnreadableSubmissionError, read_submission
from checks.verdicts import Status

LOSS = "def entropy(p): return 0.5\n"
RELATIVE = "from .helper import half\ndef entropy(p): return half\n"
ABSOLUTE = "from tools.helper import half\ndef entropy(p): return half\n"
HELPER = "half = 0.5\n"

Files = dict[str, str | bytes]


def entropy_is_a_half(sub: StandIn, p: list[float]) -> None:
    """H(p) = 0.5, which is enough to see that the function was found."""
    expect.equal("H(p)", sub.entropy(p).value, 0.5)


def _as_folder(path: Path, files: Files) -> Path:
    for name, text in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _as_file(path: Path, files: Files) -> Path:
    (name,) = files
    return _as_folder(path, files) / name


def _as_zip(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path.with_suffix(".zip")


MAKES: dict[str, tuple[Callable[[Path, Files], Path], str, Files]] = {
    "flat": (_as_folder, "hw", {"loss.py": LOSS}),
    "a package": (_as_folder, "hw", {"__init__.py": "", "loss.py": RELATIVE, "helper.py": HELPER}),
    "a package with an odd name": (
        _as_folder,
        "3rd try",
        {"__init__.py": "", "loss.py": RELATIVE, "helper.py": HELPER},
    ),
    "a helper in a subfolder": (_as_folder, "hw", {"loss.py": ABSOLUTE, "tools/helper.py": HELPER}),
    "one file": (_as_file, "hw", {"homework.py": LOSS}),
    "a folder with one file": (_as_folder, "hw", {"homework.py": LOSS}),
    "a zip": (_as_zip, "hw", {"loss.py": LOSS}),
    "a zip of a folder": (_as_zip, "hw", {"hw/loss.py": LOSS, "__MACOSX/hw/._loss.py": b"\0", "hw/notes.txt": "hi"}),
    "a zip of a folder in a folder": (_as_zip, "hw", {"alice/hw/loss.py": LOSS}),
    "a zip of a package": (_as_zip, "hw", {"hw/__init__.py": "", "hw/loss.py": RELATIVE, "hw/helper.py": HELPER}),
    "a Latin-1 file": (_as_folder, "hw", {"loss.py": b"# coding: latin-1\n'\xe9'\ndef entropy(p): return 0.5\n"}),
    "a file named like the standard library": (_as_folder, "hw", {"loss.py": LOSS, "random.py": "x = 1"}),
}


@pytest.mark.parametrize(("build", "name", "files"), MAKES.values(), ids=MAKES)
def test_every_make_of_submission_is_read(
    build: Callable[[Path, Files], Path], name: str, files: Files, tmp_path: Path, make_property: MakeProperty
) -> None:
    """Folder, package, file, zip: the function is found and answers."""
    prop = make_property(entropy_is_a_half)
    sources = read_submission(build(tmp_path / name, files))
    run = check(sources, [prop], {prop.id: [([1.0],)]}, seed=0, profile="quick")
    assert run.verdicts[0].status is Status.PASSED, (run.import_failures, run.verdicts)


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no such path": (lambda path: path / "nothing", "there is no "),
    "an empty folder": (lambda path: path, "holds no Python files; `crosscheck new FOLDER` makes a template"),
    "none of the files": (
        lambda path: _as_folder(path, {"a.py": "", "b.py": ""}),
        "nor one file that holds all their names, but a.py, b.py; --map finds other names",
    ),
    "many others": (
        lambda path: _as_folder(path, dict.fromkeys(["a.py", "b.py", "c.py", "d.py"], "")),
        "but a.py, b.py, c.py and 1 more; --map finds other names",
    ),
    "files of almost the right names": (
        lambda path: _as_folder(path, {"autograd (1).py": "", "helpers.py": ""}),
        "but autograd (1).py, helpers.py; if autograd (1).py is meant to be autograd.py, rename that",
    ),
    "another kind of file": (
        lambda path: _as_file(path, {"loss.txt": ""}),
        "is neither a folder, a .py file, a notebook nor a .zip",
    ),
    "a damaged zip": (lambda path: _as_file(path, {"hw.zip": b"PK\3\4 garbage"}), "is not a readable zip"),
    "a zip that climbs": (lambda path: _as_zip(path / "hw", {"../loss.py": LOSS}), "'../loss.py', which climbs out"),
    "an absolute zip": (lambda path: _as_zip(path / "hw", {"/tmp/loss.py": LOSS}), "'/tmp/loss.py', which climbs out"),
    "a Windows drive": (lambda path: _as_zip(path / "hw", {"C:\\loss.py": LOSS}), "which climbs out of its folder"),
    "too many files": (
        lambda path: _as_zip(path / "hw", {f"{i}.py": "" for i in range(MAX_FILES + 1)}),
        "is too large",
    ),
    "too many bytes": (lambda path: _as_zip(path / "hw", {"loss.py": "#" * (MAX_BYTES + 1)}), "is too large: at most"),
}


@pytest.mark.parametrize(("build", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    build: Callable[[Path], Path], message: str, tmp_path: Path
) -> None:
    """The sentence names the path and says what to do."""
    with pytest.raises(UnreadableSubmissionError) as refusal:
        read_submission(build(tmp_path))
    assert message in str(refusal.value)
    assert str(tmp_path) in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_one_folder_that_holds_the_homework_is_read(tmp_path: Path) -> None:
    """Whatever lies beside it; several are one too many, and one file with the names of the contract is enough."""
    (tmp_path / "main.py").write_text("print(1)\n", encoding="utf-8")
    (tmp_path / "homework").mkdir()
    (tmp_path / "homework" / "loss.py").write_text("x = 1\n", encoding="utf-8")
    assert read_submission(tmp_path).modules == {"loss": "loss"}
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "loss.py").write_text("x = 2\n", encoding="utf-8")
    with pytest.raises(UnreadableSubmissionError, match="holds files of the contract in homework, old; hand in one of"):
        read_submission(tmp_path)
    (tmp_path / "main.py").write_text("def softmax(z): return z\n", encoding="utf-8")
    assert read_submission(tmp_path).modules["loss"] == "main"


def test_an_archive_in_a_folder_is_read(tmp_path: Path) -> None:
    """As Moodle hands it out; of several, none."""
    for name in ("hw.ZIP", "other.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("loss.py", "x = 1\n")
        if name == "hw.ZIP":
            assert read_submission(tmp_path).modules == {"loss": "loss"}
    with pytest.raises(UnreadableSubmissionError, match="holds no Python files, but 2 archives: unpack one"):
        read_submission(tmp_path)
