"""A rubric decides what verdicts count for, without a submission being run again."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
import pytest
from support import MakeProperty

from checks import properties as _registers_them  # noqa: F401
from checks.registry import Property
from checks.rubric import PLAIN, Rubric, RubricError, SectionRule, read_rubric
from checks.scoring import Score, score, score_by_section
from checks.standin import StandIn
from checks.verdicts import Run, Status, Verdict

P, F, X = Status.PASSED, Status.FAILED, Status.BROKEN


def any_claim(sub: StandIn, p: list[float]) -> None:
    """Never asked."""


@pytest.fixture
def properties(make_property: MakeProperty) -> dict[str, Property]:
    """Two sections: one of 1 and 3 points, one of 2 and a stretch goal of 4."""
    made = [
        make_property(any_claim, id="autograd.a", points=1),
        make_property(any_claim, id="autograd.b", points=3),
        make_property(any_claim, id="loss.c", points=2),
        make_property(any_claim, id="loss.d", points=4, tier="stretch"),
    ]
    return {prop.id: prop for prop in made}


def run_of(*statuses: Status, carried: Status | None = None) -> Run:
    """The four properties were judged so; `carried` is what is said of the third on trusted parts."""
    names = ("autograd.a", "autograd.b", "loss.c", "loss.d")
    verdicts = [
        Verdict(id=name, status=status, carried=carried if name == "loss.c" else None)
        for name, status in zip(names, statuses, strict=True)
    ]
    return Run(submission="x", seed=0, profile="quick", versions={}, verdicts=verdicts, import_failures=[], seconds=0.0)


ALL = run_of(P, P, P, P)


@pytest.mark.parametrize(
    ("run", "rubric", "points"),
    [
        (ALL, PLAIN, Score(10, 10)),
        (ALL, Rubric(stretch="extra"), Score(10, 6)),
        (ALL, Rubric(stretch="extra", cap=8), Score(8, 6)),
        (ALL, Rubric(stretch="ignored"), Score(6, 6)),
        (run_of(P, F, P, F), Rubric(points={"autograd.a": 5}), Score(7, 14)),
        (run_of(P, F, P, F), Rubric(sections={"autograd": SectionRule(points=40)}), Score(12, 46)),
        (run_of(P, P, P, F), Rubric(sections={"autograd": SectionRule(cap=2.5)}), Score(4.5, 8.5)),
        (run_of(P, F, F, F), Rubric(out_of=100), Score(10, 100)),
        (run_of(P, P, X, F), PLAIN, Score(4, 8)),
        (run_of(F, F, F, F, carried=P), PLAIN, Score(2, 10)),
        (run_of(F, F, F, F, carried=P), Rubric(carried_forward=0.25), Score(0.5, 10)),
        (run_of(F, F, F, F, carried=F), PLAIN, Score(0, 10)),
    ],
)
def test_points_follow_from_verdicts_and_rubric(
    run: Run, rubric: Rubric, points: Score, properties: dict[str, Property]
) -> None:
    """Worth by property, scale and cap by section, stretch goals, carried points, scale and cap of the total."""
    assert score(run, properties, rubric) == points


@pytest.mark.parametrize(
    ("stretch", "tier", "points"),
    [
        ("counts", "core", Score(20, 20)),
        ("ignored", "core", Score(20, 20)),
        ("extra", "core", Score(60, 20)),
        ("extra", "stretch", Score(20, 0)),
    ],
)
def test_a_section_is_possible_for_what_the_rubric_says(
    stretch: Literal["counts", "extra", "ignored"],
    tier: Literal["core", "stretch"],
    points: Score,
    make_property: MakeProperty,
) -> None:
    """Extra credit comes on top; a section that is extra credit alone gives that much."""
    made = [
        make_property(any_claim, id="loss.c", points=2, tier=tier),
        make_property(any_claim, id="loss.d", points=4, tier="stretch"),
    ]
    run = run_of(P, P, P, P)
    run = msgspec.structs.replace(run, verdicts=run.verdicts[2:])
    rubric = Rubric(stretch=stretch, sections={"loss": SectionRule(points=20)})
    assert score(run, {prop.id: prop for prop in made}, rubric) == points


def test_sections_are_scored_apart(properties: dict[str, Property]) -> None:
    """A section's own scale and cap show there."""
    rubric = Rubric(sections={"autograd": SectionRule(points=8, cap=7)})
    assert score_by_section(ALL, properties, rubric) == {"autograd": Score(7, 7), "loss": Score(6, 6)}


def test_a_rubric_is_read(tmp_path: Path) -> None:
    """Every field, from TOML."""
    file = tmp_path / "rubric.toml"
    file.write_text(
        'title = "Homework"\nstretch = "extra"\ncarried_forward = 0.5\nout_of = 20\n'
        '[points]\n"softmax.sums_to_one" = 3\n[sections.softmax]\npoints = 4\nvisibility = "hidden"\n',
        encoding="utf-8",
    )
    rubric = read_rubric(file)
    assert (rubric.title, rubric.stretch, rubric.carried_forward, rubric.out_of) == ("Homework", "extra", 0.5, 20)
    assert rubric.sections["softmax"] == SectionRule(points=4, visibility="hidden")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "cannot be read"),
        ("stretch = 'ignore'", "no rubric: stretch is 'ignore'; it is one of 'counts', 'extra', 'ignored'"),
        ("carried_forward = 50", "no rubric: carried_forward is 50; it is a share from 0 to 1, such as 0.5"),
        ("title = 7", "no rubric: title is 7; it is text in quotes"),
        ("cap = inf", "no rubric: cap is inf; it is a number without quotes, 0 or more"),
        ("out_of = inf", "no rubric: out_of is inf; it is a number without quotes, more than 0, such as 100"),
        ("bonus = 1", "no rubric: there is no field 'bonus'; it may hold title, stretch, carried_forward"),
        ("points = 20", r"no rubric: points is 20; it is a table, \[points\], with a number for each id"),
        ("sections = 20", r"no rubric: sections is 20; each section has a table of its own, \[sections.softmax\]"),
        ("title = ", "no rubric: it is no TOML .*it may hold title"),
        ("title = 'Übung'", "is no rubric in UTF-8; save it as UTF-8"),
        (
            "points = {'softmax.sums_to_one' = -1}",
            r"no rubric: softmax.sums_to_one in \[points\] is -1; it is a number without quotes, 0 or more",
        ),
        ("[points]\nsoftmax.sums_to_one = 3", "put ids in quotes"),
        ("[points]\nsoftmax = 3", r"softmax is a section; a section's points go into \[sections.softmax\]"),
        (
            "points = {'softmax.sums_to_on' = 1}",
            "there is no property called 'softmax.sums_to_on'; the nearest: softmax",
        ),
        ("[points]\nout_of = 100", r"out_of is in \[points\], .*; put it above the first \[table\]"),
        ("[points]\nstretch = 'extra'", r"stretch is in \[points\], .*; put it above the first \[table\]"),
        ("[sections.softmax]\nout_of = 100", r"out_of is in \[sections.softmax\], .* above the first \[table\]"),
        ("[sections.softmax]\npoints = '20'", r"points in \[sections.softmax\] is '20'; it is a number without quotes"),
        ("[sections.softmax]\npoints = -3", r"points in \[sections.softmax\] is -3; it is a number without quotes"),
        ("[sections.softmax]\nbonus = 3", r"there is no field 'bonus' in \[sections.softmax\]; it may hold"),
        (
            "[sections.softmax]\nvisibility = 'Hidden'",
            r"visibility in \[sections.softmax\] is 'Hidden'; it is one of 'visible', 'hidden', 'after_due_date'",
        ),
        ("[sections]\nsoftmax = 20", r"has softmax = 20; a section has a table of its own, \[sections.softmax\]"),
        ("[sections.perplexty]", "there is no section called 'perplexty'; the nearest: perplexity"),
    ],
)
def test_a_bad_rubric_is_refused_in_one_sentence(tmp_path: Path, text: str | None, sentence: str) -> None:
    """The sentence names the file and the place in it."""
    file = tmp_path / "rubric.toml"
    if text is not None:
        file.write_text(text, encoding="latin-1")
    with pytest.raises(RubricError, match=sentence):
        read_rubric(file)
