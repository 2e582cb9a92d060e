"""Draws layers: tables, weights and inputs of embeddings and linear maps.

Numbers are whole multiples of a power of two, so products of two of them are exact in float64.

Names: W weights, b biases, x an input vector, c upstream coefficients (what the results are multiplied by).
"""

from __future__ import annotations

from checks import recipes as st
from checks.recipes import DrawFn

SCALES = [1.0, 0.125, 1.0, 1024.0, 2.0**-20]
GRID = 9
MAX_SIZE = 4

Matrix = list[list[float]]


@st.composite
def tables_with_tokens(draw: DrawFn) -> tuple[Matrix, list[int]]:
    """A table of 1 to 4 rows, and some of its tokens: repeated ones are common."""
    table = _matrix(draw, draw(st.integers(1, MAX_SIZE)), draw(st.integers(1, 3)))
    return table, [draw(st.integers(0, len(table) - 1)) for _ in range(draw(st.integers(1, MAX_SIZE)))]


@st.composite
def embeddings(draw: DrawFn) -> tuple[Matrix, list[int], Matrix]:
    """A table, some of its tokens, and a coefficient for each entry of each token's row."""
    table, tokens = draw(tables_with_tokens())
    return table, tokens, _matrix(draw, len(tokens), len(table[0]))


@st.composite
def linears(draw: DrawFn) -> tuple[Matrix, list[float], list[float]]:
    """W, b and x of a map from 1 to 4 features to 1 to 4, rarely as many."""
    in_features, out_features = draw(st.integers(1, MAX_SIZE)), draw(st.integers(1, MAX_SIZE))
    weights = _matrix(draw, out_features, in_features)
    return weights, _vector(draw, out_features), _vector(draw, in_features)


@st.composite
def linears_with_upstream(draw: DrawFn) -> tuple[Matrix, list[float], list[float], list[int], list[float]]:
    """W, b, the numbers that x is made of, which of them is x_i (the same one may come twice), and c."""
    weights, biases, numbers = draw(linears())
    distinct = draw(st.integers(1, len(numbers)))
    picks = [i % distinct for i in range(len(numbers))]
    return weights, biases, numbers[:distinct], picks, _vector(draw, len(biases))


@st.composite
def layer_sizes(draw: DrawFn) -> list[int]:
    """The two sizes of a layer, from 1 to 9 each."""
    return [draw(st.integers(1, 9)), draw(st.integers(1, 9))]


@st.composite
def sizes_and_two_seeds(draw: DrawFn) -> tuple[list[int], list[int]]:
    """The two sizes of a layer, and two different seeds."""
    sizes, seed = draw(layer_sizes()), draw(seeds())
    return sizes, [seed, seed + draw(st.integers(1, 9))]


@st.composite
def seeds(draw: DrawFn) -> int:
    """What starts a generator of random numbers."""
    return draw(st.integers(0, 99))


def _vector(draw: DrawFn, size: int) -> list[float]:
    scale = draw(st.sampled_from(SCALES))
    return [scale * draw(st.integers(-GRID, GRID)) for _ in range(size)]


def _matrix(draw: DrawFn, rows: int, columns: int) -> Matrix:
    numbers = _vector(draw, rows * columns)
    return [numbers[row * columns : (row + 1) * columns] for row in range(rows)]
