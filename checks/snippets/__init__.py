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


def of_questions(asked: Sequence[Question]) -> str:
    """The last question of a case, the one whose answer was wrong, as lines of Python."""
    if not asked or asked[-1].probe not in WRITERS:
        return ""
    last = asked[-1]
    return "\n".join(WRITERS[last.probe](*last.arguments, **last.options))


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
