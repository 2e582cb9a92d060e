"""A run as JSON, format 1: for programs, and for storing beside the submission."""

from __future__ import annotations

import math
from collections.abc import Mapping

import msgspec

from checks.registry import Property
from checks.scoring import Score, score, score_by_property
from checks.verdicts import Run, Verdict

FORMAT = 1


def render(run: Run, properties: Mapping[str, Property]) -> bytes:
    """The whole run as one JSON object, indented, UTF-8, with a line end."""
    total, earned = score(run, properties), score_by_property(run, properties)
    document = {
        "format": FORMAT,
        "submission": run.submission,
        "seed": run.seed,
        "profile": run.profile,
        "versions": run.versions,
        "score": total.points,
        "max_score": total.max_points,
        "seconds": round(run.seconds, 3),
        "import_failures": run.import_failures,
        "seal": {"label": run.seal.label, **msgspec.to_builtins(run.seal)} if run.seal else None,
        "diagnoses": run.diagnoses,
        "checks": [_check(verdict, properties[verdict.id], earned[verdict.id]) for verdict in run.verdicts],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _check(verdict: Verdict, prop: Property, earned: Score) -> dict[str, object]:
    return {
        "id": prop.id,
        "section": prop.section,
        "tier": prop.tier,
        "status": verdict.status,
        "status_on_trusted_parts": verdict.carried,
        "points": earned.points,
        "max_points": prop.points,
        "claim": prop.claim,
        "source": prop.source,
        "hint": prop.hint,
        "cases": verdict.cases,
        "discriminating_cases": verdict.discriminating,
        "case": _finite(verdict.case),
        "snippet": verdict.snippet,
        "message": verdict.message,
        "seconds": round(verdict.seconds, 6),
    }


def _finite(value: object) -> object:
    """JSON has no infinity and no NaN: they become strings."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
