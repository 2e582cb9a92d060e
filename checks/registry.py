"""The table of properties: what `@prop` records of each, and how to find one by its id.

A property is a plain function `claim_in_words(sub, *variables)` in `checks/properties/<topic>.py`; it returns where
the claim holds and raises `expect.Mismatch` where it does not.
"""

from __future__ import annotations

import functools
import inspect
import reprlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, get_args

from checks.recipes import Recipe

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Tier = Literal["core", "stretch"]
Case = tuple[Any, ...]
CASE_DEADLINE_S = 2.0
TRAINING_DEADLINE_S = 10.0


@dataclass(frozen=True, kw_only=True)
class Property:
    """One mathematical claim about a submission.

    `of` names the parts of the contract that it is about (the first decides whether it was attempted), `needs` the
    other parts that it calls, `after` the properties whose failure would explain its own. `stands_because` is why it
    stands although others catch every mistake of the bank that it catches. `smaller` gives cases simpler than a
    failing one, beside those that Hypothesis finds.
    """

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
    given: Recipe[Any] | SearchStrategy[Any] | None
    examples: tuple[Case, ...]
    case_share: float
    deadline_s: float
    holds: Callable[..., None]
    stands_because: str = ""
    smaller: Callable[[Case], Iterable[Case]] | None = None

    @functools.cached_property
    def section(self) -> str:
        """The topic, which is the part of the id before the dot."""
        return self.id.partition(".")[0]


class UnknownPropertyError(LookupError):
    """No property has that id or section; the message suggests the nearest ones."""


_properties: dict[str, Property] = {}


def prop(
    *,
    of: str | Sequence[str],
    source: str,
    hint: str,
    points: int = 1,
    given: Recipe[Any] | SearchStrategy[Any] | None = None,
    examples: Sequence[Any] = (),
    needs: Sequence[str] = (),
    after: Sequence[str] = (),
    tier: Tier = "core",
    case_share: float = 1.0,
    deadline_s: float = CASE_DEADLINE_S,
    name: str | None = None,
    claim: str | None = None,
    stands_because: str = "",
    smaller: Callable[[Any], Iterable[Any]] | None = None,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Registers a property.

    Args:
        of: the names of the contract that it is about, dotted: `loss.softmax`.
        source: where the course or mathematics states the claim.
        hint: points the student to the error without giving the formula.
        points: what it is worth.
        given: draws a case: a tuple of plain values for the variables after `sub` (a lone variable needs no tuple).
        examples: hand-picked cases, judged before the drawn ones.
        needs: further names of the contract that it calls.
        after: ids of properties whose failure would explain a failure of this one; `topic.*` names the core of a topic.
        tier: `stretch` where the contract says so.
        case_share: the part of a profile's cases that is drawn, below 1 only where a case is costly.
        deadline_s: for one case.
        name: the claim in words, where one function serves several properties; otherwise the function's name.
        claim: the claim, where one docstring serves several properties; otherwise its first paragraph.
        stands_because: why it stands, where others catch every mistake of the bank that it catches.
        smaller: gives cases a little simpler than a failing one, where the strategy has none that are small enough.

    Raises:
        ValueError: something is missing, a hand-picked case is none of these variables, or the id is taken.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        topic = function.__module__.rpartition(".")[2]
        identifier = f"{topic}.{name or function.__name__}"
        documented = claim or inspect.getdoc(function) or ""
        parts = (of,) if isinstance(of, str) else tuple(of)
        variables = tuple(inspect.signature(function).parameters)[1:]
        told = {"a docstring": documented, "a source": source, "a hint": hint, "what it is of": parts}
        if lacking := [what for what, words in told.items() if not words]:
            raise ValueError(f"{identifier} lacks {' and '.join(lacking)}: add what is missing")
        if not isinstance(points, int) or points < 1:
            raise ValueError(f"{identifier} has {points!r} points: give it a whole number of at least 1")
        if tier not in get_args(Tier):
            raise ValueError(f"{identifier} is of the tier {tier!r}: have it be core or stretch")
        if given is None and not examples:
            raise ValueError(f"{identifier} has no cases: give it a strategy or examples")
        if identifier in _properties:
            raise ValueError(f"two properties are called {identifier}")
        try:
            cases = tuple(as_case(example, len(variables)) for example in examples)
        except ValueError as error:
            raise ValueError(f"{identifier}: {error}") from None
        _properties[identifier] = Property(
            id=identifier,
            claim=" ".join(documented.partition("\n\n")[0].split()),
            source=source,
            hint=hint,
            points=points,
            tier=tier,
            of=parts,
            needs=tuple(needs),
            after=tuple(after),
            variables=variables,
            given=given,
            examples=cases,
            case_share=case_share,
            deadline_s=deadline_s,
            holds=function,
            stands_because=stands_because,
            smaller=smaller,
        )
        return function

    return register


def enter(prop: Property) -> None:
    """Registers a property that is made otherwise, from what a gradebook keeps of it."""
    _properties[prop.id] = prop


def withdraw(topics: Collection[str]) -> None:
    """Forgets the properties of these topics: an instructor's own, when others take their place."""
    for prop in [prop for prop in _properties.values() if prop.section in topics]:
        del _properties[prop.id]


def as_case(drawn: Any, variables: int) -> Case:
    """What a strategy drew, as the tuple of a property's variables. Raises ValueError where their numbers differ."""
    if variables == 1:
        return (drawn,)
    gives = len(drawn) if isinstance(drawn, tuple | list) else 1
    if gives != variables:
        raise ValueError(
            f"the function takes {variables} variables after `sub`, the case {reprlib.repr(drawn)} gives {gives}: "
            f"let each be a tuple of {variables}"
        )
    return tuple(drawn)


def all_properties() -> list[Property]:
    """Every registered property, in the order of registration."""
    return list(_properties.values())


def sections() -> list[str]:
    """The topics, in the order of the course."""
    return list(dict.fromkeys(prop.section for prop in _properties.values()))


def find(identifier: str) -> Property:
    """The property with this id. Raises UnknownPropertyError, naming the nearest ids."""
    if identifier not in _properties:
        raise UnknownPropertyError(_unknown("property", identifier, list(_properties), _sections_about(identifier)))
    return _properties[identifier]


def select(section: str | None = None, only: Sequence[str] = ()) -> list[Property]:
    """The properties of a section, or those with these ids; all of them without either.

    Raises UnknownPropertyError, naming the nearest ones.
    """
    if section is not None and section not in sections():
        raise UnknownPropertyError(_unknown("section", section, sections()))
    chosen = [find(identifier).id for identifier in only]
    return [
        prop
        for prop in all_properties()
        if (section is None or prop.section == section) and (not only or prop.id in chosen)
    ]


def prerequisites(prop: Property) -> list[str]:
    """The ids that `after` names, `topic.*` written out as the core properties of that topic."""
    ids: list[str] = []
    for named in prop.after:
        topic, _, claim = named.partition(".")
        if claim == "*":
            ids += [p.id for p in all_properties() if p.section == topic and p.tier == "core"]
        else:
            ids.append(find(named).id)
    return [identifier for identifier in ids if identifier != prop.id]


def _sections_about(wanted: str) -> list[str]:
    """The section of that name; else those that are about the function or class of that name, the nearest few."""
    if wanted in sections():
        return [wanted]
    about = [prop.section for prop in all_properties() if f".{prop.of[0]}".endswith(f".{wanted}")]
    return list(dict.fromkeys(about))[:3]


def _unknown(kind: str, wanted: str, known: list[str], about: Sequence[str] = ()) -> str:
    near = get_close_matches(wanted, known, n=3, cutoff=0.4) or [name for name in known if wanted in name][:3]
    advice = f"the nearest: {', '.join(near)}" if near else "`crosscheck list` shows all"
    if about:
        which = " ".join(f"--section {section}" for section in about)
        advice = f"`crosscheck list {which}` shows those about it"
    return f"there is no {kind} called {wanted!r}; {advice}"
