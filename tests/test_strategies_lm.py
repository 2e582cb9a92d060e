"""The cases of layers, texts, models and arrays lie where the contract promises something."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from support import given

from checks.contract import MAX_LOGIT
from checks.recipes import Recipe, made
from checks.strategies import arrays, layers, models, texts

many = settings(
    max_examples=40, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

MODELS_WITH_CONTEXTS = [
    models.contexts(),
    models.labelled_contexts(),
    models.scaled_contexts(),
    models.scaled_labelled_contexts(),
    models.wide_contexts(),
    models.swapped_contexts(),
]
MODELS_WITH_TEXTS = [
    models.trainings(1, 5),
    models.trainings_of_epochs(),
    models.trainings_on_one_window(),
    models.trainings_on_two_or_equal_windows(),
    models.trainings_on_two_windows(),
    models.repeated_trainings(),
    models.long_trainings(),
    models.generations(),
    models.long_seed_texts(),
    models.cold_generations(),
    models.long_generations(),
    models.heated_generations(),
]


def expect_sizes(sizes: list[int]) -> None:
    """Four sizes, all from 1 up, and small enough for the bounds that properties derive."""
    vocab_size, embed_dim, hidden_dim, context_length = sizes
    assert 1 <= vocab_size <= 5
    assert 1 <= embed_dim <= 3
    assert 1 <= hidden_dim <= 6
    assert 1 <= context_length <= 3


@pytest.mark.parametrize("strategy", MODELS_WITH_CONTEXTS, ids=repr)
def test_contexts_are_as_long_as_the_model_asks_for(strategy: Recipe[tuple[Any, ...]]) -> None:
    """A context has context_length indices of the vocabulary."""

    @many
    @given(strategy)
    def holds(case: tuple[Any, ...]) -> None:
        sizes, _, context, *_ = case
        expect_sizes(sizes)
        assert len(context) == sizes[3]
        assert all(0 <= idx < sizes[0] for idx in context)

    holds()


@pytest.mark.parametrize("strategy", MODELS_WITH_TEXTS, ids=repr)
def test_texts_are_of_the_vocabulary_of_the_model(strategy: Recipe[tuple[Any, ...]]) -> None:
    """A vocabulary has vocab_size distinct characters; a text of these is at least one context long."""

    @many
    @given(strategy)
    def holds(case: tuple[Any, ...]) -> None:
        sizes, _, vocabulary, text, *_ = case
        expect_sizes(sizes)
        assert len(set(vocabulary)) == len(vocabulary) == sizes[0]
        assert set(text) <= set(vocabulary)
        assert len(text) >= sizes[3]

    holds()


@many
@given(models.trainings_on_one_window(), models.trainings_on_two_windows(), models.trainings_on_two_or_equal_windows())
def test_texts_have_as_many_windows_as_their_names_say(
    one: tuple[Any, ...], two: tuple[Any, ...], several: tuple[Any, ...]
) -> None:
    """One window, two, and two or up to six that are all the same."""
    counts = [len(text) - sizes[3] for sizes, _, _, text, *_ in (one, two, several)]
    assert counts[:2] == [1, 2]
    assert counts[2] == 2 or len(set(several[3])) == 1
    assert 2 <= counts[2] <= 6


@many
@given(models.swapped_contexts(), models.token_pairs())
def test_what_should_differ_differs(swapped: tuple[Any, ...], pair: tuple[Any, ...]) -> None:
    """Two characters that change places are different, and so are the tokens of a pair."""
    _, _, context, other = swapped
    assert context != other
    assert sorted(context) == sorted(other)
    sizes, _, a, b = pair
    assert a != b
    assert max(a, b) < sizes[0]


@many
@given(layers.linears_with_upstream(), layers.embeddings())
def test_layers_have_one_shape(linear: tuple[Any, ...], embedding: tuple[Any, ...]) -> None:
    """Rows are equally long, there is a bias and a coefficient for each output, and picks and tokens exist."""
    weights, biases, x, picks, upstream = linear
    assert {len(row) for row in weights} == {len(picks)}
    assert len(weights) == len(biases) == len(upstream)
    assert set(picks) == set(range(len(x)))
    table, tokens, coefficients = embedding
    assert {len(row) for row in [*table, *coefficients]} == {len(table[0])}
    assert len(tokens) == len(coefficients)
    assert max(tokens) < len(table)


@many
@given(arrays.labelled_matrices(moderate=False))
def test_arrays_have_one_shape_and_logits_of_the_contract(case: tuple[list[list[float]], list[int]]) -> None:
    """Rows are equally long, |z| <= 1e4, and each target is a class."""
    z, y = case
    assert {len(row) for row in z} == {len(z[0])}
    assert all(abs(logit) <= MAX_LOGIT for row in z for logit in row)
    assert len(y) == len(z)
    assert all(0 <= target < len(z[0]) for target in y)


@many
@given(texts.texts_with_vocabulary(), st.integers(1, 12).flatmap(lambda size: made(texts.vocabularies(size))))
def test_vocabularies_have_distinct_characters(case: tuple[str, str], vocabulary: str) -> None:
    """No character twice, and all of the text's among them."""
    text, with_text = case
    assert set(text) <= set(with_text)
    for drawn in (with_text, vocabulary):
        assert len(set(drawn)) == len(drawn) > 0
