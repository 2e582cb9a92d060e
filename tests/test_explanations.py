"""What `explain` tells: why each property holds, an example worked out, and the mistakes that it must catch."""

from __future__ import annotations

import ast
import math

import pytest
from support import MakeProperty

import checks.properties  # noqa: F401  # registers them
from checks import expect
from checks.explanations import FOLDER, of_topic, why
from checks.mistakes import MISTAKES, caught_by
from checks.oracles import softmax as true
from checks.registry import all_properties, find, sections
from checks.standin import StandIn
from checks.worked import example, richness, work_out

MAX_COLUMNS = 100


def test_every_property_has_one_reason_and_there_are_no_others() -> None:
    """The names in the files are the names of the properties (TOML itself refuses a name twice)."""
    explained = {f"{file.stem}.{claim}" for file in FOLDER.glob("*.toml") for claim in of_topic(file.stem)}
    assert explained == {prop.id for prop in all_properties()}


@pytest.mark.parametrize("topic", sections())
def test_reasons_are_short(topic: str) -> None:
    """Two to five lines of at most 100 characters, a whole sentence at the end of the last."""
    for claim, reason in of_topic(topic).items():
        lines = reason.strip().splitlines()
        assert 2 <= len(lines) <= 5, claim
        assert max(map(len, lines)) <= MAX_COLUMNS, claim
        assert all(line == line.strip() != "" for line in lines), claim
        assert lines[-1].endswith((".", ".)")), claim


def test_reasons_are_each_their_own() -> None:
    """No two properties have the same reason."""
    reasons = [why(prop.id) for prop in all_properties()]
    assert len(set(reasons)) == len(reasons)


def test_a_sentence_is_wrapped_by_whoever_shows_it() -> None:
    """Lines that end amid a sentence are joined; a line that ends one stays."""
    written = of_topic("log_sum_exp")["is_exact_for_large_logits"].strip()
    assert "of them is 1:\nnothing overflows" in written
    assert why("lm.forward_is_not_linear_in_the_embeddings").count("\n") == 1


def test_what_nobody_explained_has_no_reason() -> None:
    """An instructor's own topic has no file; a name that there is not has none."""
    assert (why("toy.holds"), why("softmax.of_nothing")) == ("", "")


@pytest.mark.parametrize("section", sections())
def test_every_property_is_worked_out(section: str) -> None:
    """The model answer shows something for its example, the same each time, and an exception only where that is due."""
    for prop in all_properties():
        if prop.section == section:
            case = example(prop, caught_by(prop.id))
            worked = work_out(prop, case)
            assert worked, prop.id
            assert all(step.shown for step in worked), prop.id
            assert work_out(prop, case) == worked, prop.id
            may_raise = "raise" in prop.claim or "refused" in prop.id
            assert may_raise or not any("Error: " in step.shown for step in worked), prop.id


def test_what_comes_out_is_the_truth() -> None:
    """The gradient that the example shows is that of the oracle, which knows nothing of the model answer."""
    prop = find("cross_entropy_gradient.is_softmax_minus_onehot")
    z, y = [2.0, 1.0, 3.0], 2
    (worked,) = work_out(prop, (z, y))
    loss, grad = ast.literal_eval(worked.shown)
    assert math.isclose(loss, true.cross_entropy(z, y), rel_tol=1e-12)
    assert all(math.isclose(g, t, rel_tol=1e-12) for g, t in zip(grad, true.softmax_minus_onehot(z, y), strict=True))
    assert not worked.is_chance


def test_several_questions_are_answered_one_by_one() -> None:
    """A shift is a question before it and one after it; their answers differ by the shift."""
    worked = work_out(find("log_sum_exp.moves_with_a_common_shift"), ([0.0, 1.0], 2.0))
    values = sorted(ast.literal_eval(step.shown)[0] for step in worked)
    assert math.isclose(values[1] - values[0], 2.0)


def test_chance_is_called_chance() -> None:
    """Fresh layers are random; a layer whose numbers are given is not."""
    (fresh,) = work_out(find("nn.linear_starts_with_rows_that_differ"), ([2, 2],))
    assert fresh.is_chance
    (given,) = work_out(find("nn.linear_is_the_affine_map"), ([[2.0]], [1.0], [3.0]))
    assert (given.shown, given.is_chance) == ("[7.0]", False)


def test_a_property_that_the_model_answer_does_not_have_is_worked_out_all_the_same(make_property: MakeProperty) -> None:
    """An instructor's own property may be wrong: its example still shows what the model answer says."""

    def is_never_right(sub: StandIn, p: list[float]) -> None:
        expect.close("entropy(p)", sub.entropy(p).value, -1.0)

    prop = make_property(is_never_right)
    (worked,) = work_out(prop, ([0.5, 0.5],))
    assert worked.lines == "from loss import entropy\nentropy([0.5, 0.5])"
    assert math.isclose(float(worked.shown), math.log(2))


def test_examples_are_rich_where_there_is_a_choice() -> None:
    """The gradient of one class shows nothing: the example has several."""
    prop = find("cross_entropy_gradient.is_softmax_minus_onehot")
    z, _ = example(prop, caught_by(prop.id))
    assert len(z) >= 2
    assert richness(([0.0, 0.0],)) == 1


def test_classic_mistakes_come_first() -> None:
    """Every mistake is told by the property that must catch it, everybody's own before the corners."""
    mistakes = caught_by("autograd.derivative_of_multiply")
    assert {m.id for m in mistakes} == {m.id for m in MISTAKES if m.caught_by == "autograd.derivative_of_multiply"}
    kinds = [m.kind for m in mistakes]
    assert kinds == sorted(kinds, key=["classic", "subtle", "corner", "trap"].index)
    assert kinds[0] == "classic"
