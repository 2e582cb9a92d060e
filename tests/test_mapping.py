"""Names of the contract are found under other names, and a submission widens nothing by saying so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support import MakeProperty

from checks import expect
from checks.checking import check
from checks.grading.gradebook import Gradebook
from checks.mapping import MapError, names_in, names_of
from checks.standin import StandIn
from checks.submissions import UnreadableSubmissionError, read_submission
from checks.verdicts import Run, Status

OTHER = "class Numbers:\n    @staticmethod\n    def surprise(p): return 0.5\ndef half(p): return 0.5\n"
MAP = '[map]\n"loss.entropy" = "other:half"\n'


def entropy_is_a_half(sub: StandIn, p: list[float]) -> None:
    """H(p) = 0.5, which is enough to see that the function was found."""
    expect.equal("H(p)", sub.entropy(p).value, 0.5)


def run_of(path: Path, make_property: MakeProperty, *entries: str) -> Run:
    """The run of one toy property, names being mapped as on the command line."""
    prop = make_property(entropy_is_a_half)
    sources = read_submission(path, names_of(entries))
    return check(sources, [prop], {prop.id: [([1.0],)]}, seed=0, profile="quick")


def write(folder: Path, **files: str) -> Path:
    """A folder with these files; `_in_` in a name stands for a folder around it."""
    for name, text in files.items():
        file = folder.joinpath(*reversed(name.split("_in_"))).with_suffix(".py")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("place", ["other:half", "other:Numbers.surprise", "deep.er:half"])
def test_a_name_is_found_where_it_is_mapped_to(place: str, tmp_path: Path, make_property: MakeProperty) -> None:
    """In another file, in a class, in a package of the submission."""
    folder = write(tmp_path, other=OTHER, third="", er_in_deep=OTHER)
    assert run_of(folder, make_property, f"loss.entropy={place}").verdicts[0].status is Status.PASSED


def test_other_names_of_the_file_stay(tmp_path: Path) -> None:
    """What loss.py has is there beside what is mapped, and what is mapped comes first."""
    folder = write(tmp_path, other=OTHER, loss="def entropy(p): return 7\ndef perplexity(x): return 1.0\n")
    sources = read_submission(folder, {"loss.entropy": "other:half"})
    assert sources.modules.keys() == {"loss"}
    from checks.session import Session

    with Session(sources) as session:
        assert session.sub.entropy([1.0]).value == 0.5
        assert session.sub.perplexity(0.0) == 1.0


def test_a_submission_maps_its_own_names(tmp_path: Path, make_property: MakeProperty) -> None:
    """By crosscheck.toml, in a folder, a package and a zip; the command line comes first."""
    folder = write(tmp_path / "hw", other=OTHER, third="def quarter(p): return 0.25\n")
    (folder / "crosscheck.toml").write_text(MAP, encoding="utf-8")
    assert run_of(folder, make_property).verdicts[0].status is Status.PASSED
    assert run_of(folder, make_property, "loss.entropy=third:quarter").verdicts[0].status is Status.FAILED
    with zipfile.ZipFile(tmp_path / "hw.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"hw/{file.name}")
    assert run_of(tmp_path / "hw.zip", make_property).verdicts[0].status is Status.PASSED
    write(folder, __init__="", third="from .other import half\n")
    assert run_of(folder, make_property, "loss.entropy=third:half").verdicts[0].status is Status.PASSED


def test_a_name_that_is_not_there_is_told_with_its_place(tmp_path: Path, make_property: MakeProperty) -> None:
    """As a file that cannot be imported, since nobody wrote what the map names."""
    run = run_of(write(tmp_path, other=OTHER), make_property, "loss.entropy=other:holf")
    assert run.verdicts[0].status is Status.RAISED
    assert "map of loss.py cannot be imported: raised AttributeError" in run.verdicts[0].message
    assert "entropy = import_module('other').holf" in run.verdicts[0].message


MALFORMED = {
    "loss.entropy": "'loss.entropy' maps nothing; write it like loss.softmax=mymodule:softmax",
    "loss.entrpy=a:b": "'loss.entrpy' is no name to map; the nearest: loss.entropy",
    "zzz=a:b": "'zzz' is no name to map; the contract has names like loss.softmax",
    "autograd.Value.exp=a:b": "'autograd.Value.exp' is no name to map; map autograd.Value, and let an adapter add",
    "loss.entropy=mine": "loss.entropy is mapped to 'mine'; write module:name, like mymodule:softmax",
    "loss.entropy=mine:": "loss.entropy is mapped to 'mine:'; write module:name",
    "loss.entropy=:half": "loss.entropy is mapped to ':half'; write module:name",
    "loss.entropy=os:system('x')": "loss.entropy is mapped to \"os:system('x')\"; write module:name",
    "loss.entropy=a:b.class": "loss.entropy is mapped to 'a:b.class'; write module:name",
}


@pytest.mark.parametrize(("entry", "message"), MALFORMED.items())
def test_malformed_entries_are_refused_in_one_sentence(entry: str, message: str) -> None:
    """Each names what is wrong and how to write it."""
    with pytest.raises(MapError) as refusal:
        names_of([entry])
    assert str(refusal.value).startswith(message)
    assert "\n" not in str(refusal.value)


def test_a_name_is_mapped_once() -> None:
    """Two places for one name leave open which counts."""
    with pytest.raises(MapError, match=r"loss\.entropy is mapped twice"):
        names_of(["loss.entropy=a:b", "loss.entropy=a:c"])


UNREADABLE = {
    "[map\n": "cannot be read",
    "map = 1\n": "cannot be read",
    '[map]\n"loss.entropy" = 1\n': "cannot be read",
    'packages = ["torch"]\n': "cannot be read (Object contains unknown field `packages`)",
    '[map]\n"loss.nothing" = "a:b"\n': "'loss.nothing' is no name to map",
    f"#{'x' * 2**16}": "is larger than 64 KiB",
    "a=" + "[" * 10_000: "cannot be read",
}


@pytest.mark.parametrize(("text", "message"), UNREADABLE.items(), ids=range(len(UNREADABLE)))
def test_a_map_that_cannot_be_read_is_refused_in_one_sentence(text: str, message: str, tmp_path: Path) -> None:
    """It holds a table of names and nothing else: no package, no limit."""
    with pytest.raises(MapError) as told:
        names_in(text.encode())
    assert str(told.value).startswith(message)
    write(tmp_path, loss="").joinpath("crosscheck.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableSubmissionError) as refusal:
        read_submission(tmp_path)
    assert str(refusal.value).startswith(f"{tmp_path}: crosscheck.toml {message}"[:200])
    assert "\n" not in str(refusal.value)


def test_a_module_has_to_be_in_the_submission_or_allowed(tmp_path: Path) -> None:
    """An installed package is found where it is allowed, and only there; what a worker always has may be named."""
    write(tmp_path, adapter="")
    names = {"autograd.Value": "micrograd.engine:Value"}
    with pytest.raises(
        UnreadableSubmissionError, match=r"micrograd\.engine, which is not in the .* --allow-package micr"
    ):
        read_submission(tmp_path, names)
    assert read_submission(tmp_path, names, ("micrograd",)).modules["autograd"] == "map of autograd"
    assert read_submission(tmp_path, {"loss.perplexity": "math:exp"}).modules["loss"] == "map of loss"


def crosscheck(root: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """`python -m checks ARGUMENTS`."""
    environment = {**os.environ, "PYTHONPATH": str(root), "NO_COLOR": "1", "COLUMNS": "100"}
    command = [sys.executable, "-m", "checks", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_check_takes_maps_packages_and_memory(root: Path, tmp_path: Path) -> None:
    """micrograd's own class is checked where the command line allows it, and nowhere else."""
    write(tmp_path / "hw", adapter="")
    arguments = ["check", tmp_path / "hw", "--map", "autograd.Value=micrograd.engine:Value", "--profile", "quick"]
    arguments += ["--section", "backward", "--json", "-"]
    refused = crosscheck(root, *arguments)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--allow-package micrograd" in refused.stderr
    done = crosscheck(root, *arguments, "--allow-package", "micrograd", "--memory", 600)
    verdicts = {check["id"]: check["status"] for check in json.loads(done.stdout)["checks"]}
    assert verdicts["backward.one_node_may_be_both_operands"] == "passed", verdicts


def test_a_submission_cannot_allow_itself_a_package(root: Path, tmp_path: Path) -> None:
    """Neither by its map nor by importing it, whatever is installed."""
    folder = write(tmp_path / "hw", loss="from micrograd.engine import Value\ndef entropy(p): return 0.0\n")
    done = crosscheck(root, "check", folder, "--section", "entropies", "--profile", "quick", "--json", "-")
    assert "No module named 'micrograd'" in json.loads(done.stdout)["import_failures"][0]["message"]
    (folder / "crosscheck.toml").write_text('[map]\n"autograd.Value" = "micrograd.engine:Value"\n', encoding="utf-8")
    refused = crosscheck(root, "check", folder)
    assert refused.returncode == 2
    assert "which is not in the submission" in refused.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--map", "loss.entropy"), "--map: 'loss.entropy' maps nothing"),
        (("--allow-package", "no_such_package"), "there is no package 'no_such_package' to allow"),
    ],
)
def test_wrong_options_are_usage_errors(options: tuple[str, str], message: str, root: Path, tmp_path: Path) -> None:
    """For check and grade alike: one sentence, exit code 2."""
    write(tmp_path / "class" / "ada", loss="")
    for command in (("check", tmp_path / "class" / "ada"), ("grade", tmp_path / "class", "--out", tmp_path / "out")):
        done = crosscheck(root, *command, *options)
        assert done.returncode == 2, done
        assert f"crosscheck: {message}" in done.stderr


def test_grade_maps_the_names_of_a_class(root: Path, tmp_path: Path) -> None:
    """Each submission by the same map; one that lacks the module is told so, and costs no other."""
    text = "import math\ndef mine(p): return -math.fsum(x * math.log(x) for x in p if x > 0.0)\n"
    write(tmp_path / "class" / "ada", other=text, notes="")
    write(tmp_path / "class" / "bob", stats=text, notes="")
    arguments = ["grade", tmp_path / "class", "--out", tmp_path / "out", "--profile", "quick", "--seed", 0]
    done = crosscheck(root, *arguments, "--map", "loss.entropy=other:mine")
    assert done.returncode == 1, done.stderr
    assert "loss.entropy is mapped to other, which is not in the submission" in done.stdout + done.stderr
    with Gradebook(tmp_path / "out" / "gradebook.sqlite", of=str((tmp_path / "class").resolve())) as book:
        ada, bob = book.gradings(1)
    assert ada.run is not None
    statuses = {verdict.id: verdict.status for verdict in ada.run.verdicts}
    assert statuses["entropies.entropy_is_the_mean_surprise"] is Status.PASSED, statuses
    assert (bob.run, "is not in the submission" in bob.reason) == (None, True)
