"""What an audit leaves: one record for each mistake, each right submission and each property."""

from __future__ import annotations

import msgspec

from checks.verdicts import Status


class Kill(msgspec.Struct, frozen=True, kw_only=True):
    """How a property failed a mistake: on the `case`-th of its cases, counted from 1, for the first time.

    `share` is how far off the answer was, as a multiple of what is allowed; infinite where it was no number.
    """

    status: Status
    case: int
    share: float
    message: str


class WrongResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the suite made of one mistake.

    `kills` maps the properties that it failed to how; the others passed, `asked` of all. Where `gave_up` is set, the
    submission hung so often that not all properties were asked. `import_failures` are a defect of the bank.
    """

    id: str
    module: str
    kind: str
    caught_by: str
    kills: dict[str, Kill]
    asked: int
    gave_up: bool
    import_failures: list[str]
    seconds: float

    @property
    def is_caught(self) -> bool:
        """True where the property that the mistake names failed it, and for no defect of the bank."""
        return self.caught_by in self.kills and not self.import_failures


class FalseAlarm(msgspec.Struct, frozen=True, kw_only=True):
    """A right submission that was failed; `snippet` is the smallest case as Python."""

    submission: str
    property_id: str
    seed: int
    status: Status
    message: str
    snippet: str


class RightResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the suite made of one right submission; `worst_share` maps properties to the largest error allowed for."""

    name: str
    seed: int
    passed: int
    false_alarms: list[FalseAlarm]
    worst_share: dict[str, float]
    seconds: float


class Vacuity(msgspec.Struct, frozen=True, kw_only=True):
    """How many cases of a property were judged on the reference, and on how many anything was compared."""

    property_id: str
    cases: int
    discriminating: int

    @property
    def is_broken(self) -> bool:
        """True where most cases show nothing, or there are none."""
        return 2 * self.discriminating < self.cases or self.cases == 0


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """A whole audit. `justified` maps a property that may catch nothing alone to the reason why it stands."""

    seed: int
    profile: str
    versions: dict[str, str]
    properties: list[str]
    justified: dict[str, str]
    wrong: list[WrongResult]
    right: list[RightResult]
    not_installed: dict[str, str]
    vacuity: list[Vacuity]
    is_sample: bool
    seconds: float
