"""Log-sum-exp on Values, LSE(z) = log Σ_j exp(z_j), and its gradient.

Names: z logits, V number of classes, c a shift, x leaves that logits are computed from.
"""

from __future__ import annotations

import math
from functools import partial

from checks import expect
from checks.oracles import softmax as true
from checks.properties import engine
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import logits as draws

LSE = "loss.log_sum_exp"
VALUE = "log_sum_exp.is_the_log_of_the_summed_exponentials"
LARGE = "log_sum_exp.is_exact_for_large_logits"
GRADIENT = "log_sum_exp.gradient_is_softmax"
claim = partial(prop, of=LSE, needs=("autograd.Value",), source="3.4, Cross-Entropy Loss")


@claim(
    after=engine.VALUES_RIGHT,
    given=draws.any_logits(moderate=True),
    examples=[[2.0, 1.0, 3.0], [0.0], [0.0, 0.0], [0.0, 1.0, 0.0], draws.THIRDS],
    points=2,
    hint="Which steps does the name list, and in which order? The logarithm is the natural one, of exactly that sum.",
)
def is_the_log_of_the_summed_exponentials(sub: StandIn, z: list[float]) -> None:
    """LSE(z) = log Σ_j exp(z_j), in nats."""
    expect.close("LSE(z)", sub.log_sum_exp(z).value, true.log_sum_exp_in_50_digits(z))


@claim(
    given=draws.any_logits(),
    examples=[[710.0, 0.0], [-746.0, -750.0], [10000.0, -10000.0], [-10000.0]],
    after=[VALUE],
    points=2,
    hint="exp overflows above 709 and is 0 below -746. Which number can all logits give up first and LSE get back?",
)
def is_exact_for_large_logits(sub: StandIn, z: list[float]) -> None:
    """LSE(z) is finite and exact for every |z_j| <= 10⁴."""
    expect.close("LSE(z)", sub.log_sum_exp(z).value, true.log_sum_exp(z))


@claim(
    given=draws.shifted_logits(),
    after=[VALUE, LARGE],
    hint="A constant factor in front of all exponentials comes out of the sum: what becomes of it under the logarithm?",
)
def moves_with_a_common_shift(sub: StandIn, z: list[float], c: float) -> None:
    """LSE(z + c) = LSE(z) + c."""
    base = sub.log_sum_exp(z).value
    # Either may be off by 1e-9 of itself, and the shift may leave little of a large one.
    expect.agree("LSE(z + c)", sub.log_sum_exp([x + c for x in z]).value, base + c, scale=abs(base))


@claim(
    given=draws.any_logits(),
    after=[VALUE, LARGE],
    hint="The sum is at least its largest term, and at most V times that.",
)
def lies_at_most_log_v_above_the_maximum(sub: StandIn, z: list[float]) -> None:
    """max z <= LSE(z) <= max z + log V."""
    value, largest = sub.log_sum_exp(z).value, max(z)
    slack = expect.allowed_error(abs(largest) + math.log(len(z)))  # |LSE| is at most that
    expect.at_least("LSE(z)", value, largest, slack)
    expect.at_most("LSE(z)", value, largest + math.log(len(z)), slack)


@claim(
    given=draws.reordered_logits(),
    after=[VALUE, LARGE],
    hint="A sum does not depend on the order of its terms: is one logit, perhaps the first or the last, treated apart?",
)
def ignores_the_order(sub: StandIn, z: list[float], order: list[int]) -> None:
    """LSE of the same logits in another order is the same."""
    reordered = sub.log_sum_exp([z[i] for i in order]).value
    expect.agree("LSE(z in another order)", reordered, sub.log_sum_exp(z).value)


@claim(
    given=draws.equal_logits(),
    examples=[(0.0, 2), (-1000.0, 3), (7.5, 150)],
    after=[VALUE, LARGE],
    hint="Sum V equal terms on paper. Is every one of the tied logits counted, the largest included?",
)
def of_equal_logits_is_log_v_above_them(sub: StandIn, x: float, size: int) -> None:
    """LSE(x, ..., x) = x + log V."""
    expect.close("LSE(x, ..., x)", sub.log_sum_exp([x] * size).value, x + math.log(size))


@claim(
    given=draws.logits(1, 1),
    examples=[[3.0], [-10000.0]],
    after=[*engine.GRADIENTS_RIGHT, VALUE, LARGE, GRADIENT],
    hint="The logarithm undoes one exponential. Which slope has a function that gives back what it is given?",
)
def of_one_logit_is_that_logit(sub: StandIn, z: list[float]) -> None:
    """LSE(x) = x, with derivative 1."""
    answer = sub.log_sum_exp(z)
    expect.close("LSE(x)", answer.value, z[0])
    expect.all_close("dLSE/dx", answer.grad, [1.0])


@claim(
    given=draws.two_parts(),
    after=[VALUE, LARGE],
    hint="The sum over all classes is the sum of the sums over two parts.",
)
def of_two_parts_combines(sub: StandIn, left: list[float], right: list[float]) -> None:
    """LSE(a, b) = LSE(LSE(a), LSE(b))."""
    parts = [sub.log_sum_exp(left).value, sub.log_sum_exp(right).value]
    combined = sub.log_sum_exp(parts).value
    # LSE moves by no more than its logits do: an error in the parts arrives at most once.
    scale = max(1.0, *map(abs, parts)) + max(1.0, abs(combined))
    expect.agree("LSE(a, b)", sub.log_sum_exp(left + right).value, combined, scale)


@claim(
    given=draws.large_vocabularies(),
    after=[VALUE, LARGE],
    hint="Does anything in your code hold for small vocabularies only: a fixed size, a limit, a table?",
)
def holds_for_more_than_a_hundred_classes(sub: StandIn, z: list[float]) -> None:
    """LSE(z) is exact for up to 200 classes."""
    expect.close("LSE(z)", sub.log_sum_exp(z).value, true.log_sum_exp(z))


@claim(
    given=draws.any_logits(),
    examples=[[2.0, 1.0, 3.0], [1.0, 1.0], [710.0, 0.0], [0.125 * i for i in range(150)], draws.THIRDS],
    after=[*engine.GRADIENTS_RIGHT, VALUE, LARGE],
    points=2,
    hint="Differentiate the logarithm of a sum by the chain rule; you know the vector of quotients that appears.",
)
def gradient_is_softmax(sub: StandIn, z: list[float]) -> None:
    """∂LSE/∂z = softmax(z)."""
    # Even if the maximum is a node that is subtracted and added back, the contributions to an entry add up to 3.
    expect.all_close("∂LSE/∂z", sub.log_sum_exp(z).grad, true.softmax(z))


@claim(
    given=draws.layers(),
    after=[*engine.GRADIENTS_RIGHT, VALUE, GRADIENT],
    hint="The result must be computed from the very nodes in the list, by operations of Value, once for each entry.",
)
def gradient_reaches_what_the_logits_come_from(
    sub: StandIn, x: list[float], layer: list[list[float]], picks: list[int]
) -> None:
    """The chain rule goes on behind the logits, where computed nodes, some twice in the list, come from leaves x."""
    computed = true.combined(layer, x)
    probs = true.gathered(len(layer), picks, true.softmax([computed[i] for i in picks]))
    # Entry k adds up 3 · layer[i][k] · p_i, 3 for the factor: |layer| <= 3 and Σ p = 1, so at most 9 in absolute value.
    answer = sub.log_sum_exp(x, layer=layer, picks=picks, upstream=3.0)
    want = [3.0 * total for total in true.combined(list(zip(*layer, strict=True)), probs)]
    expect.all_close("∂(3 LSE)/∂x", answer.grad, want, scale=9.0)


@claim(
    given=draws.any_logits(min_size=2),  # LSE of one logit may be that very node, which its own backward pass sets to 1
    after=[VALUE, LARGE, GRADIENT],
    hint="Other losses may have left gradients in the same logits. Which line sets them, and which adds to them?",
)
def adds_to_the_gradients_that_are_there(sub: StandIn, z: list[float]) -> None:
    """Where the logits have gradients already, the call and its backward pass add softmax(z) to them."""
    want = [2.0 + p for p in true.softmax(z)]
    expect.all_close("z.grad", sub.log_sum_exp(z, leftover=2.0).grad, want, scale=3.0)


@claim(
    given=draws.any_logits(),
    after=[VALUE, LARGE],
    hint="Work on new nodes and new lists: what the caller passed in is still needed, unsorted and unshifted.",
)
def leaves_its_logits_alone(sub: StandIn, z: list[float]) -> None:
    """After the call and its backward pass, the list and its .data are what they were."""
    expect.same_nodes("the list of logits", sub.log_sum_exp(z).inputs_after, z)


@claim(
    given=draws.row_and_another(),
    after=[VALUE, LARGE, GRADIENT],
    hint="Is anything kept from one call to the next: a cache, a default argument, a global?",
)
def calls_are_independent(sub: StandIn, z: list[float], other: list[float]) -> None:
    """A call answers for its own logits, whatever was asked before."""
    for row in (z, other, z):
        answer = sub.log_sum_exp(row)
        expect.close("LSE(z)", answer.value, true.log_sum_exp(row))
        expect.all_close("∂LSE/∂z", answer.grad, true.softmax(row))


@claim(
    examples=[[]],
    tier="stretch",
    hint="There is no largest of no logits. Say so before anything else happens.",
)
def of_no_logits_raises(sub: StandIn, z: list[float]) -> None:
    """LSE of an empty list raises ValueError or IndexError."""
    expect.raises("log_sum_exp([])", lambda: sub.log_sum_exp(z), "ValueError", "IndexError")
