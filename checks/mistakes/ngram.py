"""Mistakes in ngram.py."""

from __future__ import annotations

from checks.mistakes.record import Mistake

MISTAKES: tuple[Mistake, ...] = ()
