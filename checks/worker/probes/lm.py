"""Questions about texts and models of lm.py. Names: y target index."""

from __future__ import annotations

from typing import Any

from ..answers import (
    DecodedAnswer,
    DefaultSizes,
    EncodedAnswer,
    ExamplesAnswer,
    LogitsAnswer,
    ModelLoss,
    NumberedModel,
    ProbabilitiesAnswer,
    SlopeAnswer,
    VocabularyAnswer,
)
from ..loading import Code
from ..numbers import UnfitError, listed, text, whole, wholes
from .models import Sizes, Start, assign, char_pairs, idx_pairs, model_at, numbers_from, set_gradients
from .nodes import data_of, datum, grads_of
from .register import probe


@probe
def build_vocab(code: Code, characters: str) -> VocabularyAnswer:
    """build_vocab(characters)."""
    char_to_idx, idx_to_char, size = _three(code.lm.build_vocab(characters))
    return VocabularyAnswer(char_pairs(char_to_idx), idx_pairs(idx_to_char), whole(size, "vocab_size"))


@probe
def encode(code: Code, characters: str, vocabulary: str) -> EncodedAnswer:
    """encode(characters, char_to_idx), where each character of the vocabulary has its position as its index."""
    char_to_idx = {char: idx for idx, char in enumerate(vocabulary)}
    indices = wholes(code.lm.encode(characters, char_to_idx), "encode(text, char_to_idx)")
    return EncodedAnswer(indices, char_pairs(char_to_idx))


@probe
def decode(code: Code, indices: list[int], vocabulary: str) -> DecodedAnswer:
    """decode(indices, idx_to_char), where each character of the vocabulary has its position as its index."""
    idx_to_char = dict(enumerate(vocabulary))
    given = list(indices)
    decoded = text(code.lm.decode(given, idx_to_char), "decode(indices, idx_to_char)")
    return DecodedAnswer(decoded, wholes(given, "indices"), idx_pairs(idx_to_char))


@probe
def round_trip(code: Code, characters: str) -> str:
    """The text, encoded and decoded with its own vocabulary."""
    char_to_idx, idx_to_char, _ = _three(code.lm.build_vocab(characters))
    return text(code.lm.decode(code.lm.encode(characters, char_to_idx), idx_to_char), "decode(encode(text))")


@probe
def create_examples(code: Code, encoded: list[int], context_length: int) -> ExamplesAnswer:
    """create_examples(encoded, context_length)."""
    given = list(encoded)
    examples: Any = listed(code.lm.create_examples(given, context_length), "create_examples(encoded, context_length)")
    windows = []
    for i, example in enumerate(examples):
        parts = listed(example, f"examples[{i}]")
        if len(parts) != 2:
            raise UnfitError(f"examples[{i}] has {len(parts)} parts, not a context and a target")
        windows.append((wholes(parts[0], f"examples[{i}][0]"), whole(parts[1], f"examples[{i}][1]")))
    return ExamplesAnswer(windows, wholes(given, "encoded"))


@probe
def lm_logits(code: Code, sizes: Sizes, start: Start, contexts: list[list[int]]) -> LogitsAnswer:
    """model.forward(context) for each context in turn, of one model."""
    model, _ = model_at(code, sizes, start)
    given = [list(context) for context in contexts]
    logits = [data_of(model.forward(context), "forward(context)") for context in given]
    return LogitsAnswer(logits, [wholes(context, "context") for context in given])


@probe
def lm_probs(code: Code, sizes: Sizes, start: Start, context: list[int]) -> ProbabilitiesAnswer:
    """model.forward(context) and model.predict_probs(context)."""
    model, _ = model_at(code, sizes, start)
    logits = data_of(model.forward(list(context)), "forward(context)")
    return ProbabilitiesAnswer(logits, data_of(model.predict_probs(list(context)), "predict_probs(context)"))


@probe
def lm_loss(code: Code, sizes: Sizes, start: Start, context: list[int], y: int) -> ModelLoss:
    """model.forward(context), then model.loss(context, y) and its backward pass."""
    model, parameters = model_at(code, sizes, start)
    logits = data_of(model.forward(list(context)), "forward(context)")
    loss = model.loss(list(context), y)
    value = datum(loss, "loss(context, y)")
    loss.backward()
    return ModelLoss(logits, value, grads_of(parameters, "parameters()"))


@probe
def lm_slope(code: Code, sizes: Sizes, start: Start, context: list[int], y: int, step: float) -> SlopeAnswer:
    """The loss and its gradient at the start, and the losses at start - step * v and start + step * v.

    The direction v has a component between -1 and 1 for each parameter.
    """
    model, parameters = model_at(code, sizes, start)
    origin = data_of(parameters, "parameters()")
    direction = numbers_from([start[0] + 1, -1.0, 1.0], len(parameters))
    loss = model.loss(list(context), y)
    value = datum(loss, "loss(context, y)")
    loss.backward()
    losses = []
    for signed in (-step, step):
        assign(parameters, [at + signed * v for at, v in zip(origin, direction, strict=True)])
        losses.append(datum(model.loss(list(context), y), "loss(context, y)"))
    return SlopeAnswer(value, grads_of(parameters, "parameters()"), direction, *losses)


@probe
def lm_gradients(code: Code, sizes: Sizes, start: Start, contexts: list[list[int]], targets: list[int]) -> list[float]:
    """The gradients that the losses of all these contexts and targets leave in the parameters together."""
    model, parameters = model_at(code, sizes, start)
    for context, y in zip(contexts, targets, strict=True):
        model.loss(list(context), y).backward()
    return grads_of(parameters, "parameters()")


@probe
def lm_zero_grad(code: Code, sizes: Sizes, leftover: float) -> list[float]:
    """The gradients of all parameters after model.zero_grad(), where each had been `leftover`."""
    model, parameters = model_at(code, sizes, [])
    set_gradients(parameters, leftover)
    model.zero_grad()
    return grads_of(parameters, "parameters()")


@probe
def lm_numbered(code: Code, sizes: Sizes) -> NumberedModel:
    """A model whose parameters() were numbered 1.0, 2.0, 3.0 and so on: what they say then, and num_parameters()."""
    model, parameters = model_at(code, sizes, [])
    assign(parameters, [float(number) for number in range(1, len(parameters) + 1)])
    return NumberedModel(data_of(parameters, "parameters()"), whole(model.num_parameters(), "num_parameters()"))


@probe
def lm_default_sizes(code: Code, vocab_size: int, context: list[int], named: dict[str, int]) -> DefaultSizes:
    """The logits of CharacterLM(vocab_size), its number of parameters, and those of two models with `named` sizes.

    The second has an `embed_dim` that is less by 1.
    """
    models: list[Any] = [
        code.lm.CharacterLM(vocab_size),
        code.lm.CharacterLM(vocab_size, **named),
        code.lm.CharacterLM(vocab_size, **{**named, "embed_dim": named["embed_dim"] - 1}),
    ]
    logits = data_of(models[0].forward(list(context)), "forward(context)")
    return DefaultSizes(logits, *(len(listed(model.parameters(), "parameters()")) for model in models))


def _three(vocabulary: object) -> list[object]:
    parts = listed(vocabulary, "build_vocab(text)")
    if len(parts) != 3:
        raise UnfitError(f"build_vocab(text) has {len(parts)} parts, not char_to_idx, idx_to_char and vocab_size")
    return parts
