"""Markov chains as maximum likelihood makes them: what they count, and the probabilities that follow.

First one order 1 model and the insides of one text, then what comes with markers, orders and further texts.
A model is its class and its arguments, `["MarkovChain", 2]`. Names: h a history, w a next token.
"""

from __future__ import annotations

import math
from functools import partial

from checks import expect
from checks.contract import TOLERANCE
from checks.oracles.ngram import END, START, Chain, Model
from checks.properties.chain_questions import (
    Step,
    distributions,
    distributions_agree_with_probabilities,
    distributions_are_true,
    event,
    probabilities_are_true,
    same_again,
    sums_are_one,
    training,
    training_counts_after_questions,
)
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import tokens as draws
from checks.strategies.tokens import ABSENT, History, Text

KIND = "MarkovChain"
INDEPENDENT = "ngram_state.models_are_independent"
PROBABILITY = "ngram.probability_is_count_over_total"
DISTRIBUTION = "ngram.distribution_is_count_over_total"
NEVER_SEEN = "ngram.history_never_seen_gives_an_empty_distribution"
SPECIAL = [
    f"ngram.{name}"
    for name in (
        "whole_history_decides",
        "first_tokens_follow_start_markers",
        "one_end_marker_closes_a_text",
        "training_adds_up",
        "texts_are_not_joined",
        "empty_text_is_one_prediction",
    )
]
FIRST = ([KIND, 1], [["a", "b", "a", "stop"]], [["a"], ["b"]])
OFF_THE_PATH = [([KIND, 1], [], ["a"]), ([KIND, 2], [["a", "b"]], ["b", "a"])]

claim = partial(prop, of="ngram.MarkovChain", source="Stage 1")


@claim(
    given=draws.simple(KIND),
    examples=[FIRST],
    after=[INDEPENDENT],
    points=2,
    hint="Count on paper: how often does w follow h, and how often does anything follow h?",
)
def probability_is_count_over_total(sub: StandIn, model: Model, texts: list[Text], histories: list[History]) -> None:
    """P(w | h) = count(h, w) / count(h) for every w that follows h."""
    truth = Chain(model[1], texts)
    events = [(token, history) for history in histories for token in truth.distribution(history)]
    probabilities_are_true(sub, model, texts, events)


@claim(
    given=draws.simple(KIND),
    examples=[FIRST],
    after=[INDEPENDENT],
    points=2,
    hint="Which tokens were seen after this history, and what do their counts add up to?",
)
def distribution_is_count_over_total(sub: StandIn, model: Model, texts: list[Text], histories: list[History]) -> None:
    """get_distribution(h) maps each token seen after h, and no other, to count(h, w) / count(h)."""
    distributions_are_true(sub, model, texts, histories)


@claim(
    given=draws.simple(KIND),
    after=[DISTRIBUTION],
    hint="The total that you divide by must be the sum of just those counts that you divide.",
)
def distribution_sums_to_one(sub: StandIn, model: Model, texts: list[Text], histories: list[History]) -> None:
    """Σ_w P(w | h) = 1 after a history that was seen."""
    sums_are_one(sub, model, texts, histories)


@claim(
    given=draws.simple(KIND),
    after=[PROBABILITY, DISTRIBUTION],
    hint="Two ways to ask the same: do both of them use the same counts and the same total?",
)
def distribution_agrees_with_probability(
    sub: StandIn, model: Model, texts: list[Text], histories: list[History]
) -> None:
    """get_distribution(h)[w] = probability(h, w)."""
    distributions_agree_with_probabilities(sub, model, texts, histories)


@claim(
    given=draws.with_rivals(),
    after=[DISTRIBUTION],
    source="Stage 1: maximum likelihood, and Gibbs' inequality",
    hint="Another distribution makes the training text likelier than yours: yours is not the relative frequency.",
)
def no_other_distribution_makes_the_text_likelier(
    sub: StandIn, model: Model, texts: list[Text], histories: list[History], offsets: list[int]
) -> None:
    """Σ_h Σ_w count(h, w) log P(w | h) is the most that distributions with Σ_w P(w | h) = 1 can reach."""
    truth = Chain(model[1], texts)
    sums_are_one(sub, model, texts, histories)
    own = rival = slack = 0.0
    for history, probs in zip(histories, distributions(sub, model, training(texts), histories), strict=True):
        counts = [(truth.count(history, token), probs.get(token, 0.0)) for token in truth.distribution(history)]
        weights = [64 * count + offsets[i % len(offsets)] for i, (count, _) in enumerate(counts)]
        for (count, prob), weight in zip(counts, weights, strict=True):
            own += count * math.log(prob) if prob > 0 else -math.inf
            rival += count * math.log(weight / sum(weights))
            # P may be off by 1e-9: count · log P is then off by count · 1e-9 / P = 1e-9 · total, to first order.
            slack += 1.01 * TOLERANCE * truth.total(history)
    expect.at_least("Σ count(h, w) log P(w | h)", own, rival, slack)


@claim(
    given=draws.simple(KIND),
    examples=[([KIND, 1], [["a", "a", "stop"]], [["a"]])],
    after=[PROBABILITY],
    hint="The history is known, but this token never came after it: what is its count?",
)
def token_never_seen_after_a_history_has_probability_0(
    sub: StandIn, model: Model, texts: list[Text], histories: list[History]
) -> None:
    """P(w | h) = 0 after a known h that w, known or not, never follows."""
    truth = Chain(model[1], texts)
    tokens = [*truth.vocabulary, START, ABSENT]
    never = [(token, history) for history in histories for token in tokens if not truth.count(history, token)]
    probabilities_are_true(sub, model, texts, never)


@claim(
    given=draws.asked_off_the_path(KIND),
    examples=OFF_THE_PATH,
    after=[PROBABILITY, "ngram.whole_history_decides"],
    hint="A history never seen has a total of 0, also in a model that has seen nothing. What is promised then?",
)
def history_never_seen_gives_probability_0(sub: StandIn, model: Model, texts: list[Text], history: History) -> None:
    """P(w | h) = 0.0 for every w, if h was never seen."""
    tokens = ["a", "b", END, ABSENT]
    numbers = sub.chain(model, [*training(texts), *(["probability", history, token] for token in tokens)]).numbers
    expect.length("the probabilities", numbers, len(tokens))
    for token, got in zip(tokens, numbers, strict=True):
        expect.equal(event(token, history), got, 0.0)


@claim(
    given=draws.asked_off_the_path(KIND),
    examples=OFF_THE_PATH,
    after=[DISTRIBUTION, "ngram.history_never_seen_gives_probability_0"],
    hint="Which tokens were seen after a history that was never seen?",
)
def history_never_seen_gives_an_empty_distribution(
    sub: StandIn, model: Model, texts: list[Text], history: History
) -> None:
    """get_distribution(h) = {}, if h was never seen."""
    distributions_are_true(sub, model, texts, [history])


@claim(
    given=draws.taught(KIND),
    after=[INDEPENDENT, NEVER_SEEN],
    hint="The same question has another answer the second time: does a look-up leave an entry behind?",
)
def asking_changes_nothing(sub: StandIn, model: Model, texts: list[Text]) -> None:
    """Questions, also about what was never seen, change no later answer."""
    strange = [ABSENT] * model[1]
    histories = [*Chain(model[1], texts).histories, strange]
    between: list[Step] = [["probability", h, token] for h in histories for token in (ABSENT, START, "a")]
    same_again(sub, model, texts, [*between, ["distribution", ["other"] * model[1]]], [strange])


for name, after, given, says, hint in [
    (
        "whole_history_decides",
        [],
        draws.told_apart_by_the_farthest_token(KIND),
        "P(w | h) depends on all `order` tokens of h: histories that differ only in the farthest one stay apart.",
        "Two histories that end alike seem to be one to the model: how many tokens of them does it look at?",
    ),
    (
        "first_tokens_follow_start_markers",
        SPECIAL[:1],
        draws.asked_at_the_start(KIND),
        "The first token of a text comes after `order` start markers, the second after `order` − 1 and the first.",
        "How many start markers must stand in front, so that even the first token has a history of `order` tokens?",
    ),
    (
        "one_end_marker_closes_a_text",
        [*SPECIAL[:2], NEVER_SEEN],
        draws.asked_at_the_end(KIND),
        "Each text ends with one <END>, which is counted like a token and is followed by nothing.",
        "That a text stops is a prediction too: is <END> there, is it counted, and is there one only?",
    ),
    (
        "training_adds_up",
        [],
        draws.simple(KIND, texts=2),
        "Training on one text and then on another leaves the counts of both.",
        "What is left of the first text after the second call of train?",
    ),
    (
        "texts_are_not_joined",
        [*SPECIAL[:4], NEVER_SEEN],
        draws.asked_across_texts(KIND),
        "No history reaches from one text into the next.",
        "After the last token of a text comes <END>, never the first token of the next text.",
    ),
    (
        "empty_text_is_one_prediction",
        SPECIAL[:5],
        draws.asked_before_an_empty_text(KIND),
        "Training on [] counts one <END> after the start markers.",
        "Write the padded sequence of an empty text down: it is not empty. What is predicted in it?",
    ),
    (
        "every_string_is_a_token",
        SPECIAL[:3],
        draws.asked_in_one_text(KIND, draws.ODD),
        "Tokens are told apart as strings are; '' and ' ' are tokens too.",
        "Is a token tested for truth, stripped, lowered or converted anywhere? '' is a token like any other.",
    ),
    (
        "histories_are_not_joined_text",
        [*SPECIAL[:1], "ngram.every_string_is_a_token"],
        draws.that_read_alike(KIND),
        "Histories of different tokens are different, even when they read alike once joined.",
        "('a b', 'c') and ('a', 'b c') are two histories: what do you use as a key?",
    ),
    (
        "order_is_1_by_default",
        [],
        draws.simple_by_default(KIND),
        "MarkovChain() has order 1.",
        "Look at the signature that the assignment gives for the constructor.",
    ),
    (
        "any_texts_are_counted_in_any_order",
        [*SPECIAL, NEVER_SEEN, "ngram.asking_changes_nothing"],
        draws.asked_everywhere(KIND),
        "After several texts, with any order, every history has the distribution count(h, w) / count(h).",
        "Each part is right and the whole is not: take the smallest case and write all padded windows down.",
    ),
]:
    claim(name=name, claim=says, given=given, hint=hint, after=[PROBABILITY, DISTRIBUTION, *after])(
        distribution_is_count_over_total
    )


@claim(
    given=draws.taught(KIND),
    after=[INDEPENDENT, "ngram.training_adds_up", "ngram.asking_changes_nothing"],
    hint="Is anything worked out for an answer and kept, a total or a probability? More training makes it out of date.",
)
def training_counts_after_questions_too(sub: StandIn, model: Model, texts: list[Text]) -> None:
    """A model that answered questions before its last training answers as one that did not."""
    training_counts_after_questions(sub, model, texts)


@claim(
    given=draws.repeated(KIND),
    case_share=0.4,  # a case is some thousand tokens
    examples=[([KIND, 1], [token for i in range(150) for token in ("the", f"word{i}")], 4)],
    after=[PROBABILITY, "ngram.any_texts_are_counted_in_any_order"],
    hint="Right for short texts and wrong for a long one: does anything recurse, overflow, or stop early?",
)
def thousands_of_tokens_are_counted(sub: StandIn, model: Model, pattern: Text, copies: int) -> None:
    """P(w | h) = count(h, w) / count(h) for a text of thousands of tokens too."""
    windows = Chain(model[1], [pattern * copies]).windows
    probabilities_are_true(sub, model, [pattern * copies], [(window[-1], window[:-1]) for window in windows])
