"""The language model: logits, probabilities, loss and parameters of CharacterLM, whatever its layers are.

How many parameters a model has, and what each is for, is left open. So claims are about models whose parameters, all
of them, were set to random numbers. Some say that something has an effect; a network of ReLUs may have numbers by which
it has none, so these are asked of several sets of numbers, and it is enough that one shows it.

Names: θ the parameters, z logits, p probabilities, y target index, V vocabulary size, L the loss.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

from checks import expect
from checks.contract import MAX_LOGIT
from checks.oracles import softmax as true
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import models as draws

MODEL = "lm.CharacterLM"
FORWARD = "lm.forward_gives_a_logit_for_each_character"
Sizes = list[int]
Row = list[float]

claim = partial(prop, needs=("autograd.Value", MODEL, f"{MODEL}.parameters"), source="3.5, The Complete Language Model")

OPEN = (2.0**-6, 0.25)
"""Parameters between these keep every sum inside a network positive, so all its ReLUs open, and below 1 in the first
hidden layer (at most 9 inputs of 1/16, and a bias), so that nothing that flattens outside [-1, 1] is flat."""
SIGNED = (-1.0, 1.0)
WIDE = (-3.0, 3.0)
VISIBLE = 1e-11
"""Logits that differ by more do so for a reason: rounding moves numbers of this size (below 100) by less than 1e-13."""
SPARE_ROWS = 2
STEP = 2.0**-13
"""Of central differences: see `loss_gradient_is_the_slope_of_the_loss`."""


def starts(seed: int) -> Iterator[tuple[int, float, float]]:
    """Four sets of parameters, [seed, low, high] each: two that keep ReLUs open, two of both signs."""
    for number in (2 * seed, 2 * seed + 1):
        yield (number, *OPEN)
        yield (number, *SIGNED)


def logits_of(sub: StandIn, sizes: Sizes, start: tuple[float, ...], contexts: list[list[int]]) -> list[Row]:
    """forward of each context by one model: V finite logits each."""
    rows = sub.lm_logits(sizes, list(start), contexts).logits
    expect.length("the logits for all contexts", rows, len(contexts))
    for context, row in zip(contexts, rows, strict=True):
        expect.numbers(f"forward({context})", row, sizes[0])
    return rows


def distance(row: Row, other: Row) -> float:
    """The Euclidean distance of two lists of logits."""
    return math.dist(row, other)


@claim(
    of=f"{MODEL}.forward",
    given=draws.sized_contexts(),
    examples=[([1, 1, 1, 1], [0]), ([3, 1, 1, 2], [2, 0])],
    hint="One output for each character of the vocabulary.",
)
def forward_gives_a_logit_for_each_character(sub: StandIn, sizes: Sizes, context: list[int]) -> None:
    """forward(context) of a fresh model is a list of V finite Values, and every size may be 1."""
    logits_of(sub, sizes, (), [context])


@claim(
    of=f"{MODEL}.forward",
    given=draws.contexts(vocab_size=2),
    points=2,
    after=[FORWARD, "nn.embedding_of_a_token_is_its_row"],
    hint="Change one character of the context and print what comes out of each layer: where does the change get lost?",
)
def forward_looks_at_every_position(sub: StandIn, sizes: Sizes, seed: int, context: list[int]) -> None:
    """Another character at any one position of the context gives other logits."""
    changed = [[*context[:i], (t + 1) % sizes[0], *context[i + 1 :]] for i, t in enumerate(context)]
    unseen = set(range(len(context)))
    for start in starts(seed):
        z, *others = logits_of(sub, sizes, start, [context, *changed])
        unseen -= {i for i, other in enumerate(others) if distance(z, other) > VISIBLE}
        if not unseen:
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
        if distance(z, other) > VISIBLE:
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
        aa, ab, ba, bb = logits_of(sub, sizes, (seed + number, *WIDE), contexts)
        interaction = [w - x - y + z for w, x, y, z in zip(aa, ab, ba, bb, strict=True)]
        if math.hypot(*interaction) > 1e-7:  # rounding: below 1e-10 for ReLU logits, which stay below 1e4
            return
    raise expect.Mismatch("each character of the context contributed to the logits as if it were alone")


@claim(
    of=f"{MODEL}.forward",
    given=draws.repeated_contexts(),
    after=[FORWARD],
    hint="Is anything kept from one call to the next?",
)
def forward_does_not_depend_on_earlier_calls(sub: StandIn, sizes: Sizes, seed: int, contexts: list[list[int]]) -> None:
    """The first context, asked again after others, gives its logits again."""
    first, *_, again = logits_of(sub, sizes, (seed, *SIGNED), contexts)
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
    needs=("autograd.Value", MODEL, f"{MODEL}.parameters", f"{MODEL}.forward"),
    given=draws.scaled_contexts(),
    points=2,
    after=[FORWARD],
    hint="The logits are what softmax is for.",
)
def probabilities_are_the_softmax_of_the_logits(
    sub: StandIn, sizes: Sizes, seed: int, context: list[int], scale: float
) -> None:
    """predict_probs(context) = softmax(forward(context)), for logits of any size up to 10⁴."""
    answer = sub.lm_probs(sizes, [seed, -scale, scale], context)
    if are_promised(answer.logits, sizes):
        expect.all_close("predict_probs(context)", answer.probs, true.softmax(answer.logits))


@claim(
    of=f"{MODEL}.loss",
    needs=("autograd.Value", MODEL, f"{MODEL}.parameters", f"{MODEL}.forward"),
    given=draws.labelled_contexts(),
    points=2,
    after=[FORWARD],
    hint="The loss is that of Section 3.4, of this context's logits and this target.",
)
def loss_is_the_cross_entropy_of_the_logits(sub: StandIn, sizes: Sizes, seed: int, context: list[int], y: int) -> None:
    """loss(context, y) = −log softmax(forward(context))_y."""
    answer = sub.lm_loss(sizes, [seed, *SIGNED], context, y)
    expect.numbers("forward(context)", answer.logits, sizes[0])
    expect.close("loss(context, y)", answer.loss, true.cross_entropy(answer.logits, y))


@claim(
    of=f"{MODEL}.loss",
    needs=("autograd.Value", MODEL, f"{MODEL}.parameters", f"{MODEL}.forward"),
    given=draws.scaled_labelled_contexts(),
    points=2,
    after=[FORWARD, "lm.loss_is_the_cross_entropy_of_the_logits"],
    hint="What becomes of the logarithm when the target's probability is too small for a float?",
)
def loss_is_exact_for_large_logits(
    sub: StandIn, sizes: Sizes, seed: int, context: list[int], y: int, scale: float
) -> None:
    """loss(context, y) is exact, and its gradients are finite, for logits of any size up to 10⁴."""
    answer = sub.lm_loss(sizes, [seed, -scale, scale], context, y)
    if are_promised(answer.logits, sizes):
        expect.close("loss(context, y)", answer.loss, true.cross_entropy(answer.logits, y))
        expect.numbers("[p.grad for p in parameters()]", answer.grad, len(answer.grad))


@claim(
    of=f"{MODEL}.loss",
    given=draws.labelled_contexts(vocab_size=2),
    points=2,
    after=[FORWARD, "lm.loss_is_the_cross_entropy_of_the_logits"],
    hint="Somewhere between the parameters and the loss a number is taken out of its Value, or a node is made anew.",
)
def loss_gradient_is_the_slope_of_the_loss(sub: StandIn, sizes: Sizes, seed: int, context: list[int], y: int) -> None:
    """(L(θ + hv) − L(θ − hv)) / 2h → ∇L · v as h → 0: the gradients of the parameters are those of the loss."""
    for start in starts(seed):
        answer = sub.lm_slope(sizes, list(start), context, y, STEP)
        expect.numbers("[p.grad for p in parameters()]", answer.grad, len(answer.direction))
        expect.numbers("the losses", [answer.loss, answer.loss_before, answer.loss_after], 3)
        terms = [g * v for g, v in zip(answer.grad, answer.direction, strict=True)]
        slope = (answer.loss_after - answer.loss_before) / (2 * STEP)
        # Each loss may be off by 1e-9 max(1, L), which the division makes 8.2e-6 max(1, L). The third derivative adds
        # h² / 6 = 2.5e-9 times itself: it would have to be 4e4 to be seen. A ReLU that opens within ±h adds up to half
        # the change of its slope: at random parameters with a probability of about 1e-3, in all four sets 1e-12.
        allowed = 1e-4 * max(1.0, answer.loss, sum(map(abs, terms)))
        if abs(slope - sum(terms)) <= allowed:
            return
    raise expect.Mismatch(f"the loss changes by {slope!r} per unit along v, but its gradients say {sum(terms)!r}")


@claim(
    of=f"{MODEL}.parameters",
    needs=("autograd.Value", MODEL),
    given=draws.sizes(),
    points=2,
    after=["nn.embedding_parameters_are_all_its_values_once", "nn.linear_parameters_are_all_its_values_once"],
    hint="A Value that is listed twice makes two steps where it should make one.",
)
def parameters_are_listed_once(sub: StandIn, sizes: Sizes) -> None:
    """No two entries of parameters() are the same Value: numbered 1 to n in turn, they then say 1 to n."""
    data = sub.lm_numbered(sizes).data
    expect.equal("[p.data for p in parameters()]", data, [float(n) for n in range(1, len(data) + 1)])
    expect.that(len(data) > 0, "parameters() is empty")


@claim(
    of=f"{MODEL}.parameters",
    given=draws.models(vocab_size=2),
    points=2,
    after=["lm.loss_gradient_is_the_slope_of_the_loss"],
    hint="Is there a layer that is listed but not used, or used but cut off from its Values?",
)
def every_parameter_matters(sub: StandIn, sizes: Sizes, seed: int) -> None:
    """Parameters have gradients other than 0 for the loss of some context and target.

    Rows of embeddings for what is not in the vocabulary, padding and unknown characters, may be spare.
    """
    tokens = range(sizes[0])
    contexts, targets = [[t] * sizes[3] for t in tokens], [(t + 1) % sizes[0] for t in tokens]
    always_idle: set[int] | None = None
    for start in starts(seed):
        gradients = sub.lm_gradients(sizes, list(start), contexts, targets)
        idle = {i for i, slope in enumerate(gradients) if not abs(slope) > 0}
        always_idle = idle if always_idle is None else always_idle & idle
        if len(always_idle) <= SPARE_ROWS * sizes[1]:
            return
    raise expect.Mismatch(
        f"{len(always_idle or ())} of {len(gradients)} parameters never had a gradient other than 0, "
        f"parameters()[{min(always_idle or [0])}] among them"
    )


@claim(
    of=f"{MODEL}.parameters",
    given=draws.pairs_of_contexts(),
    points=2,
    after=[FORWARD],
    hint="What is drawn at random when a model is made, but not listed?",
)
def parameters_are_all_that_a_model_has(sub: StandIn, sizes: Sizes, number: float, contexts: list[list[int]]) -> None:
    """Two models whose parameters all are one number c give the same logits for every context."""
    z, *others = [row for _ in range(2) for row in logits_of(sub, sizes, (0, number, number), contexts)]
    for row in others:
        for i, logit in enumerate(row):
            expect.agree(f"forward(context)[{i}] of another model or context", logit, z[i])


@claim(
    of=f"{MODEL}.num_parameters",
    needs=("autograd.Value", MODEL, f"{MODEL}.parameters"),
    given=draws.sizes(),
    hint="It counts what parameters() lists.",
)
def num_parameters_counts_the_parameters(sub: StandIn, sizes: Sizes) -> None:
    """num_parameters() = len(parameters())."""
    answer = sub.lm_numbered(sizes)
    expect.equal("num_parameters()", answer.num_parameters, len(answer.data))


@claim(
    of=f"{MODEL}.zero_grad",
    given=draws.models(),
    hint="Backward passes add to .grad: for every parameter it has to be set back.",
)
def zero_grad_sets_every_gradient_to_zero(sub: StandIn, sizes: Sizes, seed: int) -> None:
    """After zero_grad(), every parameter's .grad is 0."""
    gradients = sub.lm_zero_grad(sizes, 0.5 + seed)
    expect.equal("[p.grad for p in parameters()]", gradients, [0.0] * len(gradients))


@claim(
    of=MODEL,
    needs=("autograd.Value", f"{MODEL}.forward"),
    examples=[(2, [0, 1, 1, 0, 1, 0, 0, 1])],
    after=[FORWARD],
    hint="The signature says what a model has when only the size of its vocabulary is given.",
)
def sizes_but_the_vocabulary_have_defaults(sub: StandIn, vocab_size: int, context: list[int]) -> None:
    """CharacterLM(vocab_size) looks at 8 characters."""
    expect.numbers("forward(context)", sub.lm_default_sizes(vocab_size, context), vocab_size)


def are_promised(z: Row, sizes: Sizes) -> bool:
    """Whether the contract promises anything of these logits; raises Mismatch where they are not V finite numbers."""
    expect.numbers("forward(context)", z, sizes[0])
    return all(abs(logit) <= MAX_LOGIT for logit in z)
