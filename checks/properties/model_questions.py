"""What the properties of language models share: where their parameters are, and the logits that they give.

How many parameters a model has, and what each is for, is left open. So claims are about models whose parameters, all of
them, were set to random numbers. Some say that something has an effect; a network of ReLUs may have numbers by which it
has none, so these are asked of several sets of numbers, and it is enough that one shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from checks import expect
from checks.registry import prop
from checks.standin import StandIn

Sizes = list[int]
Row = list[float]

MODEL = "lm.CharacterLM"
NEEDS = ("autograd.Value", MODEL, f"{MODEL}.parameters")

OPEN = (2.0**-6, 0.25)
"""Parameters between these keep every sum inside a network positive, so all its ReLUs open, and below 1 in the first
hidden layer (at most 9 inputs of 1/16, and a bias), so that nothing that flattens outside [-1, 1] is flat."""
ALL_GRADIENTS_ARE_0 = "the gradients of all parameters are 0, or nearly, whatever numbers the model is given"
SIGNED = (-1.0, 1.0)
WIDE = (-3.0, 3.0)

claim = partial(prop, needs=NEEDS, source="3.5, The Complete Language Model")


def starts(seed: int) -> Iterator[list[float]]:
    """Sets of parameters, [seed, low, high] each: two that keep ReLUs open, two of both signs, and 20 more of these.

    What is flat where its input is positive, or gives the largest of several, needs the last ones.
    """
    for number in (2 * seed, 2 * seed + 1):
        yield [number, *OPEN]
        yield [number, *SIGNED]
    for number in range(20):
        yield [1000 * (seed + 1) + number, *SIGNED]


def logits_of(sub: StandIn, sizes: Sizes, start: Sequence[float], contexts: list[list[int]]) -> list[Row]:
    """forward of each context by one model: as many finite logits each as the vocabulary has characters."""
    rows = sub.lm_logits(sizes, list(start), contexts).logits
    expect.length("the logits for all contexts", rows, len(contexts))
    for context, row in zip(contexts, rows, strict=True):
        expect.numbers(f"forward({context})", row, sizes[0])
    return rows


def numbering(vocabulary: str) -> list[tuple[str, int]]:
    """The pairs of the map that numbers the characters of a vocabulary."""
    return [(char, idx) for idx, char in enumerate(vocabulary)]
