"""Reports tell one root cause once, first things first, and let nothing hostile through."""

from __future__ import annotations

import io
import json
import math

import pytest
from msgspec.structs import replace
from rich.console import Console
from support import MakeProperty

from checks.causes import causes
from checks.plain_text import harmless
from checks.registry import Property
from checks.reports import as_json, terminal, watched
from checks.standin import StandIn
from checks.verdicts import Diagnosis, ImportFailure, Run, Status, Verdict
from checks.watching.rounds import Watched


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


def shown(
    run: Run, properties: dict[str, Property], width: int = 100, *, with_all_hints: bool = False, at: str = ""
) -> str:
    """What a person sees who has no colours."""
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(terminal.render(run, properties, with_all_hints=with_all_hints, at=at))
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


def shown_while_watched(run: Run, properties: dict[str, Property]) -> str:
    """The same of the picture that `--watch` draws."""
    console = Console(file=io.StringIO(), width=100, height=40, color_system=None)
    console.print(watched.Screen(Watched(run), properties, with_hints=False))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_failure_is_told_in_full(properties: dict[str, Property]) -> None:
    """Id and points, claim, case as Python, what was found, hint, source; and what it explains, in one line."""
    first = failed("toy.first", case={"p": [1.0]}, snippet="entropy([1.0])")
    text = shown(run_of(first, failed("toy.second"), failed("toy.third")), properties)
    for line in (
        "✗ toy.first  0 of 1 point, failed",
        "claim     1 + 1 = 2.",
        "case      to paste into Python:",
        "\nentropy([1.0])\n",
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


def test_a_case_can_be_copied(properties: dict[str, Property]) -> None:
    """Its lines begin in the first column and are not broken, however narrow the terminal is."""
    snippet = "from loss import entropy\nentropy([0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125])"
    console = Console(file=io.StringIO(), width=40, color_system=None)
    console.print(terminal.render(run_of(failed("toy.first", snippet=snippet)), properties), crop=False)
    assert isinstance(console.file, io.StringIO)
    assert f"\n{snippet}\n" in console.file.getvalue()


def test_roots_that_are_one_mistake_are_one_cause(properties: dict[str, Property]) -> None:
    """Two roots with the same name: the second, and what waits for it, waits for the first."""
    named = [
        Diagnosis(property_id=identifier, mistake="toy.bits", story="It is in bits.", hint="Nats.")
        for identifier in ("toy.first", "toy.alone")
    ]
    run = replace(run_of(failed("toy.first"), failed("toy.second"), failed("toy.alone")), diagnoses=named)
    (cause,) = causes(run, properties)
    assert (cause.verdict.id, [v.id for v in cause.explains]) == ("toy.first", ["toy.second", "toy.alone"])
    others = replace(run, diagnoses=[named[0], replace(named[1], mistake="toy.other")])
    assert [cause.verdict.id for cause in causes(others, properties)] == ["toy.first", "toy.alone"]


def test_the_report_ends_with_what_to_do(properties: dict[str, Property]) -> None:
    """The first root with how many wait for it, and the others after it."""
    lines = shown(run_of(*(failed(identifier) for identifier in properties)), properties).splitlines()
    assert lines[-2] == "first  toy.first; 2 others wait for it"  # an instructor's own property: nobody wrote why
    assert lines[-1].startswith("then   toy.alone")


def test_the_reason_is_a_command_away(properties: dict[str, Property], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a property that there is a reason for."""
    monkeypatch.setattr(terminal, "why", {"toy.alone": "Because."}.get)
    lines = shown(run_of(failed("toy.alone")), properties).splitlines()
    assert lines[-1] == "first  toy.alone. Why it holds: crosscheck explain toy.alone"


def test_stretch_goals_come_last(properties: dict[str, Property], make_property: MakeProperty) -> None:
    """What may be left undone is never what to mend first, though it stands first in the course."""
    stretch = make_property(any_claim, id="toy.first", tier="stretch")
    text = shown(run_of(failed("toy.first"), failed("toy.alone")), {**properties, "toy.first": stretch})
    assert "first  toy.alone\n" in text
    assert "then   toy.first (stretch)" in text


def test_a_file_that_cannot_be_imported_comes_first(properties: dict[str, Property]) -> None:
    """Before any property of another file."""
    mine = ImportFailure(module="loss", status=Status.RAISED, message="raised SyntaxError", culprit="loss")
    text = shown(run_of(failed("toy.alone"), import_failures=(mine,)), properties)
    assert "first  make loss.py importable" in text
    assert "then   toy.alone" in text


def test_what_waits_is_counted_by_section_where_it_is_much(
    properties: dict[str, Property], make_property: MakeProperty, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven names are too many to read: the topic and its number are told instead."""
    many = {f"far.p{n}": make_property(any_claim, id=f"far.p{n}", after=("toy.first",)) for n in range(7)}
    everything = {**properties, **many}
    monkeypatch.setattr("checks.registry._properties", everything)
    text = shown(run_of(failed("toy.first"), *(failed(identifier) for identifier in many)), everything)
    assert "explains  7 others, which may pass once this is mended: far (7)" in text


def test_a_hang_is_told_with_its_line(properties: dict[str, Property]) -> None:
    """What the worker was in when its time was over reaches the student."""
    message = "no answer within 2 s; it was in f (line 7 of loss.py)"
    late = Verdict(id="toy.alone", status=Status.TIMED_OUT, cases=1, message=message)
    text = shown(run_of(late), properties)
    assert "✗ toy.alone  0 of 2 points, timed out" in text
    assert "found     no answer within 2 s; it was in f (line 7 of loss.py)" in text


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
    (heading,) = (line for line in text.splitlines() if line.startswith("section"))
    (counts,) = (line for line in text.splitlines() if line.startswith("all"))
    assert heading.split()[:4] == ["section", "passed", "wrong", "broken"]
    assert counts.split()[:4] == ["all", "0", "0", "1"]


def test_a_misspelt_name_is_told_once(properties: dict[str, Property]) -> None:
    """However many properties ask for it; what is merely not written is not told of."""
    message = "loss.entropy is not written yet; if entrpy is meant to be it, rename that"
    verdicts = [Verdict(id=i, status=Status.NOT_ATTEMPTED, message=message) for i in list(properties)[:2]]
    plain = Verdict(id=list(properties)[2], status=Status.NOT_ATTEMPTED, message="loss.softmax is not written yet")
    text = shown(run_of(*verdicts, plain), properties)
    assert text.count(f"? {message}") == text.count("not written yet;") == 1
    assert "loss.softmax" not in text
    assert "nothing is written yet" not in text
    assert "what is told above with a ? comes first" in text
    assert f"? {message}" in shown_while_watched(run_of(*verdicts), properties)


def test_where_one_file_lacks_another_the_folder_is_to_be_checked(properties: dict[str, Property]) -> None:
    """In a folder, the other file is asked for."""
    message = (
        "raised ModuleNotFoundError: No module named 'autograd', in <module> (line 1 of loss.py: `import autograd`)"
    )
    failure = ImportFailure(module="loss", status=Status.RAISED, message=message, culprit="autograd")
    run = replace(run_of(Verdict(id="toy.first", status=Status.BLOCKED)), import_failures=[failure])
    text = shown(run, properties, 200, at="my hw/loss.py")
    assert "first  loss.py imports autograd, which was not given: check its folder, crosscheck check 'my hw'" in text
    assert "first  have autograd.py beside loss.py, which imports it" in shown(run, properties, 200, at="hw")
    assert "hint      autograd.py was not handed in, or not beside it." in text


def test_what_cannot_be_imported_is_told_while_watching_too(properties: dict[str, Property]) -> None:
    """With what helps, as in a terminal."""
    failure = ImportFailure(module="loss", status=Status.RAISED, message="raised EOFError", culprit="loss")
    text = shown_while_watched(replace(run_of(), import_failures=[failure]), properties)
    assert "loss.py cannot be imported" in text
    assert "hint   What stands at the top level runs at import" in text


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
