"""What is told of a property that did not pass, whoever it is told to: in a terminal, on a page, on a platform."""

from __future__ import annotations

import re

from checks.plain_text import harmless
from checks.registry import Property
from checks.signatures import signature
from checks.verdicts import Diagnosis, ImportFailure, Status, Verdict


def facts(verdict: Verdict, prop: Property, named: Diagnosis | None) -> dict[str, str]:
    """Claim, smallest case, what was found, the mistake if known, hint and source, in this order, all harmless.

    What there is nothing to tell of is left out.
    """
    variables = ", ".join(f"{name} = {value!r}" for name, value in (verdict.case or {}).items())
    is_carried = verdict.carried is Status.PASSED
    told = {
        "claim": prop.claim,
        "case": verdict.snippet or variables,
        "found": verdict.message,
        "note": "right on trusted earlier files: the error is in what it builds on" if is_carried else "",
        "mistake": named.story if named else "",
        "hint": named.hint if named else hint(verdict, prop),
        "source": prop.source,
    }
    return {name: harmless(fact) for name, fact in told.items() if fact}


_IMPORT = "cannot be imported: "
"""What stands between a file's name and the reason in a verdict on what could not be imported."""

IMPORT_HINTS = {
    r"^(raised (EOF|FileNotFound|Permission|Assertion|NotImplemented)Error|raised (SystemExit|Keyboard)|no answer)": (
        'What stands at the top level runs at import: put demonstrations under `if __name__ == "__main__":`.'
    ),
    r"raised ModuleNotFoundError": "The standard library and NumPy are there, and the files that were handed in.",
    r"attempted relative import": "Write `from autograd import Value`, or hand in a package, with its `__init__.py`.",
    r"null bytes|'utf-?8' codec can't decode|Non-UTF-8 code": "Save the file as UTF-8.",
    r"'unicodeescape' codec": 'A backslash in a string begins an escape: write two of them, or r"..." for the string.',
    r"raised (Tab|Indentation)Error": (
        "Indent by four spaces, never by tabs; what belongs to one block begins in the same column."
    ),
    r"raised SyntaxError: .*(never closed|unmatched '|does not match opening)": (
        "Every bracket that is opened has to be closed, by one of its kind."
    ),
    r"raised SyntaxError: unterminated": "What begins with quotes has to end with the same ones.",
    r"raised SyntaxError": "Python cannot read that line: look at it, and at how the line before it ends.",
    r"circular import": "Two files import each other: which of them needs nothing of the other?",
}

KINDS = {
    r"raised TypeError: .*\b\w+\(\) takes no arguments(, in |$)": (
        "Has the class an `__init__`? The name is spelt so, with two underscores on each side."
    ),
    r"raised TypeError: must be real number, not Value": (
        "`math` computes with plain numbers only; a Value has methods such as `.exp()` and `.log()`."
    ),
    r"raised AttributeError: '(float|int)' object has no attribute '(data|grad|exp|log|tanh|relu|sigmoid|backward)'": (
        "A plain number has no such thing, a Value has: which of them does the docstring speak of?"
    ),
    r"raised TypeError: [\w.]+\(\) (missing \d|takes (from )?\d|got an unexpected|got multiple values)": (
        "It is called with other arguments than its `def` has; the first parameter of a method is `self`."
    ),
    r"raised (NameError|UnboundLocalError)": (
        "Where does that name get its value? It may be misspelt, or an `import` missing."
    ),
    r"raised EOFError": "Nobody is there to type anything: does it wait for `input()`? Take what is given instead.",
    r"raised (SystemExit|KeyboardInterrupt)": "Return, or raise a ValueError, instead of ending the program.",
    r"\) is None \(": (
        "What it has computed has to come after `return`, on every way through; `print` gives nothing back."
    ),
    r"\.grad is None, ": "A gradient is a number from the beginning: 0.0.",
    r" is an? (float|int|bool), not a Value": (
        "A Value has to come back, so that gradients can flow: is `.data` taken, or `float` or `math` used, on the way?"
    ),
    r"\.data is a memoryview, not a real number": "A Value has to come back, not a NumPy number or array.",
    r" is a Value, not a real number": "A plain number has to come back: the `.data` of that Value.",
    r" is an? (generator|map|zip|filter|set|dict_keys|dict_values), not a list": "`list(...)` around it makes it one.",
    r" is an? (function|method|builtin_function_or_method), not an? ": "Are the parentheses of a call missing?",
}
"""Hints by kind of failure, by what its message says: the mathematics is not what went wrong."""

KINDS_OF_WORK = {
    r"^no answer within": "Does every loop and recursion there come to an end, and is no work done over and over?",
    r"raised RecursionError": "Does what calls itself ever stop? Python allows about 1000 calls within each other.",
    r"raised MemoryError": "What grows there, and what ends that?",
}
"""The same where it may be the mathematics, too: the property's own hint comes second."""

_CALLED_WRONGLY = re.compile(
    r"raised TypeError: (\w+(?:\.\w+)?)\(\) (?:missing \d|takes (?:from )?\d|got an unexpected|got multiple values)"
)
_IN_THEIR_CODE = re.compile(r", in \S+ \(line \d+ of ")


def hint(verdict: Verdict, prop: Property) -> str:
    """What may help: by the kind of failure where that says more than the mathematics; empty where nothing does."""
    if not verdict.status.is_wrong:
        return prop.hint
    if verdict.cases == 0:
        return _import_hint(verdict.message.partition(_IMPORT)[2])
    if verdict.status is Status.CRASHED:
        return ""
    found = _signature_hint(verdict.message, prop) or _first(KINDS, verdict.message)
    of_work = _first(KINDS_OF_WORK, verdict.message)
    return found or (f"{of_work} {prop.hint}" if of_work else prop.hint)


def import_facts(failure: ImportFailure) -> dict[str, str]:
    """What was found of a file that cannot be imported, and what often helps, where that is known; all harmless."""
    absent = f"{failure.culprit}.py was not handed in, or not beside it."
    hint = absent if failure.is_for_want_of_a_file else _import_hint(failure.message)
    told = {"found": failure.message, "hint": hint}
    return {name: harmless(fact) for name, fact in told.items() if fact}


def _import_hint(reason: str) -> str:
    return _first(IMPORT_HINTS, reason)


def _signature_hint(message: str, prop: Property) -> str:
    """How it is called, where it could not be called so: the student's own calls are not meant."""
    called = _CALLED_WRONGLY.match(message)
    if not called or _IN_THEIR_CODE.search(message):
        return ""
    parameters = signature(called[1], [*prop.of, *prop.needs])
    return f"It has to take {parameters}; whatever else it takes needs a default." if parameters else ""


def _first(hints: dict[str, str], message: str) -> str:
    return next((hint for reason, hint in hints.items() if re.search(reason, message)), "")


def said(status: Status) -> str:
    """A status in words."""
    return status.value.replace("_", " ")
