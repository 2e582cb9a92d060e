"""What entropies, losses and perplexities are held against, and that vectors are drawn as the contract has them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from support import given

from checks.oracles import information
from checks.recipes import Recipe, made
from checks.strategies import distributions as draws

few = settings(max_examples=50, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
UNIT = 2.0**-52
"""Two roundings: an oracle's own, and that of the decimal result."""

PAIRS: list[Recipe[tuple[list[float], list[float]]]] = [
    draws.pairs(),
    draws.pairs(draws.P_IMPOSSIBLE),
    draws.pairs(draws.ONE_TINY),
    draws.pairs(draws.RULED_OUT),
    draws.near_pairs(),
    draws.believed_pairs(),
]
VECTORS: list[Recipe[Any]] = [draws.distributions(), draws.sparse_distributions()]


def mean_surprise(p: Sequence[float], q: Sequence[float]) -> float:
    """−Σ p_i log q_i over the i with p_i > 0, in decimals of 60 digits."""
    with localcontext(Context(prec=60)):
        return float(-sum((Decimal(a) * Decimal(b).ln() for a, b in zip(p, q, strict=True) if a > 0), Decimal(0)))


@pytest.mark.parametrize("vectors", VECTORS)
def test_entropy_is_the_decimal_one(vectors: Recipe[list[float]]) -> None:
    """H(p) agrees with decimals of 60 digits to the last place but one."""

    @few
    @given(vectors)
    def holds(p: list[float]) -> None:
        assert information.entropy(p) == pytest.approx(mean_surprise(p, p), rel=UNIT, abs=0)

    holds()


@pytest.mark.parametrize("pairs", PAIRS)
def test_cross_entropy_and_divergence_are_the_decimal_ones(
    pairs: Recipe[tuple[list[float], list[float]]],
) -> None:
    """H(p, q) and KL(p ‖ q) agree with decimals of 60 digits, and are infinite just where q_i = 0 < p_i."""

    @few
    @given(pairs)
    def holds(drawn: tuple[list[float], list[float]]) -> None:
        p, q = drawn
        if any(b == 0 < a for a, b in zip(p, q, strict=True)):
            assert information.cross_entropy(p, q) == information.kl_divergence(p, q) == math.inf
            return
        with localcontext(Context(prec=60)):
            terms = [Decimal(a) * (Decimal(a) / Decimal(b)).ln() for a, b in zip(p, q, strict=True) if a > 0]
            divergence = float(sum(terms, Decimal(0)))
        assert information.cross_entropy(p, q) == pytest.approx(mean_surprise(p, q), rel=UNIT, abs=0)
        # Where terms cancel, 50 digits leave an error of their sum's 1e-50.
        assert information.kl_divergence(p, q) == pytest.approx(divergence, rel=UNIT, abs=1e-45)

    holds()


@few
@given(draws.observed_probs(draws.HARDLY))
def test_average_nll_is_the_decimal_one(probs: list[float]) -> None:
    """−(1/N) Σ log P agrees with decimals of 60 digits."""
    want = mean_surprise([1.0] * len(probs), probs)
    assert information.average_nll(probs) == pytest.approx(want / len(probs), rel=2 * UNIT, abs=0)


def test_average_nll_is_infinite_with_a_zero() -> None:
    """One observation that was held for impossible is enough."""
    assert information.average_nll([0.5, 0.0, 1.0]) == math.inf


@few
@given(draws.losses())
def test_perplexity_is_the_decimal_exponential(loss: float) -> None:
    """exp(L) agrees with decimals of 60 digits."""
    with localcontext(Context(prec=60)):
        assert information.perplexity(loss) == pytest.approx(float(Decimal(loss).exp()), rel=UNIT, abs=0)


@few
@given(draws.observed_probs())
def test_geometric_mean_to_the_power_n_is_the_product(probs: list[float]) -> None:
    """(Π 1/P)^(1/N), multiplied N times by itself, is the exact product of the fractions 1/P."""
    product = math.prod(1 / Fraction(prob) for prob in probs)
    root = Fraction(information.geometric_mean_of_inverses(probs))
    assert float(root ** len(probs) / product) == pytest.approx(1.0, rel=2 * len(probs) * UNIT, abs=0)


def test_frequencies_of_a_worked_example() -> None:
    """Of four observations, two were 1, one was 0 and one was 3."""
    assert information.frequencies([1, 0, 1, 3], 4) == [0.25, 0.5, 0.0, 0.25]


@pytest.mark.parametrize("pairs", PAIRS)
def test_pairs_are_probability_vectors(pairs: Recipe[tuple[list[float], list[float]]]) -> None:
    """Entries are 0 or at least 1e-300, sums are 1 to within 1e-15, lengths are equal and at least 1."""

    @few
    @given(pairs)
    def holds(drawn: tuple[list[float], list[float]]) -> None:
        p, q = drawn
        assert len(p) == len(q) >= 1
        assert is_distribution(p)
        assert is_distribution(q)

    holds()


@pytest.mark.parametrize("vectors", [*VECTORS, made(draws.certain()).map(lambda drawn: drawn[0])])
def test_vectors_are_probability_vectors(vectors: Recipe[list[float]]) -> None:
    """Entries are 0 or at least 1e-300, and sums are 1 to within 1e-15."""

    @few
    @given(vectors)
    def holds(p: list[float]) -> None:
        assert is_distribution(p)

    holds()


def is_distribution(p: list[float]) -> bool:
    """What the contract calls a probability vector, with a closer bound on the sum."""
    return abs(math.fsum(p) - 1.0) < 1e-15 and all(x == 0.0 or 1e-300 <= x <= 1.0 for x in p)


@few
@given(draws.long_pairs())
def test_long_vectors_are_probability_vectors(drawn: tuple[list[float], list[float], int]) -> None:
    """500 outcomes to 1500, their sums 1 to within 1e-12."""
    p, q, copies = drawn
    for vector in (draws.normalised(p * copies), draws.normalised(q * copies)):
        assert 496 <= len(vector) <= 1500
        assert abs(math.fsum(vector) - 1.0) < 1e-12


@few
@given(draws.believed_pairs())
def test_believed_probabilities_have_logarithms(drawn: tuple[list[float], list[float]]) -> None:
    """Every q_i is above 0."""
    assert min(drawn[1]) > 0


@few
@given(draws.near_pairs())
def test_near_pairs_are_equal_or_clearly_apart(drawn: tuple[list[float], list[float]]) -> None:
    """KL(p ‖ q) is 0, or at least the 4.8e-7 that the property about it derives."""
    p, q = drawn
    assert p == q or information.kl_divergence(p, q) >= 4.8e-7


@few
@given(draws.losses(), draws.overflowing_losses())
def test_losses_are_within_their_bounds(loss: float, overflowing: float) -> None:
    """Losses end where the contract's floats end, and overflowing ones begin after that."""
    assert 0.0 <= loss <= 709.0
    assert overflowing >= 710.0


@few
@given(draws.numbers_of_classes())
def test_numbers_of_classes_are_within_the_contract(size: int) -> None:
    """1 to 200 classes."""
    assert 1 <= size <= 200
