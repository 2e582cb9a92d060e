"""Layers: the embedding table and the linear map.

Names: E the embedding table, t a token, W weights, b biases, x an input vector, c upstream coefficients.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from checks import expect
from checks.oracles import layers as true
from checks.oracles.softmax import gathered
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies.layers import (
    embeddings,
    layer_sizes,
    linears,
    linears_with_upstream,
    sizes_and_two_seeds,
    tables_with_tokens,
)
from checks.worker.answers import LayerAnswer

GRADIENTS = [
    "autograd.derivative_of_add",
    "autograd.derivative_of_multiply",
    "backward.a_second_use_adds_to_the_gradient",
]

Claim = Callable[..., None]
Matrix = list[list[float]]

claim_on_embedding = partial(prop, of="nn.Embedding", needs=("autograd.Value",), source="3.2, Embeddings")
claim_on_linear = partial(prop, of="nn.Linear", needs=("autograd.Value",), source="3.3, Feed-Forward Layers")


@claim_on_embedding(
    given=embeddings(),
    points=2,
    hint="Looking a token up is the same as multiplying its one-hot vector by the table.",
)
def embedding_of_a_token_is_its_row(sub: StandIn, table: Matrix, tokens: list[int], c: Matrix) -> None:
    """emb(t) = onehot(t) · E, which is row t of the table."""
    answer = sub.embedding(table, tokens, c)
    expect.length("the rows of all tokens", answer.rows, len(tokens))
    for t, row in zip(tokens, answer.rows, strict=True):
        expect.all_close(f"emb({t})", row, table[t])
    expect.unchanged("the table", answer.table_after, table)


@claim_on_embedding(
    given=tables_with_tokens(),
    points=2,
    after=["nn.embedding_of_a_token_is_its_row"],
    hint="Are the Values that a lookup gives those of the table, or copies of them?",
)
def embedding_gives_the_nodes_of_the_table(sub: StandIn, table: Matrix, tokens: list[int]) -> None:
    """emb(t)[d] is the very node embedding[t][d]: when the number in the table changes, it changes."""
    changed = [[entry + 1.0 for entry in row] for row in table]
    rows = sub.embedding_after_change(table, tokens, changed)
    expect.length("the rows of all tokens", rows, len(tokens))
    for t, row in zip(tokens, rows, strict=True):
        expect.all_close(f"emb({t}), after embedding[{t}] was changed", row, changed[t])


@claim_on_embedding(
    given=embeddings(),
    points=2,
    after=[*GRADIENTS, "nn.embedding_of_a_token_is_its_row", "nn.embedding_gives_the_nodes_of_the_table"],
    hint="A token that occurs twice collects two gradients; a token that does not occur collects none.",
)
def embedding_gradient_adds_up_over_the_uses_of_a_token(
    sub: StandIn, table: Matrix, tokens: list[int], c: Matrix
) -> None:
    """∂(Σ_k c_k · emb(t_k))/∂E_t = Σ over the k with t_k = t of c_k: 0 for a token that does not occur."""
    answer = sub.embedding(table, tokens, c)
    expect.length("the rows of the table", answer.grad, len(table))
    for t, grad in enumerate(answer.grad):
        columns = zip([0.0] * len(table[0]), *(c[k] for k, token in enumerate(tokens) if token == t), strict=True)
        uses = [list(column) for column in columns]
        scale = [sum(map(abs, column)) for column in uses]  # the absolute contributions
        expect.all_close(f"∂/∂embedding[{t}]", grad, list(map(sum, uses)), scale)


@claim_on_linear(
    given=linears(),
    examples=[([[2.0, 3.0]], [0.5], [10.0, 100.0]), ([[1.0], [0.0], [-1.0]], [0.0, 5.0, 1.0], [7.0])],
    points=2,
    after=["autograd.value_of_add", "autograd.value_of_multiply"],
    hint="Each output has a row of weights and a bias of its own.",
)
def linear_is_the_affine_map(sub: StandIn, weights: Matrix, biases: list[float], x: list[float]) -> None:
    """lin(x) = Wx + b, where row o of the weights and bias o make output o."""
    answer = sub.linear(weights, biases, x)
    # The terms may cancel: what rounding does to their sum goes with the terms.
    scale = true.affine(true.absolute(weights), true.absolute([biases])[0], true.absolute([x])[0])
    expect.all_close("lin(x)", answer.values, true.affine(weights, biases, x), scale)


@claim_on_linear(
    given=linears(),
    after=["nn.linear_is_the_affine_map"],
    hint="Calling a layer reads its weights, its biases and its input; it changes none of them.",
)
def linear_changes_neither_its_input_nor_itself(
    sub: StandIn, weights: Matrix, biases: list[float], x: list[float]
) -> None:
    """x, W and b are after lin(x) and a backward pass what they were before."""
    answer = sub.linear(weights, biases, x, upstream=[1.0] * len(biases))
    expect.same_nodes("x", answer.x_after, x)
    expect.unchanged("[*weights, biases]", answer.parameters_after, [*weights, biases])


@claim_on_linear(
    given=linears_with_upstream(),
    points=2,
    after=[*GRADIENTS, "nn.linear_is_the_affine_map"],
    hint="Which input does each weight meet, and which output does it serve?",
)
def linear_gradient_of_a_weight_is_upstream_times_input(
    sub: StandIn, weights: Matrix, biases: list[float], x: list[float], picks: list[int], c: list[float]
) -> None:
    """∂(c · lin(x))/∂W_oi = c_o x_i."""
    answer = sub.linear(weights, biases, x, picks, c)
    expect.length("weights", answer.grad_weights, len(weights))
    for o, grad in enumerate(answer.grad_weights):
        expect.all_close(f"∂/∂weights[{o}]", grad, [c[o] * x[pick] for pick in picks])


@claim_on_linear(
    given=linears_with_upstream(),
    after=[*GRADIENTS, "nn.linear_is_the_affine_map"],
    hint="A bias is added to its output once.",
)
def linear_gradient_of_a_bias_is_upstream(
    sub: StandIn, weights: Matrix, biases: list[float], x: list[float], picks: list[int], c: list[float]
) -> None:
    """∂(c · lin(x))/∂b_o = c_o."""
    expect.all_close("∂/∂biases", sub.linear(weights, biases, x, picks, c).grad_biases, c)


@claim_on_linear(
    given=linears_with_upstream(),
    points=2,
    after=[*GRADIENTS, "nn.linear_is_the_affine_map"],
    hint="An input reaches every output, and it may stand in the list of inputs more than once.",
)
def linear_gradient_of_an_input_is_upstream_times_weights(
    sub: StandIn, weights: Matrix, biases: list[float], x: list[float], picks: list[int], c: list[float]
) -> None:
    """∂(c · lin(x))/∂x_i = Σ_o c_o W_oi, added up over the places where the same node stands."""
    answer = sub.linear(weights, biases, x, picks, c)
    want = gathered(len(x), picks, true.input_gradient(weights, c))
    sizes = true.input_gradient(true.absolute(weights), true.absolute([c])[0])
    expect.all_close("∂/∂x", answer.grad_x, want, gathered(len(x), picks, sizes))


def claim_on_parameters(kind: str, claim: Callable[..., Callable[[Claim], Claim]]) -> None:
    """What both layers promise of their Values. Their sizes are (vocab_size, embed_dim) and (in, out)."""
    layer = kind.lower()
    has_biases = kind == "Linear"

    def shape(sizes: list[int]) -> tuple[int, int]:
        """Rows and columns of the table or the weights."""
        return (sizes[1], sizes[0]) if has_biases else (sizes[0], sizes[1])

    def fresh_layers(sub: StandIn, sizes: list[int], count: int) -> list[LayerAnswer]:
        """Layers made one after the other, as they start."""
        fresh = sub.fresh_layers(kind, sizes, count)
        expect.length("the fresh layers", fresh, count)
        return fresh

    @claim(
        name=f"{layer}_has_the_shape_asked_for",
        given=layer_sizes(),
        hint="Which of the two sizes counts the rows, and which the Values in a row?",
    )
    def has_the_shape(sub: StandIn, sizes: list[int]) -> None:
        """Embedding(V, D) has V rows of D Values; Linear(I, O) has O rows of I weights, and O biases."""
        fresh = fresh_layers(sub, sizes, 1)[0]
        rows, columns = shape(sizes)
        expect.equal(f"the lengths of the rows of {kind}{tuple(sizes)}", list(map(len, fresh.rows)), [columns] * rows)
        expect.length("biases", fresh.biases, rows * has_biases)

    @claim(
        name=f"{layer}_parameters_are_all_its_values_once",
        given=layer_sizes(),
        points=2,
        after=[f"nn.{layer}_has_the_shape_asked_for"],
        hint="Learning moves what parameters() lists, and nothing else.",
    )
    def parameters_are_all_values_once(sub: StandIn, sizes: list[int]) -> None:
        """.parameters() lists each Value of the layer once: n of them, numbered 1 to n, put 1 to n into the layer."""
        answer = sub.numbered_layer(kind, sizes)
        rows, columns = shape(sizes)
        count = rows * (columns + has_biases)
        expect.equal("len(parameters())", answer.num_parameters, count)
        reached = sorted([number for row in answer.layer.rows for number in row] + answer.layer.biases)
        expect.equal("the numbers that arrived in the layer, sorted", reached, [float(n) for n in range(1, count + 1)])

    @claim(
        name=f"{layer}_starts_with_rows_that_differ",
        given=layer_sizes(),
        after=[f"nn.{layer}_has_the_shape_asked_for"],
        hint="Rows that start equal receive equal gradients: what would ever tell them apart?",
    )
    def rows_differ(sub: StandIn, sizes: list[int]) -> None:
        """No two rows of a fresh layer are equal."""
        fresh = fresh_layers(sub, sizes, 1)[0]
        # Right ones fail where two of at most 10 rows of random float64 numbers agree: 45 pairs, 2^-52 or so each.
        expect.equal("the number of different rows", len({tuple(row) for row in fresh.rows}), len(fresh.rows))

    @claim(
        name=f"{layer}_layers_start_different",
        given=layer_sizes(),
        after=[f"nn.{layer}_has_the_shape_asked_for", f"nn.{layer}_starts_with_rows_that_differ"],
        hint="Where do the numbers of a layer come from, and what do they start from again each time?",
    )
    def layers_differ(sub: StandIn, sizes: list[int]) -> None:
        """Two layers of the same sizes, made one after the other, are not equal."""
        first, second = fresh_layers(sub, sizes, 2)
        expect.that(first.rows != second.rows, f"two fresh layers {kind}{tuple(sizes)} both have the rows {first.rows}")

    @claim(
        name=f"{layer}_leaves_the_seed_of_random_alone",
        given=sizes_and_two_seeds(),
        hint="A program has one place that calls random.seed, and a layer is not that place.",
    )
    def does_not_seed(sub: StandIn, sizes: list[int], seeds: list[int]) -> None:
        """The constructor does not seed `random`: what comes after it still depends on the seed set before it."""
        following = sub.random_after_layer(kind, sizes, seeds)
        # Two streams of 53-bit numbers agree at one place with probability 2^-53.
        expect.that(
            len(set(following)) == 2,
            f"random.random() gives {following[:1]} after {kind}{tuple(sizes)}, whether random.seed was given "
            f"{seeds[0]} or {seeds[1]} before",
        )


claim_on_parameters("Embedding", claim_on_embedding)
claim_on_parameters("Linear", claim_on_linear)
