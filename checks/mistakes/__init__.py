"""The bank of mistakes: wrong implementations, each one small edit of the reference, and how they are applied."""

from __future__ import annotations

from checks.mistakes import (
    autograd_backward,
    autograd_functions,
    autograd_operators,
    lm_generation,
    lm_model,
    lm_text,
    lm_training,
    loss_cross_entropy,
    loss_numbers,
    loss_softmax,
    ngram_chain,
    ngram_cross_entropy,
    ngram_smoothing,
    nn,
    vectorized,
)
from checks.mistakes.record import KINDS, Mistake, apply
from checks.mistakes.witnesses import Witness, witnesses

__all__ = ["MISTAKES", "Mistake", "Witness", "apply", "caught_by", "witnesses"]

MISTAKES: tuple[Mistake, ...] = (
    *autograd_operators.MISTAKES,
    *autograd_functions.MISTAKES,
    *autograd_backward.MISTAKES,
    *ngram_chain.MISTAKES,
    *ngram_smoothing.MISTAKES,
    *ngram_cross_entropy.MISTAKES,
    *loss_softmax.MISTAKES,
    *loss_cross_entropy.MISTAKES,
    *loss_numbers.MISTAKES,
    *nn.MISTAKES,
    *lm_text.MISTAKES,
    *lm_model.MISTAKES,
    *lm_training.MISTAKES,
    *lm_generation.MISTAKES,
    *vectorized.MISTAKES,
)


def caught_by(property_id: str) -> list[Mistake]:
    """The mistakes that this property has to catch, the classic ones first, the subtle ones next."""
    found = [mistake for mistake in MISTAKES if mistake.caught_by == property_id]
    return sorted(found, key=lambda mistake: KINDS.index(mistake.kind))
