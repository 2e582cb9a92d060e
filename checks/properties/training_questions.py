"""What the properties of training share: where descent leads, and how far a training moved the parameters."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

from checks import expect
from checks.oracles.descent import shares
from checks.properties.model_questions import ALL_GRADIENTS_ARE_0, SIGNED, Sizes, starts
from checks.standin import StandIn
from checks.worker.answers import TrainingAnswer

TINY_RATE = 2.0**-36
"""A learning rate at which a step is lost on the next gradient."""


def trained(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, text: str, epochs: int, rate: float, *options: Any
) -> Iterator[TrainingAnswer]:
    """Trainings of models with several sets of parameters, which come to an end with one whose gradients move it.

    A network without biases whose ReLUs all are closed stays where it is, and so do its losses: that shows nothing.
    """
    for start in chain([[seed, *SIGNED]], starts(seed)):
        answer = sub.lm_train(sizes, start, vocabulary, text, epochs, rate, *options)
        yield answer
        if sizes[0] == 1 or any(slope != 0 for grads in answer.grads for slope in grads):
            return
    raise expect.Mismatch(ALL_GRADIENTS_ARE_0)


def expect_descent(answer: TrainingAnswer) -> None:
    """The parameters arrived where our own steps along the model's own gradients lead."""
    expect.that(len(answer.before) > 0, "parameters() is empty")
    # Rounding, 1e-16, grows in each step by 1 + η times the curvature at most: ten steps of 4 make 1e-10 of it.
    expect.numbers("[p.data for p in parameters()]", answer.after, len(answer.before))
    expect.length("[p.data for p in parameters()] of our own steps", answer.descent_after, len(answer.before))
    for i, (was, want, got) in enumerate(zip(answer.before, answer.descent_after, answer.after, strict=True)):
        expect.close(f"parameters()[{i}].data, which was {was!r},", got, want)


def expect_learning(sub: StandIn, sizes: Sizes, vocabulary: str, text: str) -> None:
    """The average loss falls below 3/4 of log V in one of some trainings, or none of our own descents gets there."""
    lowest, enough = math.inf, 0.75 * math.log(len(vocabulary))
    trainings = [*((seed, 60, 0.5) for seed in range(5)), *((seed, 400, 0.25) for seed in range(5, 8))]
    for seed, epochs, rate in trainings:
        averages = sub.lm_train_to_the_end(sizes, [seed, *SIGNED], vocabulary, text, epochs, rate)
        lowest = min([lowest, *averages[-1:]])
        if expect.seen(lowest < enough):
            return
    moves = False
    for seed, epochs, rate in trainings:
        ours = sub.lm_descend(sizes, [seed, *SIGNED], vocabulary, text, epochs, rate)
        moves = moves or ours != sub.lm_descend(sizes, [seed, *SIGNED], vocabulary, text, 0, rate)
        expect.that(
            ours > 0.8 * enough,
            f"the average loss falls to {lowest!r}, but should fall below {enough!r}: {epochs} steps along the model's "
            f"own gradients lead to {ours!r}",
        )
    expect.that(moves, "the average loss stays as it is, wherever the model's own gradients lead")


def expect_two_pulls(answer: TrainingAnswer) -> None:
    """The parameters moved by the sum of the gradients of two windows, or by their mean."""
    moves = _moves_of(answer, TINY_RATE, 2)
    for pull in answer.grads:
        expect.numbers("the gradient of a window", pull, len(moves))
    pulls = list(zip(*answer.grads, strict=True))
    # The data are below 1: each of two subtractions rounds them by 2^-54 at most, and these make 2^-17 = 8e-6 of η.
    # The first step changes the second gradient by η times a curvature: below 1e-6 for a curvature of 6e4.
    errors = {
        share: [
            abs(move - share * (a + b)) / max(1.0, abs(a) + abs(b)) for move, (a, b) in zip(moves, pulls, strict=True)
        ]
        for share in (1.0, 0.5)
    }
    nearer = min(errors.values(), key=max)
    for i, error in enumerate(nearer):
        expect.that(
            error <= 1e-4,
            f"parameters()[{i}].data moved by -learning_rate * {moves[i]!r}, where the gradients of the two windows "
            f"are {pulls[i][0]!r} and {pulls[i][1]!r}",
        )


def expect_pulls_of_all(answer: TrainingAnswer, windows: list[str]) -> None:
    """The parameters moved along the gradient of every window, each as often as it is there, or in batches."""
    moves = _moves_of(answer, TINY_RATE, len(windows))
    kinds = Counter(windows)
    pulls = [answer.grads[windows.index(kind)] for kind in kinds]
    for pull in pulls:
        expect.numbers("the gradient of a window", pull, len(moves))
    found = shares(moves, pulls)
    # c_w is 1 in a batch that is summed, and 1/B in the mean of a batch of B. Their sum T is N, or the number of
    # batches: as none of these is empty, B <= N − T + 1. There are T steps at most. Each rounds data below 1 by 2^-54,
    # 2^-18 of η; and at the end the gradients differ from those at the start by η T times a curvature, 2^-18 for 1300.
    error = (1.0 + math.fsum(abs(share) for share, _ in found)) * 2.0**-17
    least_sum = math.fsum(share - sensitivity * error for share, sensitivity in found)
    largest_batch = max(0.0, len(windows) - least_sum) + 1.0
    for (share, sensitivity), (kind, count) in zip(found, kinds.items(), strict=True):
        what = f"the times that train(...) follows the gradient of windows like {kind!r}, of which there are {count},"
        expect.at_least(what, share, count / largest_batch, slack=sensitivity * error)
        expect.at_most(what, share, count, slack=sensitivity * error)


def _moves_of(answer: TrainingAnswer, learning_rate: float, windows: int) -> list[float]:
    """(before − after) / η of each parameter, all finite; and there is a gradient for each window."""
    expect.that(len(answer.before) > 0, "parameters() is empty")
    expect.length("the gradients of the windows", answer.grads, windows)
    expect.numbers("[p.data for p in parameters()]", answer.after, len(answer.before))
    return [(at - now) / learning_rate for at, now in zip(answer.before, answer.after, strict=True)]
