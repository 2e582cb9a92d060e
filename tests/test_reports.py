"""Reports tell one root cause once, first things first, and let nothing hostile through."""

from __future__ import annotations

import io
import json
import math

import pytest
from rich.console import Console
from support import MakeProperty

from checks.causes import causes
from checks.plain_text import harmless
from checks.registry import Property
from checks.reports import as_json, terminal
from checks.standin import StandIn
from checks.verdicts import ImportFailure, Run, Status, Verdict


def any_claim(sub: StandIn, p: list[float]) -> None:
    """Never asked."""


@pytest.fixture
def properties(make_property: MakeProperty, monkeypatch: pytest.MonkeyPatch) -> dict[str, Property]:
    """A chain of three, each after the one before, and one that stands alone."""
    made = [
        make_property(any_claim, id="toy.first", claim="1 + 1 = 2.", hint="Count your fingers."),
        make_property(any_claim, id="toy.second", after=("toy.first",), hint="Count them twice."),
        make_property(any_claim, id="toy.third", after=("toy.second",)),
        make_property(any_claim, id="toy.alone", points=2),
    ]
    by_id = {prop.id: prop for prop in made}
    monkeypatch.setattr("checks.registry._properties", by_id)
    return by_id


def run_of(*verdicts: Verdict, import_failures: tuple[ImportFailure, ...] = ()) -> Run:
    """A run with these verdicts."""
    return Run(
        submission="x",
        seed=0,
        profile="quick",
        versions={},
        verdicts=list(verdicts),
        import_failures=list(import_failures),
        seconds=0.5,
    )


def failed(identifier: str, message: str = "x = 1, but should be 2", **options: object) -> Verdict:
    """A failed verdict after one case."""
    return Verdict(id=identifier, status=Status.FAILED, cases=1, message=message, **options)  # type: ignore[arg-type]


def shown(run: Run, properties: dict[str, Property], width: int = 100, *, with_all_hints: bool = False) -> str:
    """What a person sees who has no colours."""
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(terminal.render(run, properties, with_all_hints=with_all_hints))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_chain_of_failures_has_one_root(properties: dict[str, Property]) -> None:
    """The second and the third wait for the first; the one alone is a root of its own."""
    run = run_of(*(failed(identifier) for identifier in properties))
    assert [(cause.verdict.id, [v.id for v in cause.explains]) for cause in causes(run, properties)] == [
        ("toy.first", ["toy.second", "toy.third"]),
        ("toy.alone", []),
    ]


def test_a_passed_prerequisite_explains_nothing(properties: dict[str, Property]) -> None:
    """Where the first passed, the second is the root of the third."""
    run = run_of(Verdict(id="toy.first", status=Status.PASSED, cases=1), failed("toy.second"), failed("toy.third"))
    assert [(c.verdict.id, len(c.explains)) for c in causes(run, properties)] == [("toy.second", 1)]


def test_a_failure_is_told_in_full(properties: dict[str, Property]) -> None:
    """Id and points, claim, case as Python, what was found, hint, source; and what it explains, in one line."""
    first = failed("toy.first", case={"p": [1.0]}, snippet="entropy([1.0])")
    text = shown(run_of(first, failed("toy.second"), failed("toy.third")), properties)
    for line in (
        "✗ toy.first  0 of 1 point, failed",
        "claim     1 + 1 = 2.",
        "case      entropy([1.0])",
        "found     x = 1, but should be 2",
        "hint      Count your fingers.",
        "source    nowhere",
        "explains  toy.second, toy.third",
    ):
        assert line in text
    assert text.count("x = 1, but should be 2") == 1
    assert "Count them twice." not in text
    assert "0 of 3 points (0 %)" in text
    assert "one thing to mend first" in text


def test_hints_for_the_rest_on_request(properties: dict[str, Property]) -> None:
    """--hints adds the hints of what waits and of what is not written yet."""
    unwritten = Verdict(id="toy.alone", status=Status.NOT_ATTEMPTED)
    text = shown(run_of(failed("toy.first"), failed("toy.second"), unwritten), properties, with_all_hints=True)
    assert "toy.second  Count them twice." in text
    assert "toy.alone  Look again." in text


def test_a_file_that_cannot_be_imported_is_told_once(properties: dict[str, Property]) -> None:
    """Its own properties are counted as wrong but not told one by one; nor is the file that it blocks."""
    mine = ImportFailure(module="loss", status=Status.RAISED, message="raised SyntaxError", culprit="loss")
    other = ImportFailure(module="lm", status=Status.RAISED, message="raised SyntaxError", culprit="loss")
    verdicts = [Verdict(id=i, status=Status.RAISED, message="loss.py cannot be imported") for i in properties]
    text = shown(run_of(*verdicts, import_failures=(mine, other)), properties)
    assert text.count("cannot be imported") == 1
    assert "✗ loss.py cannot be imported" in text
    assert "✗ toy" not in text


def test_nothing_written_says_where_to_start(properties: dict[str, Property]) -> None:
    """An untouched template is greeted, not blamed."""
    text = shown(run_of(*(Verdict(id=i, status=Status.NOT_ATTEMPTED) for i in properties)), properties)
    assert "nothing is written yet" in text
    assert "✗" not in text


def test_a_broken_property_costs_nothing_and_says_so(properties: dict[str, Property]) -> None:
    """The student reads that it is our defect."""
    text = shown(run_of(Verdict(id="toy.alone", status=Status.BROKEN, cases=1, message="a defect")), properties)
    assert "! toy.alone is broken" in text
    assert "this costs no points; please report it" in text
    assert "0 of 0 points" in text


@pytest.mark.parametrize("width", [40, 80, 200])
def test_hostile_text_reaches_no_terminal(width: int, properties: dict[str, Property]) -> None:
    """Escape sequences, control characters and Rich markup in messages and cases come out as plain text."""
    hostile = "\x1b]0;owned\x07\x1b[2J[bold red]x[/]\r\b\u202e" + "long " * 1000
    text = shown(run_of(failed("toy.first", message=hostile, snippet=hostile)), properties, width)
    assert not any(c in text for c in "\x1b\x07\r\b\u202e")
    assert "[bold" in text
    assert len(text) < 20_000


def test_harmless_keeps_what_can_be_read() -> None:
    """Mathematics and line ends stay."""
    assert harmless("∂L/∂z = p − 1\nπ") == "∂L/∂z = p − 1\nπ"
    assert harmless("a" * 900, 10) == "aaaaaaaaaa …"


def test_the_json_report_is_json_whatever_the_numbers(properties: dict[str, Property]) -> None:
    """Infinite and NaN values in a case become strings, since JSON has none; the fields are those of format 1."""
    verdict = failed("toy.first", case={"p": [math.inf, math.nan, [1.0, -math.inf]], "d": {"k": math.nan}})
    report = json.loads(as_json.render(run_of(verdict, failed("toy.alone")), properties), parse_constant=pytest.fail)
    assert {"format", "submission", "seed", "versions", "score", "max_score", "seconds", "checks"} <= report.keys()
    assert (report["format"], report["score"], report["max_score"]) == (1, 0, 3)
    (first, _) = report["checks"]
    assert first["case"] == {"p": ["inf", "nan", [1.0, "-inf"]], "d": {"k": "nan"}}
    assert first.keys() >= {
        *("id", "section", "tier", "status", "points", "max_points", "claim", "source", "hint", "cases", "case"),
        *("message", "seconds"),
    }
    assert (first["status"], first["section"], first["tier"]) == ("failed", "toy", "core")
