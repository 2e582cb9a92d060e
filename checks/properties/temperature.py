"""The temperature of softmax, p = softmax(z / T): from certainty (T → 0) to indifference (T → ∞).

Names: z logits, T temperature, p probabilities, V number of classes.
"""

from __future__ import annotations

import math
from functools import partial

from checks import expect
from checks.oracles import softmax as true
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import logits as draws

SOFTMAX = "loss.softmax"
VALUE = "softmax.is_each_exponential_over_their_sum"
LARGE = "softmax.is_exact_for_large_logits"
DIVIDES = "temperature.divides_the_logits"
claim = partial(prop, of=SOFTMAX, needs=("autograd.Value",), source="3.4, Cross-Entropy Loss")


@claim(
    given=draws.exactly_divided_logits(),
    after=[VALUE, LARGE],
    hint="Does T divide each logit, or something else?",
)
def divides_the_logits(sub: StandIn, z: list[float], temperature: float) -> None:
    """softmax(z, T) = softmax(z / T)."""
    divided = sub.softmax([x / temperature for x in z], 1.0).values
    expect.all_agree("softmax(z, T)", sub.softmax(z, temperature).values, divided)


@claim(
    given=draws.any_logits(),
    examples=[[2.0, 1.0, 3.0]],
    after=[VALUE, LARGE],
    hint="What does the parameter stand at if nobody mentions it, and does the type of a number matter?",
)
def is_one_by_default(sub: StandIn, z: list[float]) -> None:
    """softmax(z) = softmax(z, 1.0) = softmax(z, 1)."""
    want = true.softmax(z)
    expect.all_close("softmax(z)", sub.softmax(z).values, want)
    expect.all_close("softmax(z, 1.0)", sub.softmax(z, 1.0).values, want)
    expect.all_close("softmax(z, 1)", sub.softmax(z, 1).values, want)


@claim(
    given=draws.logits_with_a_winner(),
    examples=[([2.0, 1.0, 3.0], 2)],
    after=[VALUE, LARGE, DIVIDES],
    hint="Cold makes gaps wide: dividing by a small T enlarges every difference.",
)
def cold_picks_the_largest(sub: StandIn, z: list[float], best: int) -> None:
    """T → 0: all probability goes to the largest logit, where there is only one."""
    # Gaps are at least 1/8, so that the others have at most exp(−0.125 / 0.001) = 5e-55 each.
    want = [1.0 if i == best else 0.0 for i in range(len(z))]
    expect.all_close("softmax(z, 0.001)", sub.softmax(z, 0.001).values, want, scale=true.tolerance_factor(z, 0.001))


@claim(
    given=draws.any_logits(moderate=True),
    examples=[[2.0, 1.0, 3.0]],
    after=[VALUE, LARGE, DIVIDES],
    hint="Heat makes gaps narrow: dividing by a large T brings all logits together.",
)
def heat_levels_the_classes(sub: StandIn, z: list[float]) -> None:
    """T → ∞: every class comes close to 1/V."""
    # V exp(min z / T) <= Σ_j exp(z_j / T) <= V exp(max z / T), which bounds p_i from both sides.
    values, slack = sub.softmax(z, 1000.0).values, expect.allowed_error(1.0)
    expect.length("softmax(z, 1000)", values, len(z))
    for i, prob in enumerate(values):
        expect.at_least(f"softmax(z, 1000)[{i}]", prob, math.exp((z[i] - max(z)) / 1000.0) / len(z), slack)
        expect.at_most(f"softmax(z, 1000)[{i}]", prob, math.exp((z[i] - min(z)) / 1000.0) / len(z), slack)
