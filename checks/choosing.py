"""Which properties a check is asked for: of a section, by their ids, or about a function."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from checks.extras.record import all_names
from checks.registry import Property, UnknownPropertyError, select
from checks.signatures import signature


def choose(sections: Sequence[str] = (), only: Sequence[str] = (), functions: Sequence[str] = ()) -> list[Property]:
    """The properties to which all of these apply; all of them without any.

    Args:
        sections: topics, such as `softmax`.
        only: ids of properties.
        functions: dotted names of the contract, such as `loss.softmax`; that of a class stands for its methods too.

    Raises UnknownPropertyError, naming the nearest ones.
    """
    for name in functions:
        if name not in all_names():
            raise UnknownPropertyError(_unknown(name))
    in_sections = {prop.id for section in sections for prop in select(section)}
    return [
        prop
        for prop in select(only=only)
        if (not sections or prop.id in in_sections)
        and (not functions or any(is_about(prop, name) for name in functions))
    ]


def is_about(prop: Property, function: str) -> bool:
    """Whether a property is of this function, or of a method of this class."""
    return any(part == function or part.startswith(f"{function}.") for part in prop.of)


def _unknown(name: str) -> str:
    known = all_names()
    owner = name.rpartition(".")[0]
    if owner in known and signature(name.partition(".")[2], [name]):
        return f"{name} is not asked for alone; ask for its class, {owner}"
    last = name.rpartition(".")[2].lower()
    near = [full for full in known if last and full.rpartition(".")[2].lower() == last]
    near = (near or get_close_matches(name, known, n=3, cutoff=0.5) or [full for full in known if last in full])[:3]
    advice = f"the nearest: {', '.join(near)}" if near else f"names are such as {known[0]}, a file and what it holds"
    return f"there is no function called {name!r}; {advice}"
