"""Training a language model and measuring it: SGD steps, what `train` does and returns, perplexity.

`train` may take the windows one by one or in batches, in any order, and the claims hold for all of these. With one
window there is nothing to choose: training is gradient descent. With two, a step moves along their gradients or along
the mean of them. And at a tiny rate the model stays as it is, and so do the losses.

Names: θ parameters, η learning rate, L_w the loss of window w, g_w its gradient by θ, V vocabulary size.
"""

from __future__ import annotations

import math
from functools import partial
from itertools import chain, pairwise

from checks import expect
from checks.contract import TOLERANCE
from checks.oracles.text import mean
from checks.properties.model_questions import ALL_GRADIENTS_ARE_0, MODEL, NEEDS, SIGNED, Sizes, claim, numbering, starts
from checks.properties.training_questions import (
    TINY_RATE,
    expect_descent,
    expect_learning,
    expect_pulls_of_all,
    expect_two_pulls,
    trained,
)
from checks.registry import TRAINING_DEADLINE_S
from checks.standin import StandIn
from checks.strategies import models as draws

STEP = "training.step_goes_against_the_gradient"
GRADIENT = "lm.loss_gradient_is_the_slope_of_the_loss"
ONE_STEP = "training.one_epoch_over_one_window_is_one_step"
PULLS = "training.every_window_pulls_once_an_epoch"
EVERY_STEP = "training.every_epoch_over_one_window_is_one_step"

SMALL_RATE = 2.0**-14
STANDSTILL = 2.0**-50
"""Learning rates at which a step is as good as its first order, and lost on the loss."""

claim_on_loss = partial(claim, needs=(*NEEDS, f"{MODEL}.loss"))
claim_on_training = partial(claim_on_loss, of="lm.train", deadline_s=TRAINING_DEADLINE_S)
claim_on_perplexity = partial(claim_on_loss, of="lm.compute_perplexity")


@claim(
    of="lm.sgd_step",
    needs=("autograd.Value",),
    given=draws.steps(),
    examples=[([1.0], [4.0], 0.125)],
    points=2,
    hint="Downhill, in proportion to the gradient and to the rate.",
)
def step_goes_against_the_gradient(sub: StandIn, data: list[float], grad: list[float], rate: float) -> None:
    """sgd_step moves each parameter to p.data − η · p.grad."""
    moves = [rate * slope for slope in grad]
    scale = [abs(at) + abs(move) for at, move in zip(data, moves, strict=True)]
    want = [at - move for at, move in zip(data, moves, strict=True)]
    expect.all_close("[p.data for p in parameters]", sub.sgd_step(data, grad, rate), want, scale)


@claim_on_loss(
    of="lm.sgd_step",
    given=draws.labelled_contexts(vocab_size=2),
    after=[STEP, GRADIENT],
    hint="Follow one parameter: its gradient, its step, and what the step does to the loss.",
)
def small_step_lowers_the_loss_by_its_squared_gradient(
    sub: StandIn, sizes: Sizes, seed: int, context: list[int], y: int
) -> None:
    """L(θ) − L(θ − η∇L) → η |∇L|² as η → 0."""
    wrong = 0
    for start in chain(([4 * seed + number, *SIGNED] for number in range(4)), starts(seed)):
        answer = sub.lm_step(sizes, start, context, y, SMALL_RATE)
        promised = SMALL_RATE * sum(slope * slope for slope in answer.grad)
        fall = answer.loss_before - answer.loss_after
        # What the fall may lack is η/2 times the curvature along the gradient, relatively: 1/10 for one of 3e3.
        # Both losses may be off by the tolerance. A model whose gradients are 0, or nearly, shows nothing.
        error = 2 * TOLERANCE * max(1.0, answer.loss_before)
        is_right = abs(fall - promised) <= 0.1 * promised + error
        if expect.seen(is_right and promised > 10 * error):
            return
        wrong += not is_right
        if wrong == 4:  # a ReLU that opens or closes on the way spoils this in about 1 of 1000 models
            break
    expect.that(wrong > 0, ALL_GRADIENTS_ARE_0)
    raise expect.Mismatch(f"a step at the rate {SMALL_RATE!r} lowered the loss by {fall!r}, not by {promised!r}")


@claim_on_training(
    given=draws.trainings_of_epochs(),
    examples=[([1, 1, 1, 1], 0, "a", "aaa", 3, "by name")],  # nothing to learn: the average cannot fall
    hint="One number for each pass over the text.",
)
def returns_one_average_for_each_epoch(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, text: str, epochs: int, options: str
) -> None:
    """train(...) returns one average for each epoch; epochs and rate may be given by name or by position."""
    answer = sub.lm_train(sizes, [seed, *SIGNED], vocabulary, text, epochs, 0.125, options)
    expect.numbers("train(...)", answer.averages, epochs)
    expect.unchanged("char_to_idx", answer.char_to_idx_after, numbering(vocabulary))


@claim_on_training(
    given=draws.trainings_on_one_window(),
    examples=[([3, 8, 16, 3], seed, "abc", "abca", 0.125) for seed in (4, 9, 10)],  # large gradients
    points=2,
    after=[STEP, GRADIENT],
    hint="Which model is moved, for which window, at which rate, in which direction?",
)
def one_epoch_over_one_window_is_one_step(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, text: str, rate: float
) -> None:
    """One epoch over a text with one window moves the given model to θ − η ∇L(θ)."""
    for answer in trained(sub, sizes, seed, vocabulary, text, 1, rate):
        expect_descent(answer)


@claim_on_training(
    given=draws.trainings_on_one_window(),
    after=[ONE_STEP],
    hint="What is in the gradients before the first step, if the model was used before?",
)
def gradients_left_behind_do_not_count(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, text: str, rate: float
) -> None:
    """The first step is the same, whatever the parameters' .grad was before: gradients are zeroed before each step."""
    for answer in trained(sub, sizes, seed, vocabulary, text, 1, rate, "by name", 1.0):
        expect_descent(answer)


@claim_on_training(
    given=draws.repeated_trainings(),
    points=2,
    after=[ONE_STEP],
    hint="Every step starts from gradients of 0, and every epoch has the same rate.",
)
def every_epoch_over_one_window_is_one_step(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, text: str, epochs: int, rate: float
) -> None:
    """k epochs over a text with one window are k steps θ ← θ − η ∇L(θ), each along the gradient of its own moment."""
    for answer in trained(sub, sizes, seed, vocabulary, text, epochs, rate):
        expect_descent(answer)


@claim_on_training(
    given=draws.repeated_trainings(),
    after=[EVERY_STEP],
    hint="Which loss is reported: the one that the step was made for?",
)
def averages_are_losses_on_the_way(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, text: str, epochs: int, rate: float
) -> None:
    """For a text with one window, the k-th average is its loss just before the k-th step or just after it."""
    for answer in trained(sub, sizes, seed, vocabulary, text, epochs, rate):
        expect.numbers("train(...)", answer.averages, epochs)
        expect.numbers("the losses on the way", answer.descent_losses, epochs + 1)
        for k, (average, around) in enumerate(zip(answer.averages, pairwise(answer.descent_losses), strict=True)):
            nearer = min(around, key=lambda loss: abs(average - loss))
            expect.agree(f"train(...)[{k}]", average, nearer)


@claim_on_training(
    given=draws.trainings_on_two_or_equal_windows(),
    points=2,
    after=["training.averages_are_losses_on_the_way"],
    hint="An average is a sum over all windows, the last one too, divided by how many there are.",
)
def averages_are_means_over_the_windows(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, text: str, epochs: int
) -> None:
    """At a rate that moves nothing, every average is the mean of the losses of all windows."""
    # Where batches have unequal sizes, the mean over batches is another one: not with two windows or equal ones.
    answer = sub.lm_train(sizes, [seed, *SIGNED], vocabulary, text, epochs, STANDSTILL)
    expect.numbers("train(...)", answer.averages, epochs)
    expect.numbers("the losses of the windows", answer.losses, len(text) - sizes[3])
    for k, average in enumerate(answer.averages):
        expect.agree(f"train(...)[{k}]", average, mean(answer.losses))  # 18 steps move them by 2e-14 |∇L|² at most


@claim_on_training(
    given=draws.trainings_on_two_windows(),
    points=2,
    after=[ONE_STEP],
    hint="Every window is visited once in an epoch, and the gradient of one is gone before that of the next comes.",
)
def every_window_pulls_once_an_epoch(sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, text: str) -> None:
    """One epoch over two windows moves the model by −η (g_0 + g_1), or half of that in a batch, as η → 0."""
    for answer in trained(sub, sizes, seed, vocabulary, text, 1, TINY_RATE):
        expect_two_pulls(answer)


@claim_on_training(
    given=draws.long_trainings(),
    examples=[([4, 3, 5, 2], 0, "abcd", "abcdacb")],  # five windows, all different: no batches of equal sizes
    case_share=0.06,  # a case is some hundred steps
    after=[PULLS],
    hint="Follow a text of some hundred characters through the loop: which window is the first, and which the last?",
)
def every_window_of_a_long_text_pulls(sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, text: str) -> None:
    """One epoch over N windows moves the model by −η Σ_w c_w g_w as η → 0, with c_w from 1/N to 1: none is left out."""
    windows = [text[start : start + sizes[3] + 1] for start in range(len(text) - sizes[3])]
    for answer in trained(sub, sizes, seed, vocabulary, text, 1, TINY_RATE):
        expect_pulls_of_all(answer, windows)


@claim_on_training(
    examples=[([2, 2, 4, 1], "ab", "ababa"), ([3, 2, 4, 1], "abc", "abcabca")],
    deadline_s=4 * TRAINING_DEADLINE_S,  # up to sixteen trainings
    points=2,
    after=[
        "lm.loss_gradient_is_the_slope_of_the_loss",
        ONE_STEP,
        PULLS,
        "lm.forward_looks_at_every_position",
    ],
    hint="Print the average of each epoch: when does it stop falling, and what is left of the gradients by then?",
)
def what_follows_what_is_learned(sub: StandIn, sizes: Sizes, vocabulary: str, text: str) -> None:
    """On a text that repeats its alphabet, the average loss falls below 3/4 of log V, if gradients lead there.

    A model that does not look at the context sees every character equally often, and cannot get below log V. The
    contract promises no speed: what learns slowly (many layers, whole batches) is given time, and what starts with all
    its ReLUs closed another start. Where our own steps along the gradient of the whole text, the slowest way there is,
    do not get well below that either, nothing is promised.
    """
    expect_learning(sub, sizes, vocabulary, text)


@claim_on_training(
    examples=[([2, 1, 2, 1], 0, "ab", "ab"), ([3, 2, 2, 2], 1, "cab", "abc")],
    after=[EVERY_STEP],
    hint="The signature says how many epochs there are, and at which rate, when nobody asks for others.",
)
def ten_epochs_at_a_tenth_are_the_default(sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, text: str) -> None:
    """train(model, text, char_to_idx) makes 10 epochs with η = 0.1."""
    for answer in trained(sub, sizes, seed, vocabulary, text, 10, 0.1, "left out"):
        expect.length("train(...)", answer.averages, 10)
        expect_descent(answer)


@claim_on_perplexity(
    given=draws.trainings(1, 5),
    examples=[([3, 2, 4, 1], 0, "abc", "a" + 70 * "b" + 70 * "c" + "a")],
    deadline_s=TRAINING_DEADLINE_S,  # two losses of each of many windows, of a model that may be wide
    points=2,
    after=["lm.loss_is_the_cross_entropy_of_the_logits", "perplexity.is_the_exponential_of_the_loss"],
    hint="First the average over all windows, in nats, then the exponential.",
)
def perplexity_is_exp_of_the_mean_loss(sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, text: str) -> None:
    """compute_perplexity(...) = exp((1/N) Σ_w L_w) over all N windows of the text."""
    answer = sub.lm_perplexity(sizes, [seed, *SIGNED], vocabulary, text)
    expect.numbers("the losses of the windows", answer.losses, len(text) - sizes[3])
    mean_loss = mean(answer.losses)
    expect.at_most("the mean loss of a model with parameters between -1 and 1", mean_loss, 700.0)
    # The losses may be off by 1e-9 max(1, L) when measured and when asked for, and the exponential by that, relatively.
    want = math.exp(mean_loss)
    expect.close("compute_perplexity(...)", answer.perplexity, want, scale=want * (1.0 + 2.0 * max(1.0, mean_loss)))


@claim_on_perplexity(
    given=draws.trainings(1, 3),
    after=["training.perplexity_is_exp_of_the_mean_loss"],
    hint="Perplexity counts: how many equally likely characters would be as hard to guess?",
)
def perplexity_of_a_uniform_model_is_the_vocabulary_size(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, text: str
) -> None:
    """A model whose parameters all are 0 finds every character equally likely: its perplexity is V."""
    answer = sub.lm_perplexity(sizes, [seed, 0.0, 0.0], vocabulary, text)
    # The mean loss, log V < 2, may be off by 2e-9, and the exponential by that relatively and once more.
    expect.close("compute_perplexity(...)", answer.perplexity, sizes[0], scale=3.0 * sizes[0])


@claim_on_perplexity(
    given=draws.trainings(1, 3),
    hint="Measuring is not training.",
)
def measuring_leaves_the_parameters_as_they_are(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, text: str
) -> None:
    """compute_perplexity changes no parameter."""
    answer = sub.lm_perplexity(sizes, [seed, *SIGNED], vocabulary, text)
    expect.unchanged("[p.data for p in parameters()]", answer.after, answer.before)
