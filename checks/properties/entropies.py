"""Entropy, cross-entropy and Kullback-Leibler divergence of probability vectors, on plain numbers, in nats.

Names: p and q probability vectors, n their number of outcomes, y an outcome, H(p) entropy, H(p, q) cross-entropy,
KL(p ‖ q) divergence. The surprise of q at an outcome i is −log q_i.
"""

from __future__ import annotations

import math
from functools import partial

from checks import expect
from checks.oracles import information as true
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import distributions as draws
from checks.strategies.distributions import normalised

H = "entropies.entropy_is_the_mean_surprise"
CROSS = "entropies.cross_entropy_is_the_mean_surprise_of_q"
KL = "entropies.kl_divergence_is_the_mean_log_ratio"
ALL = ["loss.entropy", "loss.cross_entropy", "loss.kl_divergence"]
CERTAIN = [f"entropies.{name}_counts_0_log_0_as_0" for name in ("entropy", "cross_entropy", "kl_divergence")]
TINY = [f"entropies.{name}_is_exact_for_tiny_probabilities" for name in ("cross_entropy", "kl_divergence")]
HALVES = ([0.5, 0.5], [0.75, 0.25])
TENTHS = [0.1] * 10
"""Their sum in floats is 0.9999999999999999."""

claim = partial(prop, source="3.4, Cross-Entropy Loss")
of_entropy = partial(claim, of="loss.entropy")
of_cross_entropy = partial(claim, of="loss.cross_entropy")
of_kl_divergence = partial(claim, of="loss.kl_divergence")


@of_entropy(
    given=draws.distributions(),
    examples=[[0.5, 0.5], [0.5, 0.25, 0.25], TENTHS],
    points=2,
    hint="Each outcome's surprise counts as often as it happens. Which base has the logarithm, and which sign?",
)
def entropy_is_the_mean_surprise(sub: StandIn, p: list[float]) -> None:
    """H(p) = −Σ_i p_i log p_i, natural logarithms."""
    expect.close("H(p)", sub.entropy(p).value, true.entropy(p))


@of_cross_entropy(
    given=draws.pairs(),
    examples=[HALVES, (TENTHS, TENTHS)],
    points=2,
    hint="Outcomes happen as p says and surprise as q says: which of the two stands under the logarithm?",
)
def cross_entropy_is_the_mean_surprise_of_q(sub: StandIn, p: list[float], q: list[float]) -> None:
    """H(p, q) = −Σ_i p_i log q_i, natural logarithms."""
    expect.close("H(p, q)", sub.cross_entropy(p, q).value, true.cross_entropy(p, q))


@of_kl_divergence(
    given=draws.pairs(),
    examples=[HALVES, (TENTHS, TENTHS)],
    points=2,
    hint="Which vector weighs the logarithms, and which one of them is divided by which?",
)
def kl_divergence_is_the_mean_log_ratio(sub: StandIn, p: list[float], q: list[float]) -> None:
    """KL(p ‖ q) = Σ_i p_i log(p_i / q_i), natural logarithms."""
    expect.close("KL(p ‖ q)", sub.kl_divergence(p, q).value, true.kl_divergence(p, q))


@of_entropy(
    given=draws.numbers_of_classes(),
    examples=[1, 2, 8],
    after=[H],
    hint="Of n equally likely outcomes each surprises by log n. In bits, 8 of them would give 3.",
)
def entropy_of_the_uniform_distribution_is_log_n(sub: StandIn, n: int) -> None:
    """H(p) = log n for p_i = 1/n."""
    expect.close("H(p)", sub.entropy([1 / n] * n).value, math.log(n))


@of_entropy(
    given=draws.sparse_distributions(),
    after=[H, CERTAIN[0]],
    source="Gibbs' inequality",
    hint="No distribution of n outcomes is less certain than the uniform one, and none is more certain than certain.",
)
def entropy_lies_between_0_and_log_n(sub: StandIn, p: list[float]) -> None:
    """0 <= H(p) <= log n."""
    value, bound = sub.entropy(p).value, math.log(len(p))
    # At either end H(p) may be off by 1e-9 max(1, H).
    expect.at_least("H(p)", value, 0.0, slack=expect.allowed_error(0.0))
    expect.at_most("H(p)", value, bound, slack=expect.allowed_error(bound))


@of_entropy(
    given=draws.sparse_distributions(),
    examples=[[1.0, 0.0], [0.0, 0.0, 1.0], [0.5, 0.0, 0.5]],
    after=[H],
    hint="x log x goes to 0 as x does: an outcome that never happens adds nothing, and log is not asked about it.",
)
def entropy_counts_0_log_0_as_0(sub: StandIn, p: list[float]) -> None:
    """Outcomes with p_i = 0 add nothing to H(p): a certain outcome has H = 0."""
    expect.close("H(p)", sub.entropy(p).value, true.entropy(p))


@of_entropy(
    given=draws.independent_distributions(),
    after=[H],
    source="Shannon: the entropy of independent sources adds up",
    hint="Two coins that know nothing of each other hold twice the surprise of one: is a sum divided by its length?",
)
def entropy_of_independent_outcomes_adds_up(sub: StandIn, p: list[float], r: list[float]) -> None:
    """H(p ⊗ r) = H(p) + H(r), where (p ⊗ r)_ij = p_i r_j."""
    both = sub.entropy([a * b for a in p for b in r]).value
    one, other = sub.entropy(p).value, sub.entropy(r).value
    want = true.entropy(p) + true.entropy(r)
    # Three answers, each with its own error.
    scale = max(1.0, true.entropy(p)) + max(1.0, true.entropy(r)) + max(1.0, want)
    expect.close("H(p) + H(r)", one + other, want, scale=scale)
    expect.close("H(p ⊗ r)", both, one + other, scale=scale)


@of_cross_entropy(
    given=draws.certain(),
    examples=[([0.75, 0.25], 1), ([1.0, 1e-300], 1)],
    after=[CROSS, CERTAIN[1], TINY[0]],
    hint="If only y can happen, only the surprise of y counts: it is the loss of a classifier.",
)
def cross_entropy_of_a_certain_outcome_is_minus_log_q(sub: StandIn, q: list[float], y: int) -> None:
    """H(onehot(y), q) = −log q_y."""
    onehot = [float(i == y) for i in range(len(q))]
    expect.close("H(onehot(y), q)", sub.cross_entropy(onehot, q).value, -math.log(q[y]))


for name, says, of, holds in [
    ("cross_entropy", "H(p, q)", of_cross_entropy, cross_entropy_is_the_mean_surprise_of_q),
    ("kl_divergence", "KL(p ‖ q)", of_kl_divergence, kl_divergence_is_the_mean_log_ratio),
]:
    value = f"entropies.{holds.__name__}"
    of(
        name=f"{name}_counts_0_log_0_as_0",
        claim=f"Outcomes with p_i = 0 add nothing to {says}, even where q_i = 0 too.",
        given=draws.pairs(draws.P_IMPOSSIBLE),
        examples=[([0.0, 1.0], [0.0, 1.0]), ([1.0, 0.0], [0.5, 0.5])],
        after=[value],
        hint="What never happens surprises nobody, whatever q thinks of it: log is not asked about it.",
    )(holds)
    of(
        name=f"{name}_is_infinite_where_q_rules_out_what_happens",
        claim=f"{says} = inf if q_i = 0 < p_i for an outcome i.",
        given=draws.pairs(draws.RULED_OUT),
        examples=[([0.5, 0.5], [1.0, 0.0])],
        after=[value],
        hint="What q held for impossible happens after all: no finite number, and no exception, measures that.",
    )(holds)
    of(
        name=f"{name}_is_exact_for_tiny_probabilities",
        claim=f"{says} is exact for probabilities down to 1e-300.",
        given=draws.pairs(draws.ONE_TINY),
        examples=[([0.5, 0.5], [1.0, 1e-300])],
        after=[value],
        hint="1e-300 is not 0: log knows its way there. Is something added to q, or q cut off, before the logarithm?",
    )(holds)


@of_kl_divergence(
    given=draws.near_pairs(),
    examples=[([0.5, 0.5], [0.5, 0.5])],
    after=[KL],
    points=2,
    source="Gibbs' inequality",
    hint="No other distribution describes p as briefly as p itself; and for q = p every logarithm is log 1.",
)
def kl_divergence_is_0_for_equal_and_positive_for_other_distributions(
    sub: StandIn, p: list[float], q: list[float]
) -> None:
    """KL(p ‖ q) >= 0, and = 0 only if q = p."""
    value = sub.kl_divergence(p, q).value
    if p == q:
        expect.close("KL(p ‖ p)", value, 0.0)
    else:
        # Weights of at most 9, five of them: two sums of at most 45. So Σ |p_i − q_i| >= 2 / 45², and by Pinsker's
        # inequality KL is at least half the square of that, 4.8e-7: far above what rounding allows.
        expect.at_least("KL(p ‖ q)", value, 4.8e-7, slack=expect.allowed_error(0.0))


@of_kl_divergence(
    given=draws.pairs(),
    examples=[HALVES],
    after=[KL],
    hint="Taking q for p and taking p for q cost different amounts: is the mean of both taken, or an absolute value?",
)
def kl_divergence_is_not_symmetric(sub: StandIn, p: list[float], q: list[float]) -> None:
    """KL(p ‖ q) − KL(q ‖ p) = Σ_i (p_i + q_i) log(p_i / q_i)."""
    there, back = sub.kl_divergence(p, q).value, sub.kl_divergence(q, p).value
    true_there, true_back = true.kl_divergence(p, q), true.kl_divergence(q, p)
    scale = max(1.0, true_there) + max(1.0, true_back)  # each may be off by 1e-9 of itself
    expect.close("KL(p ‖ q) − KL(q ‖ p)", there - back, true_there - true_back, scale=scale)


@claim(
    of=ALL,
    given=draws.pairs([*draws.P_IMPOSSIBLE, *draws.ONE_TINY]),
    examples=[HALVES],
    after=[H, CROSS, KL, *CERTAIN, *TINY],
    points=2,
    hint="To describe p with q costs the entropy of p and the divergence on top. One of the three is another quantity.",
)
def cross_entropy_is_entropy_plus_divergence(sub: StandIn, p: list[float], q: list[float]) -> None:
    """H(p, q) = H(p) + KL(p ‖ q)."""
    cross, own, extra = sub.cross_entropy(p, q).value, sub.entropy(p).value, sub.kl_divergence(p, q).value
    want = true.cross_entropy(p, q)
    # Three answers, each with its own error.
    scale = max(1.0, want) + max(1.0, true.entropy(p)) + max(1.0, true.kl_divergence(p, q))
    expect.close("H(p, q)", cross, want)
    expect.close("H(p) + KL(p ‖ q)", own + extra, cross, scale=scale)


@claim(
    of=ALL,
    given=draws.reordered_pairs(),
    after=[H, CROSS, KL, *CERTAIN, *TINY],
    hint="The outcomes have no order: is a vector sorted, or an index used as a number?",
)
def order_of_the_outcomes_does_not_matter(sub: StandIn, p: list[float], q: list[float], order: list[int]) -> None:
    """H and KL stay the same when the outcomes of p and q are reordered together."""
    p_reordered, q_reordered = [p[i] for i in order], [q[i] for i in order]
    three_are_true(sub, p_reordered, q_reordered, (true.entropy(p), true.cross_entropy(p, q), true.kl_divergence(p, q)))


@claim(
    of=ALL,
    given=draws.long_pairs(),
    case_share=0.4,  # a case is some thousand outcomes
    after=[H, CROSS, KL, *CERTAIN, *TINY],
    hint="Right for short vectors and wrong for long ones: does anything recurse, underflow, or stop early?",
)
def hold_for_thousands_of_outcomes(sub: StandIn, p: list[float], q: list[float], copies: int) -> None:
    """H(p), H(p, q) and KL(p ‖ q) are exact for vectors of hundreds and thousands of outcomes."""
    p, q = normalised(p * copies), normalised(q * copies)
    three_are_true(sub, p, q, (true.entropy(p), true.cross_entropy(p, q), true.kl_divergence(p, q)))


@claim(
    of=ALL,
    given=draws.pairs([*draws.P_IMPOSSIBLE, *draws.ONE_TINY, *draws.RULED_OUT]),
    after=["entropies.*"],
    hint="The vectors belong to the caller: work on copies.",
)
def leave_the_vectors_as_they_are(sub: StandIn, p: list[float], q: list[float]) -> None:
    """p and q are after the calls what they were before."""
    expect.unchanged("p, given to entropy,", sub.entropy(p).inputs_after, [p])
    expect.unchanged("p and q, given to cross_entropy,", sub.cross_entropy(p, q).inputs_after, [p, q])
    expect.unchanged("p and q, given to kl_divergence,", sub.kl_divergence(p, q).inputs_after, [p, q])


def three_are_true(sub: StandIn, p: list[float], q: list[float], want: tuple[float, float, float]) -> None:
    """H(p), H(p, q) and KL(p ‖ q) are these."""
    expect.close("H(p)", sub.entropy(p).value, want[0])
    expect.close("H(p, q)", sub.cross_entropy(p, q).value, want[1])
    expect.close("KL(p ‖ q)", sub.kl_divergence(p, q).value, want[2])
