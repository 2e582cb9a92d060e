"""The cross-entropy of an n-gram model on a text: the average surprise −log P(w | h) of its predictions, in nats.

A model is its class and its arguments, `["MarkovChain", 2]`. Names: h a history, w a next token, N the number of
predictions, one more than the text has tokens.
"""

from __future__ import annotations

import math
from functools import partial

from checks import expect
from checks.oracles.ngram import Chain, Model, trained
from checks.properties.chain_questions import Step, call, same_again, training
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import tokens as draws
from checks.strategies.tokens import ABSENT, Text

VALUE = "ngram_cross_entropy.is_the_average_surprise"
EMPTY = "ngram_cross_entropy.of_an_empty_text_is_one_surprise"
WITH_SMOOTHING = "ngram_cross_entropy.is_the_average_surprise_with_smoothing"
FIRST = (["MarkovChain", 1], [["a", "b", "a"]], ["a", "b", "a"])

claim = partial(prop, of="ngram.compute_cross_entropy", source="Stage 1")
of_chains = partial(claim, needs=["ngram.MarkovChain"])
of_smoothed_chains = partial(claim, needs=["ngram.SmoothedMarkovChain"])


def scored(sub: StandIn, model: Model, texts: list[Text], text: Text) -> float:
    """compute_cross_entropy of a text, after training on others."""
    numbers = sub.chain(model, [*training(texts), ["cross_entropy", text]]).numbers
    expect.length("the cross-entropies", numbers, 1)
    return numbers[0]


@of_chains(
    given=draws.scored_on_own_text(),
    examples=[FIRST, (["MarkovChain", 1], [["a", "b", "a"]], ["a"])],
    after=["ngram.*", "ngram_cross_entropy.scoring_changes_nothing"],
    points=2,
    hint="How many predictions are there, <END> counted? Add up the −log of what each was given, and divide.",
)
def is_the_average_surprise(sub: StandIn, model: Model, texts: list[Text], text: Text) -> None:
    """H = −(1/N) Σ log P(w | h) over the N = len(text) + 1 predictions, natural logarithms."""
    expect.close("the cross-entropy", scored(sub, model, texts, text), trained(model, texts).cross_entropy(text))


@of_smoothed_chains(
    given=draws.scored_on_any_text(),
    examples=[(["SmoothedMarkovChain", 1, 1.0], [["a", "b", "a"]], ["b", "zebra"])],
    after=[VALUE, EMPTY, "smoothing.*"],
    points=2,
    hint="A smoothed model gives every token of any text a probability: is each prediction asked of the model itself?",
)
def is_the_average_surprise_with_smoothing(sub: StandIn, model: Model, texts: list[Text], text: Text) -> None:
    """H = −(1/N) Σ log P(w | h) of a smoothed model, whatever tokens the text has."""
    expect.close("the cross-entropy", scored(sub, model, texts, text), trained(model, texts).cross_entropy(text))


@of_chains(
    given=draws.scored_on_the_impossible(),
    examples=[(["MarkovChain", 1], [["a"]], ["zebra"]), (["MarkovChain", 1], [["a", "b"]], ["a"])],
    after=[VALUE, EMPTY, "ngram.*"],
    hint="What happens is a surprise beyond measure where it had probability 0, the end of the text included.",
)
def is_infinite_where_a_prediction_is_impossible(sub: StandIn, model: Model, texts: list[Text], text: Text) -> None:
    """H = inf if one P(w | h) is 0, even if it is that of <END>."""
    expect.equal("the cross-entropy", scored(sub, model, texts, text), math.inf)


@of_chains(
    given=draws.trained_on_an_empty_text("MarkovChain"),
    examples=[(["MarkovChain", 1], [[], ["a"]])],
    after=[VALUE, "ngram.*"],
    hint="Even an empty text makes one prediction: that it ends at once.",
)
def of_an_empty_text_is_one_surprise(sub: StandIn, model: Model, texts: list[Text]) -> None:
    """H = −log P(<END> | start markers) for the text []."""
    expect.close("the cross-entropy", scored(sub, model, texts, []), trained(model, texts).cross_entropy([]))


@of_smoothed_chains(
    given=draws.repeated("SmoothedMarkovChain"),
    case_share=0.4,  # a case is some thousand tokens
    after=[VALUE, WITH_SMOOTHING],
    hint="A product of thousands of probabilities is too small for a float; the sum of their logarithms is not.",
)
def of_thousands_of_tokens_does_not_underflow(sub: StandIn, model: Model, pattern: Text, copies: int) -> None:
    """H = −(1/N) Σ log P(w | h) for a text of thousands of tokens too."""
    want = trained(model, [pattern]).cross_entropy(pattern * copies)
    expect.close("the cross-entropy", scored(sub, model, [pattern], pattern * copies), want)


@of_chains(
    given=draws.trained_on_one_text(),
    after=[VALUE, EMPTY, "ngram.*"],
    source="Stage 1, and the definition of conditional entropy",
    hint="On the text that it was trained on, a model is surprised by just the entropy of its own distributions.",
)
def of_the_training_text_is_the_conditional_entropy(sub: StandIn, model: Model, text: Text) -> None:
    """After training on one text, its H is Σ_h count(h)/N H(P(· | h)), with the model's own distributions."""
    truth = Chain(model[1], [text])
    asked: list[Step] = [["distribution", history] for history in truth.histories]
    answer = sub.chain(model, [["train", text], *asked, ["cross_entropy", text]])
    expect.length("the distributions", answer.distributions, len(asked))
    expect.length("the cross-entropies", answer.numbers, 1)
    entropy = slack = 0.0
    for history, pairs in zip(truth.histories, answer.distributions, strict=True):
        expect.that(len(pairs) > 0, f"{call(history)} is empty, though the history was seen")
        share = truth.total(history) / (len(text) + 1)
        surprises = [-math.log(prob) if prob > 0 else math.inf for _, prob in pairs]
        entropy += share * sum(prob * surprise for (_, prob), surprise in zip(pairs, surprises, strict=True))
        # Each P may be off by 1e-9; the slope of −P log P is −log P − 1.
        slack += share * sum(surprise + 1.0 for surprise in surprises)
    expect.close("the cross-entropy", answer.numbers[0], entropy, scale=max(1.0, entropy) + slack)


@of_smoothed_chains(
    given=draws.taught("SmoothedMarkovChain"),
    after=["smoothing.asking_changes_nothing", "ngram_state.training_leaves_the_tokens_with_smoothing"],
    hint="To score a text is to ask: it neither trains the model nor pads the caller's list.",
)
def scoring_changes_nothing(sub: StandIn, model: Model, texts: list[Text]) -> None:
    """Scoring a text leaves the text, and every answer of the model, as they were."""
    text = ["a", ABSENT, "b"]
    same_again(sub, model, texts, [["cross_entropy", text]])
    answer = sub.chain(model, [*training(texts), ["cross_entropy", text]])
    expect.unchanged("the list of tokens", answer.tokens_after[-1:], [text])
    expect.length("the cross-entropies", answer.numbers, 1)
    expect.that(answer.numbers[0] > 0, f"the cross-entropy = {answer.numbers[0]!r}, but nothing here is certain")
