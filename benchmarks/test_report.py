"""What the report draws from a record, on records made by hand."""

from __future__ import annotations

import pytest
from aims import Row, rows_of
from measuring import Cost
from records import Benchmark, Extra, Record, line_through
from report import table


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    """Not the ratio of the sums: one disturbed round of three moves nothing."""
    sides = {"slow": [Cost(3, 2), Cost(6, 4), Cost(900, 8)], "fast": [Cost(1, 1), Cost(2, 1), Cost(3, 1)]}
    found = Benchmark("a", Extra(sides=sides))
    assert found.ratio("slow", "fast", "wall") == 3.0
    assert found.ratio("slow", "fast", "processor") == 4.0


def test_points_on_a_line_give_that_line() -> None:
    """y = 2 + 3x, of which nothing is left over; and a parabola is no line."""
    line = line_through([(x, 2.0 + 3.0 * x) for x in (1.0, 2.0, 5.0)])
    assert (line.slope, line.intercept, line.r_squared) == pytest.approx((3.0, 2.0, 1.0))
    assert line_through([(x, x * x) for x in (0.0, 1.0, 2.0, 3.0, 4.0)]).r_squared < 0.95


def test_aims_are_met_or_missed() -> None:
    """Bounds from above and from below; a bound that is just reached is met."""
    verdicts = [
        Row(what="a", clock="wall", measured=2.0, bound=bound, is_lower_bound=lower).verdict
        for bound in (1.9, 2.0, 2.1)
        for lower in (False, True)
    ]
    assert verdicts == ["**missed**", "met", "met", "met", "met", "**missed**"]


def test_what_was_not_run_says_so() -> None:
    """A row for each benchmark of an empty run, none of which claims anything."""
    rows = rows_of(Record("2026-01-01", []))
    assert {row.verdict for row in rows} == {"not measured"}
    assert len(list(table(rows))) == len(rows) + 2
