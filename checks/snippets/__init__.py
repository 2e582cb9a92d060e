"""Writes the questions of a case as Python that a student can paste beside their own code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Never

from checks.registry import Case, Property
from checks.snippets import autograd, lm, loss, ngram, nn, vectorized
from checks.snippets.common import Writer
from checks.standin import Question, StandIn
from checks.worker.client import NoAnswerError

WRITERS: dict[str, Writer] = {
    **autograd.WRITERS,
    **loss.WRITERS,
    **ngram.WRITERS,
    **nn.WRITERS,
    **lm.WRITERS,
    **vectorized.WRITERS,
}
"""For each probe on student code, what writes its arguments as Python."""

MAX_QUESTIONS, MAX_LINES = 6, 12
"""So many are written out at most, so that a case can still be read."""


def of_questions(asked: Sequence[Question]) -> str:
    """The questions of a case, the last of which is the one whose answer was wrong, as lines of Python.

    Where they are many, the last one alone: the others may be what makes it fail, which a comment says.
    """
    if not asked or asked[-1].probe not in WRITERS:
        return ""
    written = [WRITERS[one.probe](*one.arguments, **one.options) for one in asked if one.probe in WRITERS]
    *before, last = written
    if len(written) > MAX_QUESTIONS or sum(map(len, written)) > MAX_LINES:
        return "\n".join([*([f"# after {len(before)} other questions"] if before else []), *last])
    return "\n".join(line for lines in written for line in lines)


def of_example(prop: Property, case: Case) -> str:
    """The first question that a property asks of a case, as lines of Python."""
    sub = _Silent()
    try:
        prop.holds(sub, *case)
    except NoAnswerError:
        return of_questions(sub.asked)
    return ""


class _Silent(StandIn):
    """Hears questions and answers none."""

    def _answer(self, asked: Question, answer: type[object]) -> Never:  # noqa: ARG002  # the stand-in's signature
        raise NoAnswerError
