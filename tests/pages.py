"""What the tests of pages share: classes of any size made of records, and a browser."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from checks import properties as _registers_them  # noqa: F401
from checks.exports.record import Class
from checks.grading.records import Grading, Student
from checks.registry import all_properties
from checks.verdicts import Diagnosis, Run, Status, Verdict

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
EVIL_NAME = "<img src=x onerror=alert(1)>"
EVIL_MESSAGE = "</script><script>alert(2)</script> ``` [a](javascript:alert(3)) <img src=x onerror=alert(4)>"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1200,900",
]


def submission(key: str, *, wrong: dict[str, str], student: Student | None = None, diagnosed: str = "") -> Grading:
    """A submission that fails these properties with these messages, all others passed."""
    verdicts = [
        Verdict(id=prop.id, status=Status.FAILED, cases=3, snippet="z = [0.0]", message=wrong[prop.id])
        if prop.id in wrong
        else Verdict(id=prop.id, status=Status.PASSED, cases=3)
        for prop in all_properties()
    ]
    diagnoses = [Diagnosis(property_id=p, mistake=f"m.{p}", story="A sign.", hint="A hint.") for p in wrong]
    run = Run(
        submission=key,
        seed=99887766,
        profile="quick",
        versions={},
        verdicts=verdicts,
        import_failures=[],
        seconds=float(len(wrong)),
        diagnoses=[diagnosis for diagnosis in diagnoses if diagnosis.property_id == diagnosed],
    )
    return Grading(key=key, student=student or Student(), digest=f"digest of {key}", run=run)


def class_of(size: int) -> Class:
    """So many submissions with a few wrong properties each; the first one is hostile, the second cannot be read."""
    draw = random.Random(0)
    properties = {prop.id: prop for prop in all_properties()}
    ids = list(properties)
    gradings = [
        submission(
            f"hw-{number:04}",
            wrong=dict.fromkeys(draw.sample(ids, number % 7), "1.0, but should be 2.0"),
            student=Student(name=f"Student {number:04}", email=f"s{number}@example.org"),
        )
        for number in range(2, size)
    ]
    evil = submission("../evil name", wrong={ids[0]: EVIL_MESSAGE}, student=Student(name=EVIL_NAME))
    unread = Grading(key="unread.zip", student=Student(name="Unread"), reason=EVIL_MESSAGE)
    return Class([evil, unread, *gradings], properties)


def write_pages(of: Class, to: Path, students: int) -> None:
    """The class and its first students as pages, where the links expect them."""
    from checks.reports import class_html, student_html
    from checks.reports.student import page_name, told

    (to / "students").mkdir(parents=True)
    (to / "index.html").write_text(class_html.render(of), encoding="utf-8")
    for number, grading in enumerate(of.gradings[:students], start=1):
        page = student_html.render(told(grading, of))
        (to / "students" / f"{page_name(number, grading)}.html").write_text(page, encoding="utf-8")
