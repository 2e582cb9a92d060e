"""Draws batches of logits as arrays: a row for each element of the batch, all of one length.

Names: z logits, y targets, B rows (the size of the batch), V columns (the number of classes).
"""

from __future__ import annotations

from checks import recipes as st
from checks.recipes import DrawFn
from checks.strategies.logits import logits, moderate_logits

Matrix = list[list[float]]
MAX_ROWS = 4
MAX_COLUMNS = 5


@st.composite
def matrices(draw: DrawFn, *, moderate: bool) -> Matrix:
    """1 to 4 rows of 1 to 5 logits, each row with a magnitude of its own: |z| <= 104, or up to 1e4."""
    rows, columns = draw(st.integers(1, MAX_ROWS)), draw(st.integers(1, MAX_COLUMNS))
    row = moderate_logits if moderate else logits
    return [draw(row(columns, columns)) for _ in range(rows)]


@st.composite
def labelled_matrices(draw: DrawFn, *, moderate: bool) -> tuple[Matrix, list[int]]:
    """A batch of logits and a target for each row."""
    z = draw(matrices(moderate=moderate))
    return z, [draw(st.integers(0, len(z[0]) - 1)) for _ in z]
