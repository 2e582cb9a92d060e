"""Additive smoothing of n-gram models: P(w | h) = (count(h, w) + α) / (count(h) + α |V|).

A model is its class and its arguments, `["SmoothedMarkovChain", 2, 0.5]`. Names: h a history, w a next token, α what is
added to every count, V the next tokens seen in training, |V| their number.
"""

from __future__ import annotations

from functools import partial

from checks.oracles.ngram import START, Model, trained
from checks.properties.chain_questions import (
    distributions_are_true,
    probabilities_are_true,
    sums_are_one,
)
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import tokens as draws
from checks.strategies.tokens import ABSENT, History, Text

KIND = "SmoothedMarkovChain"
PROBABILITY = "smoothing.probability_is_the_smoothed_ratio"
DISTRIBUTION = "smoothing.distribution_holds_every_next_token"
STATE = [f"ngram_state.{claim}_with_smoothing" for claim in ("models_are_independent", "asking_changes_nothing")]
FIRST = ([KIND, 1, 1.0], [["a", "b", "a"]], [["a"]])

claim = partial(prop, of=f"ngram.{KIND}", source="Stage 1")


@claim(
    given=draws.asked_everywhere(KIND),
    examples=[FIRST],
    after=[*STATE, "ngram.probability_is_count_over_total"],
    points=2,
    hint="Each of the |V| counts grows by α. By how much does their total grow?",
)
def probability_is_the_smoothed_ratio(sub: StandIn, model: Model, texts: list[Text], histories: list[History]) -> None:
    """P(w | h) = (count(h, w) + α) / (count(h) + α |V|) after a history that was seen."""
    vocabulary = trained(model, texts).vocabulary
    probabilities_are_true(sub, model, texts, [(token, history) for history in histories for token in vocabulary])


@claim(
    given=draws.asked_everywhere(KIND),
    examples=[FIRST],
    after=[*STATE, "ngram.distribution_is_count_over_total"],
    points=2,
    hint="V holds what can come next: is <END> in it? And <START>, which never comes next?",
)
def distribution_holds_every_next_token(
    sub: StandIn, model: Model, texts: list[Text], histories: list[History]
) -> None:
    """get_distribution(h) maps exactly the tokens of V, <END> among them and <START> not, to their probability."""
    distributions_are_true(sub, model, texts, histories)


@claim(
    given=draws.asked_off_the_path(KIND),
    examples=[([KIND, 1, 0.5], [["a", "b"]], ["zebra"])],
    after=[PROBABILITY, DISTRIBUTION],
    hint="Every count is 0 after a history never seen; α is added to it all the same. Is this history answered apart?",
)
def history_never_seen_gives_the_uniform_distribution(
    sub: StandIn, model: Model, texts: list[Text], history: History
) -> None:
    """P(w | h) = 1 / |V| for every w in V, if h was never seen."""
    distributions_are_true(sub, model, texts, [history])
    probabilities_are_true(sub, model, texts, [(token, history) for token in trained(model, texts).vocabulary])


@claim(
    given=draws.asked_everywhere(KIND),
    examples=[FIRST],
    after=[PROBABILITY],
    hint="A token that is not in V has count 0, like others that are; and asking does not bring it into V.",
)
def token_outside_the_vocabulary_has_count_0(
    sub: StandIn, model: Model, texts: list[Text], histories: list[History]
) -> None:
    """P(w | h) = α / (count(h) + α |V|) for a w that is not in V, <START> among them."""
    events = [(token, history) for history in histories for token in (ABSENT, START)]
    probabilities_are_true(sub, model, texts, [*events, (ABSENT, [ABSENT] * model[1])])


@claim(
    given=draws.asked_everywhere(KIND),
    after=[DISTRIBUTION],
    hint="α is added above for each token of V: is it added below as often?",
)
def distribution_sums_to_one(sub: StandIn, model: Model, texts: list[Text], histories: list[History]) -> None:
    """Σ_{w in V} P(w | h) = 1 after any history, seen or not."""
    sums_are_one(sub, model, texts, [*histories, [ABSENT] * model[1]])


for name, says, given, hint in [
    (
        "vanishing_alpha_gives_maximum_likelihood",
        "As α → 0, P(w | h) → count(h, w) / count(h).",
        draws.asked_everywhere(KIND, alphas=draws.VANISHING_ALPHAS),
        "A tiny α must hardly matter after a history that was seen: is it rounded, bounded from below or replaced?",
    ),
    (
        "huge_alpha_gives_the_uniform_distribution",
        "As α → ∞, P(w | h) → 1 / |V|.",
        draws.asked_everywhere(KIND, alphas=draws.HUGE_ALPHAS),
        "A huge α must drown every count: by what is it multiplied below the line?",
    ),
    (
        "training_adds_up",
        "Training on one text and then on another leaves the counts of both, and V holds the next tokens of both.",
        draws.asked_across_texts(KIND),
        "What is left of the first text, in the counts and in V, after the second call of train?",
    ),
    (
        "empty_text_is_one_prediction",
        "Training on [] counts one <END> after the start markers; alone, it leaves V = {<END>}.",
        draws.with_an_empty_text(KIND),
        "Write the padded sequence of an empty text down: it is not empty. What is predicted in it?",
    ),
    (
        "order_is_1_and_alpha_1_by_default",
        "SmoothedMarkovChain() has order 1 and α = 1.",
        draws.asked_everywhere_by_default(KIND),
        "Look at the signature that the assignment gives for the constructor.",
    ),
]:
    claim(name=name, claim=says, given=given, hint=hint, after=[DISTRIBUTION])(distribution_holds_every_next_token)
