"""Additive smoothing of n-gram models: P(w | h) = (count(h, w) + α) / (count(h) + α |V|).

A model is its class and its arguments, `["SmoothedMarkovChain", 2, 0.5]`. Names: h a history, w a next token, α what is
added to every count, V the next tokens seen in training, |V| their number.
"""

from __future__ import annotations

from functools import partial

from checks import expect
from checks.oracles.ngram import START, Chain, Model, trained
from checks.properties.chain_questions import (
    Step,
    call,
    distributions,
    distributions_are_true,
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

KIND = "SmoothedMarkovChain"
INDEPENDENT = "ngram_state.models_are_independent_with_smoothing"
TOKENS = "smoothing.distribution_holds_every_next_token"
PROBABILITY = "smoothing.probability_is_the_smoothed_ratio"
DISTRIBUTION = "smoothing.distribution_is_the_smoothed_ratio"
NEVER_SEEN = "smoothing.history_never_seen_gives_the_uniform_distribution"
ASKING = "smoothing.asking_changes_nothing"
FIRST = ([KIND, 1, 1.0], [["a", "b", "a", "stop"]], [["a"], ["b"]])

claim = partial(prop, of=f"ngram.{KIND}", source="Stage 1")


@claim(
    given=draws.simple(KIND),
    examples=[FIRST],
    after=[INDEPENDENT, "ngram.distribution_is_count_over_total"],
    points=2,
    hint="V holds what can come next: is <END> in it? And <START>, which never comes next?",
)
def distribution_holds_every_next_token(
    sub: StandIn, model: Model, texts: list[Text], histories: list[History]
) -> None:
    """The tokens of get_distribution(h) are exactly those of V, <END> among them and <START> not."""
    want = trained(model, texts).vocabulary
    for history, got in zip(histories, distributions(sub, model, training(texts), histories), strict=True):
        expect.equal(f"the tokens of {call(history)}", sorted(got), want)


@claim(
    given=draws.simple(KIND),
    examples=[FIRST],
    after=[INDEPENDENT, TOKENS, "ngram.probability_is_count_over_total"],
    points=2,
    hint="Each of the |V| counts grows by α. By how much does their total grow?",
)
def probability_is_the_smoothed_ratio(sub: StandIn, model: Model, texts: list[Text], histories: list[History]) -> None:
    """P(w | h) = (count(h, w) + α) / (count(h) + α |V|) for every w in V, whether it was seen after h or not."""
    vocabulary = trained(model, texts).vocabulary
    probabilities_are_true(sub, model, texts, [(token, history) for history in histories for token in vocabulary])


@claim(
    given=draws.simple(KIND),
    examples=[FIRST],
    after=[TOKENS, PROBABILITY],
    points=2,
    hint="Two ways to ask the same: do both of them use the same counts, the same α and the same |V|?",
)
def distribution_is_the_smoothed_ratio(sub: StandIn, model: Model, texts: list[Text], histories: list[History]) -> None:
    """get_distribution(h) maps each token of V to (count(h, w) + α) / (count(h) + α |V|)."""
    distributions_are_true(sub, model, texts, histories)


@claim(
    given=draws.simple(KIND),
    after=[TOKENS, PROBABILITY, DISTRIBUTION, NEVER_SEEN],
    hint="α is added above for each token of V: is it added below as often?",
)
def distribution_sums_to_one(sub: StandIn, model: Model, texts: list[Text], histories: list[History]) -> None:
    """Σ_{w in V} P(w | h) = 1 after any history, seen or not."""
    sums_are_one(sub, model, texts, [*histories, [ABSENT] * model[1]])


@claim(
    given=draws.asked_off_the_path(KIND),
    examples=[([KIND, 1, 0.5], [["a", "b"]], ["zebra"])],
    after=[TOKENS, PROBABILITY, DISTRIBUTION, "ngram.history_never_seen_gives_probability_0"],
    hint="Every count is 0 after a history never seen; α is added to it all the same. Is this history answered apart?",
)
def history_never_seen_gives_the_uniform_distribution(
    sub: StandIn, model: Model, texts: list[Text], history: History
) -> None:
    """P(w | h) = 1 / |V| for every w in V, if h was never seen."""
    distributions_are_true(sub, model, texts, [history])
    probabilities_are_true(sub, model, texts, [(token, history) for token in trained(model, texts).vocabulary])


@claim(
    given=draws.taught(KIND),
    after=[INDEPENDENT, "ngram.asking_changes_nothing", "ngram.history_never_seen_gives_an_empty_distribution"],
    hint="The same question has another answer the second time: does a look-up add to the counts, or to V?",
)
def asking_changes_nothing(sub: StandIn, model: Model, texts: list[Text]) -> None:
    """Questions, also about what was never seen, change no later answer."""
    strange = [ABSENT] * model[1]
    histories = [*Chain(model[1], texts).histories, strange]
    between: list[Step] = [["probability", h, token] for h in histories for token in (ABSENT, START, "a")]
    same_again(sub, model, texts, [*between, ["distribution", ["other"] * model[1]]], [strange])


@claim(
    given=draws.simple(KIND),
    examples=[FIRST],
    after=[PROBABILITY, ASKING, NEVER_SEEN],
    hint="A token that is not in V has count 0, like one that never followed h; and asking does not bring it into V.",
)
def token_outside_the_vocabulary_has_count_0(
    sub: StandIn, model: Model, texts: list[Text], histories: list[History]
) -> None:
    """P(w | h) = α / (count(h) + α |V|) for a w that is not in V, <START> among them."""
    events = [(token, history) for history in [*histories, [ABSENT]] for token in (ABSENT, START)]
    probabilities_are_true(sub, model, texts, events)


SIMPLE = [TOKENS, PROBABILITY, DISTRIBUTION, NEVER_SEEN, ASKING]

for name, after, given, says, hint in [
    (
        "vanishing_alpha_gives_maximum_likelihood",
        [],
        draws.simple(KIND, alphas=draws.VANISHING_ALPHAS),
        "As α → 0, P(w | h) → count(h, w) / count(h).",
        "A tiny α must hardly matter after a history that was seen: is it rounded, bounded from below or replaced?",
    ),
    (
        "huge_alpha_gives_the_uniform_distribution",
        [],
        draws.simple(KIND, alphas=draws.HUGE_ALPHAS),
        "As α → ∞, P(w | h) → 1 / |V|.",
        "A huge α must drown every count: by what is it multiplied below the line?",
    ),
    (
        "training_adds_up",
        ["ngram.training_adds_up"],
        draws.simple(KIND, texts=2),
        "Training on one text and then on another leaves the counts of both, and V holds the next tokens of both.",
        "What is left of the first text, in the counts and in V, after the second call of train?",
    ),
    (
        "empty_text_is_one_prediction",
        ["ngram.empty_text_is_one_prediction", "smoothing.training_adds_up"],
        draws.asked_before_an_empty_text(KIND),
        "Training on [] counts one <END> after the start markers; alone, it leaves V = {<END>}.",
        "Write the padded sequence of an empty text down: it is not empty. What is predicted in it?",
    ),
    (
        "order_is_1_and_alpha_1_by_default",
        [],
        draws.simple_by_default(KIND),
        "SmoothedMarkovChain() has order 1 and α = 1.",
        "Look at the signature that the assignment gives for the constructor.",
    ),
    (
        "any_texts_are_counted_in_any_order",
        ["smoothing.training_adds_up", "smoothing.empty_text_is_one_prediction", "ngram.*"],
        draws.asked_everywhere(KIND),
        "After several texts, with any order, every history has the smoothed distribution of its counts.",
        "Each part is right and the whole is not: take the smallest case and write all padded windows down.",
    ),
]:
    claim(name=name, claim=says, given=given, hint=hint, after=[*SIMPLE, *after])(distribution_is_the_smoothed_ratio)


@claim(
    given=draws.taught(KIND),
    after=[*SIMPLE, "smoothing.training_adds_up", "ngram.training_counts_after_questions_too"],
    hint="Is anything worked out for an answer and kept, a total or a probability? More training makes it out of date.",
)
def training_counts_after_questions_too(sub: StandIn, model: Model, texts: list[Text]) -> None:
    """A model that answered questions before its last training answers as one that did not."""
    training_counts_after_questions(sub, model, texts)
