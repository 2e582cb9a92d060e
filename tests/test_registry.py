"""The table of properties refuses what is incomplete, and finds what is meant."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any

import pytest

import checks.properties  # noqa: F401  # registers them
from checks import registry
from checks.extras.record import all_names
from checks.registry import UnknownPropertyError, prop

COMPLETE: dict[str, Any] = {"of": "loss.entropy", "source": "3.4", "hint": "Look again.", "examples": [([1.0],)]}


@pytest.mark.parametrize("missing", ["source", "hint", "of", "docstring", "points", "cases"])
def test_an_incomplete_registration_is_refused(missing: str) -> None:
    """Without docstring, source, hint, points, subject or cases there is no property."""
    options = dict(COMPLETE)
    if missing in options:
        options[missing] = ()  # empty in every one of these
    if missing == "points":
        options["points"] = 0
    if missing == "cases":
        options["examples"] = ()

    def incomplete(sub: object, p: list[float]) -> None: ...

    incomplete.__doc__ = None if missing == "docstring" else "It holds."
    with pytest.raises(ValueError, match=f"incomplete (lacks|has) .*{missing}"):
        prop(**options)(incomplete)


@pytest.mark.parametrize(
    ("drawn", "variables", "case"),
    [([1.0, 2.0], 1, ([1.0, 2.0],)), (5, 1, (5,)), ((1, [2]), 2, (1, [2])), ([1, 2], 2, (1, 2)), ((), 0, ())],
)
def test_a_case_has_a_value_for_each_variable(drawn: Any, variables: int, case: registry.Case) -> None:
    """A lone variable needs no tuple."""
    assert registry.as_case(drawn, variables) == case


@pytest.mark.parametrize(("drawn", "variables", "gives"), [(5, 2, 1), ("ab", 2, 1), ((1, 2, 3), 2, 3), ([1], 0, 1)])
def test_a_case_for_other_variables_is_refused(drawn: Any, variables: int, gives: int) -> None:
    """With both numbers, before the function is called with it."""
    with pytest.raises(ValueError, match=rf"takes {variables} variables .* gives {gives}: let each be a tuple"):
        registry.as_case(drawn, variables)


def test_an_id_is_taken_once() -> None:
    """Two properties of one name in one topic are refused."""
    first = registry.all_properties()[0]
    with pytest.raises(ValueError, match="two properties are called"):
        prop(**COMPLETE, name=first.id.partition(".")[2], claim="It holds.")(first.holds)


def test_the_nearest_ids_are_suggested() -> None:
    """A misspelt id or section is answered with what was meant."""
    known = registry.all_properties()[0].id
    with pytest.raises(UnknownPropertyError, match=f"nearest: {known}"):
        registry.find(known[:-1])
    with pytest.raises(UnknownPropertyError, match="no section called 'cross_entropi'; the nearest: cross_entropy"):
        registry.select(section="cross_entropi")
    with pytest.raises(UnknownPropertyError, match="`crosscheck list` shows all"):
        registry.find("zzzzzzzz")


def test_every_property_names_parts_of_the_contract_and_earlier_topics() -> None:
    """What `of`, `needs` and `after` name exists; prerequisites lead back in the course, never in a circle."""
    names = set(all_names())
    topics = {section: i for i, section in enumerate(registry.sections())}
    graph = {each.id: registry.prerequisites(each) for each in registry.all_properties()}
    for each in registry.all_properties():
        assert {*each.of, *each.needs} <= names, each.id
        assert all(topics[earlier.partition(".")[0]] <= topics[each.section] for earlier in graph[each.id]), each.id
    assert len(list(TopologicalSorter(graph).static_order())) == len(graph)


def test_there_are_enough_properties_in_the_order_of_the_course() -> None:
    """At least 120, and every topic is there."""
    assert len(registry.all_properties()) >= 120
    assert set(registry.sections()) >= {
        *("autograd", "ngram", "softmax", "cross_entropy", "batch", "entropies", "perplexity", "nn", "lm", "vectorized")
    }


def test_every_name_of_the_contract_is_what_some_property_is_of() -> None:
    """No part of the contract goes unchecked; a method may be covered with its class, a class by its methods."""
    covered = {f"{part}." for prop in registry.all_properties() for part in prop.of}
    names = {f"{name}." for name in all_names()}
    assert {n for n in names if not any(n.startswith(part) or part.startswith(n) for part in covered)} == set()


@pytest.mark.parametrize(
    ("wanted", "sections"),
    [
        ("softmax", "--section softmax"),
        ("loss.perplexity", "--section perplexity"),
        ("autograd.Value.exp", "--section autograd"),
    ],
)
def test_a_function_or_a_section_is_no_property(wanted: str, sections: str) -> None:
    """Where those about it are shown is told, instead of ids that are spelt much like it."""
    with pytest.raises(UnknownPropertyError, match=f"no property called '{wanted}'; `crosscheck list {sections}"):
        registry.find(wanted)
