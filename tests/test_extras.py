"""An instructor's own properties, mistakes and modules take part as ours do, or are refused in sentences."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from checks import cases, checking, registry
from checks.carried import earlier_files
from checks.diagnosis.signatures import function_of
from checks.exports.autograder import archive
from checks.extras import loading, record
from checks.extras.reading import read_extras
from checks.extras.record import UnusableExtraError
from checks.grading.cluster import packed, unpacked
from checks.grading.grade import Grader
from checks.grading.kept import enter_missing, kept
from checks.grading.records import ClassRun
from checks.session import Session
from checks.submissions import read_reference, read_submission
from checks.verdicts import Status
from checks.worked import work_out

ROOT = Path(__file__).parents[1]
OWN = '''
"""Entropies, once more."""
from checks import expect
from checks.mistakes import Mistake
from checks.registry import prop


@prop(of="loss.entropy", examples=[[0.5, 0.5], [0.25, 0.75]], points=3, source="mine", hint="Halves.")
def is_symmetric(sub, p):
    """H(p) is that of p reversed."""
    expect.close("entropy(p)", sub.entropy(p).value, sub.entropy(p[::-1]).value)


MISTAKES = [
    Mistake(
        id="own.weighs_by_place", module="loss", kind="trap", story="It weighs by the place.", hint="Places?",
        caught_by="mine.is_symmetric",
        old="return cross_entropy(p, p)",
        new="return -math.fsum(i * p_i * math.log(p_i) for i, p_i in enumerate(p) if p_i != 0)",
    )
]
'''
WRONG = """
import math


def entropy(p):
    return -sum(i * x * math.log(x) for i, x in enumerate(p) if x)
"""
PROBES = '''
"""Doubles."""
from ..loading import Code
from .nodes import data_of, leaves
from .register import probe


@probe
def twice(code: Code, numbers: list[float]) -> list[float]:
    """twice(numbers), as numbers."""
    return data_of(code.doubling.twice(leaves(code, numbers)), "twice(numbers)")
'''
DOUBLES = '''
"""Doubles."""
from checks import expect
from checks.mistakes import Mistake
from checks.registry import prop


@prop(of="doubling.twice", needs=["autograd.Value"], examples=[[1.0, -2.0]], source="mine", hint="Twice?")
def each_is_doubled(sub, numbers):
    """twice(x) = 2 x."""
    expect.all_close("twice(numbers)", sub.twice(numbers), [2 * x for x in numbers])


MISTAKES = [
    Mistake(
        id="doubling.squares", module="doubling", kind="classic", story="It squares.", hint="Twice.",
        caught_by="doubles.each_is_doubled", old="x + x", new="x * x",
    )
]
'''
MODULE = "from autograd import Value\n\n\ndef twice(numbers):\n    return [{} for x in numbers]\n"
SPY = """
import gc
import sys
from autograd import Value


def twice(numbers):
    texts, seen, left = [], set(), [*sys.modules.values(), *gc.get_objects()]
    while left:
        thing = left.pop()
        if isinstance(thing, (bytes, str)):
            texts.append(thing if isinstance(thing, str) else thing.decode("latin-1"))
        elif id(thing) not in seen:
            seen.add(id(thing))
            left += gc.get_referents(thing)
    words = ["".join(parts) for parts in (["def twice(co", "de: Code"], ["each_is_", "doubled"], ["[x +", " x for"])]
    found = [any(word in text for text in texts) for word in words]
    return [Value(float(one)) for one in [*found, "checks.judge" in sys.modules]]
"""


@pytest.fixture(autouse=True)
def _nothing_stays() -> Iterator[None]:
    """After each test no extra is in use."""
    yield
    loading.use([])


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A file with a property and its mistake."""
    (tmp_path / "mine.py").write_text(OWN, encoding="utf-8")
    return tmp_path / "mine.py"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder with a module of its own."""
    folder = tmp_path / "course"
    for part in ("reference", "template"):
        (folder / part).mkdir(parents=True)
    (folder / "doubles.py").write_text(DOUBLES, encoding="utf-8")
    (folder / "probes.py").write_text(PROBES, encoding="utf-8")
    (folder / "reference" / "doubling.py").write_text(MODULE.format("x + x"), encoding="utf-8")
    stub = "def twice(numbers):\n    raise NotImplementedError\n"
    (folder / "template" / "doubling.py").write_text(stub, encoding="utf-8")
    return folder


def crosscheck(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command."""
    line = [sys.executable, "-m", "checks", *map(str, arguments)]
    path = os.pathsep.join([str(ROOT), *filter(None, [environment.pop("PYTHONPATH", "")])])
    variables = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "PYTHONPATH": path, **environment}
    return subprocess.run(line, cwd=cwd, env=variables, capture_output=True, text=True, timeout=600, check=False)


def statuses(submission: Path, *identifiers: str) -> list[Status]:
    """The verdicts on these properties."""
    properties = registry.select(only=identifiers)
    drawn = cases.case_set(properties, 0, "quick")
    run = checking.check(read_submission(submission), properties, drawn, seed=0, profile="quick")
    return [verdict.status for verdict in run.verdicts]


def test_a_check_names_the_mistake_of_an_instructors_own(mine: Path, tmp_path: Path) -> None:
    """The property fails with its words, and the diagnosis is its mistake, though another style makes it."""
    (tmp_path / "homework").mkdir()
    (tmp_path / "homework" / "loss.py").write_text(WRONG, encoding="utf-8")
    done = crosscheck("check", "homework", "--section", "mine", "--properties", mine.name, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    for words in ("✗ mine.is_symmetric  0 of 3 points", "H(p) is that of p reversed", "It weighs by the place."):
        assert words in done.stdout


def test_its_mistakes_and_functions_are_known_by_name(mine: Path, course: Path, tmp_path: Path) -> None:
    """`explain` tells the stories of own mistakes; `--function` and `--map` take the names of own modules."""
    told = crosscheck("explain", "mine.is_symmetric", "--properties", mine.name, cwd=tmp_path)
    assert "It weighs by the place." in told.stdout
    (tmp_path / "homework").mkdir()
    (tmp_path / "homework" / "autograd.py").write_bytes((ROOT / "reference" / "autograd.py").read_bytes())
    (tmp_path / "homework" / "twofold.py").write_text(
        MODULE.format("x + x").replace("twice", "double"), encoding="utf-8"
    )
    options = ("--function", "doubling.twice", "--map", "doubling.twice=twofold:double", "--properties", course)
    checked = crosscheck("check", "homework", *options, cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout


def test_a_strategy_for_one_variable_of_two_is_told_of(mine: Path) -> None:
    """When its cases are drawn, with both numbers."""
    text = OWN.replace("(sub, p)", "(sub, p, q)").replace("examples=[[0.5, 0.5], [0.25, 0.75]]", "given=integers(0, 9)")
    mine.write_text(f"from checks.recipes import integers\n{text}", encoding="utf-8")
    loading.use(read_extras([mine]))
    with pytest.raises(UnusableExtraError, match=r"takes 2 variables after `sub`, the case \d gives 1"):
        cases.case_set(loading.own_properties(), seed=0, profile="quick")["mine.is_symmetric"]


def test_an_example_is_worked_out_with_modules_of_their_own(course: Path) -> None:
    """What is asked after a question of an own module is there to paste."""
    asks_on = DOUBLES.replace("    expect.all", "    sub.twice(numbers), sub.softmax(numbers)\n    expect.all")
    needs = asks_on.replace('needs=["autograd.Value"]', 'needs=["autograd.Value", "loss.softmax"]')
    (course / "doubles.py").write_text(needs, encoding="utf-8")
    loading.use(read_extras([course]))
    (worked,) = work_out(registry.find("doubles.each_is_doubled"), ([0.0, 0.0],))
    assert "softmax(z)" in worked.lines
    assert worked.shown.count("0.5") == 2


def test_a_file_of_mistakes_alone_is_no_slip(mine: Path) -> None:
    """They may be for properties of ours."""
    text = OWN.replace("mine.is_symmetric", "entropy.is_zero_for_certainty")
    text = text[: text.index("@prop")] + text[text.index("MISTAKES") :]
    caught_by = next(prop.id for prop in registry.all_properties() if prop.of == ("loss.entropy",))
    mine.write_text(text.replace("entropy.is_zero_for_certainty", caught_by), encoding="utf-8")
    loading.use(read_extras([mine]))
    assert [mistake.caught_by for mistake in loading.mistakes()] == [caught_by]


@pytest.mark.parametrize("question", ["sub.softmax([0.0], temp=2.0)", "sub.cross_entropy_loss()"])
def test_a_question_that_no_probe_takes_is_a_defect_of_the_property(question: str, mine: Path, tmp_path: Path) -> None:
    """It is broken, which costs nobody a point, and the check goes on."""
    mine.write_text(OWN.replace("expect.close(", f"{question}; expect.close("), encoding="utf-8")
    loading.use(read_extras([mine]))
    (tmp_path / "homework").mkdir()
    (tmp_path / "homework" / "loss.py").write_bytes((ROOT / "reference" / "loss.py").read_bytes())
    (tmp_path / "homework" / "autograd.py").write_bytes((ROOT / "reference" / "autograd.py").read_bytes())
    assert statuses(tmp_path / "homework", "mine.is_symmetric") == [Status.BROKEN]


def test_a_gradebook_is_scored_and_reported_without_the_file(mine: Path, tmp_path: Path) -> None:
    """After grading, own properties keep their points, their rubric and their words, with their file or without."""
    (tmp_path / "class" / "a").mkdir(parents=True)
    (tmp_path / "class" / "a" / "loss.py").write_text(WRONG, encoding="utf-8")
    (tmp_path / "r.toml").write_text('[points]\n"mine.is_symmetric" = 50\n', encoding="utf-8")
    options = ("--out", "out", "--seed", "0", "--profile", "quick")
    graded = crosscheck("grade", "class", *options, "--properties", mine.name, cwd=tmp_path)
    assert graded.returncode == 0, graded.stderr
    plain = crosscheck("score", "out", "--properties", mine.name, cwd=tmp_path)
    again = crosscheck("grade", "class", *options, "--properties", mine.name, cwd=tmp_path)
    assert "Run 1 is in" in again.stdout
    mine.unlink()
    assert crosscheck("score", "out", cwd=tmp_path).stdout == plain.stdout != ""
    by_rubric = crosscheck("export", "csv", "out", "--to", "-", "--rubric", "r.toml", cwd=tmp_path).stdout.splitlines()
    assert (by_rubric[0].rsplit(",", 1)[1], by_rubric[1].rsplit(",", 1)[1]) == ("mine", "0")
    assert crosscheck("report", "out", "--to", "pages", cwd=tmp_path).returncode == 0
    page = (tmp_path / "pages" / "students" / "0001-a.md").read_text(encoding="utf-8")
    assert "### mine.is\\_symmetric" in page


def test_what_is_kept_is_all_but_what_judges(mine: Path) -> None:
    """A property made of what a gradebook keeps is told of, counted and waited for as before; it cannot judge."""
    loading.use(read_extras([mine]))
    before = registry.find("mine.is_symmetric")
    data = kept(loading.own_properties())
    loading.use([])
    with pytest.raises(registry.UnknownPropertyError):
        registry.find(before.id)
    enter_missing(data)
    after = registry.find(before.id)
    assert (after.claim, after.hint, after.points, after.of, after.variables) == (
        before.claim,
        before.hint,
        3,
        ("loss.entropy",),
        ("p",),
    )
    with pytest.raises(NotImplementedError, match="name it with --properties"):
        after.holds(None, [1.0])
    registry.withdraw({"mine"})


def test_others_take_the_place_of_those_in_use(mine: Path, course: Path) -> None:
    """Properties, mistakes, names, probes and digest are those of the last ones, and nothing of ours changes."""
    ours, without = cases.suite_fingerprint(), checking.versions()
    loading.use(read_extras([mine]))
    first = record.digest()
    assert [mistake.id for mistake in loading.mistakes()] == ["own.weighs_by_place"]
    assert function_of(loading.mistakes()[0]) == "loss.entropy"
    loading.use(read_extras([course]))
    assert [prop.id for prop in loading.own_properties()] == ["doubles.each_is_doubled"]
    assert "mine" not in registry.sections()
    assert record.modules()["doubling"] == ("twice",)
    assert len({first, record.digest(), ""}) == 3
    assert checking.versions() == {**without, "properties": record.digest()}
    loading.use([])
    assert (cases.suite_fingerprint(), checking.versions(), record.own_modules()) == (ours, without, [])


def test_the_digest_covers_every_file(course: Path) -> None:
    """What is stored for one version of an extra is never taken for another's."""
    digests = set()
    for path in ("doubles.py", "probes.py", "reference/doubling.py", "template/doubling.py"):
        with (course / path).open("a", encoding="utf-8") as file:
            file.write("\n# changed\n")
        loading.use(read_extras([course]))
        digests.add(record.digest())
    assert len(digests) == 4


def test_own_cases_are_stored_apart(mine: Path, tmp_path: Path) -> None:
    """A change in an instructor's file leaves our cases as they are."""
    loading.use(read_extras([mine]))
    ours = registry.select("perplexity")[:1]
    cases.case_set([*ours, *loading.own_properties()], 1, "quick", tmp_path / "stored")
    names = sorted(file.name for file in (tmp_path / "stored").iterdir())
    suite = cases.suite_fingerprint()
    assert names == sorted([f"{suite}-quick-1.msgpack", f"{suite}-{record.digest()}-quick-1.msgpack"])


def test_an_own_module_is_judged_like_ours(course: Path, tmp_path: Path) -> None:
    """The reference passes, a wrong one fails, an absent one and the template are not attempted, in both places."""
    loading.use(read_extras([course]))
    (prop,) = loading.own_properties()
    drawn = cases.case_set([prop], 0, "quick")
    reference = read_reference()
    for in_process in (False, True):
        run = checking.check(reference, [prop], drawn, seed=0, profile="quick", in_process=in_process)
        assert [verdict.status for verdict in run.verdicts] == [Status.PASSED]
    homework = tmp_path / "homework"
    assert crosscheck("new", homework, "--properties", course, cwd=tmp_path).returncode == 0
    assert statuses(homework, prop.id) == [Status.NOT_ATTEMPTED]
    (homework / "doubling.py").write_text(MODULE.format("x * x"), encoding="utf-8")
    assert statuses(homework, prop.id) == [Status.BLOCKED]  # autograd.Value is not written yet
    (homework / "autograd.py").write_bytes((ROOT / "reference" / "autograd.py").read_bytes())
    assert statuses(homework, prop.id) == [Status.FAILED]
    (homework / "doubling.py").unlink()
    assert statuses(homework, prop.id) == [Status.NOT_ATTEMPTED]
    assert earlier_files()["doubling"] == ("autograd",)


def test_student_code_sees_the_probes_and_nothing_else_of_an_extra(course: Path, tmp_path: Path) -> None:
    """All texts that its process holds: the probes are among them, the property and the reference are not."""
    folder = tmp_path / "spy"
    folder.mkdir()
    (folder / "doubling.py").write_text(SPY, encoding="utf-8")
    (folder / "autograd.py").write_bytes((ROOT / "reference" / "autograd.py").read_bytes())
    loading.use(read_extras([course]))
    with Session(read_submission(folder)) as opened:
        opened.sub.begin_case(10.0)
        assert opened.sub.twice([1.0]) == [1.0, 0.0, 0.0, 0.0]  # type: ignore[attr-defined]  # an own probe


def test_what_travels_to_a_cluster_is_enough_there(course: Path, mine: Path) -> None:
    """A worker that has none of the files, or other ones in use, has the same grader afterwards."""
    loading.use(read_extras([course, mine]))
    properties = loading.own_properties()
    run = ClassRun(seed=0, profile="quick", versions=checking.versions(), seal=None, started="", own=kept(properties))
    context = packed(Grader(run, properties, cases.case_set(properties, 0, "quick"), read_reference()))
    course.joinpath("probes.py").unlink()
    mine.write_text(OWN.replace("points=3", "points=1"), encoding="utf-8")
    loading.use(read_extras([mine]))
    arrived = unpacked(context)
    assert [prop.id for prop in arrived.properties] == ["doubles.each_is_doubled", "mine.is_symmetric"]
    assert checking.versions() == run.versions
    judged = checking.check(arrived.reference, arrived.properties, arrived.cases, seed=0, profile="quick")
    assert {verdict.status for verdict in judged.verdicts} == {Status.PASSED}


def test_gradescope_gets_the_files(course: Path, tmp_path: Path) -> None:
    """Each extra is a folder of the zip, from which the same extra is read."""
    (given,) = read_extras([course])
    with zipfile.ZipFile(io.BytesIO(archive(1, "quick", None, [given]))) as zipped:
        members = [name for name in zipped.namelist() if name.startswith("properties/")]
        zipped.extractall(tmp_path / "source", members)
    (arrived,) = read_extras([tmp_path / "source" / "properties" / "course"])
    assert (arrived.name, arrived.files) == (given.name, given.files)


def test_an_installed_package_takes_part_unnamed(course: Path, tmp_path: Path) -> None:
    """The entry point names a file or a folder of properties."""
    (course / "__init__.py").touch()
    about = tmp_path / "course-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: course\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[crosscheck.properties]\ncourse = course\n", encoding="utf-8")
    listed = crosscheck("list", "--section", "doubles", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert "doubles.each_is_doubled" in listed.stdout, listed.stderr
    (about / "entry_points.txt").write_text("[crosscheck.properties]\ncourse = no_such\n", encoding="utf-8")
    refused = crosscheck("list", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert refused.returncode == 2
    assert "the entry point 'course' (no_such) names no module" in refused.stderr


REFUSED = {
    "an unknown property": (
        "mine.py",
        OWN.replace('"mine.is', '"mine.no'),
        "is to be caught by mine.no_symmetric, which is no property",
    ),
    "an exception": (
        "mine.py",
        "1 / 0",
        "mine.py cannot be imported: ZeroDivisionError: division by zero (line 1); mend it",
    ),
    "no Python": ("mine.py", "def (", "mine.py cannot be imported: SyntaxError"),
    "a topic of ours": ("softmax.py", OWN, "would be a second topic called 'softmax'; give the file another name"),
    "no mistake": ("mine.py", "MISTAKES = [1]", "holds something that is no checks.mistakes.Mistake"),
    "no Python file": ("mine.txt", "", "is neither a folder nor a .py file"),
    "a name that cannot be imported": ("my-own.py", OWN, "cannot be imported by that name; use letters"),
    "half a point": (
        "mine.py",
        OWN.replace("points=3", "points=0.5"),
        "mine.is_symmetric has 0.5 points: give it a whole",
    ),
    "an unknown tier": (
        "mine.py",
        OWN.replace("points=3", "tier='strech'"),
        "is of the tier 'strech': have it be core or",
    ),
    "an unknown kind": ("mine.py", OWN.replace('"trap"', '"common"'), "is of the kind 'common'; have it be classic or"),
    "an edit of nothing": ("mine.py", OWN.replace("return cross", "return kross"), "`old` has to occur once"),
    "an edit that is no Python": (
        "mine.py",
        OWN.replace('new="return', 'new="return ('),
        "its edit of loss.py is no Python",
    ),
    "an unknown part": (
        "mine.py",
        OWN.replace("loss.entropy", "loss.entropie"),
        "names loss.entropie, which no contract does; the nearest: loss.entropy",
    ),
    "a need of no contract": (
        "mine.py",
        OWN.replace("points=3", "needs=['loss.entropie']"),
        "mine.is_symmetric names loss.entropie, which no contract does; the nearest: loss.entropy",
    ),
    "points in quotes": ("mine.py", OWN.replace("=3", "='3'"), "mine.is_symmetric has '3' points: give it a whole"),
    "no hint": ("mine.py", OWN.replace("Halves.", ""), "mine.is_symmetric lacks a hint: add what is missing"),
    "no docstring": ("mine.py", OWN.replace('"""H(p) is that of p reversed."""', ""), "lacks a docstring: add"),
    "no property": ("mine.py", "import math\n", "mine.py holds neither a property nor a mistake; decorate a function"),
    "a variable too many": (
        "mine.py",
        OWN.replace("(sub, p)", "(sub, p, q, r)"),
        "mine.is_symmetric: the function takes 3 variables after `sub`, the case [0.5, 0.5] gives 2",
    ),
    "a hand-picked number for two variables": (
        "mine.py",
        OWN.replace("(sub, p)", "(sub, p, q)").replace("[[0.5, 0.5], [0.25, 0.75]]", "[5]"),
        "mine.is_symmetric: the function takes 2 variables after `sub`, the case 5 gives 1: let each be a tuple of 2",
    ),
    "an end of the program": ("mine.py", "raise SystemExit(0)", "mine.py cannot be imported: SystemExit: 0 (line 1)"),
    "an unknown prerequisite": (
        "mine.py",
        OWN.replace("points=3", "after=['mine.first']"),
        "comes after what there is not: there is no property called 'mine.first'",
    ),
}


@pytest.mark.parametrize(("name", "text", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_refused_in_one_sentence(name: str, text: str, says: str, tmp_path: Path) -> None:
    """The message names the file and what to do; nothing of it stays in use."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    before = len(registry.all_properties())
    with pytest.raises(UnusableExtraError) as refused:
        loading.use(read_extras([tmp_path / name]))
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert (len(registry.all_properties()), record.in_use()) == (before, ())


def test_a_module_of_ours_is_not_taken(course: Path) -> None:
    """An own module has a name of its own, and a probe too."""
    (course / "reference" / "loss.py").touch()
    with pytest.raises(UnusableExtraError, match=r"a second loss\.py of the contract; give it another name"):
        read_extras([course])
    (course / "reference" / "loss.py").unlink()
    (course / "probes.py").write_text(PROBES.replace("def twice", "def softmax"), encoding="utf-8")
    with pytest.raises(
        UnusableExtraError, match=r"probes\.py cannot be imported: ValueError: two probes are called softm"
    ):
        loading.use(read_extras([course]))


def test_probes_that_end_the_program_are_refused(course: Path) -> None:
    """As own files of properties are; the command does not end as if all were well."""
    (course / "probes.py").write_text("raise SystemExit(0)\n", encoding="utf-8")
    with pytest.raises(UnusableExtraError, match=r"probes\.py cannot be imported: SystemExit: 0 \(line 1\); mend it"):
        loading.use(read_extras([course]))


def test_a_refusal_is_exit_code_2(tmp_path: Path) -> None:
    """On the command line, without a traceback."""
    (tmp_path / "mine.py").write_text("1 / 0", encoding="utf-8")
    done = crosscheck("audit", "--properties", "mine.py", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == "crosscheck: mine.py cannot be imported: ZeroDivisionError: division by zero (line 1); mend it\n"
    )
