"""The rubric: what an instructor has verdicts count for. A TOML file, checked against the properties that there are."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from checks.registry import Property, UnknownPropertyError, find, sections

Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]
Points = Annotated[float, msgspec.Meta(ge=0, le=1e9)]


class RubricError(Exception):
    """The rubric cannot be used; the message is one sentence that names the place and the remedy."""


class SectionRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one section counts for.

    `points` is what all of it is worth: its properties are scaled until what counts as possible makes that, or all of
    them where the section is extra credit alone. At most `cap` points of it count.
    `visibility` is for platforms that can hide results from students.
    """

    points: Points | None = None
    cap: Points | None = None
    visibility: Visibility = "visible"


class Rubric(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What verdicts count for. Without any field it gives each property its own points.

    `points` overrides those of single properties. `stretch` says whether stretch goals count like others, are extra
    credit (points without raising the maximum) or are ignored. `carried_forward` is the share of its points that a
    property has which is right on trusted earlier files alone. `out_of` scales the total to that maximum; at most `cap`
    points count in all.
    """

    title: str = ""
    stretch: Literal["counts", "extra", "ignored"] = "counts"
    carried_forward: Annotated[float, msgspec.Meta(ge=0, le=1)] = 1.0
    out_of: Annotated[float, msgspec.Meta(gt=0, le=1e9)] | None = None
    cap: Points | None = None
    points: dict[str, Points] = {}
    sections: dict[str, SectionRule] = {}


PLAIN = Rubric()
_FIELDS = ", ".join(
    [*Rubric.__struct_fields__[:-1], "[sections.NAME] with " + ", ".join(SectionRule.__struct_fields__)]
)


def read_rubric(path: Path) -> Rubric:
    """The rubric in a file. Raises RubricError: not there, no TOML, an unknown field, property or section."""
    try:
        rubric = msgspec.toml.decode(path.read_bytes().removeprefix(codecs.BOM_UTF8), type=Rubric)
        for identifier in rubric.points:
            find(identifier)
    except OSError as error:
        raise RubricError(f"{path} cannot be read ({error.strerror}); check the path of the rubric") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        is_unquoted = "$.points" in str(error) and "object" in str(error)
        advice = 'put ids in quotes, "softmax.sums_to_one" = 3' if is_unquoted else f"it may hold {_FIELDS}"
        raise RubricError(f"{path} is no rubric ({error}); {advice}") from None
    except UnknownPropertyError as error:
        raise RubricError(f"{path} gives points to what there is not: {error}") from None
    unknown = [section for section in rubric.sections if section not in sections()]
    if unknown:
        raise RubricError(f"{path} has a rule for {unknown[0]!r}, which is no section; `crosscheck list` shows all")
    return rubric


def worths(properties: Sequence[Property], rubric: Rubric = PLAIN) -> dict[str, float]:
    """What each of these properties is worth; all of a section's are there, so that it can be scaled."""
    own = {prop.id: _own(prop, rubric) for prop in properties}
    of_section: dict[str, list[Property]] = {}
    for prop in properties:
        of_section.setdefault(prop.section, []).append(prop)
    scales = {section: _scale(section, together, own, rubric) for section, together in of_section.items()}
    return {prop.id: own[prop.id] * scales[prop.section] for prop in properties}


def is_extra(prop: Property, rubric: Rubric) -> bool:
    """Whether its points do not raise the maximum."""
    return prop.tier == "stretch" and rubric.stretch == "extra"


def _scale(section: str, together: Sequence[Property], own: Mapping[str, float], rubric: Rubric) -> float:
    """What the points of a section's properties are multiplied by."""
    wanted = rubric.sections.get(section, SectionRule()).points
    possible = sum(own[prop.id] for prop in together if not is_extra(prop, rubric))
    whole = possible or sum(own[prop.id] for prop in together)
    return 1.0 if wanted is None or not whole else wanted / whole


def _own(prop: Property, rubric: Rubric) -> float:
    if prop.tier == "stretch" and rubric.stretch == "ignored":
        return 0.0
    return rubric.points.get(prop.id, prop.points)
