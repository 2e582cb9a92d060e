"""The same seed gives the same cases, in every process, whatever is imported; and they are drawn once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import strategies as st
from support import MakeProperty

import checks.properties  # noqa: F401  # registers them
from checks import cases, drawing, registry
from checks.standin import StandIn

DIGEST = """
import sys; sys.path[:0] = {path!r}
{before}
import checks.properties
from checks import cases, drawing, registry
import hashlib, msgspec
drawn = {{p.id: drawing.draw(p, 3, "quick") for p in registry.all_properties()[::3]}}
print(hashlib.sha256(msgspec.msgpack.encode(drawn)).hexdigest())
"""
CONSTANTS = 'SECRET = "abcdefg"; NUMBERS = [3.14159, 271828, 1e300, 77.125, -5]; DATA = b"xyzzy"\n'


def always(sub: StandIn, p: list[float]) -> None:
    """Asks nothing."""


def test_cases_depend_on_the_seed_alone(root: Path, tmp_path: Path) -> None:
    """Another process, another hash order, CI=1 and local modules full of constants change nothing."""
    (tmp_path / "constants.py").write_text(CONSTANTS * 20)
    digests = set()
    for before, environment in (
        ("", {"PYTHONHASHSEED": "1"}),
        ("import constants", {"PYTHONHASHSEED": "2", "CI": "1"}),
        ("import numpy; numpy.random.seed(1); import random; random.seed(2)", {}),
    ):
        program = DIGEST.format(path=[str(tmp_path), str(root)], before=before)
        command = [sys.executable, "-c", program]
        digests.add(subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=True).stdout)
    assert len(digests) == 1
    assert not (tmp_path / ".hypothesis").exists()


def test_cases_are_drawn_once_and_stored(
    tmp_path: Path, make_property: MakeProperty, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second case set is read, not drawn, and equal to the first; more properties are added to the file."""
    one = make_property(always, id="toy.one", given=st.integers(0, 50).map(lambda i: [float(i)]))
    two = make_property(always, id="toy.two", given=st.integers(0, 50).map(lambda i: [float(i)]))
    drawn: list[str] = []
    draw = drawing.draw
    monkeypatch.setattr(drawing, "draw", lambda prop, *rest: drawn.append(prop.id) or draw(prop, *rest))

    def ask(*properties: registry.Property) -> cases.CaseSet:
        return cases.case_set(properties, 1, "quick", tmp_path)

    first = ask(one)
    both = ask(one, two)
    assert (ask(one, two), drawn) == (both, ["toy.one", "toy.two"])
    assert both["toy.one"] == first["toy.one"] != both["toy.two"]


def test_hand_picked_cases_come_first(tmp_path: Path, make_property: MakeProperty) -> None:
    """Examples, then the drawn ones, at least as many as the profile says where the domain is wide."""
    prop = make_property(always, examples=(([0.25],),), given=st.lists(st.integers(-9, 9), min_size=3))
    (drawn,) = cases.case_set([prop], 1, "grade", tmp_path).values()
    assert drawn[0] == ([0.25],)
    assert len(drawn) == 1 + drawing.PROFILES["grade"]


def test_cases_come_out_of_storage_as_they_were_drawn(tmp_path: Path, make_property: MakeProperty) -> None:
    """A tuple inside a case is a list from the start, so that the first check and the second see the same."""
    prop = make_property(always, examples=(), given=st.tuples(st.integers(0, 9), st.booleans()).map(lambda t: (t,)))
    first = cases.case_set([prop], 1, "quick", tmp_path)
    assert first == cases.case_set([prop], 1, "quick", tmp_path)


@pytest.mark.parametrize("content", [b"", b"garbage", b"\x81\xa1x\x01"])
def test_a_damaged_file_is_drawn_again(content: bytes, tmp_path: Path, make_property: MakeProperty) -> None:
    """Damage costs time and nothing else."""
    prop = make_property(always, given=st.integers(0, 50).map(lambda i: [float(i)]))
    first = cases.case_set([prop], 1, "quick", tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert cases.case_set([prop], 1, "quick", tmp_path) == first


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, make_property: MakeProperty) -> None:
    """Where nothing can be stored, cases are drawn all the same."""
    prop = make_property(always, given=st.integers(0, 50).map(lambda i: [float(i)]))
    (tmp_path / "a file").touch()
    assert cases.case_set([prop], 1, "quick", tmp_path / "a file") == cases.case_set([prop], 1, "quick", tmp_path)


SAMPLED = {
    "generation.characters_follow_the_probabilities_of_the_model",
    "generation.characters_follow_softmax_at_the_temperature",
}
"""Each case of these draws hundreds of characters; more cases would add to the probability of a false alarm."""

LONG = {
    "backward.a_chain_of_400_nodes_works",
    "backward.shared_nodes_are_visited_once",
    "entropies.hold_for_thousands_of_outcomes",
    "ngram.thousands_of_tokens_are_counted",
    "ngram_cross_entropy.of_thousands_of_tokens_does_not_underflow",
    "perplexity.of_thousands_of_tokens_does_not_underflow",
    "scoring_rules.average_nll_of_thousands_does_not_underflow",
    "training.every_window_of_a_long_text_pulls",
}
"""A case is more than a hundred steps or a thousand numbers, and what it shows is in its length."""


def test_every_property_with_a_wide_domain_has_enough_cases() -> None:
    """At least 50 in the grade profile; a property without a strategy lists all that there is to ask."""
    found = cases.case_set(registry.all_properties(), 0, "grade")
    drawing_ones = [prop for prop in registry.all_properties() if prop.given is not None]
    few = {prop.id for prop in drawing_ones if len(found[prop.id]) - len(prop.examples) < 50}
    assert few == SAMPLED | LONG


def test_drawing_in_several_processes_changes_nothing() -> None:
    """What the pool draws is what this process draws."""
    some = registry.all_properties()[:: len(registry.all_properties()) // 25]
    assert {prop.id: drawn for prop, drawn in drawing.draw_all(some, 2, "quick")} == {
        prop.id: drawing.draw(prop, 2, "quick") for prop in some
    }


def test_cases_that_nobody_asks_for_are_not_drawn(tmp_path: Path, make_property: MakeProperty) -> None:
    """In time: what was needed is stored, the rest is drawn when it is asked for."""
    drawn: list[str] = []

    def cases_of(name: str) -> st.SearchStrategy[list[float]]:
        return st.integers(0, 50).map(lambda n: drawn.append(name) or [float(n)])

    properties = [make_property(always, id=f"toy.p{i}", given=cases_of(f"p{i}")) for i in range(3)]
    first = cases.InTime(properties, 1, "quick", tmp_path)
    first.need(properties[1:2])
    assert set(drawn) == {"p1"}
    drawn.clear()
    second = cases.InTime(properties, 1, "quick", tmp_path)
    assert second["toy.p1"] == first["toy.p1"]
    assert drawn == []
    assert len(second["toy.p2"]) == 21  # with the hand-picked one
    assert set(drawn) == {"p2"}
    assert list(second) == ["toy.p0", "toy.p1", "toy.p2"]
