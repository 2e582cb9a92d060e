"""Questions about generate of lm.py: texts for seeds of `random`, and the logits that each character was drawn by."""

from __future__ import annotations

import random
from typing import Any

from .. import numbers
from ..answers import FollowedText, GenerationAnswer
from ..loading import Code
from .models import Sizes, Start, char_pairs, idx_pairs, model_at
from .nodes import data_of
from .register import probe


@probe
def lm_generate(
    code: Code,
    sizes: Sizes,
    start: Start,
    vocabulary: str,
    seed_text: str,
    seeds: list[int],
    length: int | None = None,
    temperature: float | None = None,
) -> GenerationAnswer:
    """For each seed: random.seed(seed), then generate(model, seed_text, ..., length, temperature), of one model.

    None leaves length or temperature out.
    """
    model, parameters = model_at(code, sizes, start)
    char_to_idx = {char: idx for idx, char in enumerate(vocabulary)}
    idx_to_char = dict(enumerate(vocabulary))
    before = data_of(parameters, "parameters()")
    options: dict[str, Any] = {"length": length, "temperature": temperature}
    given = {name: option for name, option in options.items() if option is not None}
    texts, random_after = [], []
    for seed in seeds:
        random.seed(seed)
        generated = code.lm.generate(model, seed_text, char_to_idx, idx_to_char, **given)
        random_after.append(random.random())  # noqa: S311  # no secret
        texts.append(numbers.text(generated, "generate(...)"))
    after = data_of(parameters, "parameters()")
    return GenerationAnswer(texts, random_after, before, after, char_pairs(char_to_idx), idx_pairs(idx_to_char))


@probe
def lm_generate_and_follow(
    code: Code,
    sizes: Sizes,
    start: Start,
    vocabulary: str,
    seed_text: str,
    seed: int,
    length: int,
    temperature: float | None = None,
) -> FollowedText:
    """random.seed(seed), generate(...), and then model.forward of each context that a character was drawn for.

    Following ends at the first character outside the vocabulary.
    """
    model, _ = model_at(code, sizes, start)
    idx_of = {char: idx for idx, char in enumerate(vocabulary)}
    options = {} if temperature is None else {"temperature": temperature}
    random.seed(seed)
    generated: Any = code.lm.generate(
        model, seed_text, dict(idx_of), dict(enumerate(vocabulary)), length=length, **options
    )
    text = numbers.text(generated, "generate(...)")
    known: dict[str, list[float]] = {}
    logits = []
    for end in range(len(seed_text), len(text)):
        context = text[end - sizes[3] : end]
        if not set(context) <= set(vocabulary):
            break
        if context not in known:
            known[context] = data_of(model.forward([idx_of[char] for char in context]), "forward(context)")
        logits.append(known[context])
    return FollowedText(text, logits)
