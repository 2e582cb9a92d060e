"""The loss of a batch: the mean of the cross-entropies of its rows.

Names: z all leaves, N number of rows; `rows[r]` holds the indices of the leaves that are the logits of row r, and
`targets[r]` its target index.
"""

from __future__ import annotations

from functools import partial

from checks import expect
from checks.oracles import softmax as true
from checks.properties import engine
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import batches as draws
from checks.strategies.logits import THIRDS

BATCH = "loss.batch_cross_entropy"
SINGLE = "loss.cross_entropy_loss"
VALUES = ["cross_entropy.value_is_minus_log_softmax_of_the_target", "cross_entropy.value_is_exact_for_large_logits"]
MEAN = "batch.loss_is_the_mean_over_the_rows"
GRADIENT = "batch.gradient_is_the_mean_of_the_gradients"
claim = partial(prop, of=BATCH, needs=("autograd.Value",), source="3.4, Cross-Entropy Loss")

Rows = list[list[int]]
Targets = list[int]
EXERCISE = ([2.0, 1.0, 3.0, 0.0, 4.0, 1.0], [[0, 1, 2], [3, 4, 5]], [2, 0])
WIDE = ([float(i * i % 7) for i in range(300)], [list(range(150)), list(range(150, 300))], [149, 3])
"""Rows of 150 classes, which the vocabulary of a language model easily has."""


@claim(
    given=draws.batches(),
    examples=[EXERCISE, (THIRDS, [[0, 1], [2, 0]], [0, 1]), WIDE],
    after=VALUES,
    points=2,
    hint="A mean has a sum and a divisor: which rows are added, each with its own target, and by what is it divided?",
)
def loss_is_the_mean_over_the_rows(sub: StandIn, z: list[float], rows: Rows, targets: Targets) -> None:
    """The loss of a batch is (1/N) Σ_r L(z_r, y_r)."""
    want = true.mean_cross_entropy(z, rows, targets)
    expect.close("the batch's loss", sub.batch_cross_entropy(z, rows, targets).value, want)


@claim(
    of=(BATCH, SINGLE),
    given=draws.batches(max_rows=1),
    examples=[([2.0, 1.0, 3.0], [[0, 1, 2]], [2])],
    after=[*VALUES, MEAN],
    hint="The mean of one number is that number. Do the two functions see the same logits and the same target?",
)
def batch_of_one_is_the_single_loss(sub: StandIn, z: list[float], rows: Rows, targets: Targets) -> None:
    """The loss of a batch of one row is the loss of that row."""
    single = sub.cross_entropy_loss(z, targets[0]).value
    expect.agree("the batch's loss", sub.batch_cross_entropy(z, rows, targets).value, single)


@claim(
    of=(BATCH, SINGLE),
    given=draws.batches(),
    examples=[EXERCISE],
    after=[*VALUES, MEAN],
    hint="Calculate the rows one by one with your own cross_entropy_loss. Which row does the batch treat otherwise?",
)
def loss_is_the_mean_of_the_own_single_losses(sub: StandIn, z: list[float], rows: Rows, targets: Targets) -> None:
    """The loss of a batch is the mean of what cross_entropy_loss says of its rows."""
    losses = [sub.cross_entropy_loss([z[i] for i in row], y).value for row, y in zip(rows, targets, strict=True)]
    mean = sum(losses) / len(losses)
    # The errors of the rows, 1e-9 · max(1, L_r) each, are averaged: max(1, L_r) <= 1 + L_r, as no L_r is negative.
    expect.agree("the batch's loss", sub.batch_cross_entropy(z, rows, targets).value, mean, scale=1 + abs(mean))


@claim(
    given=draws.batches(),
    examples=[EXERCISE],
    after=[MEAN],
    hint="Does each row keep its own target, and does every row weigh the same, the first and the last, too?",
)
def order_of_the_rows_does_not_matter(sub: StandIn, z: list[float], rows: Rows, targets: Targets) -> None:
    """Rows in reverse, each with its target, have the same mean loss."""
    base = sub.batch_cross_entropy(z, rows, targets).value
    reverse = sub.batch_cross_entropy(z, rows[::-1], targets[::-1]).value
    expect.agree("the loss of the reversed batch", reverse, base)


@claim(
    given=draws.batches(),
    examples=[EXERCISE],
    after=[MEAN],
    hint="Three times the rows, three times the sum: what must the divisor do?",
)
def repeating_the_batch_changes_nothing(sub: StandIn, z: list[float], rows: Rows, targets: Targets) -> None:
    """A batch that holds every row three times has the same mean loss."""
    base = sub.batch_cross_entropy(z, rows, targets).value
    thrice = sub.batch_cross_entropy(z, rows * 3, targets * 3).value
    expect.agree("the loss of the batch three times over", thrice, base)


@claim(
    given=draws.batches_in_two_parts(),
    after=[MEAN],
    hint="A mean over N rows weighs every row 1/N, also if the batch is made of two that were averaged before.",
)
def two_batches_combine_by_their_sizes(sub: StandIn, z: list[float], rows: Rows, targets: Targets, first: int) -> None:
    """N · loss = N₁ · loss of the first N₁ rows + N₂ · loss of the others."""
    left = sub.batch_cross_entropy(z, rows[:first], targets[:first]).value
    right = sub.batch_cross_entropy(z, rows[first:], targets[first:]).value
    share = first / len(rows)  # the errors of the parts are averaged like those of single rows
    combined = share * left + (1 - share) * right
    whole = sub.batch_cross_entropy(z, rows, targets).value
    expect.agree("the batch's loss", whole, combined, scale=1 + abs(combined))


@claim(
    given=draws.batches(),
    examples=[EXERCISE],
    after=[
        MEAN,
        "cross_entropy_gradient.is_softmax_minus_onehot",
        "cross_entropy_gradient.is_multiplied_by_what_comes_from_above",
    ],
    points=2,
    source="3.4, Gradient w.r.t. Logits",
    hint="Averaging is part of the graph: what does it do to every gradient that passes through it?",
)
def gradient_is_the_mean_of_the_gradients(sub: StandIn, z: list[float], rows: Rows, targets: Targets) -> None:
    """The logits of row r get (softmax(z_r) − onehot(y_r)) / N."""
    # Each entry is a sum of contributions of at most 1/N: softmax_i and the onehot.
    want = true.mean_cross_entropy_gradient(z, rows, targets)
    expect.all_close("∂L/∂z", sub.batch_cross_entropy(z, rows, targets).grad, want)


@claim(
    given=draws.sharing_batches(),
    examples=[([1.0, 2.0], [[0, 1], [0, 1]], [0, 0])],
    after=[*engine.GRADIENTS_RIGHT, MEAN, GRADIENT, "cross_entropy_gradient.adds_up_where_a_node_occurs_twice"],
    source="3.4, Gradient w.r.t. Logits, and Stage 2: gradients of a node used twice add up",
    hint="One node in several rows gets a gradient from each: is one of them written over the others?",
)
def rows_that_share_a_node_add_up(sub: StandIn, z: list[float], rows: Rows, targets: Targets) -> None:
    """A node that occurs in several rows gets the sum of what each row gives it."""
    want = true.mean_cross_entropy_gradient(z, rows, targets)
    # A leaf gets at most Σ softmax = 1 and Σ onehot = 1 from each row, times 1/N.
    expect.all_close("∂L/∂z", sub.batch_cross_entropy(z, rows, targets).grad, want, scale=2.0)


@claim(
    given=draws.batches(),
    examples=[EXERCISE],
    after=[MEAN, GRADIENT],
    source="3.4, Gradient w.r.t. Logits, and the chain rule",
    hint="What arrives from above must be multiplied in, beside the mean's own factor.",
)
def gradient_is_multiplied_by_what_comes_from_above(sub: StandIn, z: list[float], rows: Rows, targets: Targets) -> None:
    """Four times the loss has four times the gradient."""
    want = [4.0 * slope for slope in true.mean_cross_entropy_gradient(z, rows, targets)]
    answer = sub.batch_cross_entropy(z, rows, targets, upstream=4.0)
    expect.all_close("∂(4 L)/∂z", answer.grad, want, scale=8.0)  # softmax and onehot, 4/N each at most


@claim(
    given=draws.large_batches(),
    after=[MEAN, GRADIENT],
    hint="Does a number in your code stand for the size of the batch, or for a limit?",
)
def holds_for_large_batches(sub: StandIn, z: list[float], rows: Rows, targets: Targets) -> None:
    """Mean and gradient are exact for 16 rows and more."""
    answer = sub.batch_cross_entropy(z, rows, targets)
    expect.close("the batch's loss", answer.value, true.mean_cross_entropy(z, rows, targets))
    expect.all_close("∂L/∂z", answer.grad, true.mean_cross_entropy_gradient(z, rows, targets))


@claim(
    given=draws.sharing_batches(),
    examples=[EXERCISE],
    after=[MEAN, "cross_entropy.leaves_its_logits_alone"],
    hint="Go through rows and targets without taking anything out of them, and without sorting or shifting them.",
)
def leaves_rows_and_targets_alone(sub: StandIn, z: list[float], rows: Rows, targets: Targets) -> None:
    """After the call and its backward pass, rows, their .data and targets are what they were."""
    answer = sub.batch_cross_entropy(z, rows, targets)
    expect.same_nodes("the rows of logits", answer.rows_after, [[z[i] for i in row] for row in rows])
    expect.unchanged("the list of targets", answer.targets_after, targets)


@claim(
    given=draws.batches(),
    examples=[EXERCISE],
    after=[*engine.GRADIENTS_RIGHT, MEAN, GRADIENT],
    hint="Is anything kept from one call to the next: a running sum, a cache, a default argument?",
)
def calls_are_independent(sub: StandIn, z: list[float], rows: Rows, targets: Targets) -> None:
    """A call answers for its own batch, whatever was asked before."""
    others = [(y + 1) % len(row) for row, y in zip(rows, targets, strict=True)]
    for asked in (targets, others, targets):
        answer = sub.batch_cross_entropy(z, rows, asked)
        expect.close("the batch's loss", answer.value, true.mean_cross_entropy(z, rows, asked))
        expect.all_close("∂L/∂z", answer.grad, true.mean_cross_entropy_gradient(z, rows, asked))


@claim(
    examples=[([], [], [])],
    tier="stretch",
    hint="There is no mean of nothing, and 0 would look like a perfect model. Say so before anything else happens.",
)
def empty_batch_raises(sub: StandIn, z: list[float], rows: Rows, targets: Targets) -> None:
    """A batch without rows raises ValueError or IndexError."""
    ask = partial(sub.batch_cross_entropy, z, rows, targets)
    expect.raises("batch_cross_entropy([], [])", ask, "ValueError", "IndexError")


@claim(
    given=draws.batches_with_unequal_lengths(),
    examples=[(*EXERCISE[:2], [2]), (EXERCISE[0], [[0, 1, 2]], [2, 0])],
    tier="stretch",
    hint="zip stops at the shorter list and says nothing. Whose rows or targets would be forgotten?",
)
def unequal_lengths_raise(sub: StandIn, z: list[float], rows: Rows, targets: Targets) -> None:
    """More rows than targets, or fewer, raise ValueError or IndexError."""
    what = f"batch_cross_entropy of {len(rows)} rows and {len(targets)} targets"
    expect.raises(what, partial(sub.batch_cross_entropy, z, rows, targets), "ValueError", "IndexError")
