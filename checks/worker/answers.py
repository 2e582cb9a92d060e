"""The shapes of the answers that probes give: plain numbers and lists, decoded by exact type in the judge."""

from __future__ import annotations

import msgspec


class ScalarOnValues(msgspec.Struct, array_like=True, frozen=True):
    """A differentiable function with one result.

    `value` is the result's data; `grad[i]` what its backward pass left in leaf i; `inputs_after` the data of the
    list that the function was given, read after everything.
    """

    value: float
    grad: list[float]
    inputs_after: list[float]


class VectorOnValues(msgspec.Struct, array_like=True, frozen=True):
    """A differentiable function with a list of results; `grad` belongs to their weighted sum."""

    values: list[float]
    grad: list[float]
    inputs_after: list[float]


class BatchOnValues(msgspec.Struct, array_like=True, frozen=True):
    """A differentiable function of rows; `rows_after` is the rows' data, `targets_after` the targets, afterwards."""

    value: float
    grad: list[float]
    rows_after: list[list[float]]
    targets_after: list[int]


class ScalarOnNumbers(msgspec.Struct, array_like=True, frozen=True):
    """A plain function with one result, and its lists afterwards."""

    value: float
    inputs_after: list[list[float]]


class VectorOnNumbers(msgspec.Struct, array_like=True, frozen=True):
    """A plain function with a list of results, and its list afterwards."""

    values: list[float]
    inputs_after: list[float]


class GraphAnswer(msgspec.Struct, array_like=True, frozen=True):
    """A graph program: the data of every node before and after the backward passes, and every gradient."""

    data: list[float]
    data_after: list[float]
    grad: list[float]


class EmbeddingAnswer(msgspec.Struct, array_like=True, frozen=True):
    """The rows that an embedding gave, the gradients that reached its table, and the table's data afterwards."""

    rows: list[list[float]]
    grad: list[list[float]]
    table_after: list[list[float]]


class LinearAnswer(msgspec.Struct, array_like=True, frozen=True):
    """What a linear layer gave, the gradients that reached W, b and x, and the data of x and of W and b afterwards."""

    values: list[float]
    grad_weights: list[list[float]]
    grad_biases: list[float]
    grad_x: list[float]
    x_after: list[float]
    parameters_after: list[list[float]]


class LayerAnswer(msgspec.Struct, array_like=True, frozen=True):
    """The data of a layer: the rows of its table or weights, and its biases (none of an embedding)."""

    rows: list[list[float]]
    biases: list[float]


class NumberedLayer(msgspec.Struct, array_like=True, frozen=True):
    """A layer whose parameters were numbered through `.parameters()`: how many these are, and where they arrived."""

    num_parameters: int
    layer: LayerAnswer


class VocabularyAnswer(msgspec.Struct, array_like=True, frozen=True):
    """A vocabulary: the pairs of its two maps, and its size."""

    char_to_idx: list[tuple[str, int]]
    idx_to_char: list[tuple[int, str]]
    vocab_size: int


class EncodedAnswer(msgspec.Struct, array_like=True, frozen=True):
    """An encoded text, and the pairs of the map that was given, afterwards."""

    indices: list[int]
    char_to_idx_after: list[tuple[str, int]]


class DecodedAnswer(msgspec.Struct, array_like=True, frozen=True):
    """A decoded list, and afterwards the list and the pairs of the map."""

    text: str
    indices_after: list[int]
    idx_to_char_after: list[tuple[int, str]]


class ExamplesAnswer(msgspec.Struct, array_like=True, frozen=True):
    """Windows (context, target), and the encoded text afterwards."""

    examples: list[tuple[list[int], int]]
    encoded_after: list[int]


class LogitsAnswer(msgspec.Struct, array_like=True, frozen=True):
    """The logits of a model for each of some contexts, and the contexts afterwards."""

    logits: list[list[float]]
    contexts_after: list[list[int]]


class ProbabilitiesAnswer(msgspec.Struct, array_like=True, frozen=True):
    """What a model gives for one context: logits, and probabilities."""

    logits: list[float]
    probs: list[float]


class ModelLoss(msgspec.Struct, array_like=True, frozen=True):
    """What a model gives for one context and target: logits, the loss, its gradient by each parameter."""

    logits: list[float]
    loss: float
    grad: list[float]


class SlopeAnswer(msgspec.Struct, array_like=True, frozen=True):
    """A loss and its gradient, and the losses a step before and after along a direction in parameter space."""

    loss: float
    grad: list[float]
    direction: list[float]
    loss_before: float
    loss_after: float


class NumberedModel(msgspec.Struct, array_like=True, frozen=True):
    """A model whose parameters were numbered 1.0, 2.0, 3.0, ...: what they say then, and num_parameters()."""

    data: list[float]
    num_parameters: int


class DefaultSizes(msgspec.Struct, array_like=True, frozen=True):
    """The logits of a model with the default sizes, how many parameters it has, and how many others have.

    One has these sizes by name, the other a number less in each embedding.
    """

    logits: list[float]
    num_parameters: int
    num_parameters_of_named: int
    num_parameters_of_smaller: int


class StepAnswer(msgspec.Struct, array_like=True, frozen=True):
    """One SGD step: the parameters before and after, their gradient, and the loss before and after."""

    before: list[float]
    grad: list[float]
    after: list[float]
    loss_before: float
    loss_after: float


class TrainingAnswer(msgspec.Struct, array_like=True, frozen=True):
    """A training.

    `averages` is what it returned; `before` and `after` are the parameters. The rest was asked of the model's own
    `loss` afterwards: `losses[w]` and `grads[w]` of each window where the training had started (empty where many
    windows were asked for and an equal one was told before); and for a text with one window, where as many steps of
    gradient descent lead from there, with the loss before each and at the end.
    """

    averages: list[float]
    before: list[float]
    after: list[float]
    losses: list[float]
    grads: list[list[float]]
    descent_losses: list[float]
    descent_after: list[float]
    char_to_idx_after: list[tuple[str, int]]


class PerplexityAnswer(msgspec.Struct, array_like=True, frozen=True):
    """A perplexity, the model's own loss of each window, and its parameters before and after."""

    perplexity: float
    losses: list[float]
    before: list[float]
    after: list[float]


class GenerationAnswer(msgspec.Struct, array_like=True, frozen=True):
    """Texts, one for each seed of `random`, and what `random` gave next after each.

    The rest are inputs: the model's parameters before and after, the pairs of the two maps afterwards.
    """

    texts: list[str]
    random_after: list[float]
    before: list[float]
    after: list[float]
    char_to_idx_after: list[tuple[str, int]]
    idx_to_char_after: list[tuple[int, str]]


class FollowedText(msgspec.Struct, array_like=True, frozen=True):
    """A generated text, and the model's own logits for the context of each character that was added."""

    text: str
    logits: list[list[float]]


class ArrayAnswer(msgspec.Struct, array_like=True, frozen=True):
    """An array: its type, its shape and its entries in order; and the arrays that were given, afterwards."""

    dtype: str
    shape: list[int]
    entries: list[float]
    logits_after: list[list[float]]
    targets_after: list[int]


class BatchLossAnswer(msgspec.Struct, array_like=True, frozen=True):
    """The mean loss of a batch in an array, and the arrays that were given, afterwards."""

    loss: float
    logits_after: list[list[float]]
    targets_after: list[int]


class ChainAnswer(msgspec.Struct, array_like=True, frozen=True):
    """What an n-gram model answered, in the order in which it was asked, and the token lists that it got, afterwards.

    A distribution is the pairs of its dict.
    """

    numbers: list[float]
    distributions: list[list[tuple[str, float]]]
    tokens_after: list[list[str]]
