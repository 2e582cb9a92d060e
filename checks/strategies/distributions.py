"""Draws probability vectors, probabilities of what was observed, and losses.

A vector is made of weights: whole numbers are divided by their sum, so that they add up to 1 to the last digits; tiny
weights stay what they are, beside which they do not count. Names: p and q probability vectors, P probabilities of
what was observed, L a loss.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from checks import recipes as st
from checks.recipes import DrawFn

TINY = 1e-15
"""Weights below are left as they are."""

WEIGHTS = [1.0, 2.0, 3.0, 5.0, 8.0, 90.0]
BOTH_POSSIBLE = [(1, 1), (2, 1), (1, 3), (3, 1), (5, 8), (1, 90), (90, 2), (7, 7)]
P_IMPOSSIBLE = [(0, 0), (0, 1), (0, 5), (0, 90), (0, 1e-300)]
ONE_TINY = [
    (1, 1e-300),
    (2, 1e-100),
    (3, 1e-200),
    (8, 1e-20),
    (1e-300, 1),
    (1e-100, 1e-300),
    (1e-20, 3),
    (1e-300, 1e-300),
]
RULED_OUT = [(1, 0), (3, 0), (90, 0), (1e-300, 0)]
"""Pairs of weights of one outcome in p and q."""

SURE_OR_NOT = [0.5, 0.25, 1.0, 0.1, 0.75, 0.01, 0.9]
HARDLY = [1e-300, 1e-100, 1e-30, 1e-9]
LARGE_LOSSES = [0.0, 0.0, 0.0, 1.5, 20.0, 100.0, 345.0, 600.0]


@st.composite
def distributions(draw: DrawFn, max_size: int = 6) -> list[float]:
    """A vector of 1 to 6 probabilities above 0."""
    return normalised(draw(st.lists(st.sampled_from(WEIGHTS), min_size=1, max_size=max_size)))


@st.composite
def pairs(draw: DrawFn, special: Sequence[tuple[float, float]] = ()) -> tuple[list[float], list[float]]:
    """p and q of up to 5 outcomes that are possible in both; with `special`, one or two of them are such pairs."""
    ordinary = st.sampled_from(BOTH_POSSIBLE)
    chosen = [draw(ordinary)]
    if special:
        chosen += draw(st.lists(st.sampled_from(special), min_size=1, max_size=2))
    chosen += draw(st.lists(ordinary, max_size=2 if special else 4))
    turn = draw(st.integers(0, 4)) % len(chosen)
    chosen = chosen[turn:] + chosen[:turn]
    return normalised([a for a, _ in chosen]), normalised([b for _, b in chosen])


@st.composite
def sparse_distributions(draw: DrawFn) -> list[float]:
    """A vector of up to 6 probabilities, one 0 at least."""
    weights = draw(st.lists(st.sampled_from([0.0, 1e-300, *WEIGHTS]), max_size=4))
    for weight in (0.0, draw(st.sampled_from(WEIGHTS))):
        weights.insert(draw(st.integers(0, 4)) % (len(weights) + 1), weight)
    return normalised(weights)


@st.composite
def independent_distributions(draw: DrawFn) -> tuple[list[float], list[float]]:
    """Two vectors of 1 to 4 probabilities above 0."""
    return draw(distributions(max_size=4)), draw(distributions(max_size=4))


@st.composite
def near_pairs(draw: DrawFn) -> tuple[list[float], list[float]]:
    """p and q of 1 to 5 outcomes, with weights from 1 to 9; q is p in about one case of three."""
    p = draw(st.lists(st.integers(1, 9), min_size=1, max_size=5))
    q = [draw(st.integers(1, 9)) for _ in p] if draw(st.integers(0, 2)) else p
    return normalised(p), normalised(q)


@st.composite
def believed_pairs(draw: DrawFn) -> tuple[list[float], list[float]]:
    """p and q, where q is above 0 for every outcome; p may be q, have a 0, or be far from q."""
    if draw(st.booleans()):
        return draw(near_pairs())
    return draw(pairs([(0, 1), (0, 90), *ONE_TINY]))


@st.composite
def certain(draw: DrawFn) -> tuple[list[float], int]:
    """A vector of up to 6 probabilities above 0, one of them tiny now and then, and an outcome."""
    weights = [draw(st.sampled_from(WEIGHTS)), *draw(st.lists(st.sampled_from([*WEIGHTS, *HARDLY]), max_size=5))]
    q = normalised(weights)
    return q, draw(st.integers(0, 5)) % len(q)


@st.composite
def long_pairs(draw: DrawFn) -> tuple[list[float], list[float], int]:
    """Weights of p and of q for a few outcomes, and how often to repeat them for 500 to 1500 outcomes."""
    pattern = [draw(st.sampled_from(BOTH_POSSIBLE))]
    pattern += draw(st.lists(st.sampled_from([*BOTH_POSSIBLE, *P_IMPOSSIBLE]), max_size=4))
    copies = (500 + 10 * draw(st.integers(0, 99))) // len(pattern)
    return [float(a) for a, _ in pattern], [float(b) for _, b in pattern], copies


@st.composite
def reordered_pairs(draw: DrawFn) -> tuple[list[float], list[float], list[int]]:
    """p and q, and another order of their outcomes."""
    p, q = draw(pairs(P_IMPOSSIBLE))
    turn, is_reversed = draw(st.integers(1, 99)) % len(p), draw(st.booleans())
    order = [(i + turn) % len(p) for i in range(len(p))]
    return p, q, order[::-1] if is_reversed else order


@st.composite
def observations(draw: DrawFn) -> tuple[list[float], list[int]]:
    """A vector of probabilities above 0, and the outcomes that were observed, one at least."""
    q = draw(distributions())
    return q, [draw(st.integers(0, 5)) % len(q) for _ in range(draw(st.integers(1, 8)))]


@st.composite
def observed_probs(draw: DrawFn, special: list[float] | None = None) -> list[float]:
    """One to 8 probabilities that a model gave to what was observed; with `special`, one of these at least."""
    probs = draw(st.lists(st.sampled_from(SURE_OR_NOT), min_size=0 if special else 1, max_size=7))
    if special:
        probs.insert(draw(st.integers(0, 7)) % (len(probs) + 1), draw(st.sampled_from(special)))
    return probs


@st.composite
def many_observed_probs(draw: DrawFn) -> tuple[list[float], int]:
    """A few probabilities, and how often to repeat them for 1000 to 2000."""
    pattern = draw(observed_probs(HARDLY))
    return pattern, (1000 + 10 * draw(st.integers(0, 99))) // len(pattern)


@st.composite
def losses(draw: DrawFn) -> float:
    """L from 0 to 709."""
    return min(709.0, draw(st.sampled_from(LARGE_LOSSES)) + draw(st.integers(0, 99)) / 8)


@st.composite
def overflowing_losses(draw: DrawFn) -> float:
    """L from 710 up: exp(L) is beyond the largest float."""
    return draw(st.sampled_from([710.0, 746.0, 1e4, 1e300])) + draw(st.integers(0, 99))


@st.composite
def numbers_of_classes(draw: DrawFn) -> int:
    """From 1 to 199."""
    return 1 + draw(st.integers(0, 99)) + draw(st.sampled_from([0, 0, 99]))


def normalised(weights: Sequence[float]) -> list[float]:
    """The weights over their sum; tiny ones stay what they are.

    >>> normalised([1, 3, 0, 1e-300])
    [0.25, 0.75, 0.0, 1e-300]
    """
    total = math.fsum(weight for weight in weights if weight > TINY)
    return [weight / total if weight > TINY else float(weight) for weight in weights]
