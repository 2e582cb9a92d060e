"""Generating text: what `generate` returns, where its chance comes from, and by which probabilities it draws.

The logits for each context that occurs are asked of the submission's own model; which characters must follow, or how
often, is computed from these.

Names: z logits, T temperature, V vocabulary size, n length.
"""

from __future__ import annotations

import math
from functools import partial

from checks import expect
from checks.oracles import softmax as true
from checks.oracles.text import furthest_count
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import models as draws
from checks.worker.answers import FollowedText

MODEL = "lm.CharacterLM"
LENGTH = "generation.text_goes_on_for_length_characters"
COLDEST = "generation.coldest_character_has_the_largest_logit"
Sizes = list[int]

SIGNED = (-1.0, 1.0)
WIDE = (-3.0, 3.0)
UNIFORM = (0.0, 0.0)
COLD = 0.01
"""With parameters between -1 and 1 a network of ReLUs has logits up to 41, so z / T stays below 1e4."""
CERTAIN = 40.0
"""A character whose z / T is ahead by this much is drawn, but for a probability of V e^-40 = 2e-17."""

claim = partial(
    prop,
    of="lm.generate",
    needs=("autograd.Value", MODEL, f"{MODEL}.parameters"),
    source="3.5, The Complete Language Model",
)
claim_with_logits = partial(claim, needs=("autograd.Value", MODEL, f"{MODEL}.parameters", f"{MODEL}.forward"))


@claim(
    given=draws.generations(),
    hint="What is generated follows what was there.",
)
def text_begins_with_the_seed_text(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int
) -> None:
    """generate(...) begins with seed_text."""
    (text,) = sub.lm_generate(sizes, [seed, *SIGNED], vocabulary, seed_text, [seed], length).texts
    expect.equal(f"generate(...)[:{len(seed_text)}]", text[: len(seed_text)], seed_text)


@claim(
    given=draws.generations(),
    points=2,
    hint="Count what is added, not what is there in the end.",
)
def text_goes_on_for_length_characters(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int
) -> None:
    """After seed_text come exactly `length` characters, all of the vocabulary."""
    (text,) = sub.lm_generate(sizes, [seed, *SIGNED], vocabulary, seed_text, [seed], length).texts
    expect.equal("len(generate(...)) - len(seed_text)", len(text) - len(seed_text), length)
    strangers = set(text) - set(vocabulary)
    expect.that(not strangers, f"generate(...) = {text!r} has {sorted(strangers)}, which are not in the vocabulary")


@claim(
    examples=[([2, 1, 1, 1], 0, "ab", "a"), ([3, 1, 2, 2], 0, "bac", "ca")],
    after=[LENGTH],
    hint="The signature says how long the text gets when nobody asks for a length.",
)
def hundred_characters_are_the_default(sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str) -> None:
    """Without a length, 100 characters follow the seed_text."""
    (text,) = sub.lm_generate(sizes, [seed, *SIGNED], vocabulary, seed_text, [seed]).texts
    expect.equal("len(generate(...)) - len(seed_text)", len(text) - len(seed_text), 100)


@claim(
    given=draws.generations(vocab_size=2),
    hint="All chance has to come from `random`, and from nothing else that differs between two runs.",
)
def same_seed_gives_the_same_text(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int
) -> None:
    """After random.seed(s), generate gives the same text each time."""
    texts = sub.lm_generate(sizes, [seed, *SIGNED], vocabulary, seed_text, [seed, seed + 1, seed], length).texts
    expect.length("the texts for three seeds", texts, 3)
    expect.equal(f"generate(...) after random.seed({seed}) the second time", texts[2], texts[0])


@claim(
    given=draws.generations(vocab_size=4),
    after=[LENGTH],
    hint="Is a character drawn, or chosen? And does anything set the seed again?",
)
def another_seed_gives_another_text(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int
) -> None:
    """Two seeds give two texts, where all characters are equally likely."""
    # Two texts of 24 characters agree with the probability V^-24 <= 4^-24 = 4e-15.
    start = [seed, *UNIFORM]
    texts = sub.lm_generate(sizes, start, vocabulary, seed_text, [seed, seed + length], 24).texts
    expect.that(len(set(texts)) == 2, f"generate(...) = {texts[:1]} for the seeds {seed} and {seed + length}")


@claim(
    given=draws.generations(vocab_size=2),
    after=[LENGTH],
    hint="Whoever calls generate sets the seed.",
)
def random_is_left_to_the_caller(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int
) -> None:
    """generate does not call random.seed: what random gives afterwards depends on the seed set before."""
    seeds = [seed, seed + 1]
    following = sub.lm_generate(sizes, [seed, *SIGNED], vocabulary, seed_text, seeds, length).random_after
    # Two streams of 53-bit numbers agree at one place with probability 2^-53.
    expect.that(len(set(following)) == 2, f"random.random() gives {following[:1]} after generate, for both {seeds}")


@claim(
    given=draws.generations(),
    after=[LENGTH],
    hint="Generating reads the model and the two maps; it changes none of them.",
)
def generating_changes_nothing(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int
) -> None:
    """The parameters, char_to_idx and idx_to_char are after generate what they were before."""
    answer = sub.lm_generate(sizes, [seed, *SIGNED], vocabulary, seed_text, [seed], length)
    expect.unchanged("[p.data for p in parameters()]", answer.after, answer.before)
    expect.unchanged("char_to_idx", answer.char_to_idx_after, [(char, i) for i, char in enumerate(vocabulary)])
    expect.unchanged("idx_to_char", answer.idx_to_char_after, list(enumerate(vocabulary)))


@claim_with_logits(
    given=draws.seed_texts(vocab_size=2),
    points=2,
    after=[LENGTH, "lm.forward_gives_a_logit_for_each_character"],
    hint="Which characters are the context of the first one that is drawn, and what does a low temperature do to it?",
)
def coldest_character_has_the_largest_logit(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str
) -> None:
    """As T → 0, the first character drawn is the one with the largest logit for the last context of seed_text."""
    followed = sub.lm_generate_and_follow(sizes, [seed, *SIGNED], vocabulary, seed_text, seed, 1, COLD)
    _expect_largest_logits(followed, vocabulary, seed_text)


@claim_with_logits(
    given=draws.generations(vocab_size=2),
    points=2,
    after=[COLDEST],
    hint="What is the context once a character has been drawn?",
)
def context_moves_along_with_the_text(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int
) -> None:
    """As T → 0, every character drawn has the largest logit for the context_length characters before it."""
    followed = sub.lm_generate_and_follow(sizes, [seed, *SIGNED], vocabulary, seed_text, seed, length + 2, COLD)
    _expect_largest_logits(followed, vocabulary, seed_text)


def _expect_largest_logits(followed: FollowedText, vocabulary: str, seed_text: str) -> None:
    """Each character that was drawn is the one that is ahead, wherever one is ahead by CERTAIN at T = COLD."""
    drawn = followed.text[len(seed_text) :]
    expect.length("the characters drawn, up to the first that is not in the vocabulary,", followed.logits, len(drawn))
    for i, (char, z) in enumerate(zip(drawn, followed.logits, strict=True)):
        expect.numbers("forward(context)", z, len(vocabulary))
        runner_up, largest = sorted(z)[-2:]
        if largest - runner_up > CERTAIN * COLD:
            so_far = seed_text + drawn[:i]
            expect.equal(f"the character after {so_far!r} at T = {COLD}", char, vocabulary[z.index(largest)])


@claim_with_logits(
    given=draws.long_generations(),
    case_share=0.2,  # a case is one long text: what it costs and what it shows go with its length
    points=2,
    after=[LENGTH, COLDEST],
    hint="Draw each character by its probability. Which temperature holds when nobody names one?",
)
def characters_follow_the_probabilities_of_the_model(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int
) -> None:
    """Without a temperature, each character comes as often as softmax(logits) says."""
    followed = sub.lm_generate_and_follow(sizes, [seed, *WIDE], vocabulary, seed_text, seed, length)
    _expect_counts(followed, vocabulary, seed_text, 1.0)


@claim_with_logits(
    given=draws.heated_generations(),
    case_share=0.2,  # as above
    points=2,
    after=[LENGTH, COLDEST, "generation.characters_follow_the_probabilities_of_the_model"],
    hint="A high temperature makes characters more alike, a low one less.",
)
def characters_follow_softmax_at_the_temperature(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int, temperature: float
) -> None:
    """At a temperature T, each character comes as often as softmax(logits / T) says."""
    start = [seed, *WIDE]
    followed = sub.lm_generate_and_follow(sizes, start, vocabulary, seed_text, seed, length, temperature)
    _expect_counts(followed, vocabulary, seed_text, temperature)


def _expect_counts(followed: FollowedText, vocabulary: str, seed_text: str, temperature: float) -> None:
    """Each character comes as often as its probabilities add up to, within what chance allows."""
    drawn = followed.text[len(seed_text) :]
    expect.length("the characters drawn, up to the first that is not in the vocabulary,", followed.logits, len(drawn))
    for z in followed.logits:
        expect.numbers("forward(context)", z, len(vocabulary))
    probs = [true.softmax(z, temperature) for z in followed.logits]
    # A right submission strays further in one case of 1e12, for one of its 2 or 3 characters.
    allowed = furthest_count(len(drawn), 1e-12)
    for char, expected in zip(vocabulary, map(math.fsum, zip(*probs, strict=True)), strict=True):
        count = drawn.count(char)
        expect.that(
            abs(count - expected) <= allowed,
            f"{char!r} came {count} times in {len(drawn)}, but its probabilities add up to {expected:.1f} "
            f"(chance allows {allowed:.1f} more or less)",
        )
