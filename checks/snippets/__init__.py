"""Writes the questions of a case as Python that a student can paste beside their own code."""

from __future__ import annotations

from collections.abc import Sequence

from checks.snippets import autograd, loss
from checks.snippets.common import Writer
from checks.standin import Question

WRITERS: dict[str, Writer] = {**autograd.WRITERS, **loss.WRITERS}
"""For each probe on student code, what writes its arguments as Python."""


def of_questions(asked: Sequence[Question]) -> str:
    """The last question of a case, the one whose answer was wrong, as lines of Python."""
    if not asked or asked[-1].probe not in WRITERS:
        return ""
    last = asked[-1]
    return "\n".join(WRITERS[last.probe](*last.arguments, **last.options))
