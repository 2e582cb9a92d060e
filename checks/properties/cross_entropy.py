"""Cross-entropy of logits as a number, L(z, y) = −log softmax(z)_y.

Names: z logits, y target index, V number of classes, c a shift, q = softmax(z).
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

LOSS = "loss.cross_entropy_loss"
VALUE = "cross_entropy.value_is_minus_log_softmax_of_the_target"
LARGE = "cross_entropy.value_is_exact_for_large_logits"
EXERCISE = ([2.0, 1.0, 3.0], 2)
claim = partial(prop, of=LOSS, needs=("autograd.Value",), source="3.4, Cross-Entropy Loss")


@claim(
    given=draws.labelled_logits(moderate=True),
    examples=[EXERCISE, ([2.0, 1.0, 3.0], 0), ([0.0, 30.0], 0), (draws.THIRDS, 0)],
    after=[
        *engine.VALUES_RIGHT,
        "log_sum_exp.is_the_log_of_the_summed_exponentials",
        "log_sum_exp.leaves_its_logits_alone",
        "log_sum_exp.calls_are_independent",
    ],
    points=2,
    hint="Which class does the loss look at, and of what is the logarithm taken?",
)
def value_is_minus_log_softmax_of_the_target(sub: StandIn, z: list[float], y: int) -> None:
    """L(z, y) = −log softmax(z)_y, in nats."""
    expect.close("L(z, y)", sub.cross_entropy_loss(z, y).value, true.cross_entropy_in_50_digits(z, y))


@claim(
    given=draws.labelled_logits(),
    examples=[([710.0, 0.0], 1), ([0.0, 746.0], 0), ([-800.0, -800.0], 0), ([10000.0, -10000.0], 1)],
    after=[VALUE, "log_sum_exp.is_exact_for_large_logits"],
    points=2,
    hint="A probability below 1e-324 is 0 in float64, and its logarithm is lost. Can you get there without it?",
)
def value_is_exact_for_large_logits(sub: StandIn, z: list[float], y: int) -> None:
    """L(z, y) is finite and exact for every |z_j| <= 10⁴, however small softmax(z)_y is."""
    expect.close("L(z, y)", sub.cross_entropy_loss(z, y).value, true.cross_entropy(z, y))


@claim(
    given=draws.labelled_logits(),
    after=[VALUE, LARGE],
    hint="A probability is at most 1: what does that say about minus its logarithm?",
)
def loss_is_never_negative(sub: StandIn, z: list[float], y: int) -> None:
    """L(z, y) >= 0."""
    # A loss of 0 may be off by 1e-9, below 0 too.
    expect.at_least("L(z, y)", sub.cross_entropy_loss(z, y).value, 0.0, expect.allowed_error(0.0))


@claim(
    of=(LOSS, "loss.softmax"),
    given=draws.labelled_logits(),
    examples=[EXERCISE],
    after=[
        VALUE,
        LARGE,
        "softmax.is_each_exponential_over_their_sum",
        "softmax.is_exact_for_large_logits",
        "temperature.is_one_by_default",
    ],
    hint="Your softmax and your loss tell different stories of the same logits: follow both for one small case.",
)
def loss_is_the_surprise_of_the_own_softmax(sub: StandIn, z: list[float], y: int) -> None:
    """exp(−L(z, y)) = softmax(z)_y."""
    probs, loss = sub.softmax(z).values, sub.cross_entropy_loss(z, y).value
    expect.length("softmax(z)", probs, len(z))
    # exp turns an error 1e-9 · max(1, L) of the loss into that times exp(−L), which is at most 1e-9.
    expect.agree("exp(−L(z, y))", _exp(-loss), probs[y])


@claim(
    of=(LOSS, "loss.cross_entropy"),
    given=draws.labelled_logits(moderate=True),
    examples=[EXERCISE],
    after=[VALUE],
    hint="For a certain outcome, one term of the sum is left: is it this class's, in both functions, in the same unit?",
)
def loss_is_the_cross_entropy_of_a_certain_outcome(sub: StandIn, z: list[float], y: int) -> None:
    """L(z, y) = H(onehot(y), softmax(z)), by the submission's own cross_entropy(p, q)."""
    onehot = [1.0 if i == y else 0.0 for i in range(len(z))]
    entropy = sub.cross_entropy(onehot, true.softmax(z)).value  # |z| <= 104 keeps q above 1e-300
    expect.agree("L(z, y)", sub.cross_entropy_loss(z, y).value, entropy)


@claim(
    given=draws.equal_logits(),
    examples=[(0.0, 2), (-1000.0, 3), (7.5, 150)],
    after=[VALUE, LARGE],
    hint="Who knows nothing gives every class 1/V.",
)
def of_equal_logits_is_log_v(sub: StandIn, x: float, size: int) -> None:
    """L(z, y) = log V where all logits are equal."""
    expect.close("L(z, y)", sub.cross_entropy_loss([x] * size, size // 2).value, math.log(size))


@claim(
    given=draws.logits(1, 1),
    examples=[[3.0], [-10000.0]],
    after=[VALUE, LARGE],
    hint="Where there is no choice there is no surprise, and nothing to learn.",
)
def of_one_class_is_zero(sub: StandIn, z: list[float]) -> None:
    """L = 0 for a single class."""
    expect.close("L(z, 0)", sub.cross_entropy_loss(z, 0).value, 0.0)


@claim(
    given=draws.labelled_pair(),
    examples=[([0.0, 746.0], 0), ([3.0, 3.0], 1)],
    after=[VALUE, LARGE],
    source="3.4, Cross-Entropy Loss: two classes",
    hint="Divide numerator and denominator by the numerator: only the difference of the logits is left.",
)
def of_two_classes_is_softplus_of_the_lead(sub: StandIn, z: list[float], y: int) -> None:
    """L(z, y) = log(1 + exp(z_other − z_y)) for two classes."""
    expect.close("L(z, y)", sub.cross_entropy_loss(z, y).value, true.softplus(z[1 - y] - z[y]))


@claim(
    given=draws.labelled_shifted_logits(),
    examples=[(*EXERCISE, 1000.0)],
    after=[VALUE, LARGE],
    hint="What log-sum-exp gains from a shift, the target's logit gains, too. Is the shift given back once, or twice?",
)
def ignores_a_common_shift(sub: StandIn, z: list[float], y: int, c: float) -> None:
    """L(z + c, y) = L(z, y)."""
    shifted = sub.cross_entropy_loss([x + c for x in z], y).value
    expect.agree("L(z + c, y)", shifted, sub.cross_entropy_loss(z, y).value)


@claim(
    given=draws.labelled_reordered_logits(),
    after=[VALUE, LARGE],
    hint="Classes have no order: is the target found by its index, in the list as it was given?",
)
def renaming_the_classes_changes_nothing(sub: StandIn, z: list[float], y: int, order: list[int]) -> None:
    """L of reordered logits, with the target at its new place, is the same."""
    reordered = sub.cross_entropy_loss([z[i] for i in order], order.index(y)).value
    expect.agree("L(z in another order, y's new place)", reordered, sub.cross_entropy_loss(z, y).value)


@claim(
    given=draws.labelled_logits_and_a_rise(),
    after=[VALUE, LARGE],
    hint="Believing more in what happens must be rewarded.",
)
def falls_as_the_target_rises(sub: StandIn, z: list[float], y: int, rise: float) -> None:
    """L falls strictly as z_y rises."""
    raised = [x + rise if i == y else x for i, x in enumerate(z)]
    before, after = sub.cross_entropy_loss(z, y).value, sub.cross_entropy_loss(raised, y).value
    # Each of the two losses may be off by 1e-9 of itself.
    slack = expect.allowed_error(true.cross_entropy(z, y)) + expect.allowed_error(true.cross_entropy(raised, y))
    if true.cross_entropy(z, y) - true.cross_entropy(raised, y) > slack:  # then both errors cannot hide the fall
        expect.that(after < before, f"L = {before!r} became {after!r} when z[{y}] rose by {rise!r}, but should fall")
    expect.at_most(f"L after z[{y}] rose by {rise!r}", after, before, slack)


@claim(
    given=draws.any_logits(2),
    examples=[[2.0, 1.0, 3.0]],
    after=[VALUE, LARGE],
    hint="log-sum-exp is common to all classes. Are the first class, 0, and the last, V - 1, classes like any other?",
)
def losses_of_two_classes_differ_by_their_logits(sub: StandIn, z: list[float]) -> None:
    """L(z, 0) − L(z, V−1) = z_{V−1} − z_0: the first class against the last."""
    first, last = sub.cross_entropy_loss(z, 0).value, sub.cross_entropy_loss(z, len(z) - 1).value
    # Either loss may be off by 1e-9 of itself, and their difference may be small where both are large.
    expect.agree("L(z, 0)", first, last + (z[-1] - z[0]), scale=abs(last))


@claim(
    given=draws.labelled_large_vocabularies(),
    after=[VALUE, LARGE],
    hint="Does anything in your code hold for small vocabularies only: a fixed size, a limit, a table?",
)
def holds_for_more_than_a_hundred_classes(sub: StandIn, z: list[float], y: int) -> None:
    """L(z, y) is exact for up to 200 classes."""
    expect.close("L(z, y)", sub.cross_entropy_loss(z, y).value, true.cross_entropy(z, y))


@claim(
    given=draws.row_and_another(),
    after=[*engine.GRADIENTS_RIGHT, VALUE, LARGE],
    hint="Is anything kept from one call to the next: a cache, a default argument, a global?",
)
def calls_are_independent(sub: StandIn, z: list[float], other: list[float]) -> None:
    """A call answers for its own logits and target, whatever was asked before."""
    last = len(z) - 1
    questions = [(z, 0), (z, last), (other, last), (z, 0)]
    answers = [sub.cross_entropy_loss(row, y) for row, y in questions]
    for (row, y), answer in zip(questions, answers, strict=True):
        expect.close("L(z, y)", answer.value, true.cross_entropy(row, y))
    expect.all_agree("∂L/∂z, asked again,", answers[-1].grad, answers[0].grad)


@claim(
    given=draws.row_and_another(),
    after=[VALUE, LARGE, "cross_entropy.calls_are_independent", "cross_entropy.leaves_its_logits_alone"],
    hint="Training changes the .data of the same nodes again and again: is something remembered of a node or a list?",
)
def follows_logits_whose_data_change(sub: StandIn, z: list[float], other: list[float]) -> None:
    """The loss of the same nodes with new .data is the loss of the new numbers."""
    rows, targets = [z, other, other, z], [0, 0, len(z) - 1, 0]
    answers = sub.cross_entropy_losses(rows, targets)
    expect.length("the losses", answers, len(rows))
    for row, y, answer in zip(rows, targets, answers, strict=True):
        expect.close("L(z, y)", answer.value, true.cross_entropy(row, y))
    expect.all_agree("∂L/∂z, with the first numbers again,", answers[-1].grad, answers[0].grad)


@claim(
    given=draws.labelled_logits(),
    after=[VALUE, LARGE],
    hint="Other losses may have left gradients in the same logits. Which line sets them, and which adds to them?",
)
def adds_to_the_gradients_that_are_there(sub: StandIn, z: list[float], y: int) -> None:
    """Where the logits have gradients already, the call and its backward pass add softmax(z) − onehot(y) to them."""
    want = [2.0 + p - (j == y) for j, p in enumerate(true.softmax(z))]
    expect.all_close("z.grad", sub.cross_entropy_loss(z, y, leftover=2.0).grad, want, scale=4.0)


@claim(
    given=draws.labelled_logits(),
    after=[VALUE, LARGE],
    hint="Work on new nodes and new lists: what the caller passed in is still needed, unsorted and unshifted.",
)
def leaves_its_logits_alone(sub: StandIn, z: list[float], y: int) -> None:
    """After the call and its backward pass, the list and its .data are what they were."""
    expect.same_nodes("the list of logits", sub.cross_entropy_loss(z, y).inputs_after, z)


@claim(
    given=draws.logits_without_the_target(),
    examples=[([2.0, 1.0, 3.0], 3), ([2.0, 1.0, 3.0], -1)],
    tier="stretch",
    hint="Python counts negative indices from the end and says nothing. Which indices name a class?",
)
def a_target_that_is_no_class_raises(sub: StandIn, z: list[float], y: int) -> None:
    """A target outside 0..V−1 raises ValueError or IndexError."""
    expect.raises(f"cross_entropy_loss(z, {y})", lambda: sub.cross_entropy_loss(z, y), "ValueError", "IndexError")


@claim(
    examples=[([], 0)],
    tier="stretch",
    hint="Of no classes, none can be the target. Say so before anything else happens.",
)
def of_no_logits_raises(sub: StandIn, z: list[float], y: int) -> None:
    """The loss of an empty list of logits raises ValueError or IndexError."""
    expect.raises("cross_entropy_loss([], 0)", lambda: sub.cross_entropy_loss(z, y), "ValueError", "IndexError")


def _exp(x: float) -> float:
    return math.exp(x) if x < 709 else math.inf
