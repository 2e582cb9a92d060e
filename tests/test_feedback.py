"""What is told of a failure is about that kind of failure: the mathematics where that is wrong, and nothing untrue."""

from __future__ import annotations

import pytest
from support import Submit, cases_of

from checks.exports.record import feedback
from checks.feedback import facts, hint, import_facts
from checks.registry import Property, all_properties
from checks.session import Session
from checks.verdicts import ImportFailure, Status, Verdict

SOFTMAX = "softmax.sums_to_one"
PROPERTIES = {prop.id: prop for prop in all_properties()}
VALUE = "class Value:\n    def __init__(self, data): self.data, self.grad = data, 0.0\n"
NEEDED = "Does every loop and recursion there come to an end"

BODIES = {
    "no return": ("(logits, temperature=1.0): [z for z in logits]", "What it has computed has to come after `return`"),
    "a parameter too many": (
        "(logits, temperature, axis): return logits",
        "It has to take (logits, temperature=1.0); whatever else it takes needs a default.",
    ),
    "a parameter too few": ("(): return []", "It has to take (logits, temperature=1.0)"),
    "a number": ("(logits, temperature=1.0): return [0.5 for _ in logits]", "A Value has to come back"),
    "input": ("(logits, temperature=1.0): return input()", "Nobody is there to type anything"),
    "a name that nothing has": ("(logits, temperature=1.0): return logit", "Where does that name get its value?"),
    "sys.exit": ("(logits, temperature=1.0): import sys; sys.exit()", "Return, or raise a ValueError"),
    "math": (
        "(logits, temperature=1.0): import math; return math.exp(logits[0])",
        "`math` computes with plain numbers",
    ),
    "a method of numbers": ("(logits, temperature=1.0): return [(1.0).exp()]", "A plain number has no such thing"),
    "a generator": ("(logits, temperature=1.0): return (z for z in logits)", "`list(...)` around it makes it one."),
    "no parentheses": ("(logits, temperature=1.0): return [max for _ in logits]", PROPERTIES[SOFTMAX].hint),
    "recursion": ("(logits, temperature=1.0): return softmax(logits)", "Does what calls itself ever stop?"),
    "its own wrong call": (
        "(logits, temperature=1.0): return softmax(1, 2, 3)",
        "It is called with other arguments than its `def` has",
    ),
    "mathematics": ("(logits, temperature=1.0): return logits", PROPERTIES[SOFTMAX].hint),
    "a division by zero": ("(logits, temperature=1.0): return [1 / 0]", PROPERTIES[SOFTMAX].hint),
}


@pytest.mark.parametrize(("rest", "told"), BODIES.values(), ids=BODIES)
def test_the_hint_is_about_the_kind_of_failure(rest: str, told: str, submit: Submit) -> None:
    """Only wrong mathematics, and what may be that, is answered with the mathematics."""
    assert _hint(submit, VALUE, f"def softmax{rest}").startswith(told)


def test_a_constructor_that_is_misspelt(submit: Submit) -> None:
    """Python says that the class takes no arguments."""
    assert _hint(submit, VALUE.replace("__init__", "_init_"), "def softmax(z): return z").startswith(
        "Has the class an `__init__`?"
    )


def test_a_gradient_that_is_none() -> None:
    """No `return` is missing there."""
    verdict = Verdict(id=SOFTMAX, status=Status.FAILED, cases=1, message="z[0].grad is None, not a real number")
    assert hint(verdict, PROPERTIES[SOFTMAX]) == "A gradient is a number from the beginning: 0.0."


@pytest.mark.parametrize(
    ("status", "message", "told"),
    [
        (Status.TIMED_OUT, "no answer within 2 s; it was in softmax", f"{NEEDED}, and is no work done over and over? "),
        (Status.RAISED, "raised RecursionError: maximum recursion depth exceeded", "Does what calls itself ever stop?"),
    ],
)
def test_where_it_may_be_the_mathematics_that_comes_second(status: Status, message: str, told: str) -> None:
    """Such as where sharing or depth is the very claim."""
    prop = PROPERTIES[SOFTMAX]
    said = hint(Verdict(id=SOFTMAX, status=status, cases=1, message=message), prop)
    assert said.startswith(told)
    assert said.endswith(prop.hint)


def test_a_crash_is_no_mathematics() -> None:
    """Nothing is known that would help."""
    verdict = Verdict(id=SOFTMAX, status=Status.CRASHED, cases=1, message="exit status 0 in softmax")
    assert "hint" not in facts(verdict, PROPERTIES[SOFTMAX], None)


IMPORTS = {
    "input": ("raised EOFError: EOF when reading a line", "What stands at the top level"),
    "assert": ("raised AssertionError, in <module> (line 9 of loss.py: `assert f(1) == 2`)", "What stands at the top"),
    "a stub called": ("raised NotImplementedError, in softmax (line 9 of loss.py: `...`)", "What stands at the top"),
    "tabs": ("raised TabError: inconsistent use of tabs and spaces in indentation", "Indent by four spaces"),
    "a bracket": (
        "raised SyntaxError: '(' was never closed, in <module> (line 1 of loss.py: `x = (`)",
        "Every bracket",
    ),
    "another bracket": ("raised SyntaxError: closing parenthesis ']' does not match opening parenthesis '('", "Every"),
    "a quote": ("raised SyntaxError: unterminated string literal (detected at line 1)", "What begins with quotes"),
    "syntax": ("raised SyntaxError: invalid syntax", "Python cannot read that line"),
    "Latin-1": ("raised SyntaxError: (unicode error) 'utf-8' codec can't decode byte 0xf6", "Save the file as UTF-8."),
    "a path": (
        "raised SyntaxError: (unicode error) 'unicodeescape' codec can't decode bytes",
        "A backslash in a string",
    ),
    "a division": ("raised ZeroDivisionError: division by zero", ""),
}


@pytest.mark.parametrize(("message", "told"), IMPORTS.values(), ids=IMPORTS)
def test_what_cannot_be_imported_has_a_hint_of_its_own(message: str, told: str) -> None:
    """In the file's own facts, and at each of its properties, where the mathematics would be beside the point."""
    failure = ImportFailure(module="loss", status=Status.RAISED, message=message, culprit="loss")
    verdict = Verdict(id=SOFTMAX, status=Status.RAISED, message=f"loss.py cannot be imported: {message}")
    said = [import_facts(failure).get("hint", ""), facts(verdict, PROPERTIES[SOFTMAX], None).get("hint", "")]
    assert said[0] == said[1]
    assert said[0].startswith(told)
    assert bool(said[0]) == bool(told)
    assert PROPERTIES[SOFTMAX].hint not in feedback(verdict, PROPERTIES[SOFTMAX], [])


def _hint(submit: Submit, autograd: str, loss: str) -> str:
    """The hint at the one property, of this submission."""
    prop: Property = PROPERTIES[SOFTMAX]
    with Session(submit(autograd=autograd, loss=loss)) as session:
        return hint(session.judge(prop, cases_of(0, "quick"), 0, "quick"), prop)
