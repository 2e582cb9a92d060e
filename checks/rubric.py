"""The rubric: what an instructor has verdicts count for. A TOML file, checked against the properties that there are."""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec

from checks.plain_text import harmless
from checks.registry import Property, UnknownPropertyError, find, sections, select

Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]
Stretch = Literal["counts", "extra", "ignored"]
Points = Annotated[float, msgspec.Meta(ge=0, le=1e9)]
MAX_CHARACTERS = 60


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
    stretch: Stretch = "counts"
    carried_forward: Annotated[float, msgspec.Meta(ge=0, le=1)] = 1.0
    out_of: Annotated[float, msgspec.Meta(gt=0, le=1e9)] | None = None
    cap: Points | None = None
    points: dict[str, Points] = {}
    sections: dict[str, SectionRule] = {}


PLAIN = Rubric()
_FIELDS = ", ".join(
    [*Rubric.__struct_fields__[:-1], "[sections.NAME] with " + ", ".join(SectionRule.__struct_fields__)]
)


def _one_of(words: Sequence[str]) -> str:
    return f"it is one of {', '.join(map(repr, words))}"


_NUMBER = "it is a number without quotes, 0 or more, such as 20"
_OF_RUBRIC = {
    "title": "it is text in quotes, such as 'Homework 1'",
    "stretch": _one_of(get_args(Stretch)),
    "carried_forward": "it is a share from 0 to 1, such as 0.5",
    "out_of": "it is a number without quotes, more than 0, such as 100",
    "cap": _NUMBER,
    "points": 'it is a table, [points], with a number for each id, "softmax.sums_to_one" = 3',
    "sections": "each section has a table of its own, [sections.softmax]",
}
_OF_SECTION = {"points": _NUMBER, "cap": _NUMBER, "visibility": _one_of(get_args(Visibility))}
"""What each field may be."""


class _WrongError(Exception):
    """What is wrong in a rubric, and the remedy."""


def read_rubric(path: Path) -> Rubric:
    """The rubric in a file. Raises RubricError: not there, no TOML, an unknown field, property or section."""
    return parse_rubric(rubric_text(path), path)


def rubric_text(path: Path) -> bytes:
    """What the file holds. Raises RubricError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise RubricError(f"{path} cannot be read ({error.strerror}); check the path of the rubric") from None


def parse_rubric(text: bytes, path: Path) -> Rubric:
    """The rubric that a file of this path holds as its text. Raises RubricError, as `read_rubric`."""
    table = _table(text, path)
    try:
        for identifier, points in _pairs(table, "points"):
            _check_points(identifier, points)
        for section, rule in _pairs(table, "sections"):
            _check_section(section, rule)
        _check_fields(table, Rubric, _OF_RUBRIC, "")
    except _WrongError as wrong:
        raise RubricError(f"{path} is no rubric: {wrong}") from None
    return msgspec.convert(table, Rubric)


def _table(text: bytes, path: Path) -> Mapping[str, object]:
    """What the text says as TOML. Raises RubricError."""
    try:
        return tomllib.loads(text.removeprefix(codecs.BOM_UTF8).decode())
    except UnicodeDecodeError:
        raise RubricError(f"{path} is no rubric in UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise RubricError(f"{path} is no rubric: it is no TOML ({error}); it may hold {_FIELDS}") from None


def _pairs(table: Mapping[str, object], name: str) -> Iterable[tuple[str, object]]:
    held = table.get(name)
    return held.items() if isinstance(held, dict) else ()


def _check_points(identifier: str, points: object) -> None:
    """The points of one property. Raises _WrongError."""
    _refuse_above(identifier, "points")
    if isinstance(points, dict):
        raise _WrongError('[points] has an id without quotes; put ids in quotes, "softmax.sums_to_one" = 3')
    if identifier in sections():
        raise _WrongError(f"{identifier} is a section; a section's points go into [sections.{identifier}]")
    try:
        find(identifier)
    except UnknownPropertyError as error:
        raise _WrongError(f"[points] gives points to what there is not, since {error}") from None
    _check_value(identifier, points, Points, _NUMBER, " in [points]")


def _check_section(section: str, rule: object) -> None:
    """What one section counts for. Raises _WrongError."""
    _refuse_above(section, "sections")
    try:
        select(section)
    except UnknownPropertyError as error:
        raise _WrongError(f"[sections] has a rule for what there is not, since {error}") from None
    if not isinstance(rule, dict):
        what = f"[sections] has {section} = {_quoted(rule)}"
        raise _WrongError(f"{what}; a section has a table of its own, [sections.{section}] with points = 20 in it")
    for name in rule:
        if name not in _OF_SECTION:
            _refuse_above(name, f"sections.{section}")
    _check_fields(rule, SectionRule, _OF_SECTION, f" in [sections.{section}]")


def _refuse_above(name: str, table: str) -> None:
    """Raises _WrongError where a field of the whole rubric stands in a table."""
    if name in _OF_RUBRIC:
        raise _WrongError(f"{name} is in [{table}], since that table begins above it; put it above the first [table]")


def _check_fields(
    table: Mapping[str, object], kind: type[msgspec.Struct], remedies: Mapping[str, str], where: str
) -> None:
    """What a table holds, field by field. Raises _WrongError."""
    kinds = {field.name: field.type for field in msgspec.structs.fields(kind)}
    for name, value in table.items():
        if name not in kinds:
            raise _WrongError(f"there is no field {_quoted(name)}{where}; it may hold {_FIELDS}")
        _check_value(name, value, kinds[name], remedies[name], where)


def _check_value(name: str, value: object, kind: object, remedy: str, where: str) -> None:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        raise _WrongError(f"{name}{where} is {_quoted(value)}; {remedy}") from None


def _quoted(value: object) -> str:
    return harmless(repr(value), MAX_CHARACTERS)


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
