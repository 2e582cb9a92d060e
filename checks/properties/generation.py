"""Generating text: what `generate` returns, where its chance comes from, and by which probabilities it draws.

The logits for each context that occurs are asked of the submission's own model; which characters must follow, or how
often, is computed from these.

Names: z logits, T temperature, V vocabulary size, n length.
"""

from __future__ import annotations

import math
import operator
from functools import partial

from checks import expect
from checks.contract import MAX_LOGIT
from checks.oracles import softmax as true
from checks.oracles.text import furthest_count, furthest_sum
from checks.properties.model_questions import MODEL, NEEDS, SIGNED, WIDE, Row, Sizes, claim, numbering
from checks.registry import TRAINING_DEADLINE_S
from checks.standin import StandIn
from checks.strategies import models as draws

MANY = ([24, 2, 3, 1], 0, "abcdefghijklmnopqrstuvwx", "ab", 100.0)
"""So many characters, nearly equally likely, that it shows if only the likeliest are drawn."""

LENGTH = "generation.text_goes_on_for_length_characters"
COLDEST = "generation.coldest_character_has_the_largest_logit"
UNIFORM = (0.0, 0.0)
LONG = 300
"""Characters from which frequencies are taken: they may stray by 65."""
COLD = 2.0**-5
HOT = (-4.0, 4.0)
"""With parameters between these, the logits of two layers of 3 ReLUs stay within 1e4."""
CERTAIN = 40.0
"""A character whose z / T is ahead by this much is drawn, but for a probability of V e^-40 = 2e-17."""

claim_on_text = partial(claim, of="lm.generate")
claim_on_draws = partial(claim_on_text, needs=(*NEEDS, f"{MODEL}.forward"))


def texts_of(
    sub: StandIn, sizes: Sizes, start: Row, vocabulary: str, seed_text: str, seeds: list[int], length: int | None
) -> list[str]:
    """generate(...) of one model, after each of these seeds."""
    texts = sub.lm_generate(sizes, start, vocabulary, seed_text, seeds, length).texts
    expect.length("the texts for all seeds", texts, len(seeds))
    return texts


@claim_on_text(
    given=draws.generations(),
    hint="What is generated follows what was there.",
)
def text_begins_with_the_seed_text(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int
) -> None:
    """generate(...) begins with seed_text."""
    text = texts_of(sub, sizes, [seed, *SIGNED], vocabulary, seed_text, [seed], length)[0]
    expect.equal(f"generate(...)[:{len(seed_text)}]", text[: len(seed_text)], seed_text)


@claim_on_text(
    given=draws.generations(),
    examples=[
        ([1, 1, 1, 1], 0, "\n", "\n", 3),  # a character that is easily taken for the end
        ([2, 1, 2, 1], 0, "ab", "ab", 0),  # nothing is a number of characters, too
    ],
    points=2,
    hint="Count what is added, not what is there in the end.",
)
def text_goes_on_for_length_characters(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int
) -> None:
    """After seed_text come exactly `length` characters, all of the vocabulary."""
    text = texts_of(sub, sizes, [seed, *SIGNED], vocabulary, seed_text, [seed], length)[0]
    expect.equal("len(generate(...)) - len(seed_text)", len(text) - len(seed_text), length)
    strangers = set(text) - set(vocabulary)
    expect.that(not strangers, f"generate(...) = {text!r} has {sorted(strangers)}, which are not in the vocabulary")


@claim_on_text(
    examples=[([2, 1, 1, 1], 0, "ab", "a"), ([3, 1, 2, 2], 0, "bac", "ca")],
    after=[LENGTH],
    hint="The signature says how long the text gets when nobody asks for a length.",
)
def hundred_characters_are_the_default(sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str) -> None:
    """Without a length, 100 characters follow the seed_text."""
    text = texts_of(sub, sizes, [seed, *SIGNED], vocabulary, seed_text, [seed], None)[0]
    expect.equal("len(generate(...)) - len(seed_text)", len(text) - len(seed_text), 100)


@claim_on_text(
    examples=[([3, 2, 3, 2], seed, "abc", "ab") for seed in range(4)],
    after=[LENGTH],
    hint="The signature says which temperature holds when nobody names one.",
)
def temperature_is_1_by_default(sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str) -> None:
    """Without a temperature, generate gives the text that it gives at T = 1."""
    start: Row = [seed, *WIDE]
    by_default = texts_of(sub, sizes, start, vocabulary, seed_text, [seed], 40)[0]
    at_one = sub.lm_generate(sizes, start, vocabulary, seed_text, [seed], 40, 1.0).texts
    expect.length("the texts for one seed", at_one, 1)
    expect.equal(f"generate(...) after random.seed({seed})", by_default, at_one[0])


@claim_on_text(
    given=draws.generations(vocab_size=2),
    hint="All chance has to come from `random`, and from nothing else that differs between two runs.",
)
def same_seed_gives_the_same_text(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int
) -> None:
    """After random.seed(s), generate gives the same text each time."""
    texts = texts_of(sub, sizes, [seed, *SIGNED], vocabulary, seed_text, [seed, seed + 1, seed], length)
    expect.equal(f"generate(...) after random.seed({seed}) the second time", texts[2], texts[0])


@claim_on_text(
    given=draws.generations(vocab_size=5),
    after=[LENGTH],
    hint="Is a character drawn, or chosen? And does anything set the seed again?",
)
def another_seed_gives_another_text(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int
) -> None:
    """Two seeds give two texts, where all characters are equally likely."""
    # Two texts of 18 characters out of 5 agree with the probability 5^-18 = 3e-13.
    one, other = texts_of(sub, sizes, [0, *UNIFORM], vocabulary, seed_text, [seed, seed + length], 18)
    expect.that(one != other, f"generate(...) = {one!r} for both of the seeds {seed} and {seed + length}")


@claim_on_text(
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


@claim_on_text(
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
    expect.unchanged("char_to_idx", answer.char_to_idx_after, numbering(vocabulary))
    expect.unchanged("idx_to_char", answer.idx_to_char_after, list(enumerate(vocabulary)))


@claim_on_draws(
    given=draws.long_seed_texts(),
    points=2,
    after=["temperature.divides_the_logits", "lm.forward_gives_a_logit_for_each_character", LENGTH],
    hint="Which characters are the context of the first one that is drawn, and what does a low temperature do to it?",
)
def coldest_character_has_the_largest_logit(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str
) -> None:
    """As T → 0, the first character drawn is the one with the largest logit for the last context of seed_text."""
    _expect_largest_logits(sub, sizes, seed, vocabulary, seed_text, 1)


@claim_on_draws(
    given=draws.cold_generations(),
    points=2,
    after=[COLDEST],
    hint="What is the context once a character has been drawn?",
)
def context_moves_along_with_the_text(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int
) -> None:
    """As T → 0, every character drawn has the largest logit for the context_length characters before it."""
    _expect_largest_logits(sub, sizes, seed, vocabulary, seed_text, length)


@claim_on_draws(
    given=draws.long_generations(),
    case_share=0.2,  # a case is one long text: what it costs and what it shows go with its length
    deadline_s=TRAINING_DEADLINE_S,
    points=2,
    after=[LENGTH, COLDEST],
    hint="Draw each character by its probability. Which temperature holds when nobody names one?",
)
def characters_follow_the_probabilities_of_the_model(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, scale: float
) -> None:
    """Without a temperature, each character comes as often as softmax(logits) says."""
    _expect_counts(sub, sizes, [seed, -scale, scale], vocabulary, seed_text, None)


@claim_on_draws(
    given=draws.heated_generations(),
    examples=[([3, 2, 3, 2], 2, "abc", "ab", 4.0), ([5, 2, 3, 2], 0, "abcde", "ab", 4.0), MANY],
    case_share=0.3,  # as above, but not every case tells temperatures apart
    deadline_s=TRAINING_DEADLINE_S,
    points=2,
    after=[LENGTH, COLDEST, "generation.characters_follow_the_probabilities_of_the_model"],
    hint="A high temperature makes characters more equally likely, a low one less.",
)
def characters_follow_softmax_at_the_temperature(
    sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, temperature: float
) -> None:
    """At a temperature T, each character comes as often as softmax(logits / T) says."""
    _expect_counts(sub, sizes, [seed, *HOT], vocabulary, seed_text, temperature)


def _drawn(
    sub: StandIn,
    sizes: Sizes,
    start: Row,
    vocabulary: str,
    seed_text: str,
    length: int,
    temperature: float | None,
) -> tuple[str, list[Row]]:
    """The characters that generate adds, and the model's own logits for the context of each."""
    seed = 1000 + int(start[0])  # of other numbers than those that the parameters were drawn by
    followed = sub.lm_generate_and_follow(sizes, start, vocabulary, seed_text, seed, length, temperature)
    drawn = followed.text[len(seed_text) :]
    expect.length("what follows seed_text", drawn, length)
    strangers = set(drawn) - set(vocabulary)
    expect.that(not strangers, f"generate(...) has {sorted(strangers)}, which are not in the vocabulary")
    expect.length("what follows seed_text, up to the first character outside the vocabulary,", followed.logits, length)
    for z in followed.logits:
        expect.numbers("forward(context)", z, len(vocabulary))
        expect.at_most("the logits of a model with such parameters", max(map(abs, z)), MAX_LOGIT)
    return drawn, followed.logits


def _expect_largest_logits(sub: StandIn, sizes: Sizes, seed: int, vocabulary: str, seed_text: str, length: int) -> None:
    """Each character drawn at T = COLD is the one with the largest logit, wherever that is CERTAIN."""
    drawn, logits = _drawn(sub, sizes, [seed, *WIDE], vocabulary, seed_text, length, COLD)
    for i, (char, z) in enumerate(zip(drawn, logits, strict=True)):
        runner_up, largest = sorted(z)[-2:]
        if largest - runner_up > CERTAIN * COLD:
            so_far = seed_text + drawn[:i]
            expect.equal(f"the character after {so_far!r} at T = {COLD}", char, vocabulary[z.index(largest)])


def _expect_counts(
    sub: StandIn, sizes: Sizes, start: Row, vocabulary: str, seed_text: str, temperature: float | None
) -> None:
    """Characters come as often as their probabilities add up to, with logits as large, within what chance allows."""
    drawn, logits = _drawn(sub, sizes, start, vocabulary, seed_text, LONG, temperature)
    probs = [true.softmax(z, temperature or 1.0) for z in logits]
    allowed = furthest_count(LONG, 1e-12)  # a right submission strays further in one case of 1e12, per character
    for i, char in enumerate(vocabulary):
        count, expected = drawn.count(char), math.fsum(p[i] for p in probs)
        expect.that(
            abs(count - expected) <= allowed,
            f"{char!r} came {count} times in {LONG}, but its probabilities add up to {expected:.1f} "
            f"(chance allows {allowed:.1f} more or less)",
        )
    # Where the largest logit is another character's each time, a wrong temperature shows in no count, but here it does.
    total = math.fsum(z[vocabulary.index(char)] for char, z in zip(drawn, logits, strict=True))
    expected = math.fsum(math.fsum(map(operator.mul, p, z)) for p, z in zip(probs, logits, strict=True))
    allowed = furthest_sum([max(z) - min(z) for z in logits], 1e-12)  # as above
    allowed += 1e-9 * math.fsum(max(map(abs, z)) for z in logits)  # rounding, where all logits are equal
    expect.that(
        abs(total - expected) <= allowed,
        f"the logits of the characters that came add up to {total:.1f}, but by their probabilities to {expected:.1f} "
        f"(chance allows {allowed:.1f} more or less)",
    )
