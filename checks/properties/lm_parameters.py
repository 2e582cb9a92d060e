"""The parameters of CharacterLM: all that learning moves, each once, and the bookkeeping of their gradients.

Names: V vocabulary size, c a number.
"""

from __future__ import annotations

from checks import expect
from checks.properties.model_questions import MODEL, NEEDS, Sizes, claim, logits_of, starts
from checks.standin import StandIn
from checks.strategies import models as draws

PARAMETERS_OF_LAYERS = [
    "nn.embedding_parameters_are_all_its_values_once",
    "nn.linear_parameters_are_all_its_values_once",
]
SPARE_ROWS = 2
"""Rows of embeddings that a model may have beyond its vocabulary, for padding and for unknown characters."""


@claim(
    of=f"{MODEL}.parameters",
    needs=("autograd.Value", MODEL),
    given=draws.sizes(),
    points=2,
    after=PARAMETERS_OF_LAYERS,
    hint="A Value that is listed twice makes two steps where it should make one.",
)
def are_listed_once(sub: StandIn, sizes: Sizes) -> None:
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
def each_matters(sub: StandIn, sizes: Sizes, seed: int) -> None:
    """Each parameter has a gradient other than 0 for the loss of some context and target.

    Two rows of embeddings may be spare: what stands for padding and unknown characters is left open. And there are at
    least as many parameters that count as embeddings and one hidden layer have.
    """
    vocab_size, embed_dim, hidden_dim, context_length = sizes
    least = vocab_size * embed_dim + context_length * embed_dim * hidden_dim
    tokens = range(sizes[0])
    contexts, targets = [[t] * sizes[3] for t in tokens], [(t + 1) % sizes[0] for t in tokens]
    moving: set[int] = set()
    for start in starts(seed):
        gradients = sub.lm_gradients(sizes, start, contexts, targets)
        moving |= {i for i, slope in enumerate(gradients) if abs(slope) > 0}
        idle = sorted(set(range(len(gradients))) - moving)
        if expect.seen(len(idle) <= SPARE_ROWS * embed_dim and len(moving) >= least):
            return
    if len(idle) > SPARE_ROWS * embed_dim:
        raise expect.Mismatch(f"parameters()[{idle[0]}].grad = 0 whatever was asked, and so for {len(idle)} in all")
    what = "embeddings and a hidden layer of these sizes have"
    raise expect.Mismatch(f"{len(moving)} parameters ever have a gradient other than 0, but {what} {least} or more")


@claim(
    of=f"{MODEL}.parameters",
    given=draws.pairs_of_contexts(),
    points=2,
    after=[*PARAMETERS_OF_LAYERS, "lm.forward_gives_a_logit_for_each_character"],
    hint="What is drawn at random when a model is made, but not listed?",
)
def are_all_that_a_model_has(sub: StandIn, sizes: Sizes, c: float, contexts: list[list[int]]) -> None:
    """Two models whose parameters all are one number c give the same logits for every context."""
    z, *others = [row for _ in range(2) for row in logits_of(sub, sizes, [0, c, c], contexts)]
    for row in others:
        for i, logit in enumerate(row):
            expect.agree(f"forward(context)[{i}] of another model or context", logit, z[i])


@claim(
    of=f"{MODEL}.num_parameters",
    needs=NEEDS,
    given=draws.sizes(),
    hint="It counts what parameters() lists.",
)
def num_parameters_counts_them(sub: StandIn, sizes: Sizes) -> None:
    """num_parameters() = len(parameters())."""
    answer = sub.lm_numbered(sizes)
    expect.that(len(answer.data) > 0, "parameters() is empty")
    expect.equal("num_parameters()", answer.num_parameters, len(answer.data))


@claim(
    of=f"{MODEL}.zero_grad",
    given=draws.models(),
    hint="Backward passes add to .grad: for every parameter it has to be set back.",
)
def zero_grad_sets_every_gradient_to_zero(sub: StandIn, sizes: Sizes, seed: int) -> None:
    """After zero_grad(), every parameter's .grad is 0."""
    gradients = sub.lm_zero_grad(sizes, 0.5 + seed)
    expect.that(len(gradients) > 0, "parameters() is empty")
    expect.equal("[p.grad for p in parameters()]", gradients, [0.0] * len(gradients))
