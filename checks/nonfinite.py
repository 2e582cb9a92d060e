"""Tells where an infinite or NaN number first arose: in which operation of a graph, or in which part of an answer.

It is read off the numbers of one answer alone: an operation is named where its result is not finite and its operands
are, a gradient where it is not finite and those that it is made of are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

from checks.snippets.autograd import expression
from checks.standin import Question
from checks.worker import answers

Step = Sequence[Any]
GOT = re.compile(r"\b(?:inf|nan)\b.*, but should")
MAX_SHOWN = 3
FORWARD = "it is there before any backward pass"
BACKWARD = "it arises in the backward pass: what comes before is finite"
STAGES: dict[type, list[tuple[str, str]]] = {
    answers.ScalarOnValues: [("value", FORWARD), ("grad", BACKWARD)],
    answers.VectorOnValues: [("values", FORWARD), ("grad", BACKWARD)],
    answers.BatchOnValues: [("value", FORWARD), ("grad", BACKWARD)],
    answers.EmbeddingAnswer: [("rows", FORWARD), ("grad", BACKWARD)],
    answers.LinearAnswer: [
        ("values", FORWARD),
        ("grad_weights", BACKWARD),
        ("grad_biases", BACKWARD),
        ("grad_x", BACKWARD),
    ],
    answers.ProbabilitiesAnswer: [
        ("logits", "the logits are not finite already"),
        ("probs", "it arises after the logits, which are finite"),
    ],
    answers.ModelLoss: [
        ("logits", "the logits are not finite already"),
        ("loss", "it arises after the logits, which are finite, and before any backward pass"),
        ("grad", "it arises in the backward pass: logits and loss are finite"),
    ],
}
"""The parts of an answer in the order in which they are computed, and what is said of the first not finite one."""


def origin(message: str, asked: Sequence[Question], answered: Sequence[object]) -> str:
    """Where the number that is not finite comes from, if that is what the message found, and if it can be told."""
    if not GOT.search(message) or not asked or len(asked) != len(answered):
        return ""
    question, answer = asked[-1], answered[-1]
    if isinstance(answer, answers.GraphAnswer):
        inputs, steps = question.arguments[:2]
        return _in_graph(len(inputs), steps, answer)
    parts = STAGES.get(type(answer), [])
    return next((said for name, said in parts if not _all_finite(getattr(answer, name))), "")


def _in_graph(inputs: int, steps: Sequence[Step], answer: answers.GraphAnswer) -> str:
    """The first operation, or else the first gradient on the way back, whose result is not finite."""
    count = inputs + len(steps)
    if not len(answer.data) == len(answer.grad) == count:
        return ""
    data = next((i for i in range(count) if not math.isfinite(answer.data[i])), None)
    if data is not None:
        return f"v{data}.data is the first that is not finite: {_made(data, inputs, steps, answer.data)}"
    grad = next((i for i in reversed(range(count)) if not math.isfinite(answer.grad[i])), None)
    if grad is None:
        return ""
    return f"v{grad}.grad is the first that is not finite on the way back: {_passed(grad, inputs, steps, answer)}"


def _made(node: int, inputs: int, steps: Sequence[Step], data: Sequence[float]) -> str:
    if node < inputs:
        return "it is a leaf, whose number was finite"
    operation, *operands = steps[node - inputs]
    shown = [f"{name} = {data[int(name[1:])]!r}" for name in dict.fromkeys(o for o in operands if isinstance(o, str))]
    return f"v{node} = {expression(operation, operands)}, where {_listed(shown)}"


def _passed(node: int, inputs: int, steps: Sequence[Step], answer: answers.GraphAnswer) -> str:
    """The uses of a node, from which its gradient comes, with theirs."""
    uses = [
        f"v{i} = {expression(operation, operands)} (v{i}.grad = {answer.grad[i]!r})"
        for i, (operation, *operands) in enumerate(steps, start=inputs)
        if f"v{node}" in operands
    ]
    return f"it comes from {_listed(uses)}" if uses else "no other node uses it"


def _listed(shown: Sequence[str]) -> str:
    return ", ".join(shown[:MAX_SHOWN]) + (" and others" if len(shown) > MAX_SHOWN else "")


def _all_finite(part: Any) -> bool:
    return all(math.isfinite(number) for number in _numbers(part))


def _numbers(part: Any) -> Iterator[float]:
    if isinstance(part, list):
        for element in part:
            yield from _numbers(element)
    else:
        yield part
