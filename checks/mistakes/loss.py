"""Mistakes in loss.py."""

from __future__ import annotations

from checks.mistakes.record import Mistake

MISTAKES: tuple[Mistake, ...] = ()
