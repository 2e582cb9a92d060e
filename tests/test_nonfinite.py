"""An infinite or NaN result is traced to where it first arose, as far as one answer tells."""

from __future__ import annotations

from dataclasses import replace as with_options

import pytest
from support import Submit

import checks.properties  # noqa: F401  # registers them
from checks.nonfinite import origin
from checks.registry import find
from checks.session import Session
from checks.standin import Question
from checks.verdicts import Status
from checks.worker.answers import BatchOnValues, GraphAnswer, ModelLoss, ProbabilitiesAnswer, ScalarOnValues

INF, NAN = float("inf"), float("nan")
STEPS = [["exp", "v0"], ["-", "v1", "v1"], ["*", "v2", 2.0]]
FOUND = "v3.data = nan, but should be 0.0"


def in_graph(data: list[float], grad: list[float], message: str = FOUND) -> str:
    """What is told of a program with the leaf v0 and three steps."""
    return origin(message, [Question("run_graph", ([710.0], STEPS), {})], [GraphAnswer(data, data, grad)])


def test_the_first_operation_is_named_with_its_operands() -> None:
    """exp overflows; that the difference is NaN and the product too only follows from it."""
    told = in_graph([710.0, INF, NAN, NAN], [0.0, 0.0, 2.0, 1.0])
    assert told == "v1.data is the first that is not finite: v1 = v0.exp(), where v0 = 710.0"
    told = in_graph([710.0, 2.0, NAN, NAN], [0.0, 0.0, 2.0, 1.0])
    assert told == "v2.data is the first that is not finite: v2 = v1 - v1, where v1 = 2.0"


def test_a_leaf_can_be_the_first() -> None:
    """A constructor that loses its number is no operation's fault."""
    assert "v0.data is the first that is not finite: it is a leaf" in in_graph([NAN] * 4, [0.0] * 4)


def test_the_first_gradient_on_the_way_back_is_named_with_what_it_comes_from() -> None:
    """The gradient of v3 and v2 is finite, that of v1 is not: the rule of the difference is the culprit."""
    told = in_graph([0.0, 1.0, 0.0, 0.0], [NAN, NAN, 2.0, 1.0], "v0.grad = nan, but should be 0.0")
    assert told == (
        "v1.grad is the first that is not finite on the way back: it comes from v2 = v1 - v1 (v2.grad = 2.0)"
    )
    told = in_graph([0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, INF], "v3.grad = inf, but should be 1.0")
    assert told.endswith("no other node uses it")


@pytest.mark.parametrize(
    "message",
    ["v3.data = 1.0, but should be inf", "the data of the operands was changed", "v3.data = 2.0, but should be 0.0"],
)
def test_nothing_is_told_where_that_was_not_found(message: str) -> None:
    """The wrong number is finite: others, which may rightly be infinite, are no explanation."""
    assert in_graph([710.0, INF, NAN, NAN], [0.0] * 4, message) == ""


def test_an_answer_of_the_wrong_size_is_not_believed() -> None:
    """Whatever a worker sends: lists that do not fit the program name no node of it."""
    assert in_graph([INF], [NAN]) == ""
    assert in_graph([INF] * 9, [NAN] * 9) == ""
    assert origin(FOUND, [Question("run_graph", ([710.0], STEPS), {})], []) == ""


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (ScalarOnValues(INF, [NAN], [1.0]), "before any backward pass"),
        (ScalarOnValues(1.0, [0.0, NAN], [1.0]), "in the backward pass"),
        (BatchOnValues(1.0, [INF], [], []), "in the backward pass"),
        (ProbabilitiesAnswer([INF], [NAN]), "the logits are not finite already"),
        (ProbabilitiesAnswer([1.0], [NAN]), "after the logits, which are finite"),
        (ModelLoss([1.0], INF, [NAN]), "after the logits, which are finite, and before any backward pass"),
        (ModelLoss([1.0], 1.0, [NAN]), "logits and loss are finite"),
    ],
)
def test_of_other_answers_the_part_is_named(answer: object, told: str) -> None:
    """Result before gradients, logits before loss: the first part that is not finite."""
    assert told in origin("x[0] = nan, but should be 1.0", [Question("asked", (), {})], [answer])


def test_it_reaches_the_verdict(submit: Submit) -> None:
    """A log whose slope divides by 0 where its number is 1: the verdict names the gradient and where it comes from."""
    value = (
        "import math\n"
        "class Value:\n"
        "    def __init__(self, data, parents=()):\n"
        "        self.data, self.grad, self.parents = float(data), 0.0, parents\n"
        "    def __mul__(self, other):\n"
        "        other = other if isinstance(other, Value) else Value(other)\n"
        "        return Value(self.data * other.data, ((self, other.data), (other, self.data)))\n"
        "    def log(self):\n"
        "        slope = 1 / math.log(self.data) if math.log(self.data) else math.inf\n"
        "        return Value(math.log(self.data), ((self, slope),))\n"
        "    def backward(self):\n"
        "        self.grad = 1.0\n"
        "        todo = [self]\n"
        "        for node in todo:\n"
        "            for parent, slope in node.parents:\n"
        "                parent.grad += slope * node.grad\n"
        "                todo.append(parent)\n"
    )
    prop = with_options(find("autograd.derivative_of_log"), given=None, examples=((1.0, 2.0),))
    with Session(submit(autograd=value)) as session:
        verdict = session.judge(prop, {prop.id: [(1.0, 2.0)]}, 0, "quick", shrinking_budget=None)
    assert verdict.status is Status.FAILED
    assert "v0.grad = inf, but should be 2.0" in verdict.message
    assert "v0.grad is the first that is not finite on the way back: it comes from v2 = v0.log()" in verdict.message
