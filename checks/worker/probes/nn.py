"""Questions about nn.py. Names: W weights, b biases, x an input vector."""

from __future__ import annotations

import random
from typing import Any

from ..answers import EmbeddingAnswer, LayerAnswer, LinearAnswer, NumberedLayer
from ..loading import Code
from ..numbers import UnfitError, listed
from .nodes import Node, data_of, data_still_of, grads_of, leaves
from .register import probe

Matrix = list[list[float]]


@probe
def embedding(code: Code, table: Matrix, tokens: list[int], coefficients: Matrix) -> EmbeddingAnswer:
    """emb(token) for each token, then the backward pass of the sum of coefficients[k][d] * emb(tokens[k])[d]."""
    layer, nodes = _embedding(code, table)
    rows: Any = [layer(token) for token in tokens]
    values = [data_of(row, f"emb({token})") for token, row in zip(tokens, rows, strict=True)]
    total: Any = code.autograd.Value(0.0)
    for row, wanted in zip(rows, coefficients, strict=True):
        for d in range(min(len(row), len(wanted))):
            total = total + row[d] * wanted[d]
    total.backward()
    grads = [grads_of(row, f"embedding[{t}]") for t, row in enumerate(nodes)]
    return EmbeddingAnswer(values, grads, _data(layer.embedding, "embedding"))


@probe
def embedding_after_change(code: Code, table: Matrix, tokens: list[int], changed: Matrix) -> Matrix:
    """What the rows emb(token) say once the numbers in the table have become those of `changed`."""
    layer, nodes = _embedding(code, table)
    rows = [layer(token) for token in tokens]
    _assign(nodes, changed)
    return [data_of(row, f"emb({token})") for token, row in zip(tokens, rows, strict=True)]


@probe
def linear(
    code: Code,
    weights: Matrix,
    biases: list[float],
    x: list[float],
    picks: list[int] | None = None,
    upstream: list[float] | None = None,
) -> LinearAnswer:
    """lin(x), then the backward pass of the sum of upstream[o] * lin(x)[o]; without upstream, no backward pass.

    With `picks`, the input is [x[i] for i in picks], the same node wherever i repeats.
    """
    in_features = len(weights[0])
    layer: Any = code.nn.Linear(in_features, len(weights))
    weight_nodes = _nodes(layer.weights, len(weights), in_features, "weights")
    bias_nodes = _nodes([layer.biases], 1, len(biases), "biases")[0]
    _assign([*weight_nodes, bias_nodes], [*weights, biases])
    numbers = leaves(code, x)
    inputs = list(numbers) if picks is None else [numbers[i] for i in picks]
    given = list(inputs)
    results = layer(given)
    values = data_of(results, "lin(x)")
    if upstream is not None:
        total: Any = code.autograd.Value(0.0)
        for o in range(min(len(results), len(upstream))):
            total = total + results[o] * upstream[o]
        total.backward()
    return LinearAnswer(
        values,
        [grads_of(row, f"weights[{o}]") for o, row in enumerate(weight_nodes)],
        grads_of(bias_nodes, "biases"),
        grads_of(numbers, "x"),
        data_still_of(given, inputs, "x"),
        [*_data(layer.weights, "weights"), data_of(listed(layer.biases, "biases"), "biases")],
    )


@probe
def fresh_layers(code: Code, kind: str, sizes: list[int], count: int) -> list[LayerAnswer]:
    """Layers made one after the other with the same sizes: the numbers that they start with."""
    return [_layer_answer(_layer(code, kind, sizes), kind) for _ in range(count)]


@probe
def numbered_layer(code: Code, kind: str, sizes: list[int]) -> NumberedLayer:
    """A layer whose parameters() were numbered 1.0, 2.0, 3.0 and so on, through the list that it gave."""
    layer = _layer(code, kind, sizes)
    parameters: list[Any] = listed(layer.parameters(), "parameters()")
    for number, parameter in enumerate(parameters, start=1):
        parameter.data = float(number)
    return NumberedLayer(len(parameters), _layer_answer(layer, kind))


@probe
def random_after_layer(code: Code, kind: str, sizes: list[int], seeds: list[int]) -> list[float]:
    """For each seed: random.seed(seed), a layer is made, and this is what random.random() gives next."""
    following = []
    for seed in seeds:
        random.seed(seed)
        _layer(code, kind, sizes)
        following.append(random.random())  # noqa: S311  # no secret
    return following


def _embedding(code: Code, table: Matrix) -> tuple[Any, list[list[Node]]]:
    """An embedding layer with this table, and the nodes of the table."""
    layer: Any = code.nn.Embedding(len(table), len(table[0]))
    nodes = _nodes(layer.embedding, len(table), len(table[0]), "embedding")
    _assign(nodes, table)
    return layer, nodes


def _layer(code: Code, kind: str, sizes: list[int]) -> Any:
    return code.nn.Embedding(*sizes) if kind == "Embedding" else code.nn.Linear(*sizes)


def _layer_answer(layer: Any, kind: str) -> LayerAnswer:
    rows, biases = (layer.embedding, []) if kind == "Embedding" else (layer.weights, layer.biases)
    return LayerAnswer(_data(rows, "the table"), data_of(listed(biases, "biases"), "biases"))


def _nodes(rows: Any, height: int, width: int, what: str) -> list[list[Node]]:
    """The nodes of a table of this shape; raises UnfitError for another."""
    table: list[list[Any]] = [listed(row, f"{what}[{i}]") for i, row in enumerate(listed(rows, what))]
    widths = {len(row) for row in table}
    if len(table) != height or widths != {width}:
        raise UnfitError(f"{what} has {len(table)} rows of {sorted(widths)} Values, not {height} of {width}")
    return table


def _assign(nodes: list[list[Node]], numbers: Matrix) -> None:
    for row, row_numbers in zip(nodes, numbers, strict=True):
        for node, number in zip(row, row_numbers, strict=True):
            node.data = number


def _data(rows: Any, what: str) -> Matrix:
    return [data_of(listed(row, f"{what}[{i}]"), f"{what}[{i}]") for i, row in enumerate(listed(rows, what))]
