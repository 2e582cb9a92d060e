"""Linear maps, their gradients and the sums of absolute contributions that these are made of.

Names: W weights (a row for each output), b biases, x an input vector, c upstream coefficients.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Vector = Sequence[float]
Matrix = Sequence[Vector]


def affine(weights: Matrix, biases: Vector, x: Vector) -> list[float]:
    """(Wx + b)_o = Σ_i W_oi x_i + b_o.

    >>> affine([[1.0, 2.0], [3.0, 4.0]], [0.5, 0.0], [10.0, 100.0])
    [210.5, 430.0]
    """
    return [
        math.fsum([bias, *(w * x_i for w, x_i in zip(row, x, strict=True))])
        for row, bias in zip(weights, biases, strict=True)
    ]


def input_gradient(weights: Matrix, upstream: Vector) -> list[float]:
    """∂(c · (Wx + b))/∂x_i = Σ_o c_o W_oi.

    >>> input_gradient([[1.0, 2.0], [3.0, 4.0]], [10.0, 100.0])
    [310.0, 420.0]
    """
    columns = range(len(weights[0]))
    return [math.fsum(c * row[i] for c, row in zip(upstream, weights, strict=True)) for i in columns]


def absolute(rows: Matrix) -> list[list[float]]:
    """The absolute value of each entry."""
    return [[abs(entry) for entry in row] for row in rows]
