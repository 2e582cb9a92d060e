"""Draws logits, targets, batches and temperatures. Names: z logits, y target index, T temperature.

Logits lie on an offset + scale * grid: magnitudes mix, ties are common, and every number is a multiple of 1/8 below
2**14, so that sums and differences of two of them are exact in float64.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

SCALES = [1.0, 0.125, 0.0, 8.0, 90.0, 250.0, 500.0]
OFFSETS = [0.0, 0.0, 0.0, 1.0, -3.0, 710.0, -745.0, 6000.0, -6000.0]
GRID = 8


@st.composite
def logits(draw: DrawFn, min_size: int = 1, max_size: int = 8) -> list[float]:
    """offset + scale * k_i with small whole k_i; |z| <= 1e4."""
    size = draw(st.integers(min_size, max_size))
    scale, offset = draw(st.sampled_from(SCALES)), draw(st.sampled_from(OFFSETS))
    return [offset + scale * draw(st.integers(-GRID, GRID)) for _ in range(size)]


@st.composite
def many_logits(draw: DrawFn) -> list[float]:
    """Up to 200 classes: a short row of logits repeated, one element of it raised."""
    pattern = draw(logits(min_size=1, max_size=5))
    size = draw(st.integers(2, 99)) + draw(st.integers(0, 99)) + 2
    z = [pattern[i % len(pattern)] for i in range(size)]
    z[draw(st.integers(0, 99)) % size] += 2.0
    return z


def any_logits(min_size: int = 1) -> SearchStrategy[list[float]]:
    """Mostly up to 8 classes, sometimes up to 200."""
    few = logits(min_size=min_size)
    return st.one_of(few, few, few, many_logits())


@st.composite
def labelled_logits(draw: DrawFn, min_size: int = 1) -> tuple[list[float], int]:
    """Logits and a target index."""
    z = draw(any_logits(min_size))
    return z, draw(st.integers(0, 99)) % len(z)
