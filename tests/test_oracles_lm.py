"""What layers and language models are held against: linear maps, texts, shares in a move, how far counts may stray."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from support import given

from checks.oracles import descent, layers, text
from checks.strategies import layers as layer_draws
from checks.strategies import texts as text_draws

few = settings(max_examples=50, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))


@few
@given(layer_draws.linears())
def test_affine_is_the_exact_map_rounded_once(
    drawn: tuple[list[list[float]], list[float], list[float]],
) -> None:
    """Wx + b in fractions, rounded once, is what `affine` gives: the numbers drawn have exact products."""
    weights, biases, x = drawn
    exact = [
        sum((Fraction(w) * Fraction(x_i) for w, x_i in zip(row, x, strict=True)), Fraction(bias))
        for row, bias in zip(weights, biases, strict=True)
    ]
    assert layers.affine(weights, biases, x) == [float(result) for result in exact]


@few
@given(layer_draws.linears())
def test_input_gradient_is_the_slope_of_the_map(
    drawn: tuple[list[list[float]], list[float], list[float]],
) -> None:
    """A linear map grows along x_i by its slope times the way gone, exactly: here by 1, upstream b."""
    weights, upstream, x = drawn
    zeros = [0.0] * len(upstream)

    def weighted(inputs: list[float]) -> Fraction:
        results = layers.affine(weights, zeros, inputs)
        return sum((Fraction(c) * Fraction(out) for c, out in zip(upstream, results, strict=True)), Fraction(0))

    origin = [0.0] * len(x)
    for i, slope in enumerate(layers.input_gradient(weights, upstream)):
        moved = [float(i == j) for j in range(len(x))]
        assert slope == pytest.approx(float(weighted(moved) - weighted(origin)), rel=1e-15, abs=0)


@few
@given(text_draws.texts())
def test_vocabulary_has_every_character_once_in_rising_order(characters: str) -> None:
    """The vocabulary holds what the text holds, and each character is greater than the one before it."""
    vocabulary = text.vocabulary(characters)
    assert set(vocabulary) == set(characters)
    assert all(a < b for a, b in pairwise(vocabulary))


@few
@given(text_draws.encoded_texts())
def test_windows_are_the_pieces_of_the_text(drawn: tuple[list[int], int]) -> None:
    """Windows are as many as there are elements behind the first context, and each lies in the text in its place."""
    encoded, context_length = drawn
    windows = text.windows(encoded, context_length)
    assert len(windows) == max(0, len(encoded) - context_length)
    for place, (context, target) in enumerate(windows):
        assert [*context, target] == encoded[place : place + context_length + 1]
        assert len(context) == context_length


@few
@given(text_draws.encoded_texts_without_windows())
def test_texts_without_windows_have_none(drawn: tuple[list[int], int]) -> None:
    """The texts that are drawn to have no window have none, and their contexts have a length."""
    encoded, context_length = drawn
    assert context_length >= 1
    assert text.windows(encoded, context_length) == []


def test_the_mean_is_exact() -> None:
    """(0.1 + 0.2 + 0.3) / 3 of these float64 numbers, to within the rounding of the three quotients."""
    numbers = [0.1, 0.2, 0.3]
    exact = sum(map(Fraction, numbers)) / 3
    assert abs(Fraction(text.mean(numbers)) - exact) < Fraction(1, 2**54)


@pytest.mark.parametrize("count", [1, 20, 300])
@pytest.mark.parametrize("prob", [0.02, 0.5, 0.9])
@pytest.mark.parametrize("error_probability", [0.05, 1e-6, 1e-12])
def test_counts_stray_further_with_less_than_the_error_probability(
    count: int, prob: float, error_probability: float
) -> None:
    """The exact binomial probability of straying as far as `furthest_count` says is at most the one asked for."""
    furthest = text.furthest_count(count, error_probability)
    exact = Fraction(prob)
    tail = sum(
        math.comb(count, hits) * exact**hits * (1 - exact) ** (count - hits)
        for hits in range(count + 1)
        if abs(hits - count * exact) >= furthest
    )
    assert tail <= Fraction(error_probability)


@few
@given(st.lists(st.lists(st.integers(-9, 9), min_size=5, max_size=5), min_size=1, max_size=4), st.integers(-50, 50))
def test_shares_are_those_that_a_sum_was_made_of(vectors: list[list[int]], share: int) -> None:
    """Of Σ_k (share + k) g_k the shares are share + k, where the g_k are independent; where not, nothing is known."""
    made_of = [share + k for k in range(len(vectors))]
    total = [sum(s * vector[i] for s, vector in zip(made_of, vectors, strict=True)) for i in range(5)]
    for want, (found, error) in zip(made_of, descent.shares(total, vectors), strict=True):
        assert math.isinf(error) or found == pytest.approx(want, abs=1e-9 * (1 + error) * (1 + abs(share)))
