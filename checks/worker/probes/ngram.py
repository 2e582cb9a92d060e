"""Questions about ngram.py: scripts of calls to one model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..answers import ChainAnswer
from ..loading import Code
from ..numbers import UnfitError, listed, real, text
from .register import probe

Step = list[Any]
_TAKE_TOKENS = ("train", "cross_entropy", "perplexity", "other")


@probe
def chain(code: Code, model: list[Any], script: list[Step]) -> ChainAnswer:
    """Makes a model, its class and arguments being `model`, and puts the steps of the script to it in turn.

    `["train", tokens]`; `["probability", history, token]`, `["cross_entropy", tokens]` and `["perplexity", tokens]`,
    which give numbers; `["distribution", history]`; and `["other", arguments, tokens]`, which makes a second model of
    the class, trains it and keeps it.
    """
    kind, *arguments = model
    make: Any = getattr(code.ngram, kind)
    subject, others = make(*arguments), []
    numbers, distributions = [], []
    for action, *operands in script:
        match action:
            case "train":
                subject.train(*operands)
            case "probability":
                numbers.append(real(subject.probability(tuple(operands[0]), operands[1]), "probability(...)"))
            case "distribution":
                distributions.append(_pairs(subject.get_distribution(tuple(operands[0]))))
            case "other":
                others.append(make(*operands[0]))
                others[-1].train(operands[1])
            case _:
                score = getattr(code.ngram, f"compute_{action}")
                numbers.append(real(score(subject, *operands), f"compute_{action}(...)"))
    lists = [step[-1] for step in script if step[0] in _TAKE_TOKENS]
    tokens_after = [[text(token, "a token") for token in listed(tokens, "tokens")] for tokens in lists]
    return ChainAnswer(numbers, distributions, tokens_after)


def _pairs(distribution: object) -> list[tuple[str, float]]:
    if not isinstance(distribution, Mapping):
        raise UnfitError(f"get_distribution(...) is a {type(distribution).__name__}, not a dict")
    return [
        (text(token, "a token of get_distribution(...)"), real(prob, "a probability of get_distribution(...)"))
        for token, prob in distribution.items()
    ]
