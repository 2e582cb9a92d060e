"""Cross-entropy of logits, L(z, y) = −log softmax(z)_y, and its gradient. Names: z logits, y target index."""

from __future__ import annotations

from checks import expect
from checks.oracles import softmax as true
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies.logits import labelled_logits

LOSS = "loss.cross_entropy_loss"
VALUE = ("autograd.Value",)
EXERCISE = ([2.0, 1.0, 3.0], 2)
OVERFLOW = ([710.0, 0.0], 1)


@prop(
    of=LOSS,
    needs=VALUE,
    given=labelled_logits(),
    examples=[EXERCISE, OVERFLOW],
    points=2,
    source="3.4, Cross-Entropy Loss",
    hint="Which class does the loss look at, and of what is the logarithm taken?",
)
def value_is_minus_log_softmax_of_the_target(sub: StandIn, z: list[float], y: int) -> None:
    """L(z, y) = −log softmax(z)_y, in nats."""
    expect.close("L(z, y)", sub.cross_entropy_loss(z, y).value, true.cross_entropy(z, y))


@prop(
    of=LOSS,
    needs=VALUE,
    given=labelled_logits(),
    examples=[EXERCISE, OVERFLOW],
    points=2,
    after=["cross_entropy.value_is_minus_log_softmax_of_the_target"],
    source="3.4, Gradient w.r.t. Logits",
    hint="Differentiate -log softmax(z)[y]: the softmax stays, and 1 comes off the true class only.",
)
def gradient_is_softmax_minus_onehot(sub: StandIn, z: list[float], y: int) -> None:
    """∂L/∂z = softmax(z) − onehot(y)."""
    # Each entry is a sum of contributions that are at most 1 in absolute value: softmax_i and the onehot.
    expect.all_close("∂L/∂z", sub.cross_entropy_loss(z, y).grad, true.softmax_minus_onehot(z, y))
