"""Works an example of a property out: what to paste into Python, and what the model answer then shows."""

from __future__ import annotations

import ast
import io
import random
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from typing import NamedTuple

from checks.cases import case_set
from checks.mistakes import Mistake, witnesses
from checks.registry import Case, Property
from checks.session import Session
from checks.shrinking import size
from checks.snippets import of_questions
from checks.snippets.imports import with_imports
from checks.standin import Question, StandIn
from checks.submissions import read_reference

MAX_QUESTIONS = 3
RICH_ENOUGH = 4
SHORT = 45
MAX_LITERAL = 5
LITERAL = re.compile(r"'[^']*'|-?[\d.]+(?:e-?\d+)?")
MAX_CHARACTERS = 600
CASE = "<the case>"


class Worked(NamedTuple):
    """Lines to paste, and what Python then shows; `is_chance` where that depends on random numbers."""

    lines: str
    shown: str
    is_chance: bool


def example(prop: Property, mistakes: Sequence[Mistake]) -> Case:
    """A case short enough to follow and rich enough to show something.

    It is the one that proves the first of these mistakes wrong, if it has some different numbers in it, which smallest
    cases often lack; otherwise the richest of the short ones that a check would try.
    """
    proven = [witnesses()[mistake.id].case for mistake in mistakes if mistake.id in witnesses()]
    if proven and richness(proven[0]) >= RICH_ENOUGH:
        return proven[0]
    tried = case_set([prop], seed=0, profile="quick")[prop.id] + proven
    short = [case for case in tried if size(case) <= SHORT] or [min(tried, key=size)]
    return min(short, key=lambda case: (-richness(case), size(case)))


def richness(case: Case) -> int:
    """How many different numbers and strings there are in it, those left out that are tedious to read.

    >>> richness(([0.0, 1.0, 1.0], "a", 0.6931471805599453))
    3
    """
    return len({literal for literal in LITERAL.findall(repr(case)) if len(literal) <= MAX_LITERAL})


def work_out(prop: Property, case: Case) -> list[Worked]:
    """The questions that the property asks of this case, each answered by the model answer."""
    with Session(read_reference(), in_process=True) as session:
        asked = _questions(prop, session.sub, case)
        texts = dict.fromkeys(text for question in asked if (text := of_questions([question])))
        return [_worked(with_imports(text, [*prop.of, *prop.needs])) for text in list(texts)[:MAX_QUESTIONS]]


def _questions(prop: Property, sub: StandIn, case: Case) -> list[Question]:
    """In their order; the model answer is right, but an instructor's own property may be wrong in any way."""
    sub.begin_case(prop.deadline_s)
    with suppress(Exception):
        prop.holds(sub, *case)
    return list(sub.asked)


def _worked(lines: str) -> Worked:
    shown = _shown(lines, seed=0)
    return Worked(lines, shown, is_chance=shown != _shown(lines, seed=1))


def _shown(lines: str, seed: int) -> str:
    """What Python shows when these lines are typed: values, what is printed, and an exception at the end."""
    random.seed(seed)
    names: dict[str, object] = {}
    with redirect_stdout(io.StringIO()) as screen, _values_are_printed():
        try:
            for statement in ast.parse(lines).body:
                exec(compile(ast.Interactive([statement]), CASE, "single"), names)  # noqa: S102  # our text, our code
        except Exception as error:
            print(f"{type(error).__name__}: {error}")  # noqa: T201  # on that screen
    text = screen.getvalue().rstrip()
    return text if len(text) <= MAX_CHARACTERS else f"{text[:MAX_CHARACTERS]} ..."


@contextmanager
def _values_are_printed() -> Iterator[None]:
    """As at the prompt, but without keeping the last one."""
    usual = sys.displayhook
    sys.displayhook = lambda value: print(repr(value)) if value is not None else None  # noqa: T201  # on that screen
    try:
        yield
    finally:
        sys.displayhook = usual
