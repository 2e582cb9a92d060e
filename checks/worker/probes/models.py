"""What the probes on language models share: a model with chosen parameters, vocabularies, windows.

A model is described by its sizes (vocab_size, embed_dim, hidden_dim, context_length) and by where its parameters
start: `[seed, low, high]`, numbers drawn evenly between low and high by a generator of our own; an empty list leaves
them as the model made them. How many parameters there are, and in which order, is the submission's choice: so whatever
is to be compared is asked of one model.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from ..loading import Code
from ..numbers import UnfitError, listed, text, whole
from .nodes import Node

# ruff: noqa: S311 - the numbers are no secrets

Sizes = list[int]
Start = list[float]


def model_at(code: Code, sizes: Sizes, start: Start) -> tuple[Any, list[Node]]:
    """A model of these sizes whose parameters start there, and its parameters."""
    model: Any = code.lm.CharacterLM(*sizes)
    parameters: list[Any] = listed(model.parameters(), "parameters()")
    if start:
        assign(parameters, numbers_from(start, len(parameters)))
    return model, parameters


def numbers_from(start: Start, count: int) -> list[float]:
    """`count` numbers between low and high, the same for the same `[seed, low, high]`."""
    seed, low, high = start
    generator = random.Random(seed)
    return [generator.uniform(low, high) for _ in range(count)]


def assign(parameters: list[Node], numbers: list[float]) -> None:
    """Each parameter's data becomes its number."""
    for parameter, number in zip(parameters, numbers, strict=True):
        parameter.data = number


def set_gradients(parameters: list[Node], number: float = 0.0) -> None:
    """Each parameter's gradient becomes this number."""
    for parameter in parameters:
        parameter.grad = number


def windows(vocabulary: str, characters: str, context_length: int) -> list[tuple[list[int], int]]:
    """The windows (context, target) of a text whose characters are numbered as in `vocabulary`."""
    indices = [vocabulary.index(char) for char in characters]
    ends = range(context_length, len(indices))
    return [(indices[end - context_length : end], indices[end]) for end in ends]


def char_pairs(mapping: object) -> list[tuple[str, int]]:
    """The pairs of a map from characters to indices."""
    return [(text(char, "a character"), whole(idx, f"the index of {char!r}")) for char, idx in _items(mapping)]


def idx_pairs(mapping: object) -> list[tuple[int, str]]:
    """The pairs of a map from indices to characters."""
    return [(whole(idx, "an index"), text(char, f"the character of {idx!r}")) for idx, char in _items(mapping)]


def _items(mapping: object) -> list[tuple[Any, Any]]:
    if not isinstance(mapping, Mapping):
        raise UnfitError(f"a map of the vocabulary is a {type(mapping).__name__}, not a dict")
    return list(mapping.items())
