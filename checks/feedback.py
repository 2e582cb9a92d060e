"""What is told of a property that did not pass, whoever it is told to: in a terminal, on a page, on a platform."""

from __future__ import annotations

from checks.plain_text import harmless
from checks.registry import Property
from checks.verdicts import Diagnosis, Status, Verdict


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


def said(status: Status) -> str:
    """A status in words."""
    return status.value.replace("_", " ")
