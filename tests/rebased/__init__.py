"""Mistakes of the bank, made again in right submissions of another style: what a student's version of them looks like.

Diagnosis has to recognise them although not one line is the reference's.
"""

from __future__ import annotations

from rebased import autograd, lm, loss_cross_entropy, loss_numbers, loss_softmax, ngram, nn, vectorized
from rebased.record import Rebased

_MODULES = (autograd, ngram, loss_softmax, loss_cross_entropy, loss_numbers, nn, lm, vectorized)

REBASED: tuple[Rebased, ...] = tuple(rebased for module in _MODULES for rebased in module.REBASED)

NOWHERE_ELSE: dict[str, str] = {key: reason for module in _MODULES for key, reason in module.NOWHERE_ELSE.items()}
"""Mistakes that no other style can make, with the reason."""
