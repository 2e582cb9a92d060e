"""The oracles of softmax, log-sum-exp and cross-entropy, and the logits and batches that are drawn for them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import mpmath
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from support import given

from checks.contract import MAX_LOGIT
from checks.oracles import softmax as oracle
from checks.recipes import made
from checks.strategies import batches, logits

few = settings(max_examples=50, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
mp = mpmath.MPContext()
mp.dps = 60
UNIT = 2.0**-53

GRADIENT_POINTS = [([2.0, 1.0, 3.0], 0.5), ([0.0, 0.0], 1.0), ([-3.0, 8.0, 7.5, 8.0], 2.0), ([1.0], 3.0)]
ALL_SIZES = st.one_of(made(logits.any_logits()), made(logits.large_vocabularies()))


def exact_probabilities(z: Sequence[float], temperature: float = 1.0) -> list[mpmath.mpf]:
    """The definition in 60 digits: each exponential over their sum."""
    exps = [mp.exp(mp.mpf(x) / mp.mpf(temperature)) for x in z]
    return [e / mp.fsum(exps) for e in exps]


@few
@given(ALL_SIZES)
def test_log_sum_exp_keeps_its_error_bound(z: list[float]) -> None:
    """Float64 is within (|result| + V/e + 4 + 2 log V) u of the definition in 60 digits."""
    want = mp.log(mp.fsum(mp.exp(mp.mpf(x)) for x in z))
    bound = (abs(float(want)) + len(z) / math.e + 4 + 2 * math.log(len(z))) * UNIT
    assert abs(mp.mpf(oracle.log_sum_exp(z)) - want) <= bound
    assert oracle.log_sum_exp_in_50_digits(z) == float(want)


@few
@given(ALL_SIZES, st.integers(-99, 99))
def test_cross_entropy_keeps_its_error_bound(z: list[float], place: int) -> None:
    """Float64 is within (L + V/e + 4 + 2 log V) u of minus the logarithm of the probability in 60 digits."""
    y = place % len(z)
    want = mp.log(mp.fsum(mp.exp(mp.mpf(x) - mp.mpf(z[y])) for x in z))
    bound = (float(want) + len(z) / math.e + 4 + 2 * math.log(len(z))) * UNIT
    assert abs(mp.mpf(oracle.cross_entropy(z, y)) - want) <= bound
    assert abs(oracle.cross_entropy_in_50_digits(z, y) - float(want)) <= 1e-40 + 2 * UNIT * float(want)


@few
@given(ALL_SIZES, logits.temperatures())
def test_softmax_keeps_its_error_bound_at_every_temperature(z: list[float], temperature: float) -> None:
    """Each probability is within (2 V/e + 8) u of the definition in 60 digits."""
    bound = (2 * len(z) / math.e + 8) * UNIT
    precise = oracle.softmax_in_50_digits(z, temperature)
    wanted = exact_probabilities(z, temperature)
    for got, digits, want in zip(oracle.softmax(z, temperature), precise, wanted, strict=True):
        assert abs(mp.mpf(got) - want) <= bound
        assert abs(digits - float(want)) <= UNIT


@pytest.mark.parametrize(("z", "temperature"), GRADIENT_POINTS)
def test_the_weighted_gradient_is_the_slope_of_the_weighted_sum(z: list[float], temperature: float) -> None:
    """∂(w · p)/∂z_j is a difference quotient of the definition; the magnitude bounds Σ_i |w_i ∂p_i/∂z_j|."""
    w, step = [2.0, -3.0, 0.5, 1.0][: len(z)], mp.mpf(10) ** -20
    gradient, magnitudes = oracle.weighted_softmax_gradient(z, w, temperature)
    base = exact_probabilities(z, temperature)
    for j in range(len(z)):
        moved = exact_probabilities([mp.mpf(x) + (step if i == j else 0) for i, x in enumerate(z)], temperature)
        terms = [a * (after - before) / step for a, after, before in zip(w, moved, base, strict=True)]
        assert gradient[j] == pytest.approx(float(mp.fsum(terms)), abs=1e-14)
        assert float(mp.fsum(map(abs, terms))) <= magnitudes[j] * (1 + 1e-12) + 1e-15


@pytest.mark.parametrize("y", [0, 1, 2])
def test_the_gradient_is_the_slope_of_the_cross_entropy(y: int) -> None:
    """softmax − onehot is a difference quotient of −log p_y, taken in 60 digits."""
    z, step = [2.0, 1.0, 3.0], mp.mpf(10) ** -20
    base = -mp.log(exact_probabilities(z)[y])
    for j, slope in enumerate(oracle.softmax_minus_onehot(z, y)):
        moved = [mp.mpf(x) + (step if i == j else 0) for i, x in enumerate(z)]
        assert slope == pytest.approx(float((-mp.log(exact_probabilities(moved)[y]) - base) / step), abs=1e-14)


@pytest.mark.parametrize("d", [0.0, 1.5, -1.5, 40.0, -40.0, 746.0, -746.0, 1e4])
def test_softplus_is_the_loss_of_two_classes(d: float) -> None:
    """log(1 + exp(d)), in 60 digits."""
    assert oracle.softplus(d) == pytest.approx(float(mp.log(1 + mp.exp(mp.mpf(d)))), rel=1e-15, abs=1e-300)


def test_a_batch_is_averaged_over_rows_and_collected_over_places() -> None:
    """Two rows that share leaf 0, by hand: p = (1/2, 1/2) in both, targets leaf 0 and leaf 2."""
    z, rows, targets = [1.0, 1.0, 1.0], [[0, 1], [0, 2]], [0, 1]
    assert oracle.mean_cross_entropy(z, rows, targets) == pytest.approx(math.log(2), abs=1e-15)
    assert oracle.mean_cross_entropy_gradient(z, rows, targets) == [0.0, 0.25, -0.25]


@few
@given(ALL_SIZES)
def test_logits_lie_within_the_contract_and_on_the_grid(z: list[float]) -> None:
    """1 to 200 classes, |z| <= 10⁴, multiples of 1/8: differences of two are exact."""
    assert 1 <= len(z) <= 200
    assert all(abs(x) <= MAX_LOGIT and (8 * x).is_integer() for x in z)


@few
@given(logits.any_logits(moderate=True), logits.shifted_logits(), logits.exactly_divided_logits())
def test_moderate_logits_leave_room(
    z: list[float], shifted: tuple[list[float], float], divided: tuple[list[float], float]
) -> None:
    """|z| <= 106, so that shifts and divisions of the suite are exact and stay within 10⁴."""
    assert all(abs(x) <= 106 for x in z)
    assert all(abs(x + shifted[1]) <= MAX_LOGIT and (x + shifted[1]) - shifted[1] == x for x in shifted[0])
    assert all(abs(x / divided[1]) <= MAX_LOGIT and x / divided[1] * divided[1] == x for x in divided[0])


@few
@given(logits.logits_with_a_winner(), logits.tied_logits(), logits.reordered_logits(), logits.row_and_another())
def test_cases_are_what_their_names_say(
    winner: tuple[list[float], int],
    tied: tuple[list[float], float, int, int],
    reordered: tuple[list[float], list[int]],
    rows: tuple[list[float], list[float]],
) -> None:
    """One winner by 1/8 at least, two equal logits in two places, a true reordering, two rows of one length."""
    z, best = winner
    assert all(z[best] - x >= 0.125 for i, x in enumerate(z) if i != best)
    z, _, i, j = tied
    assert i != j
    assert z[i] == z[j]
    z, order = reordered
    assert sorted(order) == list(range(len(z))) != order
    assert len(rows[0]) == len(rows[1])
    assert rows[0] != rows[1]


@few
@given(st.one_of(*map(made, (batches.batches(), batches.large_batches(), batches.sharing_batches()))))
def test_batches_have_rows_of_one_width_and_targets_in_them(batch: batches.Batch) -> None:
    """Every index names a leaf, every target a place in its row, and no more than 400 nodes need lie in a chain."""
    z, rows, targets = batch
    assert len({len(row) for row in rows}) == 1
    assert all(0 <= i < len(z) for row in rows for i in row)
    assert all(0 <= y < len(row) for row, y in zip(rows, targets, strict=True))
    assert len(rows) + len(rows[0]) <= 100
    assert all(abs(x) <= MAX_LOGIT for x in z)


@few
@given(batches.batches_with_unequal_lengths(), batches.batches_in_two_parts())
def test_broken_and_divided_batches(
    broken: batches.Batch, divided: tuple[list[float], list[list[int]], list[int], int]
) -> None:
    """Rows and targets differ in number by one; both parts of a divided batch have rows."""
    assert abs(len(broken[1]) - len(broken[2])) == 1
    assert 1 <= divided[3] < len(divided[1])
