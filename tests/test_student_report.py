"""What a student is told: each failure once, by its root cause, as a page and Markdown that nothing breaks out of."""

from __future__ import annotations

import html
import re

import msgspec
from markdown_it import MarkdownIt
from pages import EVIL_MESSAGE, EVIL_NAME, class_of, submission

from checks.exports.record import Class
from checks.grading.records import Grading, Student
from checks.registry import all_properties
from checks.reports import student_html, student_markdown
from checks.reports.student import page_name, told
from checks.rubric import Rubric, SectionRule
from checks.verdicts import ImportFailure, Status

ROOT, WAITS = "log_sum_exp.is_exact_for_large_logits", "log_sum_exp.moves_with_a_common_shift"
PROPERTIES = {prop.id: prop for prop in all_properties()}
ADA = submission("ada", wrong={ROOT: "inf & not 1", WAITS: "off"}, student=Student(name="Ada"), diagnosed=ROOT)


def both(grading: Grading, rubric: Rubric | None = None) -> tuple[str, str]:
    """The page and the Markdown of one submission."""
    of_one = told(grading, Class([grading], PROPERTIES, rubric or Rubric()))
    return student_html.render(of_one), student_markdown.render(of_one)


def visible(page: str) -> str:
    """The text of a page, in one line."""
    body = page.partition("<body")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_a_failure_is_told_with_all_that_helps() -> None:
    """Claim, smallest case, message, the named mistake and its hint, source; what it explains comes under it."""
    page, markdown = both(ADA)
    for text in (visible(page), markdown.replace("\\", "")):
        for fact in (PROPERTIES[ROOT].source, "z = [0.0]", "inf & not 1", "A sign.", "A hint.", "off"):
            assert fact in text
        assert text.index(ROOT) < text.index("This may explain 1 more") < text.index(WAITS)
        assert text.count(WAITS) == 1
    assert PROPERTIES[ROOT].claim in visible(page)


def test_what_is_missing_is_listed_by_section() -> None:
    """With what is called almost so, each once."""
    said = "loss.softmax is not written yet; if soft_max is meant to be it, rename that"
    assert ADA.run is not None
    verdicts = [
        msgspec.structs.replace(verdict, status=Status.NOT_ATTEMPTED, message=said)
        if verdict.id.startswith("softmax.")
        else verdict
        for verdict in ADA.run.verdicts
    ]
    page, markdown = both(msgspec.structs.replace(ADA, run=msgspec.structs.replace(ADA.run, verdicts=verdicts)))
    ids = [verdict.id for verdict in verdicts if verdict.id.startswith("softmax.")]
    assert f"- softmax: {', '.join(f'`{identifier}`' for identifier in ids)}\n" in markdown
    assert f"Not written yet softmax {' '.join(ids)}" in visible(page)
    for text in (visible(page), markdown.replace("\\", "")):
        assert text.count(said) == 1


def test_points_are_those_of_the_rubric() -> None:
    """In all, by section and at the failure."""
    rubric = Rubric(out_of=10, sections={"log_sum_exp": SectionRule(points=0)})
    assert "10 / 10" in both(ADA, rubric)[0]
    assert "**10 / 10 points**" in both(ADA, rubric)[1]
    assert "0 / 0 points, failed" in both(ADA, rubric)[1]


def test_what_the_rubric_hides_is_not_told() -> None:
    """Neither the failures of a hidden section nor its points."""
    for text in both(ADA, Rubric(sections={"log_sum_exp": SectionRule(visibility="hidden")})):
        assert "log_sum_exp" not in text
        assert "log\\_sum\\_exp" not in text
        assert "Everything is right" not in text


def test_the_seed_is_kept_secret() -> None:
    """It may draw the cases of what is handed in next."""
    assert ADA.run is not None
    for text in both(ADA):
        assert str(ADA.run.seed) not in text


def test_a_file_that_cannot_be_imported_is_told_once() -> None:
    """With what Python said, and what helps; files that only import it are not."""
    assert ADA.run is not None
    failures = [
        ImportFailure(module=module, status=Status.RAISED, message="raised EOFError", culprit="autograd")
        for module in ("autograd", "nn")
    ]
    grading = msgspec.structs.replace(ADA, run=msgspec.structs.replace(ADA.run, import_failures=failures))
    for text in both(grading):
        assert "autograd.py cannot be imported" in text
        assert "What stands at the top level runs at import" in text
        assert "nn.py" not in text


def test_what_is_missing_is_listed() -> None:
    """What is not written is not called right, nor wrong."""
    assert ADA.run is not None
    verdicts = [
        msgspec.structs.replace(verdict, status=Status.BLOCKED if number else Status.NOT_ATTEMPTED)
        for number, verdict in enumerate(ADA.run.verdicts)
    ]
    page, markdown = both(msgspec.structs.replace(ADA, run=msgspec.structs.replace(ADA.run, verdicts=verdicts)))
    first, last = verdicts[0].id, verdicts[-1].id
    assert f"Not written yet autograd {first} Waits for something that is missing autograd " in visible(page)
    assert f"## Not written yet\n\n- autograd: `{first}`\n\n## Waits" in markdown
    assert f"`{last}`\n" in markdown
    assert "Everything is right" not in page + markdown


def test_what_is_right_is_called_right() -> None:
    """In a sentence."""
    for text in both(submission("r", wrong={})):
        assert "Everything is right." in text


def test_nothing_that_a_submission_says_is_markup() -> None:
    """Names, messages and reasons are text in both; links and fences are not opened or closed by them."""
    of = class_of(2)
    for grading in of.gradings:
        of_one = told(grading, of)
        page = student_html.render(of_one)
        assert "<img" not in page
        assert "<script" not in page
        assert EVIL_MESSAGE in html.unescape(page)
        markdown = student_markdown.render(of_one)
        rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
        assert "<img" not in rendered
        assert "<script" not in rendered
        assert "<a " not in rendered
        assert html.unescape(rendered).count(EVIL_MESSAGE) == 1
    assert EVIL_NAME in html.unescape(student_html.render(told(of.gradings[0], of)))


def test_a_fence_is_longer_than_any_in_its_text() -> None:
    """So that the text cannot close it."""
    assert student_markdown.block("a\n````\n# b").splitlines()[0] == "`````text"


def test_names_of_pages_are_safe_and_differ() -> None:
    """No separators, no blanks, no signs of a link; the number tells equal ones apart."""
    names = [page_name(n, Grading(key=key, student=Student())) for n, key in enumerate(["../a b", "../a?b", "é#"], 1)]
    assert names == ["0001-.._a_b", "0002-.._a_b", "0003-__"]
