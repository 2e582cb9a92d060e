"""The page of a class: who, what fails, who fails alike; without names where none are wanted; safe against all."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest
from pages import EVIL_MESSAGE, EVIL_NAME, class_of, submission

from checks.exports.record import Class
from checks.grading.anonymous import without_names
from checks.grading.gradebook import Gradebook
from checks.grading.records import ClassRun, Grading, Student
from checks.registry import all_properties
from checks.reports import class_charts, class_facts, class_html, pages
from checks.verdicts import Status

PROPERTIES = {prop.id: prop for prop in all_properties()}
IDS = list(PROPERTIES)
ADA = submission("ada", wrong={IDS[0]: "1"}, student=Student(name="Ada Lovelace", email="ada@x.org"), diagnosed=IDS[0])
BOB = submission("bob", wrong={IDS[0]: "2"}, diagnosed=IDS[0])
EVE = submission("eve", wrong={IDS[0]: "3", IDS[5]: "4"})
ALL = submission("all", wrong={})
BAD = Grading(key="bad.zip", student=Student(), reason="no zip")
OF = Class([ADA, ALL, BAD, BOB, EVE], PROPERTIES)


def test_lines_begin_with_what_needs_attention() -> None:
    """What could not be graded, then the lowest scores; pages keep the numbers of the gradings."""
    lines = class_facts.lines(OF)
    assert [line.page for line in lines] == ["0003-bad.zip", "0005-eve", "0001-ada", "0004-bob", "0002-all"]
    assert [(line.wrong, line.first) for line in lines[:2]] == [(0, "no zip"), (2, IDS[0])]


def test_failure_rates_count_what_was_graded() -> None:
    """The most failed property first."""
    first, second, *others = class_facts.property_lines(class_facts.lines(OF), OF)
    assert (first.id, first.wrong, first.graded) == (IDS[0], 3, 4)
    assert (second.id, second.wrong) == (IDS[5], 1)
    assert {line.wrong for line in others} == {0}


def test_equal_failures_are_found() -> None:
    """Ada and Bob fail the same; Eve fails more."""
    (cluster,) = class_facts.clusters(class_facts.lines(OF), OF)
    assert [line.name for line in cluster.lines] == ["Ada Lovelace", "bob"]
    assert (cluster.wrong, cluster.roots) == (1, [IDS[0]])


def test_mistakes_are_counted_by_submissions() -> None:
    """Each once, with who makes it."""
    (mistake,) = class_facts.mistake_lines(class_facts.lines(OF), OF)
    assert (mistake.story, [line.name for line in mistake.lines]) == ("A sign.", ["Ada Lovelace", "bob"])


def test_the_heat_map_has_every_cell() -> None:
    """Strokes of a row cover its properties in turn, each with its own kind."""
    lines = class_facts.lines(OF)
    drawn = class_charts.heat_map(lines, IDS)
    found: dict[tuple[int, int], str] = {}
    for kind, path in drawn.paths.items():
        for start, row, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", path):
            found.update({(int(row), column): kind for column in range(int(start), int(start) + int(length))})
    graded = [line for line in lines if line.total]
    expected = {
        (row, column): "wrong" if line.statuses[identifier] is Status.FAILED else "passed"
        for row, line in enumerate(graded)
        for column, identifier in enumerate(IDS)
    }
    assert found == expected
    assert drawn.starts["autograd"] == IDS.index(next(i for i in IDS if i.startswith("autograd.")))


def test_the_distribution_counts_everyone_once() -> None:
    """A bar for each twentieth; the page's colours apply, since the picture has no styles of its own."""
    svg = class_charts.distribution(class_facts.lines(OF))
    assert "style=" not in svg
    root = ET.fromstring(svg)
    told = [path.get("aria-label", "") for path in root.iter() if path.get("aria-roledescription") == "bar"]
    assert sum(int(label.rpartition("submissions: ")[2]) for label in told) == 4


def test_the_page_loads_nothing_and_runs_one_script() -> None:
    """Its policy names the hashes of what stands in it."""
    page = class_html.render(OF)
    (style,), (script,) = (re.findall(rf"<{tag}>(.*?)</{tag}>", page, flags=re.DOTALL) for tag in ("style", "script"))
    assert pages.policy(style, script).replace("'", "&#39;") in page
    assert "unsafe" not in page
    assert not re.search(r'(src|href)="(?!students/|#)', page)


def test_hostile_names_and_messages_are_text() -> None:
    """As the browser's test sees, too."""
    page = class_html.render(class_of(3))
    assert "<img" not in page
    assert page.count("<script>") == 1
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert EVIL_NAME not in page
    assert EVIL_MESSAGE not in page


@pytest.mark.parametrize("of", [Class([], PROPERTIES), Class([BAD], PROPERTIES), Class([ALL], PROPERTIES)])
def test_small_classes_have_a_page(of: Class) -> None:
    """Nobody, nobody graded, everything right."""
    assert "No two submissions fail in the same way." in class_html.render(of)


def test_without_names_nothing_tells_who_it_is() -> None:
    """Keys, students, what messages quote; and the order does not follow the names."""
    assert ADA.run is not None
    first, *others = ADA.run.verdicts
    telling = msgspec.structs.replace(first, message="in ADA/ada@x.org: Lovelace says adapt")
    given = [
        msgspec.structs.replace(ADA, run=msgspec.structs.replace(ADA.run, verdicts=[telling, *others])),
        Grading(key="bad.zip", student=Student(), reason="/class/bad.zip is no zip"),
    ]
    made = without_names(given)
    assert [grading.key for grading in made] == ["0001", "0002"]
    assert {grading.student for grading in made} == {Student()}
    (ada,) = [grading for grading in made if grading.run]
    assert ada.run is not None
    assert ada.run.submission == ada.key
    assert ada.run.verdicts[0].message == "in …/…: … says adapt"
    assert [grading.reason for grading in made if not grading.run] == ["/class/… is no zip"]
    many = [submission(f"s{number:02}", wrong={}) for number in range(30)]
    digests = [grading.digest for grading in without_names([*reversed(many)])]
    assert digests == [grading.digest for grading in without_names(many)]


def book(path: Path, gradings: list[Grading]) -> Path:
    """A gradebook of these."""
    run = ClassRun(seed=1, profile="quick", versions={}, seal=None, started="2026-01-01T00:00:00+00:00")
    with Gradebook(path, of="class") as opened:
        number = opened.begin(run)
        for grading in gradings:
            opened.record(number, grading)
        opened.finish(number)
    return path


def crosscheck(*arguments: object) -> subprocess.CompletedProcess[str]:
    """`crosscheck ARGUMENTS` as a user starts it."""
    command = [sys.executable, "-m", "checks", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def report(*arguments: object) -> subprocess.CompletedProcess[str]:
    """`crosscheck report`."""
    return crosscheck("report", *arguments)


def test_the_command_writes_every_page(tmp_path: Path) -> None:
    """Every link of the class leads to a page, and beside each is its Markdown; a name goes when it is to be hidden."""
    to, kept = tmp_path / "pages", tmp_path / "book"
    done = report(book(kept, list(OF.gradings)), "--to", to)
    assert (done.returncode, done.stderr) == (0, "")
    links = set(re.findall(r'href="(students/[^"]+)"', (to / "index.html").read_text(encoding="utf-8")))
    assert len(links) == len(OF.gradings)
    assert all((to / link).is_file() and (to / link).with_suffix(".md").is_file() for link in links)
    (to / "students" / "notes.html").write_text("mine", encoding="utf-8")

    assert report(kept, "--to", to, "--anonymous").returncode == 0
    names = [path.name for path in (to / "students").iterdir()]
    assert len(names) == 2 * len(OF.gradings) + 1
    assert "notes.html" in names
    everything = "".join(path.read_text(encoding="utf-8") for path in to.rglob("*.*") if path.is_file())
    for name in ("Lovelace", "ada", "bob", "bad.zip"):
        assert not re.search(rf"(?<!\w){name}(?!\w)", everything + " ".join(names), flags=re.IGNORECASE)


def test_results_of_who_has_gone_go_too(tmp_path: Path) -> None:
    """A file for each submission, and no other of ours: old grades would be uploaded with the rest."""
    for gradings, left in [(list(OF.gradings), len(OF.gradings)), ([ALL], 1)]:
        kept = book(tmp_path / f"book{left}", gradings)
        for form, suffix in [("gradescope", "json"), ("classroom", "txt")]:
            (tmp_path / form).mkdir(exist_ok=True)
            (tmp_path / form / f"notes.{suffix}").write_text("mine", encoding="utf-8")
            done = crosscheck("export", form, kept, "--to", tmp_path / form)
            assert (done.returncode, done.stderr) == (0, "")
            assert len(list((tmp_path / form).iterdir())) == left + 1


def test_who_handed_in_twice_is_told_where_grades_are_one_each(tmp_path: Path) -> None:
    """Canvas's gradebook names them, and of Moodle's sheet is told what is filled in, and for whom nothing is."""
    ada, eve = Student(name="Ada", id="007"), Student(name="Eve", id="1")
    who = {"Ada": ada, "ada.py": ada, "eve": eve}
    kept = book(tmp_path / "book", [msgspec.structs.replace(ALL, key=key, student=one) for key, one in who.items()])
    done = crosscheck("export", "canvas", kept, "--to", tmp_path / "canvas.csv")
    assert done.stderr == "2 submissions are of Ada: Ada, ada.py; leave out all but one, and give `grade` again\n"
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("Identifier,Full name,Grade,Last modified (grade)\nP 1,Ada,,-\nP 2,Eve,,-\n", encoding="utf-8")
    done = crosscheck("export", "moodle", kept, "--to", tmp_path / "filled.csv", "--worksheet", sheet)
    assert done.stdout.startswith("1 line of the worksheet is filled in, for 3 submissions, in ")
    assert done.stderr == "no line of the worksheet is sure to be of these submissions: Ada, ada.py\n"


def test_verdicts_on_what_is_no_property_any_more_are_refused(tmp_path: Path) -> None:
    """Their points are not known: the sentence names the suite that knows them."""
    assert ALL.run is not None
    first, *others = ALL.run.verdicts
    run = msgspec.structs.replace(ALL.run, verdicts=[msgspec.structs.replace(first, id="softmax.an_old_name"), *others])
    kept = book(tmp_path / "book", [msgspec.structs.replace(ALL, run=run)])
    for command in (
        ("score", kept),
        ("export", "csv", kept, "--to", "-"),
        ("report", kept, "--to", tmp_path / "pages"),
    ):
        done = crosscheck(*command)
        assert (done.returncode, done.stdout) == (2, "")
        assert "has verdicts on softmax.an_old_name, which this suite has not" in done.stderr


def test_the_command_refuses_in_one_sentence(tmp_path: Path) -> None:
    """No book, and a folder that cannot be made."""
    assert report(tmp_path / "none", "--to", tmp_path / "x").returncode == 2
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = report(book(tmp_path / "book", [ALL]), "--to", tmp_path / "file")
    assert done.returncode == 2
    assert "cannot be made" in done.stderr
    assert "Traceback" not in done.stderr
    done = crosscheck("export", "gradescope", tmp_path / "book", "--to", "-")
    assert (done.returncode, "has a file for each submission; name a folder" in done.stderr) == (2, True)
    (tmp_path / "pages" / "students" / "0007-x.html").mkdir(parents=True)
    done = report(tmp_path / "book", "--to", tmp_path / "pages")
    assert (done.returncode, "0007-x.html is of an earlier class and cannot" in done.stderr) == (2, True)
