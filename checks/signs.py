"""Writes mathematical signs in letters that a terminal can show, or that a screen reader can read out.

Only the signs are spelt out that our own texts are written in. Everything else that cannot be shown, such as a letter
of a student's text, becomes an escape as Python writes it, so that a case can still be pasted.
"""

from __future__ import annotations

import re

PLAIN = "CROSSCHECK_PLAIN"
"""Set in the environment, it asks for ASCII, without colours; so does the option `--plain`."""

WORDS = {
    "Σ": "sum",
    "∑": "sum",
    "Π": "product",
    "α": "alpha",
    "δ": "delta",
    "ε": "epsilon",
    "η": "eta",
    "θ": "theta",
    "σ": "sigma",
    "∇": "grad",
    "∞": "inf",
    "√": "sqrt",
}
SIGNS = {
    "∂": "d",
    "−": "-",
    "–": "-",
    "±": "+-",
    "·": "*",
    "×": "*",
    "⊗": "*",
    "‖": "||",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "≈": "~",
    "→": "->",
    "←": "<-",
    "▶": ">",
    "′": "'",
    "…": "...",
    "⏎": "|",
    "─": "-",
    "│": "|",
    "✓": "ok",
    "✗": "x",
    "�": "?",
}
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵃⁿᵀ", "0123456789+-anT", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))

_UNKNOWN = re.compile("|".join([f"[{''.join(RAISED)}]+", f"[{''.join(LOWERED)}]+", *map(re.escape, WORDS | SIGNS)]))


def can_show(text: str, encoding: str) -> bool:
    """Whether the encoding has every character of the text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def spelled(text: str, encoding: str = "ascii") -> str:
    r"""The text in characters that the encoding has.

    >>> spelled("∂L/∂z = softmax(z) − onehot(y), e⁻ᵃ, 10⁴, Σx, 2θ")
    'dL/dz = softmax(z) - onehot(y), e^(-a), 10^4, sum x, 2 theta'
    >>> spelled("é − 1", "cp1252"), spelled("é − 1")
    ('é - 1', '\\xe9 - 1')
    """
    if can_show(text, encoding):
        return text

    def written(found: re.Match[str]) -> str:
        sign = found[0]
        if can_show(sign, encoding):
            return sign
        if sign in WORDS:
            before, after = text[: found.start()][-1:], text[found.end() :][:1]
            return " " * before.isalnum() + WORDS[sign] + " " * after.isalnum()
        return SIGNS.get(sign) or _in_a_row(sign)

    return _UNKNOWN.sub(written, text).encode(encoding, "backslashreplace").decode(encoding)


def _in_a_row(sign: str) -> str:
    """Exponents and indices, several of which stand for one."""
    if sign[0] in LOWERED:
        return "_" + "".join(LOWERED[letter] for letter in sign)
    raised = "".join(RAISED[letter] for letter in sign)
    return f"^{raised}" if len(raised) == 1 or raised.isdigit() else f"^({raised})"
