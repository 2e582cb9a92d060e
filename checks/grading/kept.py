"""An instructor's own properties as a gradebook keeps them: a run is scored and reported without their file.

Everything is kept but what judges: the claim, the hint, the points and what comes before what.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from checks.registry import Property, Tier, all_properties, enter


class KeptProperty(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of a property and what it counts for; the fields are those of `Property`."""

    id: str
    claim: str
    source: str
    hint: str
    points: int
    tier: Tier
    of: tuple[str, ...]
    needs: tuple[str, ...]
    after: tuple[str, ...]
    variables: tuple[str, ...]


def kept(properties: Sequence[Property]) -> list[KeptProperty]:
    """These properties as data."""
    return [msgspec.convert(prop, KeptProperty, from_attributes=True) for prop in properties]


def enter_missing(properties: Sequence[KeptProperty]) -> None:
    """Registers those whose file was not given; one that was given counts as it is now."""
    known = {prop.id for prop in all_properties()}
    for prop in properties:
        if prop.id not in known:
            fields = {name: getattr(prop, name) for name in prop.__struct_fields__}
            enter(Property(**fields, given=None, examples=(), case_share=1.0, deadline_s=0.0, holds=_cannot_judge))


def _cannot_judge(*_: object) -> None:
    raise NotImplementedError("the file of this property was not given; name it with --properties")
