"""Markov chains as maximum likelihood makes them: what they count, and the probabilities that follow.

A model is its class and its arguments, `["MarkovChain", 2]`. Names: h a history, w a next token.
"""

from __future__ import annotations

import math
from functools import partial

from checks import expect
from checks.contract import TOLERANCE
from checks.oracles.ngram import END, START, Chain, Model
from checks.properties.chain_questions import (
    distributions,
    distributions_agree_with_probabilities,
    distributions_are_true,
    event,
    probabilities_are_true,
    sums_are_one,
    training,
)
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import tokens as draws
from checks.strategies.tokens import ABSENT, History, Text

PROBABILITY = "ngram.probability_is_count_over_total"
DISTRIBUTION = "ngram.distribution_is_count_over_total"
STATE = ["ngram_state.models_are_independent", "ngram_state.asking_changes_nothing"]
KIND = "MarkovChain"
FIRST = ([KIND, 1], [["a", "b", "a"]])
NEVER_SEEN = [([KIND, 1], [], ["a"]), ([KIND, 2], [["a", "b"]], ["b", "a"])]

claim = partial(prop, of="ngram.MarkovChain", source="Stage 1")


@claim(
    given=draws.trained(KIND),
    examples=[FIRST, ([KIND, 2], [["a", "b", "a", "b", "c"]])],
    after=STATE,
    points=2,
    hint="Count on paper: how often does w follow h, and how often does anything follow h?",
)
def probability_is_count_over_total(sub: StandIn, model: Model, texts: list[Text]) -> None:
    """P(w | h) = count(h, w) / count(h) for every w that follows h in the padded texts."""
    windows = dict.fromkeys(Chain(model[1], texts).windows)
    probabilities_are_true(sub, model, texts, [(window[-1], window[:-1]) for window in windows])


@claim(
    given=draws.asked_everywhere(KIND),
    examples=[(*FIRST, [["<START>"], ["a"], ["b"]])],
    after=STATE,
    points=2,
    hint="Which tokens were seen after this history, and what do their counts add up to?",
)
def distribution_is_count_over_total(sub: StandIn, model: Model, texts: list[Text], histories: list[History]) -> None:
    """get_distribution(h) maps each token seen after h, and no other, to count(h, w) / count(h)."""
    distributions_are_true(sub, model, texts, histories)


@claim(
    given=draws.asked_everywhere(KIND),
    after=[PROBABILITY, DISTRIBUTION],
    hint="Two ways to ask the same: do both of them use the same counts and the same total?",
)
def distribution_agrees_with_probability(
    sub: StandIn, model: Model, texts: list[Text], histories: list[History]
) -> None:
    """get_distribution(h)[w] = probability(h, w)."""
    distributions_agree_with_probabilities(sub, model, texts, histories)


for name, says, given, hint in [
    (
        "whole_history_decides",
        "P(w | h) depends on all `order` tokens of h: histories that differ only in the farthest one stay apart.",
        draws.told_apart_by_the_farthest_token(KIND),
        "Two histories that end alike seem to be one to the model: how many tokens of them does it look at?",
    ),
    (
        "first_tokens_follow_start_markers",
        "The first token of a text comes after `order` start markers, the second after `order` − 1 and the first.",
        draws.asked_at_the_start(KIND),
        "How many start markers must stand in front, so that even the first token has a history of `order` tokens?",
    ),
    (
        "one_end_marker_closes_a_text",
        "Each text ends with one <END>, which is counted like a token and is followed by nothing.",
        draws.asked_at_the_end(KIND),
        "That a text stops is a prediction too: is <END> there, is it counted, and is there one only?",
    ),
    (
        "training_adds_up",
        "Training on one text and then on another leaves the counts of both.",
        draws.asked_everywhere(KIND, least=2),
        "What is left of the first text after the second call of train?",
    ),
    (
        "texts_are_not_joined",
        "No history reaches from one text into the next.",
        draws.asked_across_texts(KIND),
        "After the last token of a text comes <END>, never the first token of the next text.",
    ),
    (
        "empty_text_is_one_prediction",
        "Training on [] counts one <END> after the start markers.",
        draws.with_an_empty_text(KIND),
        "Write the padded sequence of an empty text down: it is not empty. What is predicted in it?",
    ),
    (
        "every_string_is_a_token",
        "Tokens are told apart as strings are; '' and ' ' are tokens too.",
        draws.asked_everywhere(KIND, draws.ODD),
        "Is a token tested for truth, stripped, lowered or converted anywhere? '' is a token like any other.",
    ),
    (
        "histories_are_not_joined_text",
        "Histories of different tokens are different, even when they read alike once joined.",
        draws.that_read_alike(KIND),
        "('a b', 'c') and ('a', 'b c') are two histories: what do you use as a key?",
    ),
    (
        "order_is_1_by_default",
        "MarkovChain() has order 1.",
        draws.asked_everywhere_by_default(KIND),
        "Look at the signature that the assignment gives for the constructor.",
    ),
]:
    claim(name=name, claim=says, given=given, hint=hint, after=[DISTRIBUTION])(distribution_is_count_over_total)


@claim(
    given=draws.repeated(KIND),
    after=[PROBABILITY],
    hint="Right for short texts and wrong for a long one: does anything recurse, overflow, or stop early?",
)
def thousands_of_tokens_are_counted(sub: StandIn, model: Model, pattern: Text, copies: int) -> None:
    """P(w | h) = count(h, w) / count(h) for a text of thousands of tokens too."""
    windows = Chain(model[1], [pattern * copies]).windows
    probabilities_are_true(sub, model, [pattern * copies], [(w[-1], w[:-1]) for w in dict.fromkeys(windows)])


@claim(
    given=draws.asked_everywhere(KIND),
    after=[DISTRIBUTION],
    hint="The total that you divide by must be the sum of just those counts that you divide.",
)
def distribution_sums_to_one(sub: StandIn, model: Model, texts: list[Text], histories: list[History]) -> None:
    """Σ_w P(w | h) = 1 after every history seen."""
    sums_are_one(sub, model, texts, histories)


@claim(
    given=draws.asked_off_the_path(KIND),
    examples=NEVER_SEEN,
    after=[PROBABILITY],
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
    examples=NEVER_SEEN,
    after=[DISTRIBUTION],
    hint="Which tokens were seen after a history that was never seen?",
)
def history_never_seen_gives_an_empty_distribution(
    sub: StandIn, model: Model, texts: list[Text], history: History
) -> None:
    """get_distribution(h) = {}, if h was never seen."""
    distributions_are_true(sub, model, texts, [history])


@claim(
    given=draws.asked_everywhere(KIND),
    examples=[(*FIRST, [["a"]])],
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
    given=draws.with_rivals(),
    after=[DISTRIBUTION],
    source="Stage 1: maximum likelihood, and Gibbs' inequality",
    hint="Another distribution makes the training text likelier than yours: yours is not the relative frequency.",
)
def no_other_distribution_makes_the_text_likelier(
    sub: StandIn, model: Model, texts: list[Text], offsets: list[int]
) -> None:
    """Σ_h Σ_w count(h, w) log P(w | h) is the most that distributions with Σ_w P(w | h) = 1 can reach."""
    truth = Chain(model[1], texts)
    sums_are_one(sub, model, texts, truth.histories)
    own = rival = slack = 0.0
    for history, probs in zip(
        truth.histories, distributions(sub, model, training(texts), truth.histories), strict=True
    ):
        counts = [(truth.count(history, token), probs.get(token, 0.0)) for token in truth.distribution(history)]
        weights = [64 * count + offsets[i % len(offsets)] for i, (count, _) in enumerate(counts)]
        for (count, prob), weight in zip(counts, weights, strict=True):
            own += count * math.log(prob) if prob > 0 else -math.inf
            rival += count * math.log(weight / sum(weights))
            # P may be off by 1e-9: count · log P is then off by count · 1e-9 / P = 1e-9 · total, to first order.
            slack += 1.01 * TOLERANCE * truth.total(history)
    expect.at_least("Σ count(h, w) log P(w | h)", own, rival, slack)
