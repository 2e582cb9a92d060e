"""What is told of a property that did not pass, whoever it is told to: in a terminal, on a page, on a platform."""

from __future__ import annotations

import re

from checks.plain_text import harmless
from checks.registry import Property
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
        "hint": named.hint if named else prop.hint,
        "source": prop.source,
    }
    return {name: harmless(fact) for name, fact in told.items() if fact}


IMPORT_HINTS = {
    r"raised (EOFError|FileNotFoundError|PermissionError|SystemExit|KeyboardInterrupt)|^no answer within": (
        'What stands at the top level runs at import: put demonstrations under `if __name__ == "__main__":`.'
    ),
    r"raised ModuleNotFoundError": "The standard library and NumPy are there, and the files that were handed in.",
    r"attempted relative import": "Write `from autograd import Value`, or hand in a package, with its `__init__.py`.",
    r"null bytes": "Save the file as UTF-8.",
    r"circular import": "Two files import each other: which of them needs nothing of the other?",
}


def import_hint(failure: ImportFailure) -> str:
    """What often helps where a file cannot be imported for such a reason; empty where nothing is known."""
    return next((hint for reason, hint in IMPORT_HINTS.items() if re.search(reason, failure.message)), "")


def said(status: Status) -> str:
    """A status in words."""
    return status.value.replace("_", " ")
