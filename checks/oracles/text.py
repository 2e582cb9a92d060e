"""Vocabularies and windows of texts, perplexities, and how far sampled counts may stray.

Names: n number of draws, δ probability of an error.
"""

from __future__ import annotations

import math
from collections.abc import Sequence


def vocabulary(text: str) -> str:
    """The distinct characters by rising code point.

    >>> vocabulary("hello")
    'ehlo'
    """
    distinct: list[str] = []
    for char in text:
        if char not in distinct:
            distinct.append(char)
    return "".join(sorted(distinct, key=ord))


def windows(encoded: Sequence[int], context_length: int) -> list[tuple[list[int], int]]:
    """Every target that has context_length elements before it, with these.

    >>> windows([5, 6, 7, 8], 2)
    [([5, 6], 7), ([6, 7], 8)]
    """
    return [
        (list(encoded[target - context_length : target]), encoded[target])
        for target in range(len(encoded))
        if target >= context_length
    ]


def mean(numbers: Sequence[float]) -> float:
    """The mean of finite numbers, also of such as have a sum that is beyond float64.

    >>> mean([1e308, 1e308])
    1e+308
    """
    return math.fsum(number / len(numbers) for number in numbers)


def furthest_sum(widths: Sequence[float], error_probability: float) -> float:
    """How far a sum of drawn numbers may lie from the sum of their expectations, but for this probability δ.

    Draw t lies in an interval of the width w_t; that and its expectation may depend on what was drawn before. The sums
    of (number_t − expectation_t) are a martingale, so by Azuma and Hoeffding
    P(|Σ_t number_t − expectation_t| ≥ s) ≤ 2 exp(−2 s² / Σ_t w_t²), which is δ for s = √(Σ_t w_t² log(2/δ) / 2).

    >>> round(furthest_sum([1.0] * 200, 0.05), 1)
    19.2
    """
    return math.sqrt(math.fsum(width * width for width in widths) * math.log(2.0 / error_probability) / 2.0)


def furthest_count(n: int, error_probability: float) -> float:
    """How far a count may lie from the sum of its n probabilities, but for this probability: see `furthest_sum`.

    >>> round(furthest_count(200, 0.05), 1)
    19.2
    """
    return furthest_sum([1.0] * n, error_probability)
