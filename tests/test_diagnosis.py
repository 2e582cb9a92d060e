"""A mistake is named by its answers, in any style; what is right, or unknown, is given no name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rebased import REBASED
from rebased.record import Rebased

import checks.properties  # noqa: F401  # registers them
from checks import right
from checks.cases import case_set
from checks.checking import check
from checks.diagnosis.bank import diagnose_by_bank
from checks.diagnosis.naming import diagnose
from checks.diagnosis.readings import (
    UNDEFINED,
    Agreement,
    Reading,
    compare,
    compare_open,
    comparisons,
    reading_of,
)
from checks.diagnosis.signatures import Known, function_of, scope
from checks.judge import Finding
from checks.mistakes import MISTAKES, Mistake, apply
from checks.pool import JudgeLostError
from checks.registry import all_properties, select
from checks.standin import Question, StandIn
from checks.submissions import read_reference
from checks.verdicts import Diagnosis, Run, Status
from checks.worker.answers import ChainAnswer, ScalarOnValues
from checks.worker.client import StartError

BY_ID = {mistake.id: mistake for mistake in MISTAKES}
SEED, PROFILE = 0, "quick"
FUNCTIONS = {"loss.log_sum_exp", "loss.perplexity", "autograd.Value.__pow__", "nn.Linear", "ngram.compute_perplexity"}
HARD = {
    "autograd.overwrites_gradients": "its numbers depend on the order of the nodes",
    "autograd.leaves_first": "and here also which cases fail",
    "loss.batch_adds_up_over_calls": "its numbers depend on what was asked before",
    "ngram.smoothing_vocabulary_shared_by_all_models": "what is asked twice does not fail any more",
}
SAMPLE = [
    *[rebased for rebased in REBASED if function_of(BY_ID[rebased.id]) in FUNCTIONS][::3],
    *[rebased for rebased in REBASED if rebased.id in HARD],
]

atoms = st.lists(st.one_of(st.floats(-1e6, 1e6), st.sampled_from(["a", "b"]), st.none()), max_size=4)


def named(rebased: Rebased, bank: list[Mistake], folder: Path) -> list[Diagnosis]:
    """What a check of the function's own properties says of a rebased mistake."""
    properties = scope(function_of(BY_ID[rebased.id]))
    by_id = {prop.id: prop for prop in all_properties()}
    cases = case_set(properties, SEED, PROFILE)
    known = Known(bank, cases, seed=SEED, profile=PROFILE, folder=folder)

    def name(run: Run, sub: StandIn) -> list[Diagnosis]:
        return diagnose(run, sub, known, by_id, cases)

    return check(
        rebased.sources(), properties, cases, seed=SEED, profile=PROFILE, limits=rebased.limits, diagnose=name
    ).diagnoses


@pytest.mark.parametrize("rebased", SAMPLE, ids=lambda rebased: rebased.id)
def test_a_mistake_is_named_in_another_style(rebased: Rebased, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The mistake itself is named, or one that no case tells from it."""
    folder = tmp_path_factory.getbasetemp() / "known"  # shared: what is known is computed once
    found = named(rebased, list(MISTAKES), folder)
    assert rebased.id in {identifier for diagnosis in found for identifier in [diagnosis.mistake, *diagnosis.others]}


def test_an_unknown_error_is_given_no_name(tmp_path: Path) -> None:
    """A mistake that is struck from the bank is nobody's."""
    rebased = next(rebased for rebased in REBASED if rebased.id == "loss.log_sum_exp_in_bits")
    bank = [mistake for mistake in MISTAKES if mistake.id != rebased.id]
    assert named(rebased, bank, tmp_path) == []


@pytest.mark.parametrize("name", ["log_softmax_package", "course_style"])
def test_a_right_submission_is_given_no_name(name: str, tmp_path: Path) -> None:
    """Nothing fails, so nothing is asked."""
    properties = select("softmax")
    cases = case_set(properties, SEED, PROFILE)
    known = Known(MISTAKES, cases, seed=SEED, profile=PROFILE, folder=tmp_path)
    by_id = {prop.id: prop for prop in all_properties()}

    run = check(
        right.bank()[name].read(),
        properties,
        cases,
        seed=SEED,
        profile=PROFILE,
        diagnose=lambda run, sub: diagnose(run, sub, known, by_id, cases),
    )
    assert run.diagnoses == []
    assert not list(tmp_path.iterdir())


def test_what_is_known_is_computed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time it is read from the store; another text of the mistake is another mistake."""
    function = "loss.perplexity"
    cases = case_set(scope(function), SEED, PROFILE)
    mistakes = [mistake for mistake in MISTAKES if function_of(mistake) == function]
    known = Known(mistakes, cases, seed=SEED, profile=PROFILE, folder=tmp_path)
    first = known.signatures(function, mistakes)
    assert first.keys() == {mistake.id for mistake in mistakes}
    assert all(first.values()), "each fails somewhere in its function's properties"
    monkeypatch.setattr("checks.diagnosis.signatures.spread", None)
    again = Known(mistakes, cases, seed=SEED, profile=PROFILE, folder=tmp_path).signatures(function, mistakes)
    assert again == first


@pytest.mark.parametrize("error", [StartError("no worker can live here"), JudgeLostError()], ids=["start", "lost"])
def test_a_run_is_told_where_none_of_the_bank_can_answer(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was judged is kept, and is given no name."""
    asked: list[object] = []

    def lost(*arguments: object) -> None:
        asked.append(arguments)
        raise error

    properties = scope("loss.perplexity")
    by_id = {prop.id: prop for prop in all_properties()}
    cases = case_set(properties, SEED, PROFILE)
    wrong = apply(next(mistake for mistake in MISTAKES if function_of(mistake) == "loss.perplexity"), read_reference())
    monkeypatch.setenv("CROSSCHECK_CACHE", str(tmp_path))
    monkeypatch.setattr("checks.diagnosis.signatures.spread", lost)

    def name(run: Run, sub: StandIn) -> list[Diagnosis]:
        return diagnose_by_bank(run, sub, by_id, cases)

    run = check(wrong, properties, cases, seed=SEED, profile=PROFILE, diagnose=name, shrinking_budget=None)
    assert any(verdict.status.is_wrong for verdict in run.verdicts)
    assert run.diagnoses == []
    assert asked, "the bank was asked"


def test_only_the_first_cause_of_a_file_is_named_by_open_answers(tmp_path: Path) -> None:
    """Without embeddings among the parameters, generated texts differ: by these alone, the temperature seems wrong."""
    rebased = next(rebased for rebased in REBASED if rebased.id == "lm.parameters_without_embedding")
    suspected = BY_ID["lm.generate_default_temperature"]
    symptom, cause = suspected.caught_by, BY_ID[rebased.id].caught_by
    by_id = {prop.id: prop for prop in all_properties()}

    def named_by(ids: list[str]) -> list[str]:
        properties = select(only=ids)
        cases = case_set(properties, SEED, PROFILE)
        known = Known([suspected], cases, seed=SEED, profile=PROFILE, folder=tmp_path)
        sources = rebased.sources()

        def name(run: Run, sub: StandIn) -> list[Diagnosis]:
            return diagnose(run, sub, known, by_id, cases)

        run = check(sources, properties, cases, seed=SEED, profile=PROFILE, diagnose=name, shrinking_budget=None)
        assert {verdict.id for verdict in run.verdicts if verdict.status.is_wrong} == set(ids)
        return [diagnosis.mistake for diagnosis in run.diagnoses]

    assert named_by([symptom]) == [suspected.id]
    assert named_by([cause, symptom]) == []


@given(atoms)
def test_a_reading_is_the_same_as_itself(numbers: list[float | str | None]) -> None:
    """Whatever the answers are."""
    assert compare(Reading("wrong", numbers), Reading("wrong", list(numbers))) is Agreement.SAME


@given(atoms, atoms)
@settings(max_examples=50)
def test_agreement_has_no_order(one: list[float | str | None], other: list[float | str | None]) -> None:
    """The one compares to the other as the other compares to the one."""
    a, b = Reading("x", one), Reading("x", other)
    assert compare(a, b) is compare(b, a)


def test_a_case_that_fails_for_one_only_tells_them_apart() -> None:
    """Unless it fails by an overflow, which the other style may not have."""
    assert compare(None, Reading("wrong", [1.0])) is Agreement.DIFFERENT
    assert compare(Reading(UNDEFINED, None), None) is Agreement.OPEN
    assert compare(None, None) is Agreement.SAME


def test_an_overflow_is_an_exception_here_and_infinite_there() -> None:
    """Styles differ in how the undefined shows; both are the same mistake."""
    question = Question("log_sum_exp", ([710.0],), {})
    raised = reading_of(Finding(Status.RAISED, "raised OverflowError: math range error, in f (...)"), [question], [])
    domain = reading_of(Finding(Status.RAISED, "raised ValueError: math domain error"), [question], [])
    infinite, finite, another = (
        reading_of(Finding(Status.FAILED, f"LSE(z) = {x}"), [question], [ScalarOnValues(x, [0.0], [710.0])])
        for x in (float("inf"), 3.0, 3.001)
    )
    assert raised.told == domain.told == UNDEFINED
    assert compare(raised, domain) is Agreement.SAME
    assert compare(raised, infinite) is Agreement.SAME
    assert compare(raised, finite) is Agreement.OPEN
    assert compare(finite, another) is Agreement.DIFFERENT
    other = reading_of(Finding(Status.RAISED, "raised KeyError: 3"), [question], [])
    assert compare(other, finite) is Agreement.DIFFERENT


def test_pairs_of_a_dictionary_have_no_order() -> None:
    """Two distributions are the same whichever token comes first."""
    question = Question("chain", (), {})
    one, other = (
        reading_of(Finding(Status.FAILED, "P = 1"), [question], [ChainAnswer([], [pairs], [])])
        for pairs in ([("a", 0.5), ("b", 0.25)], [("b", 0.25), ("a", 0.5)])
    )
    assert compare(one, other) is Agreement.SAME


@pytest.mark.parametrize(
    "name", ["x = ..., but should be ..., ", "x = 1.2.3, but should be 4, ", "x = -, but should be -"]
)
def test_messages_may_hold_anything(name: str) -> None:
    """A submission chooses the names of its types, and so what a message says."""
    finding = Finding(Status.FAILED, f"forward(context) is a {name}, not a list")
    assert reading_of(finding, [Question("lm_logits", (), {})], []).atoms is None


def test_open_answers_among_others_are_compared_alone() -> None:
    """An own property may ask for both kinds."""
    question = Question("softmax", (), {})
    shut = reading_of(Finding(Status.FAILED, "p = 1"), [question], [[0.5, 0.25, 0.25]])
    opened = reading_of(Finding(Status.FAILED, "x = 1, but should be 2"), [Question("lm_loss", (), {})], [])
    assert compare_open([shut, opened], [shut, opened], 4) is Agreement.SAME


def test_open_answers_are_compared_by_what_is_told_of_them() -> None:
    """The numbers of a model are its own choice: what is compared is what is wrong with them, and by which factor."""

    def of(*messages: str) -> list[Reading]:
        question = Question("lm_loss", (), {})
        return [reading_of(Finding(Status.FAILED, message), [question], [[2.5]]) for message in messages]

    halves = of(*(f"loss = {x / 2}, but should be {x}" for x in (3.0, 5.0, 7.0)))
    other_halves = of(*(f"loss = {x / 2}, but should be {x}" for x in (0.5, 0.25, 1e-05)))
    doubles = of(*(f"loss = {2 * x}, but should be {x}" for x in (3.0, 5.0, 7.0)))
    anything = of("loss = 1.0, but should be 3.0", "loss = 9.0, but should be 2.0", "loss = 1.0, but should be 2.0")
    shapes = of("forward(context) has 3 elements, but should have 2")
    assert compare_open(halves, other_halves, 20) is Agreement.SAME
    assert compare_open([], [], 20) is Agreement.SAME
    assert compare_open(halves, [], 20) is Agreement.OPEN
    for others in (doubles, anything, 4 * shapes):
        assert compare_open(4 * halves, 4 * others, 20) is Agreement.DIFFERENT


def test_how_often_open_answers_fail_tells_mistakes_apart() -> None:
    """Chance, and style, explain a case or two; and 30 of 50 where it is 40 elsewhere, but not 50."""

    def failing(count: int) -> list[Reading]:
        return count * [Reading("the logits differ", None, is_open=True)]

    assert compare_open(failing(30), failing(40), 50) is Agreement.SAME
    assert compare_open(failing(25), failing(50), 50) is Agreement.DIFFERENT
    assert compare_open(failing(2), failing(0), 50) is Agreement.OPEN
    assert compare_open(failing(9), failing(0), 50) is Agreement.DIFFERENT


def test_numbers_that_depend_on_the_style_are_open() -> None:
    """Only where the mistake is of that nature, and where as many cases fail."""
    one = {number: Reading("v#.grad = #", [1.0]) for number in range(20)}
    other = one | {19: Reading("v#.grad = #", [2.0])}
    fewer = {number: one[number] for number in range(3)}
    assert Counter(comparisons(one, other, 20, varies=True)) == {Agreement.SAME: 19, Agreement.OPEN: 1}
    assert Counter(comparisons(one, other, 20, varies=False)) == {Agreement.SAME: 19, Agreement.DIFFERENT: 1}
    assert Counter(comparisons(one, fewer, 20, varies=True)) == {Agreement.DIFFERENT: 1}


def test_near_an_overflow_one_style_may_be_right() -> None:
    """Where both overflow on other cases; elsewhere it tells them apart."""
    overflow, wrong = Reading(UNDEFINED, None), Reading("wrong", [0.57])
    unstable = Counter(comparisons({0: overflow, 1: wrong}, {0: overflow}, 2, varies=False))
    stable = Counter(comparisons({0: wrong, 1: wrong}, {0: wrong}, 2, varies=False))
    assert unstable == {Agreement.SAME: 1, Agreement.OPEN: 1}
    assert stable == {Agreement.SAME: 1, Agreement.DIFFERENT: 1}
