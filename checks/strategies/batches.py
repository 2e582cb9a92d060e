"""Draws batches: leaves z, rows of indices of leaves, all of one width, and a target for each row."""

from __future__ import annotations

from checks import recipes as st
from checks.recipes import DrawFn
from checks.strategies.logits import indices, logits

Batch = tuple[list[float], list[list[int]], list[int]]


@st.composite
def batches(draw: DrawFn, min_rows: int = 1, max_rows: int = 4) -> Batch:
    """Leaves, rows of indices of leaves (equal widths, each leaf in one row only) and targets."""
    width, count = draw(st.integers(1, 4)), draw(st.integers(min_rows, max_rows))
    z = [x for _ in range(count) for x in draw(logits(width, width))]
    return z, rows_of(width, count), [draw(indices(width)) for _ in range(count)]


@st.composite
def large_batches(draw: DrawFn) -> Batch:
    """As `batches`, of 16 to 64 rows, made of a few draws."""
    width, count = draw(st.integers(2, 4)), 16 + draw(st.integers(0, 48))
    pattern = draw(logits(3, 7))
    step = draw(st.integers(1, 7))
    z = [pattern[(i * i + step * i) % len(pattern)] for i in range(width * count)]
    return z, rows_of(width, count), [(step * r + r * r) % width for r in range(count)]


@st.composite
def sharing_batches(draw: DrawFn) -> Batch:
    """As `batches`, but rows draw from the same few leaves, and the first leaf is in every row."""
    z = draw(logits(1, 4))
    width, count = draw(st.integers(1, 3)), draw(st.integers(2, 4))
    rows = [[0, *(draw(indices(len(z))) for _ in range(width))] for _ in range(count)]
    return z, rows, [draw(indices(width + 1)) for _ in range(count)]


@st.composite
def batches_in_two_parts(draw: DrawFn) -> tuple[list[float], list[list[int]], list[int], int]:
    """A batch of at least two rows, and how many of them make the first part."""
    z, rows, targets = draw(batches(min_rows=2))
    return z, rows, targets, 1 + draw(indices(len(rows) - 1))


@st.composite
def batches_with_unequal_lengths(draw: DrawFn) -> Batch:
    """A batch that lacks a row, or has lost a target."""
    z, rows, targets = draw(batches(min_rows=2))
    return (z, rows[:-1], targets) if draw(st.booleans()) else (z, rows, targets[:-1])


def rows_of(width: int, count: int) -> list[list[int]]:
    """The numbers 0, 1, 2, ... in `count` rows of equal width."""
    return [list(range(r * width, (r + 1) * width)) for r in range(count)]
