"""Softmax on Values, p = softmax(z / T), and its Jacobian.

Names: z logits, T temperature, p probabilities, V number of classes, c a shift, w weights of a sum w · p, x leaves that
logits are computed from.
"""

from __future__ import annotations

import math
from functools import partial
from itertools import pairwise

from checks import expect
from checks.oracles import softmax as true
from checks.properties import engine
from checks.registry import TRAINING_DEADLINE_S, prop
from checks.standin import StandIn
from checks.strategies import logits as draws

SOFTMAX = "loss.softmax"
VALUE = "softmax.is_each_exponential_over_their_sum"
LARGE = "softmax.is_exact_for_large_logits"
JACOBIAN = "softmax.jacobian_is_diagonal_minus_outer_product"
SECTION = "3.4, Cross-Entropy Loss"
EXERCISE = ([2.0, 1.0, 3.0], 1.0)
claim = partial(prop, of=SOFTMAX, needs=("autograd.Value",), source=SECTION)


@claim(
    after=engine.VALUES_RIGHT,
    given=draws.heated_logits(moderate=True),
    examples=[EXERCISE, ([2.0, 1.0, 3.0], 2), (draws.THIRDS, 0.7)],
    points=2,
    hint="Compare with a calculation on paper: first T, then exp, then the quotient. By what is each divided?",
)
def is_each_exponential_over_their_sum(sub: StandIn, z: list[float], temperature: float) -> None:
    """p_i = exp(z_i / T) / Σ_j exp(z_j / T)."""
    values, want = sub.softmax(z, temperature).values, true.softmax_in_50_digits(z, temperature)
    expect.all_close("softmax(z, T)", values, want, scale=true.tolerance_factor(z, temperature))


@claim(
    given=draws.heated_logits(),
    examples=[([710.0, 0.0], 1.0), ([-746.0, -750.0], 1.0), ([10000.0, -10000.0], 0.001), ([10000.0, 9000.0], 1000.0)],
    after=[VALUE],
    points=2,
    hint="exp overflows above 709, and a sum of zeros divides badly. What can every exponent lose without changing p?",
)
def is_exact_for_large_logits(sub: StandIn, z: list[float], temperature: float) -> None:
    """p is finite and exact for every |z_j| <= 10⁴ and 10⁻³ <= T <= 10³."""
    values, want = sub.softmax(z, temperature).values, true.softmax(z, temperature)
    expect.all_close("softmax(z, T)", values, want, scale=true.tolerance_factor(z, temperature))


@claim(
    given=draws.heated_logits(),
    after=[VALUE, LARGE],
    hint="Every exponential is divided by one and the same number: which?",
)
def sums_to_one(sub: StandIn, z: list[float], temperature: float) -> None:
    """Σ_i p_i = 1."""
    scale = len(z) * true.tolerance_factor(z, temperature)  # V terms, each with its own error
    expect.close("Σ p", sum(sub.softmax(z, temperature).values), 1.0, scale)


@claim(
    given=draws.heated_logits(),
    after=[VALUE, LARGE],
    hint="A quotient of one positive number and a sum that contains it: what can it be?",
)
def lies_between_zero_and_one(sub: StandIn, z: list[float], temperature: float) -> None:
    """0 <= p_i <= 1."""
    values = sub.softmax(z, temperature).values
    expect.length("softmax(z, T)", values, len(z))
    slack = expect.allowed_error(1.0, true.tolerance_factor(z, temperature))  # what the contract allows at T
    for i, prob in enumerate(values):
        expect.at_least(f"p[{i}]", prob, 0.0, slack)
        expect.at_most(f"p[{i}]", prob, 1.0, slack)


@claim(
    given=draws.heated_logits(),
    after=[VALUE, LARGE],
    hint="exp rises, and T is positive. Does each probability stand where its logit stands?",
)
def keeps_the_order_of_the_logits(sub: StandIn, z: list[float], temperature: float) -> None:
    """z_i >= z_j implies p_i >= p_j."""
    values = sub.softmax(z, temperature).values
    expect.length("softmax(z, T)", values, len(z))
    rising = sorted(range(len(z)), key=z.__getitem__)
    slack = 2 * expect.allowed_error(1.0, true.tolerance_factor(z, temperature))  # both may be off
    for lower, higher in pairwise(rising):
        expect.at_least(f"p[{higher}], with z[{higher}] >= z[{lower}],", values[higher], values[lower], slack)


@claim(
    given=draws.heated_logits(),
    after=[VALUE, LARGE],
    hint="Divide two probabilities by each other: the sum cancels. What is left, and where does T stand in it?",
)
def ratios_are_exponentials_of_differences(sub: StandIn, z: list[float], temperature: float) -> None:
    """p_i / p_j = exp((z_i − z_j) / T)."""
    values = sub.softmax(z, temperature).values
    expect.length("softmax(z, T)", values, len(z))
    top = max(range(len(z)), key=z.__getitem__)
    # The factors are at most 1: they do not enlarge the error of p[top].
    want = [math.exp((x - z[top]) / temperature) * values[top] for x in z]
    expect.all_agree(f"p by its ratio to p[{top}]", values, want, true.tolerance_factor(z, temperature))


@claim(
    given=draws.shifted_logits(),
    examples=[([2.0, 1.0, 3.0], 1000.0)],
    after=[VALUE, LARGE],
    hint="A factor that all exponentials share is also in their sum.",
)
def ignores_a_common_shift(sub: StandIn, z: list[float], c: float) -> None:
    """softmax(z + c) = softmax(z)."""
    expect.all_agree("softmax(z + c)", sub.softmax([x + c for x in z]).values, sub.softmax(z).values)


@claim(
    given=draws.reordered_logits(),
    after=[VALUE, LARGE],
    hint="Does a probability depend on the place of its logit in the list, or does the result come in another order?",
)
def follows_the_order_of_the_list(sub: StandIn, z: list[float], order: list[int]) -> None:
    """Logits in another order have the same probabilities in that order."""
    base, reordered = sub.softmax(z).values, sub.softmax([z[i] for i in order]).values
    expect.length("softmax(z)", base, len(z))
    expect.all_agree("softmax(z in another order)", reordered, [base[i] for i in order])


@claim(
    given=draws.equal_logits(),
    examples=[(0.0, 2), (-1000.0, 3), (7.5, 30)],
    after=[VALUE, LARGE],
    hint="V equal shares of 1.",
)
def of_equal_logits_is_uniform(sub: StandIn, x: float, size: int) -> None:
    """softmax(x, ..., x) = (1/V, ..., 1/V)."""
    expect.all_close("softmax(x, ..., x)", sub.softmax([x] * size).values, [1.0 / size] * size)


@claim(
    given=draws.lone_logit(),
    examples=[([-10000.0], 0.001)],
    after=[*engine.GRADIENTS_RIGHT, VALUE, LARGE, JACOBIAN],
    hint="One class takes everything, whatever its logit.",
)
def of_one_class_is_one(sub: StandIn, z: list[float], temperature: float) -> None:
    """softmax(x) = 1 for a single class, and has derivative 0."""
    answer, factor = sub.softmax(z, temperature, weights=[1.0]), true.tolerance_factor(z, temperature)
    expect.all_close("softmax(x, T)", answer.values, [1.0], scale=factor)
    # Two contributions, 1/T and −1/T, cancel.
    expect.all_close("dp/dx", answer.grad, [0.0], scale=factor * max(1.0, 2 / temperature))


@claim(
    examples=[
        ([0.125 * (i % 16) for i in range(101)], 0.5),
        ([-745.0 if i == 128 else -6000.0 for i in range(130)], 1.0),
        ([9000.0 + 5.0 * i for i in range(200)], 10.0),
    ],
    after=[VALUE, LARGE],
    deadline_s=TRAINING_DEADLINE_S,  # one that sums anew for each class makes 40,000 exponentials of 200
    hint="Does anything in your code hold for small vocabularies only: a fixed size, a limit, a table?",
)
def holds_for_more_than_a_hundred_classes(sub: StandIn, z: list[float], temperature: float) -> None:
    """p is exact for up to 200 classes."""
    values, want = sub.softmax(z, temperature).values, true.softmax(z, temperature)
    expect.all_close("softmax(z, T)", values, want, scale=true.tolerance_factor(z, temperature))


@claim(
    given=draws.tied_logits(),
    examples=[([3.0, 3.0, 1.0], 1.0, 0, 1), ([3.0, 3.0, 1.0], 0.001, 0, 1)],
    after=[VALUE, LARGE],
    hint="Is the largest logit found by its value and then treated by its place?",
)
def ties_share_equally(sub: StandIn, z: list[float], temperature: float, i: int, j: int) -> None:
    """z_i = z_j implies p_i = p_j."""
    values = sub.softmax(z, temperature).values
    expect.length("softmax(z, T)", values, len(z))
    expect.agree(f"p[{i}], with z[{i}] = z[{j}],", values[i], values[j], true.tolerance_factor(z, temperature))


@claim(
    given=draws.weighted_logits(),
    examples=[([2.0, 1.0, 3.0], 1.0, [1.0, 0.0, 0.0]), ([2.0, 1.0, 3.0], 2, [0.0, 1.0, 0.0])],
    after=[*engine.GRADIENTS_RIGHT, VALUE, LARGE],
    points=2,
    hint="A logit moves its own probability and, through the sum, every other. Does T survive in the derivative?",
)
def jacobian_is_diagonal_minus_outer_product(sub: StandIn, z: list[float], temperature: float, w: list[float]) -> None:
    """∂p/∂z = (diag(p) − p pᵀ) / T, seen through ∂(w · p)/∂z."""
    want, magnitudes = true.weighted_softmax_gradient(z, w, temperature)
    # The absolute contributions, each as exact as the contract asks for at T.
    scale = [true.tolerance_factor(z, temperature) * max(1.0, magnitude) for magnitude in magnitudes]
    expect.all_close("∂(w · p)/∂z", sub.softmax(z, temperature, weights=w).grad, want, scale)


@claim(
    given=draws.heated_logits(),
    after=[VALUE, LARGE, JACOBIAN],
    hint="What always adds up to 1 cannot change. Does the gradient pass through the denominator as well?",
)
def gradient_of_the_sum_is_zero(sub: StandIn, z: list[float], temperature: float) -> None:
    """∂(Σ_i p_i)/∂z = 0."""
    ones = [1.0] * len(z)
    _, magnitudes = true.weighted_softmax_gradient(z, ones, temperature)  # 2 p_j / T
    # The absolute contributions, each as exact as the contract asks for at T.
    scale = [true.tolerance_factor(z, temperature) * max(1.0, magnitude) for magnitude in magnitudes]
    expect.all_close("∂(Σ p)/∂z", sub.softmax(z, temperature, weights=ones).grad, [0.0] * len(z), scale)


@claim(
    given=draws.weighted_layers(),
    after=[*engine.GRADIENTS_RIGHT, VALUE, JACOBIAN],
    hint="The results must be computed from the very nodes in the list, by operations of Value, once for each entry.",
)
def gradient_reaches_what_the_logits_come_from(
    sub: StandIn, x: list[float], layer: list[list[float]], picks: list[int], w: list[float]
) -> None:
    """The chain rule goes on behind the logits, where computed nodes, some twice in the list, come from leaves x."""
    computed = true.combined(layer, x)
    gradient, _ = true.weighted_softmax_gradient([computed[i] for i in picks], w)
    columns = list(zip(*layer, strict=True))
    answer = sub.softmax(x, 1.0, weights=w, layer=layer, picks=picks)
    # |layer| <= 3, |w| <= 3 and Σ_j p_j (|w_j| + |w| · p) <= 6: contributions of at most 18.
    want = true.combined(columns, true.gathered(len(layer), picks, gradient))
    expect.all_close("∂(w · p)/∂x", answer.grad, want, scale=18.0)


@claim(
    given=draws.heated_logits(),
    after=[VALUE, LARGE],
    hint="Other losses may have left gradients in the same logits. Which line sets them, and which adds to them?",
)
def adds_to_the_gradients_that_are_there(sub: StandIn, z: list[float], temperature: float) -> None:
    """Where the logits have gradients already, the gradient of Σ_i p_i, which is 0, is added to them."""
    got = sub.softmax(z, temperature, weights=[1.0] * len(z), leftover=2.0).grad
    # ∂p_i/∂z_j is p_i (δ_ij − p_j) / T: the absolute contributions to each gradient add up to 1 / (2 T) at most.
    expect.all_close("z.grad", got, [2.0] * len(z), scale=2.0 + 0.5 / temperature)


@claim(
    given=draws.heated_logits(),
    after=[VALUE, LARGE],
    hint="Work on new nodes and new lists: what the caller passed in is still needed, unsorted and undivided.",
)
def leaves_its_logits_alone(sub: StandIn, z: list[float], temperature: float) -> None:
    """After the call and a backward pass, the list and its .data are what they were."""
    answer = sub.softmax(z, temperature, weights=[1.0] * len(z))
    expect.same_nodes("the list of logits", answer.inputs_after, z)


@claim(
    given=draws.row_and_another(),
    after=[*engine.GRADIENTS_RIGHT, VALUE, LARGE, JACOBIAN],
    hint="Is anything kept from one call to the next: a cache, a default argument, a global?",
)
def calls_are_independent(sub: StandIn, z: list[float], other: list[float]) -> None:
    """A call answers for its own logits and temperature, whatever was asked before."""
    w = [1.0, *[0.0] * (len(z) - 1)]
    for row, temperature in ((z, 1.0), (z, 2.0), (other, 2.0), (z, 1.0)):
        answer = sub.softmax(row, temperature, weights=w)
        expect.all_close("softmax(z, T)", answer.values, true.softmax(row, temperature))
        # Contributions: p_0 (1 + p_0) / T and p_0 p_j / T, each at most 2.
        expect.all_close("∂p[0]/∂z", answer.grad, true.weighted_softmax_gradient(row, w, temperature)[0], scale=2.0)


@claim(
    examples=[[]],
    tier="stretch",
    hint="There is no distribution over no classes. Say so before anything else happens.",
)
def of_no_logits_raises(sub: StandIn, z: list[float]) -> None:
    """Softmax of an empty list raises ValueError or IndexError."""
    expect.raises("softmax([])", lambda: sub.softmax(z), "ValueError", "IndexError")
