"""Which share each of some vectors has in their sum: what windows of a text contributed to a move of gradient descent.

Names: g_k vectors, s_k their shares, m the sum Σ_k s_k g_k, d_k dual vectors.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Vector = Sequence[float]

DEPENDENT = 1e-6
"""Where less than this of a vector is left beside the others, it is taken for a combination of them."""


def shares(total: Vector, vectors: Sequence[Vector]) -> list[tuple[float, float]]:
    """For each g_k its share s_k in m = Σ_k s_k g_k, and by how much the share errs for each unit that m_i err by.

    The dual vector d_k is what is left of g_k beside all others, so scaled that d_k · g_k = 1: it is orthogonal to the
    others, so that d_k · m = s_k, and errors of m within ±ε make that err by ε Σ_i |d_ki| at most. A vector that is a
    combination of the others has no share of its own: 0, give or take infinity.

    >>> [(round(share, 9), round(error, 9)) for share, error in shares([3.0, 2.0], [[1.0, 0.0], [1.0, 1.0]])]
    [(1.0, 2.0), (2.0, 1.0)]
    >>> shares([3.0, 2.0], [[1.0, 0.0], [2.0, 0.0]])
    [(0.0, inf), (0.0, inf)]
    """
    found = []
    for k, vector in enumerate(vectors):
        left = _beside(vector, [other for j, other in enumerate(vectors) if j != k])
        square = _dot(left, left)
        if square <= DEPENDENT**2 * _dot(vector, vector):
            found.append((0.0, math.inf))
        else:
            dual = [x / square for x in left]
            found.append((_dot(dual, total), math.fsum(map(abs, dual))))
    return found


def _beside(vector: Vector, others: Sequence[Vector]) -> list[float]:
    """What is left of a vector when its parts along the others are taken away: Gram and Schmidt."""
    basis: list[list[float]] = []
    for other in others:
        left = _without(other, basis)
        length = math.sqrt(_dot(left, left))
        if length > DEPENDENT * math.sqrt(_dot(other, other)):
            basis.append([x / length for x in left])
    return _without(vector, basis)


def _without(vector: Vector, basis: Sequence[Vector]) -> list[float]:
    """What is left of a vector beside orthogonal directions of length 1."""
    left = list(vector)
    for direction in [*basis, *basis]:  # twice: the first time leaves rounding errors
        along = _dot(left, direction)
        left = [x - along * d for x, d in zip(left, direction, strict=True)]
    return left


def _dot(a: Vector, b: Vector) -> float:
    return math.fsum(x * y for x, y in zip(a, b, strict=True))
