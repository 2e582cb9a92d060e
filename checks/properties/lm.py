"""The language model: the logits, the probabilities and the loss of CharacterLM, whatever its layers are.

Names: θ the parameters, z logits, p probabilities, y target index, V vocabulary size, L the loss.
"""

from __future__ import annotations

import math

from checks import expect
from checks.contract import MAX_LOGIT
from checks.oracles import softmax as true
from checks.properties.model_questions import (
    ALL_GRADIENTS_ARE_0,
    MODEL,
    NEEDS,
    SIGNED,
    WIDE,
    Sizes,
    claim,
    logits_of,
    starts,
)
from checks.registry import TRAINING_DEADLINE_S
from checks.standin import StandIn
from checks.strategies import models as draws
from checks.worker.client import RaisedError

FORWARD = "lm.forward_gives_a_logit_for_each_character"
BEFORE_GRADIENTS = [
    "backward.gradients_of_any_graph_are_right",
    "nn.embedding_gives_the_nodes_of_the_table",
    "nn.linear_gradient_of_a_weight_is_upstream_times_input",
    "nn.linear_gradient_of_an_input_is_upstream_times_weights",
    "cross_entropy_gradient.is_softmax_minus_onehot",
]
PROBABILITIES = "lm.probabilities_are_the_softmax_of_the_logits"
LOSS = "lm.loss_is_the_cross_entropy_of_the_logits"
VISIBLE = 1e-11
"""Logits that differ by more do so for a reason: rounding moves numbers of this size (below 100) by less than 1e-13."""
STEP = 2.0**-13
"""Of central differences: see `loss_gradient_is_the_slope_of_the_loss`."""


@claim(
    of=f"{MODEL}.forward",
    given=draws.sized_contexts(),
    examples=[([1, 1, 1, 1], [0]), ([3, 1, 1, 2], [2, 0])],
    after=["nn.linear_has_the_shape_asked_for", "nn.linear_is_the_affine_map"],
    hint="One output for each character of the vocabulary.",
)
def forward_gives_a_logit_for_each_character(sub: StandIn, sizes: Sizes, context: list[int]) -> None:
    """forward(context) of a fresh model is a list of V finite Values, and every size may be 1."""
    (z,) = logits_of(sub, sizes, [], [context])
    expect.equal("len(forward(context))", len(z), sizes[0])


@claim(
    of=f"{MODEL}.forward",
    given=draws.contexts(vocab_size=2),
    points=2,
    after=["nn.embedding_of_a_token_is_its_row", FORWARD],
    hint="Change one character of the context and print what comes out of each layer: where does the change get lost?",
)
def forward_looks_at_every_position(sub: StandIn, sizes: Sizes, seed: int, context: list[int]) -> None:
    """Another character at any one position of the context gives other logits."""
    changed = [[*context[:i], (t + 1) % sizes[0], *context[i + 1 :]] for i, t in enumerate(context)]
    unseen = set(range(len(context)))
    for start in starts(seed):
        z, *others = logits_of(sub, sizes, start, [context, *changed])
        unseen -= {i for i, other in enumerate(others) if math.dist(z, other) > VISIBLE}
        if expect.seen(not unseen):
            return
    raise expect.Mismatch(f"another character at position {min(unseen)} of the context never changed the logits")


@claim(
    of=f"{MODEL}.forward",
    given=draws.swapped_contexts(),
    points=2,
    after=[FORWARD, "lm.forward_looks_at_every_position"],
    hint="Concatenated embeddings keep their places; added ones do not.",
)
def forward_looks_at_the_order(sub: StandIn, sizes: Sizes, seed: int, context: list[int], swapped: list[int]) -> None:
    """Two different characters that change places give other logits."""
    for start in starts(seed):
        z, other = logits_of(sub, sizes, start, [context, swapped])
        if expect.seen(math.dist(z, other) > VISIBLE):
            return
    raise expect.Mismatch(f"the logits of {context} and of {swapped} were always the same")


@claim(
    of=f"{MODEL}.forward",
    given=draws.token_pairs(),
    points=2,
    after=[FORWARD, "lm.forward_looks_at_every_position"],
    hint="What stands between the two linear layers? Without it they make one.",
)
def forward_is_not_linear_in_the_embeddings(sub: StandIn, sizes: Sizes, seed: int, a: int, b: int) -> None:
    """The effect of one character depends on the others: z(a, a) − z(a, b) − z(b, a) + z(b, b) is not always 0."""
    # A ReLU that is open for all four contexts, or for none, contributes 0. Of networks with 2 or 3 numbers in an
    # embedding and 6 hidden units, and with 6 or 3 more in a second layer, that is so for every unit in 15 % at most
    # (ReLU, leaky ReLU and clipping to [-1, 1] tried, 3000 networks each): in all of 20 with probability 1e-16.
    rest = [a] * (sizes[3] - 2)
    for number in range(20):
        contexts = [[x, y, *rest] for x in (a, b) for y in (a, b)]
        aa, ab, ba, bb = logits_of(sub, sizes, [seed + number, *WIDE], contexts)
        interaction = [w - x - y + z for w, x, y, z in zip(aa, ab, ba, bb, strict=True)]
        if expect.seen(math.hypot(*interaction) > 1e-7):  # rounding: below 1e-10 for ReLU logits, which stay below 1e4
            return
    raise expect.Mismatch("each character of the context contributed to the logits as if it were alone")


@claim(
    of=f"{MODEL}.forward",
    given=draws.wide_contexts(),
    after=[FORWARD],
    hint="Softmax comes after forward, and nothing else does: the last layer gives any number, below 0 too.",
)
def forward_gives_negative_logits_too(sub: StandIn, sizes: Sizes, seed: int, context: list[int]) -> None:
    """Logits are neither probabilities nor cut off at 0: with parameters between −3 and 3, some are negative."""
    # With weights as likely to be negative as positive each of two logits or more is >= 0 with probability 1/2, and
    # all are where six ReLUs are closed and there are no biases: in 1/4 + 1/64 of models, in all of 24 with 1e-14.
    for number in range(24):
        (z,) = logits_of(sub, sizes, [24 * seed + number, *WIDE], [context])
        if expect.seen(min(z) < 0):
            return
    raise expect.Mismatch("no logit of any model was negative")


@claim(
    of=f"{MODEL}.forward",
    given=draws.repeated_contexts(),
    after=[FORWARD],
    hint="Is anything kept from one call to the next?",
)
def forward_does_not_depend_on_earlier_calls(sub: StandIn, sizes: Sizes, seed: int, contexts: list[list[int]]) -> None:
    """The first context, asked again after others, gives its logits again."""
    first, *_, again = logits_of(sub, sizes, [seed, *SIGNED], contexts)
    for i, logit in enumerate(first):
        expect.agree(f"forward({contexts[0]})[{i}] the second time", again[i], logit)


@claim(
    of=f"{MODEL}.forward",
    given=draws.contexts(),
    after=[FORWARD],
    hint="The context belongs to the caller: read it, and leave it as it is.",
)
def forward_leaves_its_context_alone(sub: StandIn, sizes: Sizes, seed: int, context: list[int]) -> None:
    """The context is after forward what it was before."""
    expect.unchanged("the context", sub.lm_logits(sizes, [seed, *SIGNED], [context]).contexts_after, [context])


@claim(
    of=f"{MODEL}.predict_probs",
    needs=(*NEEDS, f"{MODEL}.forward"),
    given=draws.contexts(),
    points=2,
    after=["softmax.is_each_exponential_over_their_sum", FORWARD],
    hint="The logits are what softmax is for.",
)
def probabilities_are_the_softmax_of_the_logits(sub: StandIn, sizes: Sizes, seed: int, context: list[int]) -> None:
    """predict_probs(context) = softmax(forward(context))."""
    answer = sub.lm_probs(sizes, [seed, *SIGNED], context)
    expect.numbers("forward(context)", answer.logits, sizes[0])
    expect.all_close("predict_probs(context)", answer.probs, true.softmax(answer.logits))


@claim(
    of=f"{MODEL}.predict_probs",
    needs=(*NEEDS, f"{MODEL}.forward"),
    given=draws.scaled_contexts(),
    after=["softmax.is_exact_for_large_logits", FORWARD, PROBABILITIES],
    hint="Is this the softmax that is stable?",
)
def probabilities_are_exact_for_large_logits(
    sub: StandIn, sizes: Sizes, seed: int, context: list[int], scale: float
) -> None:
    """predict_probs(context) is finite and exact for logits of any size up to 10⁴."""
    answer = sub.lm_probs(sizes, widest_start(sub, sizes, seed, scale, context), context)
    expect.numbers("forward(context)", answer.logits, sizes[0])
    expect.all_close("predict_probs(context)", answer.probs, true.softmax(answer.logits))


@claim(
    of=f"{MODEL}.loss",
    needs=(*NEEDS, f"{MODEL}.forward"),
    given=draws.labelled_contexts(),
    points=2,
    after=["cross_entropy.value_is_minus_log_softmax_of_the_target", FORWARD],
    hint="The loss is that of Section 3.4, of this context's logits and this target.",
)
def loss_is_the_cross_entropy_of_the_logits(sub: StandIn, sizes: Sizes, seed: int, context: list[int], y: int) -> None:
    """loss(context, y) = −log softmax(forward(context))_y."""
    answer = sub.lm_loss(sizes, [seed, *SIGNED], context, y)
    expect.numbers("forward(context)", answer.logits, sizes[0])
    expect.close("loss(context, y)", answer.loss, true.cross_entropy(answer.logits, y))


@claim(
    of=f"{MODEL}.loss",
    needs=(*NEEDS, f"{MODEL}.forward"),
    given=draws.scaled_labelled_contexts(),
    points=2,
    after=["cross_entropy.value_is_exact_for_large_logits", FORWARD, LOSS],
    hint="What becomes of the logarithm when the target's probability is too small for a float?",
)
def loss_is_exact_for_large_logits(
    sub: StandIn, sizes: Sizes, seed: int, context: list[int], y: int, scale: float
) -> None:
    """loss(context, y) is exact, and its gradients are finite, for logits of any size up to 10⁴."""
    answer = sub.lm_loss(sizes, widest_start(sub, sizes, seed, scale, context), context, y)
    expect.numbers("forward(context)", answer.logits, sizes[0])
    expect.close("loss(context, y)", answer.loss, true.cross_entropy(answer.logits, y))
    expect.numbers("[p.grad for p in parameters()]", answer.grad, len(answer.grad))


@claim(
    of=f"{MODEL}.loss",
    given=draws.labelled_contexts(vocab_size=2),
    points=2,
    after=[*BEFORE_GRADIENTS, FORWARD, LOSS],
    hint="Somewhere between the parameters and the loss a number is taken out of its Value, or a node is made anew.",
)
def loss_gradient_is_the_slope_of_the_loss(sub: StandIn, sizes: Sizes, seed: int, context: list[int], y: int) -> None:
    """(L(θ + hv) − L(θ − hv)) / 2h → ∇L · v as h → 0: the gradients of the parameters are those of the loss."""
    wrong = 0
    for start in starts(seed):
        answer = sub.lm_slope(sizes, start, context, y, STEP)
        expect.numbers("[p.grad for p in parameters()]", answer.grad, len(answer.direction))
        expect.numbers("the losses", [answer.loss, answer.loss_before, answer.loss_after], 3)
        terms = [g * v for g, v in zip(answer.grad, answer.direction, strict=True)]
        slope = (answer.loss_after - answer.loss_before) / (2 * STEP)
        # Each loss may be off by 1e-9 max(1, L), which the division makes 8.2e-6 max(1, L). The third derivative adds
        # h² / 6 = 2.5e-9 times itself: it would have to be 4e4 to be seen. A ReLU that opens within ±h adds up to half
        # the change of its slope: at random parameters with a probability of about 1e-3, in all four sets 1e-12.
        allowed = 1e-4 * max(1.0, answer.loss, sum(map(abs, terms)))
        is_right = abs(slope - sum(terms)) <= allowed
        if expect.seen(is_right and any(answer.grad)):  # gradients of 0 may be right, and show nothing
            return
        wrong += not is_right
        if wrong == 4:
            break
    expect.that(wrong > 0, ALL_GRADIENTS_ARE_0)
    raise expect.Mismatch(f"the loss changes by {slope!r} per unit along v, but its gradients say {sum(terms)!r}")


@claim(
    of=MODEL,
    needs=("autograd.Value", f"{MODEL}.forward", f"{MODEL}.parameters"),
    examples=[(2, [0, 1, 1, 0, 1, 0, 0, 1])],
    deadline_s=2 * TRAINING_DEADLINE_S,  # three large models are made
    after=[FORWARD],
    hint="The signature says what a model has when only the size of its vocabulary is given.",
)
def sizes_but_the_vocabulary_have_defaults(sub: StandIn, vocab_size: int, context: list[int]) -> None:
    """CharacterLM(vocab_size) has embed_dim=32, hidden_dim=64 and context_length=8; another embed_dim counts."""
    answer = sub.lm_default_sizes(vocab_size, context, {"embed_dim": 32, "hidden_dim": 64, "context_length": 8})
    expect.numbers("forward(context)", answer.logits, vocab_size)
    expect.equal("len(parameters())", answer.num_parameters, answer.num_parameters_of_named)
    expect.that(
        answer.num_parameters_of_smaller != answer.num_parameters,
        f"there are {answer.num_parameters} parameters with embed_dim=31, too: as many as with 32",
    )


def widest_start(sub: StandIn, sizes: Sizes, seed: int, scale: float, context: list[int]) -> list[float]:
    """The parameters between −scale and scale, or −scale/2 and scale/2, and so on, with logits that are promised."""
    while scale > 1.0 and not are_promised(sub, sizes, [seed, -scale, scale], context):
        scale /= 2.0
    return [seed, -scale, scale]


def are_promised(sub: StandIn, sizes: Sizes, start: list[float], context: list[int]) -> bool:
    """Whether these parameters give logits of which the contract promises something.

    It does up to 10⁴, and it does not say how large a parameter may be before a hidden layer overflows.
    """
    try:
        rows = sub.lm_logits(sizes, start, [context]).logits
    except RaisedError as error:
        if "NotImplementedError" in error.reply.kinds:
            raise
        return False
    return all(abs(logit) <= MAX_LOGIT for z in rows for logit in z)
