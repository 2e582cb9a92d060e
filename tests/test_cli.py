"""The command line as a person meets it: what it prints, what it refuses, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

import checks

Result = subprocess.CompletedProcess[str]
Crosscheck = Callable[..., Result]
QUICK = ("--section", "entropies", "--profile", "quick")


@pytest.fixture
def crosscheck(root: Path, tmp_path: Path) -> Crosscheck:
    """`python -m checks ARGUMENTS`, in an empty folder, as a user would run it."""

    def run(*arguments: object, **options: object) -> Result:
        import os

        usual = {"PYTHONPATH": str(root), "NO_COLOR": "1", "TERM": "xterm", "COLUMNS": "100"}
        environment = {**os.environ, **usual, **options}
        command = [sys.executable, "-m", "checks", *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    return run


def test_the_reference_scores_everything(crosscheck: Crosscheck, root: Path) -> None:
    """100 %, stretch included, exit code 0."""
    result = crosscheck("check", root / "reference", "--profile", "quick", "--json", "run.json")
    assert (result.returncode, result.stderr) == (0, "")
    assert "(100 %)" in result.stdout
    assert "everything attempted is right" in result.stdout


def test_the_template_is_not_attempted_and_not_blamed(crosscheck: Crosscheck, root: Path, tmp_path: Path) -> None:
    """Score 0, every property not attempted, no errors, exit code 1 because nothing ran."""
    result = crosscheck("check", root / "student_template", "--json", "run.json")
    report = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert {check["status"] for check in report["checks"]} == {"not_attempted"}
    assert (result.returncode, report["score"], report["import_failures"]) == (1, 0, [])
    assert "nothing is written yet" in result.stdout


def test_a_wrong_submission_is_told_why(crosscheck: Crosscheck, tmp_path: Path) -> None:
    """A logarithm of base 2 fails with its value, its case and a hint; exit code 1."""
    text = "import math\ndef entropy(p): return -sum(x * math.log2(x) for x in p if x)\n"
    (tmp_path / "loss.py").write_text(text, encoding="utf-8")
    result = crosscheck("check", "loss.py", *QUICK)
    assert result.returncode == 1
    for word in ("✗ entropies.", "claim", "case", "entropy([", "found", "but should be", "hint", "source"):
        assert word in result.stdout


def test_only_restricts_the_list(crosscheck: Crosscheck, root: Path) -> None:
    """With --only and --json -, standard output is JSON with that one property, and nothing else."""
    listed = json.loads(crosscheck("check", root / "reference", *QUICK, "--json", "-").stdout)["checks"]
    assert len(listed) > 5
    assert {check["section"] for check in listed} == {"entropies"}
    one = crosscheck("check", root / "reference", "--only", listed[3]["id"], "--json", "-")
    assert [check["id"] for check in json.loads(one.stdout)["checks"]] == [listed[3]["id"]]


def test_in_process_says_that_it_is_unprotected(crosscheck: Crosscheck, root: Path) -> None:
    """The same verdicts, with a warning on standard error."""
    result = crosscheck("check", root / "reference", *QUICK, "--in-process")
    assert result.returncode == 0
    assert "unprotected" in result.stderr


def test_the_same_seed_gives_the_same_report(crosscheck: Crosscheck, root: Path) -> None:
    """Two checks of one submission differ in their timings only."""

    def report() -> object:
        result = crosscheck("check", root / "reference", *QUICK, "--seed", "5", "--json", "-")
        document = json.loads(result.stdout)
        del document["seconds"]
        for check in document["checks"]:
            del check["seconds"]
        return document

    assert report() == report()


def test_doctor_says_where_nothing_can_be_stored(crosscheck: Crosscheck, tmp_path: Path) -> None:
    """Each check would draw its cases anew, and nobody would know why."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    told = " ".join(crosscheck("doctor", CROSSCHECK_CACHE=str(tmp_path / "file" / "cases")).stdout.split())
    assert "cannot be written (Not a directory); name another by CROSSCHECK_CACHE" in told


def test_prepare_says_where_nothing_can_be_stored(crosscheck: Crosscheck, tmp_path: Path) -> None:
    """Instead of drawing for nothing, and saying that all is stored."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = crosscheck("prepare", "--seed", "1", CROSSCHECK_CACHE=str(tmp_path / "file" / "cases"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be written (Not a directory); name another by CROSSCHECK_CACHE" in done.stderr


def test_an_autograder_takes_its_rubric_from_anywhere(crosscheck: Crosscheck, tmp_path: Path) -> None:
    """From a pipe, too, which can be read once; it takes the place of an earlier autograder."""
    os.mkfifo(tmp_path / "rubric.toml")
    writer = Thread(target=(tmp_path / "rubric.toml").write_text, args=("out_of = 20\n",))
    writer.start()
    done = crosscheck("autograder", "--to", "autograder.zip", "--rubric", "rubric.toml")
    writer.join()
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "autograder.zip") as packed:
        assert packed.read("rubric.toml") == b"out_of = 20\n"
    assert crosscheck("autograder", "--to", "autograder.zip").returncode == 0


def test_list_and_explain_show_what_is_known(crosscheck: Crosscheck) -> None:
    """Every property has a line; explaining one says why, with an example to paste, its answer and who errs."""
    listed = crosscheck("list", "--section", "entropies")
    identifier = next(word for word in listed.stdout.split() if word.startswith("entropies."))
    explained = crosscheck("explain", identifier)
    assert (listed.returncode, explained.returncode) == (0, 0)
    told = (identifier, "claim", "why", "worth", "source", "hint", "example", "right is", "mistakes")
    assert all(word in explained.stdout for word in told)


def test_new_makes_a_template_that_can_be_checked(crosscheck: Crosscheck, tmp_path: Path) -> None:
    """The new folder holds the files of the contract; it is not filled twice."""
    first = crosscheck("new", "homework")
    assert (first.returncode, (tmp_path / "homework" / "autograd.py").exists()) == (0, True)
    assert "Begin with ngram.py, then run: crosscheck check homework" in first.stdout  # as the welcome says
    assert "1. Begin with `ngram.py`" in (tmp_path / "homework" / "README.md").read_text(encoding="utf-8")
    again = crosscheck("new", "homework")
    assert (again.returncode, again.stderr) == (
        2,
        "crosscheck: homework exists already and is not empty; name a new folder\n",
    )


REFUSALS = {
    "an unknown path": (["check", "nowhere"], "crosscheck: there is no nowhere; check the spelling"),
    "an empty folder": (["check", "empty"], "crosscheck: empty holds no Python files"),
    "a damaged zip": (["check", "bad.zip"], "crosscheck: bad.zip is not a readable zip"),
    "an unknown id": (
        ["check", "ok", "--only", "entropies.x"],
        "crosscheck: there is no property called 'entropies.x'",
    ),
    "an unknown section": (["check", "ok", "--section", "entropy"], "the nearest: entropies"),
    "an unwritable target": (
        ["check", "ok", "--json", "no/such/x.json"],
        "crosscheck: no/such/x.json cannot be written",
    ),
    "a folder as target": (["check", "ok", "--json", "empty"], "crosscheck: empty cannot be written"),
    "an unknown id to explain": (["explain", "x"], "crosscheck: there is no property called 'x'"),
    "an unknown section to list": (["list", "--section", "x"], "crosscheck: there is no section called 'x'"),
    "a folder that cannot be made": (["new", "bad.zip/x"], "crosscheck: bad.zip/x cannot be written"),
    "nothing in common": (
        ["check", "ok", "--section", "entropies", "--only", "ngram"],
        "crosscheck: there is no property called 'ngram'",
    ),
    "a profile that does not exist": (["check", "ok", "--profile", "huge"], "Invalid value for '--profile'"),
    "a seed that is no number": (["check", "ok", "--seed", "x"], "Invalid value for '--seed'"),
    "a result that cannot be written": (
        ["check", "gone.zip", "--export", "gradescope", "nowhere/results.json"],
        "crosscheck: nowhere/results.json cannot be written",
    ),
    "a result in place of a submission": (
        ["check", "ok", "--section", "entropies", "--json", "ok/loss.py"],
        "crosscheck: ok/loss.py exists, and is no file of results; name another file for --json",
    ),
    "an export in place of a submission": (
        ["export", "csv", "ok", "--to", "ok/loss.py"],
        "crosscheck: ok/loss.py exists, and is no file of results; name another file for --to",
    ),
    "no gradebook": (["score", "ok/loss.py"], "crosscheck: ok/loss.py is no gradebook; name the one that `grade` made"),
    "sealed, and in process": (
        ["check", "ok", "--in-process", "--require", "sealed"],
        "crosscheck: --in-process and --require do not go together",
    ),
    "what needs no allowing": (
        ["check", "ok", "--allow-package", "os"],
        "crosscheck: os is in the standard library, which needs no --allow-package",
    ),
    "the whole of nothing": (["doctor", "--whole"], "--whole is for --properties FILE"),
    "a rubric that is not there": (
        ["check", "ok", "--rubric", "no.toml", "--export", "classroom", "r.txt"],
        "crosscheck: no.toml cannot be read",
    ),
    "a rubric for what shows none": (
        ["check", "ok", "--rubric", "no.toml"],
        "crosscheck: --rubric weighs the points that --export writes; give",
    ),
    "two documents on stdout": (
        ["check", "ok", "--json", "-", "--export", "gradescope", "-"],
        "crosscheck: --json and --export cannot both go to stdout",
    ),
    "a name that is too long": (
        ["check", "ok", "--section", "entropies", "--json", "x" * 300],
        "cannot be written (File name too long); name another file for --json",
    ),
    "more memory than there is": (["check", "ok", "--memory", "9" * 20], "Invalid value for '--memory'"),
    "an autograder in place of another file": (
        ["autograder", "--to", "bad.zip"],
        "crosscheck: bad.zip exists, and is no autograder; name another file for --to",
    ),
    "an autograder whose name is too long": (
        ["autograder", "--to", "x" * 300],
        "cannot be written (File name too long); name another file for --to",
    ),
    "an autograder with a wrong rubric": (
        ["autograder", "--to", "x.zip", "--rubric", "ok/wrong.toml"],
        "crosscheck: ok/wrong.toml is no rubric",
    ),
    "an autograder without its rubric": (
        ["autograder", "--to", "x.zip", "--rubric", "no.toml"],
        "crosscheck: no.toml cannot be read",
    ),
    "processes here and a cluster": (
        ["grade", "ok", "--out", "out", "--jobs", "2", "--scheduler", "tcp://x:1"],
        "crosscheck: --jobs is for this machine, a cluster has as many as its workers",
    ),
    "no path": (["check"], "Missing argument"),
    "an unknown command": (["mark"], "No such command 'mark'"),
}


@pytest.mark.parametrize(("arguments", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_wrong_usage_is_refused_in_one_sentence(
    arguments: list[str], sentence: str, crosscheck: Crosscheck, tmp_path: Path
) -> None:
    """Exit code 2, one sentence that names the thing, no traceback."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.zip").write_bytes(b"no zip at all")
    (tmp_path / "ok").mkdir()
    (tmp_path / "ok" / "loss.py").write_text("def entropy(p): return 0.0\n", encoding="utf-8")
    (tmp_path / "ok" / "wrong.toml").write_text("nonsense = 3\n", encoding="utf-8")
    result = crosscheck(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_a_full_disk_loses_no_report(crosscheck: Crosscheck, root: Path) -> None:
    """Where the JSON cannot be written, the report has been printed, and the exit code is 2."""
    result = crosscheck("check", root / "reference", *QUICK, "--json", "/dev/full")
    assert result.returncode == 2
    assert "(100 %)" in result.stdout
    assert "/dev/full cannot be written (No space left on device)" in result.stderr


@pytest.mark.parametrize("command", [["list"], ["--help"], ["--version"]])
def test_output_without_a_place_is_no_defect(command: list[str], root: Path, tmp_path: Path) -> None:
    """A full disk is told in one sentence; who closed the output wants none."""
    line = [sys.executable, "-m", "checks", *command]
    environment = {"PYTHONPATH": str(root), "TMPDIR": str(tmp_path)}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(line, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "output cannot be written (No space left on device)" in done.stderr
    closed = ["sh", "-c", '"$0" "$@" >&-', *line]
    done = subprocess.run(closed, env=environment, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_a_refused_check_leaves_no_empty_result(crosscheck: Crosscheck, tmp_path: Path) -> None:
    """The file is tried, and goes again."""
    assert crosscheck("check", "nowhere", "--json", "run.json").returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_defect_of_ours_is_one_sentence(root: Path, tmp_path: Path) -> None:
    """Exit code 3, and a file with the details instead of a traceback."""
    program = (
        "import checks.commands.show as c; c.list_properties = lambda section: 1 / 0;import checks.cli as x; x.main()"
    )
    command = [sys.executable, "-c", f"import sys; sys.argv = ['crosscheck', 'list']; {program}"]
    environment = {"PYTHONPATH": str(root), "TMPDIR": str(tmp_path)}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (3, "")
    assert "a defect of crosscheck (ZeroDivisionError" in result.stderr
    (details,) = tmp_path.glob("crosscheck-defect-*.txt")
    assert "Traceback" in details.read_text(encoding="utf-8")


def test_the_version_is_told(crosscheck: Crosscheck, root: Path) -> None:
    """`--version` names the program, its version, and the suite whose cases a stored run rests on."""
    run = json.loads(crosscheck("check", root / "reference", *QUICK, "--json", "-").stdout)
    assert crosscheck("--version").stdout == f"crosscheck {checks.__version__}, suite {run['versions']['suite']}\n"
