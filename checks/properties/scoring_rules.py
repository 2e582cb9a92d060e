"""The logarithm as a scoring rule: average surprise of what was observed, and why honest probabilities minimise it.

Names: z logits, y a target, L(z, y) the loss, p the probabilities of the targets, q those of a model, P those that a
model gave to what was observed, N the number of observations.
"""

from __future__ import annotations

import math
from functools import partial

from checks import expect
from checks.oracles import information as true
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import distributions as draws

MEAN = "scoring_rules.average_nll_is_the_mean_surprise"
TINY = "scoring_rules.average_nll_is_exact_for_tiny_probabilities"

claim = partial(prop, of="loss.average_nll", source="3.4, Cross-Entropy Loss")
of_the_loss = partial(prop, of="loss.cross_entropy_loss", needs=["autograd.Value"])


@claim(
    given=draws.observed_probs(),
    examples=[[0.5, 0.125], [1.0], [0.25]],
    points=2,
    hint="One logarithm for each observation, the mean of all: sign, base and divisor?",
)
def average_nll_is_the_mean_surprise(sub: StandIn, probs: list[float]) -> None:
    """average_nll(P) = −(1/N) Σ_i log P_i, natural logarithms."""
    expect.close("average_nll(P)", sub.average_nll(probs).value, true.average_nll(probs))


@claim(
    given=draws.observed_probs(draws.HARDLY),
    examples=[[1e-300]],
    after=[MEAN],
    hint="1e-300 is not 0: log knows its way there. Is something added to P, or P cut off, before the logarithm?",
)
def average_nll_is_exact_for_tiny_probabilities(sub: StandIn, probs: list[float]) -> None:
    """average_nll(P) is exact for probabilities down to 1e-300."""
    expect.close("average_nll(P)", sub.average_nll(probs).value, true.average_nll(probs))


@claim(
    given=draws.observed_probs([0.0]),
    examples=[[0.0], [0.5, 0.0]],
    after=[MEAN, TINY],
    hint="What the model held for impossible was observed: no finite number, and no exception, measures that.",
)
def average_nll_is_infinite_if_a_probability_is_0(sub: StandIn, probs: list[float]) -> None:
    """average_nll(P) = inf if one P_i is 0."""
    expect.equal("average_nll(P)", sub.average_nll(probs).value, math.inf)


@claim(
    given=draws.many_observed_probs(),
    case_share=0.4,  # a case is some thousand probabilities
    after=[MEAN, TINY],
    hint="A product of thousands of probabilities is too small for a float; the sum of their logarithms is not.",
)
def average_nll_of_thousands_does_not_underflow(sub: StandIn, probs: list[float], copies: int) -> None:
    """average_nll(P) is exact for thousands of observations."""
    # Thousands of P are the same mean as the few that they repeat.
    expect.close("average_nll(P)", sub.average_nll(probs * copies).value, true.average_nll(probs))


@claim(
    given=draws.observed_probs([0.0, *draws.HARDLY, *draws.SURE_OR_NOT]),
    hint="The list belongs to the caller: work on a copy.",
)
def average_nll_leaves_the_list_as_it_is(sub: StandIn, probs: list[float]) -> None:
    """P is after the call what it was before."""
    expect.unchanged("P", sub.average_nll(probs).inputs_after, [probs])


@prop(
    of=["loss.average_nll", "loss.cross_entropy"],
    given=draws.observations(),
    examples=[([0.5, 0.25, 0.25], [0, 0, 2, 1])],
    after=[MEAN, "entropies.cross_entropy_counts_0_log_0_as_0"],
    points=2,
    source="3.4, Cross-Entropy Loss: the loss of a data set is a cross-entropy",
    hint="Gather equal observations: each surprise counts as often as it was observed. Which function differs?",
)
def average_nll_is_the_cross_entropy_with_the_frequencies(sub: StandIn, q: list[float], observed: list[int]) -> None:
    """average_nll of q at the observations = H(f, q), where f are the frequencies of what was observed."""
    mean = sub.average_nll([q[outcome] for outcome in observed]).value
    expected = sub.cross_entropy(true.frequencies(observed, len(q)), q).value
    expect.agree("average_nll(P) against H(f, q)", mean, expected)


@of_the_loss(
    given=draws.believed_pairs(),
    examples=[([0.5, 0.5], [0.75, 0.25]), ([0.75, 0.25], [0.75, 0.25])],
    after=["cross_entropy.value_is_minus_log_softmax_of_the_target"],
    points=2,
    source="Gibbs' inequality: the logarithmic score is strictly proper",
    hint="Whoever claims q where p is true loses KL(p ‖ q) on average, and nothing else: does your loss ask for less?",
)
def regret_is_the_divergence(sub: StandIn, p: list[float], q: list[float]) -> None:
    """Σ_y p_y L(log q, y) − H(p) = KL(p ‖ q)."""
    z = [math.log(prob) for prob in q]
    losses = [sub.cross_entropy_loss(z, y).value for y in range(len(p))]
    expected = sum(prob * loss for prob, loss in zip(p, losses, strict=True))
    # Each loss may be off by 1e-9 · max(1, −log q_y); they are weighed by p.
    scale = sum(prob * max(1.0, -x) for prob, x in zip(p, z, strict=True))
    expect.close("Σ p_y L(log q, y) − H(p)", expected - true.entropy(p), true.kl_divergence(p, q), scale=scale)


@of_the_loss(
    given=draws.believed_pairs(),
    examples=[([0.5, 0.5], [0.75, 0.25]), ([0.75, 0.25], [0.75, 0.25])],
    after=["cross_entropy_gradient.is_softmax_minus_onehot"],
    points=2,
    source="Gibbs' inequality, and 3.4, Gradient w.r.t. Logits",
    hint="On average, learning must push q towards p, and rest only where they are equal: what does your gradient do?",
)
def expected_gradient_vanishes_only_at_the_truth(sub: StandIn, p: list[float], q: list[float]) -> None:
    """Σ_y p_y ∂L/∂z = q − p at z = log q: learning rests where q = p, and only there."""
    z = [math.log(prob) for prob in q]
    gradients = [sub.cross_entropy_loss(z, y).grad for y in range(len(p))]
    for grad in gradients:
        expect.numbers("∂L/∂z", grad, len(z))
    expected = [sum(prob * grad[i] for prob, grad in zip(p, gradients, strict=True)) for i in range(len(z))]
    # Each gradient may be off by 1e-9; their weights p sum to 1.
    expect.all_close("Σ p_y ∂L/∂z", expected, [b - a for a, b in zip(p, q, strict=True)])
