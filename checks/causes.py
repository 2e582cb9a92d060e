"""Groups failures by their root cause, so that one error is not told ten times.

A property names in `after` the properties whose failure would explain its own. A failure that no failed prerequisite
explains is a root; the others wait for their roots. Roots that are known to be one mistake are one cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from checks.registry import Property, prerequisites
from checks.verdicts import Run, Verdict


@dataclass(frozen=True)
class Cause:
    """A failure to mend first, and the failures that it may explain."""

    verdict: Verdict
    explains: list[Verdict] = field(default_factory=list)


def causes(run: Run, properties: Mapping[str, Property]) -> list[Cause]:
    """The roots in the order of the course, each with what waits for it; every failure appears once.

    What could not be imported is left out: `run.import_failures` tells that.
    """
    failures = {v.id: v for v in run.verdicts if v.status.is_wrong and v.cases > 0}
    roots: dict[str, Cause] = {}
    for identifier, verdict in failures.items():
        root = _root_of(identifier, failures, properties)
        if root == identifier:
            roots[identifier] = Cause(verdict, roots[identifier].explains if identifier in roots else [])
        else:
            roots.setdefault(root, Cause(failures[root])).explains.append(verdict)
    in_order = [roots[identifier] for identifier in failures if identifier in roots]
    return _one_for_each_mistake(in_order, {named.property_id: named.mistake for named in run.diagnoses})


def _one_for_each_mistake(found: list[Cause], mistakes: Mapping[str, str]) -> list[Cause]:
    """The first cause of each mistake also explains the later ones; what has no name stands for itself."""
    merged: dict[str, Cause] = {}
    for cause in found:
        name = mistakes.get(cause.verdict.id, cause.verdict.id)
        earlier = merged.get(name)
        if earlier is None:
            merged[name] = cause
        else:
            merged[name] = Cause(earlier.verdict, [*earlier.explains, cause.verdict, *cause.explains])
    return list(merged.values())


def _root_of(identifier: str, failures: Mapping[str, Verdict], properties: Mapping[str, Property]) -> str:
    """The first failed prerequisite of the first failed prerequisite, and so on."""
    seen = {identifier}
    while True:
        earlier = next((p for p in prerequisites(properties[identifier]) if p in failures and p not in seen), None)
        if earlier is None:
            return identifier
        seen.add(earlier)
        identifier = earlier
