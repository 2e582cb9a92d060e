"""Perplexity exp(L), of a loss and of an n-gram model on a text.

Names: L a loss in nats, P the probabilities given to what was observed, N their number, V a number of classes, H a
cross-entropy. A model is its class and its arguments, `["MarkovChain", 2]`.
"""

from __future__ import annotations

import math
from functools import partial

from checks import expect
from checks.oracles import information
from checks.oracles.ngram import Model, trained
from checks.properties.chain_questions import training
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import distributions as draws
from checks.strategies import tokens
from checks.strategies.tokens import Text

VALUE = "perplexity.is_the_exponential_of_the_loss"
OF_CHAINS = "perplexity.of_a_text_is_the_exponential_of_its_cross_entropy"

claim = partial(prop, of="loss.perplexity", source="3.4, Cross-Entropy Loss")
of_texts = partial(prop, of="ngram.compute_perplexity", source="Stage 1")


@claim(
    given=draws.losses(),
    examples=[1.5, 709.0],
    points=2,
    hint="Losses are in nats: which number is raised to the power L?",
)
def is_the_exponential_of_the_loss(sub: StandIn, loss: float) -> None:
    """perplexity(L) = exp(L)."""
    expect.close("perplexity(L)", sub.perplexity(loss), information.perplexity(loss))


@claim(
    examples=[0.0],
    after=[VALUE],
    hint="Nothing surprises a model with loss 0. Among how many tokens does it waver?",
)
def is_1_without_loss(sub: StandIn, loss: float) -> None:
    """perplexity(0) = 1."""
    expect.close("perplexity(L)", sub.perplexity(loss), 1.0)


@claim(
    given=draws.losses(),
    after=[VALUE],
    hint="No model wavers among fewer than one token: does your perplexity fall as the loss rises?",
)
def is_at_least_1(sub: StandIn, loss: float) -> None:
    """perplexity(L) >= 1 for every L >= 0."""
    # A perplexity of 1 may be off by 1e-9, below 1 too.
    expect.at_least("perplexity(L)", sub.perplexity(loss), 1.0, slack=expect.allowed_error(1.0))


@claim(
    given=draws.numbers_of_classes(),
    examples=[2, 27],
    after=[VALUE],
    hint="A model that gives V classes 1/V each wavers among V of them; its loss is log V in nats, not in bits.",
)
def of_the_uniform_distribution_is_the_number_of_classes(sub: StandIn, size: int) -> None:
    """perplexity(log V) = V."""
    expect.close("perplexity(log V)", sub.perplexity(math.log(size)), float(size))


@prop(
    of=["loss.perplexity", "loss.average_nll"],
    given=draws.observed_probs(),
    examples=[[0.5, 0.125], [1.0]],
    after=[VALUE, "scoring_rules.average_nll_is_the_mean_surprise"],
    source="3.4, Cross-Entropy Loss: exp of a mean of logarithms",
    hint="The exponential turns the mean of logarithms into a geometric mean: is one a sum, or another base?",
)
def is_the_geometric_mean_of_the_inverse_probabilities(sub: StandIn, probs: list[float]) -> None:
    """perplexity(average_nll(P)) = (Π 1/P_i)^(1/N)."""
    loss = sub.average_nll(probs).value
    want = information.geometric_mean_of_inverses(probs)
    # An error ε of the loss makes exp(loss) wrong by the factor exp(ε); then comes the error of exp itself.
    error_of_the_loss = max(1.0, information.average_nll(probs))
    expect.close("perplexity(average_nll(P))", sub.perplexity(loss), want, scale=want * (1.0 + error_of_the_loss))


@claim(
    given=draws.overflowing_losses(),
    examples=[710.0],
    after=[VALUE],
    hint="exp(710) is beyond the largest float. Whatever you answer there must not look like a result.",
)
def overflows_openly(sub: StandIn, loss: float) -> None:
    """perplexity(L) is inf, or raises OverflowError, where exp(L) is beyond float64."""
    expect.infinite_or_raises("perplexity(L)", lambda: sub.perplexity(loss), "OverflowError")


def scored(sub: StandIn, model: Model, texts: list[Text], text: Text) -> float:
    """compute_perplexity of a text, after training on others."""
    numbers = sub.chain(model, [*training(texts), ["perplexity", text]]).numbers
    expect.length("the perplexities", numbers, 1)
    return numbers[0]


@of_texts(
    needs=["ngram.MarkovChain"],
    given=tokens.scored_on_own_text(),
    examples=[(["MarkovChain", 1], [["a", "b", "a"]], ["a"])],
    after=["ngram_cross_entropy.is_the_average_surprise"],
    points=2,
    hint="Cross-entropy in nats, and then the exponential with the same base.",
)
def of_a_text_is_the_exponential_of_its_cross_entropy(
    sub: StandIn, model: Model, texts: list[Text], text: Text
) -> None:
    """compute_perplexity(model, text) = exp(H), of a maximum likelihood model."""
    want = information.perplexity(trained(model, texts).cross_entropy(text))
    expect.close("the perplexity", scored(sub, model, texts, text), want)


@of_texts(
    needs=["ngram.SmoothedMarkovChain", "ngram.compute_cross_entropy"],
    given=tokens.scored_on_any_text(),
    after=[OF_CHAINS, "ngram_cross_entropy.is_the_average_surprise_with_smoothing"],
    hint="Your two functions disagree: does one count other predictions, or use another base?",
)
def of_a_text_agrees_with_its_own_cross_entropy(sub: StandIn, model: Model, texts: list[Text], text: Text) -> None:
    """compute_perplexity = exp(compute_cross_entropy), of a smoothed model."""
    numbers = sub.chain(model, [*training(texts), ["cross_entropy", text], ["perplexity", text]]).numbers
    expect.length("the numbers", numbers, 2)
    entropy, perplexity = numbers
    expect.finite("the cross-entropy", entropy)
    want = information.perplexity(entropy)
    # An error ε of the cross-entropy makes its exponential wrong by the factor exp(ε).
    expect.close("the perplexity", perplexity, want, scale=want * (1.0 + max(1.0, entropy)))


@of_texts(
    needs=["ngram.MarkovChain"],
    given=tokens.scored_on_the_impossible(),
    examples=[(["MarkovChain", 1], [["a"]], ["zebra"]), (["MarkovChain", 1], [["a", "b"]], ["a"])],
    after=[OF_CHAINS, "ngram_cross_entropy.is_infinite_where_a_prediction_is_impossible"],
    hint="The model held what happened for impossible: no finite number is large enough.",
)
def of_a_text_is_infinite_where_a_prediction_is_impossible(
    sub: StandIn, model: Model, texts: list[Text], text: Text
) -> None:
    """compute_perplexity = inf if one P(w | h) is 0, even if it is that of <END>."""
    expect.equal("the perplexity", scored(sub, model, texts, text), math.inf)


@of_texts(
    needs=["ngram.SmoothedMarkovChain"],
    given=tokens.scored_on_any_text(alphas=[1e15]),
    examples=[(["SmoothedMarkovChain", 1, 1e15], [["a"]], ["a", "a"])],
    after=[OF_CHAINS, "ngram_cross_entropy.is_the_average_surprise_with_smoothing", "smoothing.*"],
    hint="A model to which all next tokens are equally likely wavers among all of them, <END> included.",
)
def of_an_even_model_is_the_number_of_next_tokens(sub: StandIn, model: Model, texts: list[Text], text: Text) -> None:
    """compute_perplexity = |V| where P(w | h) = 1/|V|."""
    # The texts hold at most 21 windows: with α = 1e15, P is 1/|V| to within a factor 1 ± 21e-15.
    size = len(trained(model, texts).vocabulary)
    expect.close("the perplexity", scored(sub, model, texts, text), float(size))


@of_texts(
    needs=["ngram.SmoothedMarkovChain"],
    given=tokens.repeated("SmoothedMarkovChain"),
    case_share=0.4,  # a case is some thousand tokens
    after=[OF_CHAINS, "ngram_cross_entropy.of_thousands_of_tokens_does_not_underflow"],
    hint="A product of thousands of probabilities is too small for a float: take the exponential last.",
)
def of_thousands_of_tokens_does_not_underflow(sub: StandIn, model: Model, pattern: Text, copies: int) -> None:
    """compute_perplexity = exp(H) for a text of thousands of tokens too."""
    want = information.perplexity(trained(model, [pattern]).cross_entropy(pattern * copies))
    expect.close("the perplexity", scored(sub, model, [pattern], pattern * copies), want)
