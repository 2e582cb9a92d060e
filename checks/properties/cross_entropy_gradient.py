"""The gradient of the cross-entropy, ∂L/∂z = softmax(z) − onehot(y): through backward, and in closed form.

Names: z logits, y target index, L = −log softmax(z)_y, x leaves that logits are computed from.
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
CLOSED_FORM = "loss.cross_entropy_grad"
VALUES = ["cross_entropy.value_is_minus_log_softmax_of_the_target", "cross_entropy.value_is_exact_for_large_logits"]
GRADIENT = "cross_entropy_gradient.is_softmax_minus_onehot"
CLOSED = "cross_entropy_gradient.closed_form_is_softmax_minus_onehot"
EXERCISE = ([2.0, 1.0, 3.0], 2)
WIDE = ([float(i * i % 7) for i in range(180)], 179)
claim = partial(prop, of=LOSS, needs=("autograd.Value",), source="3.4, Gradient w.r.t. Logits")
claim_on_numbers = partial(prop, of=CLOSED_FORM, source="3.4, Gradient w.r.t. Logits")


@claim(
    given=draws.labelled_logits(),
    examples=[
        EXERCISE,
        ([8.0, 0.0, 0.0], 0),  # nearly learnt
        ([710.0, 0.0], 1),
        ([1.0, 1.0], 0),
        ([3.0], 0),
        ([0.125 * i for i in range(150)], 149),
        (draws.THIRDS, 0),
    ],
    after=[*engine.GRADIENTS_RIGHT, *VALUES, "log_sum_exp.gradient_is_softmax"],
    points=2,
    hint="Differentiate −log softmax(z)[y]. Where does the target's logit occur besides in the sum?",
)
def is_softmax_minus_onehot(sub: StandIn, z: list[float], y: int) -> None:
    """∂L/∂z = softmax(z) − onehot(y)."""
    # Each entry is a sum of contributions of at most 1: softmax_i and the onehot.
    expect.all_close("∂L/∂z", sub.cross_entropy_loss(z, y).grad, true.softmax_minus_onehot(z, y))


@claim(
    given=draws.labelled_logits(),
    after=[*VALUES, GRADIENT],
    hint="A common shift changes no loss, so a step that is the same for all logits has no slope.",
)
def sums_to_zero(sub: StandIn, z: list[float], y: int) -> None:
    """Σ_i ∂L/∂z_i = 0."""
    expect.close(
        "Σ ∂L/∂z", sum(sub.cross_entropy_loss(z, y).grad), 0.0, scale=len(z)
    )  # V entries, each with its own error


@claim(
    given=draws.labelled_logits(),
    after=[*VALUES, GRADIENT],
    hint="Learning raises the target's logit and lowers the others: which signs has the slope, and how steep is it?",
)
def pulls_the_target_up_and_the_others_down(sub: StandIn, z: list[float], y: int) -> None:
    """−1 <= ∂L/∂z_y <= 0 <= ∂L/∂z_i <= 1 for every other class i."""
    slack = expect.allowed_error(1.0)  # p and 1, which make up a slope, are at most 1
    for i, slope in enumerate(sub.cross_entropy_loss(z, y).grad):
        expect.at_least(f"∂L/∂z[{i}]", slope, -1.0 if i == y else 0.0, slack)
        expect.at_most(f"∂L/∂z[{i}]", slope, 0.0 if i == y else 1.0, slack)


@claim(
    given=draws.labelled_logits_and_a_direction(),
    examples=[(*EXERCISE, 0)],
    after=[*VALUES, GRADIENT],
    source="Taylor's theorem",
    hint="Your own loss rises by another amount than your gradient says: is a part of the graph cut off from it?",
)
def is_the_slope_of_the_own_loss(sub: StandIn, z: list[float], y: int, i: int) -> None:
    """(L(z + h e_i) − L(z − h e_i)) / 2h = ∂L/∂z_i, up to h² / (36 √3)."""
    h = 2.0**-8  # exact beside multiples of 1/8
    up, down = ([x + sign * h if j == i else x for j, x in enumerate(z)] for sign in (1, -1))
    higher, lower = sub.cross_entropy_loss(up, y).value, sub.cross_entropy_loss(down, y).value
    grad = sub.cross_entropy_loss(z, y).grad
    expect.length("∂L/∂z", grad, len(z))
    # Remainder: h² / 6 times max |L'''| = max |p (1 − p) (1 − 2p)| = 1 / (6 √3). Each loss may be off by its tolerance.
    losses = expect.allowed_error(true.cross_entropy(up, y)) + expect.allowed_error(true.cross_entropy(down, y))
    allowed = h * h / (36 * math.sqrt(3)) + losses / (2 * h) + expect.allowed_error(1.0)
    slope = (higher - lower) / (2 * h)
    expect.that(
        abs(grad[i] - slope) <= allowed,
        f"∂L/∂z[{i}] = {grad[i]!r}, but the loss itself has slope {slope!r} there (allowed error {allowed:.3g})",
    )


@claim(
    given=draws.picked_logits(),
    examples=[([1.0], [0, 0]), ([2.0, 1.0], [0, 1, 0])],
    after=[*engine.GRADIENTS_RIGHT, *VALUES, GRADIENT, "log_sum_exp.gradient_reaches_what_the_logits_come_from"],
    source="3.4, Gradient w.r.t. Logits, and Stage 2: gradients of a node used twice add up",
    hint="One node in two places gets a gradient from each: is one of them written over the other?",
)
def adds_up_where_a_node_occurs_twice(sub: StandIn, z: list[float], picks: list[int]) -> None:
    """A node that stands for several classes gets the sum of their gradients."""
    row = [z[i] for i in picks]
    answer = sub.cross_entropy_loss(z, 0, picks=picks)
    expect.close("L", answer.value, true.cross_entropy(row, 0))
    want = true.gathered(len(z), picks, true.softmax_minus_onehot(row, 0))
    expect.all_close("∂L/∂z", answer.grad, want, scale=2.0)  # Σ softmax + Σ onehot


@claim(
    given=draws.labelled_layers(),
    after=[*engine.GRADIENTS_RIGHT, *VALUES, GRADIENT, "log_sum_exp.gradient_reaches_what_the_logits_come_from"],
    source="3.4, Gradient w.r.t. Logits, and the chain rule",
    hint="A model's logits are results, not leaves. Is the loss computed from these very nodes, or from their numbers?",
)
def reaches_what_the_logits_come_from(sub: StandIn, x: list[float], matrix: list[list[float]], y: int) -> None:
    """The chain rule goes on behind the logits: ∂L/∂x = Wᵀ (softmax(z) − onehot(y)) for z = W x."""
    answer = sub.cross_entropy_loss(x, y, layer=matrix)
    gradient = true.softmax_minus_onehot(true.combined(matrix, x), y)
    # Entry k adds up W_ik · softmax_i and W_yk: |W| <= 3 makes that 6 at most.
    want = true.combined(list(zip(*matrix, strict=True)), gradient)
    expect.all_close("∂L/∂x", answer.grad, want, scale=6.0)


@claim(
    given=draws.labelled_logits_and_a_factor(),
    examples=[(*EXERCISE, 0.5)],
    after=[*engine.GRADIENTS_RIGHT, *VALUES, GRADIENT],
    source="3.4, Gradient w.r.t. Logits, and the chain rule",
    hint="What arrives from above must be multiplied in: a loss is seldom the last node.",
)
def is_multiplied_by_what_comes_from_above(sub: StandIn, z: list[float], y: int, factor: float) -> None:
    """∂(c L)/∂z = c (softmax(z) − onehot(y))."""
    want = [factor * slope for slope in true.softmax_minus_onehot(z, y)]
    answer = sub.cross_entropy_loss(z, y, upstream=factor)
    expect.all_close("∂(c L)/∂z", answer.grad, want, scale=2 * abs(factor))  # softmax and onehot, at most 1 each


@claim_on_numbers(
    given=draws.labelled_logits(),
    examples=[EXERCISE, ([710.0, 0.0], 1), ([-746.0, -750.0], 0), ([3.0], 0), (draws.THIRDS, 0), WIDE],
    points=2,
    hint="No graph is needed. Two vectors: which comes from the model, which from the data, and which is subtracted?",
)
def closed_form_is_softmax_minus_onehot(sub: StandIn, z: list[float], y: int) -> None:
    """cross_entropy_grad(z, y) = softmax(z) − onehot(y), for every |z_j| <= 10⁴."""
    want = true.softmax_minus_onehot(z, y)
    expect.all_close("cross_entropy_grad(z, y)", sub.cross_entropy_grad(z, y).values, want)


@claim(
    of=(CLOSED_FORM, LOSS),
    needs=("autograd.Value",),
    given=draws.labelled_logits(),
    examples=[EXERCISE],
    after=[*VALUES, GRADIENT, CLOSED],
    hint="Two ways to one gradient: which of the two does a calculation on paper confirm?",
)
def closed_form_agrees_with_backward(sub: StandIn, z: list[float], y: int) -> None:
    """cross_entropy_grad(z, y) is what backward leaves in the logits."""
    walked = sub.cross_entropy_loss(z, y).grad
    expect.all_agree("cross_entropy_grad(z, y)", sub.cross_entropy_grad(z, y).values, walked)


@claim_on_numbers(
    given=draws.labelled_logits(),
    after=[CLOSED],
    hint="Work on a new list: the logits that were passed in are still needed as they are.",
)
def closed_form_leaves_its_logits_alone(sub: StandIn, z: list[float], y: int) -> None:
    """After cross_entropy_grad(z, y), the list z is what it was."""
    expect.unchanged("the list of logits", sub.cross_entropy_grad(z, y).inputs_after, z)
