"""The bank of mistakes: wrong implementations, each one small edit of the reference, and how they are applied."""

from __future__ import annotations

from checks.mistakes import autograd, lm, loss_cross_entropy, loss_numbers, loss_softmax, ngram, nn, vectorized
from checks.mistakes.record import Mistake, apply
from checks.mistakes.witnesses import Witness, witnesses

__all__ = ["MISTAKES", "Mistake", "Witness", "apply", "witnesses"]

MISTAKES: tuple[Mistake, ...] = (
    *autograd.MISTAKES,
    *ngram.MISTAKES,
    *loss_softmax.MISTAKES,
    *loss_cross_entropy.MISTAKES,
    *loss_numbers.MISTAKES,
    *nn.MISTAKES,
    *lm.MISTAKES,
    *vectorized.MISTAKES,
)
