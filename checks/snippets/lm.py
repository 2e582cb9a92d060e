"""Snippets for the probes on lm.py: texts, models, training, generation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checks.snippets.common import Writer, plain

Sizes = Sequence[int]
Start = Sequence[float]


def _model(sizes: Sizes, start: Start) -> list[str]:
    """The lines that make the model with its parameters where they start."""
    made = f"model = CharacterLM({', '.join(map(repr, sizes))})"
    if not start:
        return [made]
    seed, low, high = start
    if low == high:
        return [made, f"for p in model.parameters(): p.data = {low!r}"]
    return [
        f"import random; rng = random.Random({seed!r}); {made}",
        f"for p in model.parameters(): p.data = rng.uniform({low!r}, {high!r})",
    ]


def _char_to_idx(vocabulary: str) -> str:
    return repr({char: idx for idx, char in enumerate(vocabulary)})


def _encode(characters: str, vocabulary: str) -> list[str]:
    return [f"encode({characters!r}, {_char_to_idx(vocabulary)})"]


def _decode(indices: Sequence[int], vocabulary: str) -> list[str]:
    return [f"decode({indices!r}, {dict(enumerate(vocabulary))!r})"]


def _round_trip(characters: str) -> list[str]:
    return [
        f"char_to_idx, idx_to_char, vocab_size = build_vocab({characters!r})",
        f"decode(encode({characters!r}, char_to_idx), idx_to_char)",
    ]


def _logits(sizes: Sizes, start: Start, contexts: Sequence[Sequence[int]]) -> list[str]:
    return [*_model(sizes, start), f"[[z.data for z in model.forward(context)] for context in {list(contexts)!r}]"]


def _probs(sizes: Sizes, start: Start, context: Sequence[int]) -> list[str]:
    shown = f"[z.data for z in model.forward({context!r})], [p.data for p in model.predict_probs({context!r})]"
    return [*_model(sizes, start), shown]


def _loss(sizes: Sizes, start: Start, context: Sequence[int], y: int) -> list[str]:
    return [
        *_model(sizes, start),
        f"loss = model.loss({context!r}, {y}); loss.backward()",
        f"[z.data for z in model.forward({context!r})], loss.data, [p.grad for p in model.parameters()]",
    ]


def _slope(sizes: Sizes, start: Start, context: Sequence[int], y: int, step: float) -> list[str]:
    seed, *_ = start
    return [
        *_model(sizes, start),
        f"loss = model.loss({context!r}, {y}); loss.backward()",
        f"ps = model.parameters(); rng = random.Random({seed + 1!r}); v = [rng.uniform(-1.0, 1.0) for _ in ps]",
        "along_v = sum(p.grad * d for p, d in zip(ps, v))",
        f"for p, d in zip(ps, v): p.data += {step!r} * d",
        f"further = model.loss({context!r}, {y}).data",
        f"for p, d in zip(ps, v): p.data -= {2 * step!r} * d",
        f"along_v, (further - model.loss({context!r}, {y}).data) / {2 * step!r}",
    ]


def _gradients(sizes: Sizes, start: Start, contexts: Sequence[Sequence[int]], targets: Sequence[int]) -> list[str]:
    return [
        *_model(sizes, start),
        f"for context, y in zip({contexts!r}, {targets!r}): model.loss(context, y).backward()",
        "[p.grad for p in model.parameters()]",
    ]


def _zero_grad(sizes: Sizes, leftover: float) -> list[str]:
    return [
        *_model(sizes, []),
        f"for p in model.parameters(): p.grad = {leftover!r}",
        "model.zero_grad(); [p.grad for p in model.parameters()]",
    ]


def _numbered(sizes: Sizes) -> list[str]:
    return [
        *_model(sizes, []),
        "for number, p in enumerate(model.parameters(), start=1): p.data = float(number)",
        "[p.data for p in model.parameters()], model.num_parameters()",
    ]


def _default_sizes(vocab_size: int, context: Sequence[int], named: Mapping[str, int]) -> list[str]:
    smaller = {**named, "embed_dim": named["embed_dim"] - 1}
    others = [", ".join(f"{name}={size}" for name, size in sizes.items()) for sizes in (named, smaller)]
    return [
        f"model = CharacterLM({vocab_size})",
        f"[z.data for z in model.forward({context!r})]",
        f"len(model.parameters()), len(CharacterLM({vocab_size}, {others[0]}).parameters())",
        f"len(CharacterLM({vocab_size}, {others[1]}).parameters())",
    ]


def _sgd_step(data: Sequence[float], grad: Sequence[float], learning_rate: float) -> list[str]:
    return [
        f"ps = [Value(x) for x in {data!r}]",
        f"for p, slope in zip(ps, {grad!r}): p.grad = slope",
        f"sgd_step(ps, {learning_rate!r}); [p.data for p in ps]",
    ]


def _step(sizes: Sizes, start: Start, context: Sequence[int], y: int, learning_rate: float) -> list[str]:
    return [
        *_model(sizes, start),
        f"loss = model.loss({context!r}, {y}); loss.backward()",
        f"sgd_step(model.parameters(), {learning_rate!r}); loss.data, model.loss({context!r}, {y}).data",
    ]


def _train(
    sizes: Sizes,
    start: Start,
    vocabulary: str,
    text: str,
    epochs: int,
    learning_rate: float,
    options: str = "by name",
    leftover: float = 0.0,
) -> list[str]:
    given = {
        "by name": f", epochs={epochs}, learning_rate={learning_rate!r}",
        "by position": f", {epochs}, {learning_rate!r}",
        "left out": "",
    }[options]
    used = [f"for p in model.parameters(): p.grad = {leftover!r}"] if leftover else []
    return [
        *_model(sizes, start),
        *used,
        f"train(model, {text!r}, {_char_to_idx(vocabulary)}{given}), [p.data for p in model.parameters()]",
    ]


def _descend(sizes: Sizes, start: Start, vocabulary: str, text: str, epochs: int, learning_rate: float) -> list[str]:
    context_length = sizes[3]
    indices = [vocabulary.index(char) for char in text]
    windows = [
        (indices[i : i + context_length], indices[i + context_length]) for i in range(len(text) - context_length)
    ]
    return [
        *_model(sizes, start),
        f"windows = {windows!r}",
        f"for _ in range({epochs}):",
        "    for p in model.parameters(): p.grad = 0.0",
        "    for context, y in windows: model.loss(context, y).backward()",
        f"    for p in model.parameters(): p.data -= {learning_rate!r} * p.grad / len(windows)",
        "",
        "sum(model.loss(context, y).data for context, y in windows) / len(windows)",
    ]


def _perplexity(sizes: Sizes, start: Start, vocabulary: str, text: str) -> list[str]:
    return [*_model(sizes, start), f"compute_perplexity(model, {text!r}, {_char_to_idx(vocabulary)})"]


def _generate(
    sizes: Sizes,
    start: Start,
    vocabulary: str,
    seed_text: str,
    seeds: Any,
    length: int | None = None,
    temperature: float | None = None,
) -> list[str]:
    options = {"length": length, "temperature": temperature}
    given = "".join(f", {name}={option!r}" for name, option in options.items() if option is not None)
    maps = f"{_char_to_idx(vocabulary)}, {dict(enumerate(vocabulary))!r}"
    return [
        *_model(sizes, start),
        f"import random; maps = {maps}",
        f"for seed in {seeds if isinstance(seeds, list) else [seeds]!r}:",
        f"    random.seed(seed); print(generate(model, {seed_text!r}, *maps{given}))",
    ]


WRITERS: dict[str, Writer] = {
    "build_vocab": plain("build_vocab"),
    "encode": _encode,
    "decode": _decode,
    "round_trip": _round_trip,
    "create_examples": plain("create_examples"),
    "lm_logits": _logits,
    "lm_probs": _probs,
    "lm_loss": _loss,
    "lm_slope": _slope,
    "lm_gradients": _gradients,
    "lm_zero_grad": _zero_grad,
    "lm_numbered": _numbered,
    "lm_default_sizes": _default_sizes,
    "sgd_step": _sgd_step,
    "lm_step": _step,
    "lm_train": _train,
    "lm_train_to_the_end": _train,
    "lm_descend": _descend,
    "lm_perplexity": _perplexity,
    "lm_generate": _generate,
    "lm_generate_and_follow": _generate,
}
"""By the names of the probes."""
