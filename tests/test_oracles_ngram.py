"""What n-gram models are held against, and that texts and histories are drawn as the contract has them."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from support import given

import checks.properties  # noqa: F401  # registers them
from checks.oracles import ngram
from checks.oracles.ngram import END, START, Chain
from checks.recipes import Recipe, made
from checks.strategies import tokens as draws

few = settings(max_examples=50, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
REFERENCE = Path(__file__).parents[1] / "reference"
BOTH = ["MarkovChain", "SmoothedMarkovChain"]
TOPICS = [
    *("ngram_state", "ngram", "smoothing", "ngram_cross_entropy"),
    *("entropies", "scoring_rules", "perplexity"),
]


def test_windows_of_a_worked_example() -> None:
    """The padded text S S a b E has three windows of order 2; the empty text has one."""
    assert ngram.windows(["a", "b"], 2) == [(START, START, "a"), (START, "a", "b"), ("a", "b", END)]
    assert ngram.windows([], 3) == [(START, START, START, END)]


def test_maximum_likelihood_of_a_worked_example() -> None:
    """Of S a b a E: after a comes b or the end; after b comes a. What was not seen has probability 0."""
    chain = Chain(1, [["a", "b", "a"]])
    assert chain.distribution([START]) == {"a": 1.0}
    assert chain.distribution(["a"]) == {"b": 0.5, END: 0.5}
    assert chain.distribution(["zebra"]) == {}
    assert chain.probability(["b"], "b") == chain.probability(["zebra"], "a") == 0.0
    assert chain.vocabulary == sorted(["a", "b", END])


def test_smoothing_of_a_worked_example() -> None:
    """With alpha = 1/2 and |V| = 3 the total of a, 2, becomes 3.5; a history never seen is uniform."""
    chain = Chain(1, [["a", "b", "a"]], alpha=0.5)
    assert chain.distribution(["a"]) == {"a": 0.5 / 3.5, "b": 1.5 / 3.5, END: 1.5 / 3.5}
    assert chain.distribution(["zebra"]) == dict.fromkeys(["a", "b", END], 1 / 3)
    assert chain.probability(["a"], "zebra") == 0.5 / 3.5


def test_cross_entropy_of_a_worked_example() -> None:
    """P(a | S) = 1 and P(E | a) = 1/2, so the average surprise of the text a is log(2) / 2."""
    chain = Chain(1, [["a", "b", "a"]])
    assert chain.cross_entropy(["a"]) == math.log(2) / 2
    assert chain.cross_entropy(["b"]) == math.inf


@few
@given(draws.asked_everywhere("SmoothedMarkovChain"))
def test_counts_are_those_of_a_dictionary(
    drawn: tuple[list[Any], list[list[str]], list[list[str]]],
) -> None:
    """Counting pairs in a dictionary, as one walks along each text with its last tokens in hand, gives the same."""
    (_, order, alpha), texts, histories = drawn
    counts: dict[tuple[str, ...], dict[str, int]] = {}
    for text in texts:
        history = (START,) * order
        for token in [*text, END]:
            counts.setdefault(history, {}).setdefault(token, 0)
            counts[history][token] += 1
            history = (*history[1:], token)
    chain = ngram.trained(["SmoothedMarkovChain", order, alpha], texts)
    assert [tuple(history) for history in histories] == list(counts) == chain.histories
    vocabulary = {token for following in counts.values() for token in following}
    assert set(chain.vocabulary) == vocabulary
    for history, following in counts.items():
        total = sum(following.values()) + Fraction(alpha) * len(vocabulary)
        for token in vocabulary:
            want = (following.get(token, 0) + Fraction(alpha)) / total
            assert chain.probability(history, token) == float(want)


@pytest.mark.parametrize(
    ("model", "order", "alpha"),
    [
        (["MarkovChain"], 1, 0),
        (["MarkovChain", 3], 3, 0),
        (["SmoothedMarkovChain"], 1, 1),
        (["SmoothedMarkovChain", 2], 2, 1),
        (["SmoothedMarkovChain", 2, 0.5], 2, Fraction(1, 2)),
    ],
)
def test_defaults_are_those_of_the_contract(model: list[Any], order: int, alpha: Fraction) -> None:
    """What a model's arguments leave out is order 1 and alpha 1; without smoothing, alpha is 0."""
    chain = ngram.trained(model, [["a"]])
    assert (chain.order, chain.alpha) == (order, alpha)


WITH_HISTORIES = [
    draws.simple("MarkovChain"),
    draws.simple("SmoothedMarkovChain", texts=2),
    *(strategy(kind) for kind in BOTH for strategy in (draws.asked_everywhere, draws.asked_in_one_text)),
    draws.asked_in_one_text("MarkovChain", draws.ODD),
    draws.asked_at_the_start("MarkovChain"),
    draws.asked_at_the_end("MarkovChain"),
    draws.told_apart_by_the_farthest_token("MarkovChain"),
    draws.that_read_alike("MarkovChain"),
    draws.asked_across_texts("MarkovChain"),
    draws.asked_before_an_empty_text("SmoothedMarkovChain"),
    *(made(draws.asked_off_the_path(kind)).map(lambda drawn: (*drawn[:2], [drawn[2]])) for kind in BOTH),
]


@pytest.mark.parametrize("strategy", WITH_HISTORIES)
def test_texts_and_histories_are_within_the_contract(strategy: Recipe[Any]) -> None:
    """No token is a marker, every history has `order` tokens, order is at least 1, alpha above 0, a text is given."""

    @few
    @given(strategy)
    def holds(drawn: tuple[list[Any], list[list[str]], list[list[str]]]) -> None:
        (_, order, *alpha), texts, histories = drawn
        assert order >= 1
        assert all(a > 0 for a in alpha)
        assert texts
        assert histories
        assert not {START, END} & {token for text in texts for token in text}
        assert all(len(history) == order for history in histories)

    holds()


@few
@given(draws.asked_off_the_path("MarkovChain"))
def test_histories_off_the_path_were_never_seen(drawn: tuple[list[Any], list[list[str]], list[str]]) -> None:
    """No window of the texts begins with this history."""
    (_, order), texts, history = drawn
    assert all(window[:-1] != tuple(history) for text in texts for window in ngram.windows(text, order))


@few
@given(draws.told_apart_by_the_farthest_token("MarkovChain"))
def test_the_farthest_token_decides(drawn: tuple[list[Any], list[list[str]], list[list[str]]]) -> None:
    """The two histories differ in their first tokens only, and have different distributions."""
    model, texts, (one, other) = drawn
    chain = ngram.trained(model, texts)
    assert one[0] != other[0]
    assert one[1:] == other[1:]
    assert chain.distribution(one) != chain.distribution(other)


@few
@given(draws.that_read_alike("MarkovChain"))
def test_histories_that_read_alike_are_two(drawn: tuple[list[Any], list[list[str]], list[list[str]]]) -> None:
    """The histories are different and have different distributions; some separator makes them one string."""
    model, texts, (one, other) = drawn
    chain = ngram.trained(model, texts)
    assert chain.distribution(one) != chain.distribution(other)
    assert any(separator.join(one) == separator.join(other) for separator in draws.SEPARATORS)


@few
@given(draws.scored_on_own_text(), draws.scored_on_the_impossible())
def test_own_texts_are_possible_and_the_impossible_is_not(own: Any, impossible: Any) -> None:
    """A training text has a finite cross-entropy; texts drawn to be impossible have none."""
    for (model, texts, text), is_possible in ((own, True), (impossible, False)):
        assert math.isfinite(ngram.trained(model, texts).cross_entropy(text)) == is_possible
