"""Mistakes in autograd.py, made in submissions of another style."""

from __future__ import annotations

from rebased.record import Rebased

REBASED: tuple[Rebased, ...] = ()

NOWHERE_ELSE: dict[str, str] = {}
"""Mistakes that no other style can make, with the reason."""
