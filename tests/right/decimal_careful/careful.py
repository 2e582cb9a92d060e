"""Sums that lose nothing, and functions near the places where the usual ones lose digits."""

import math
from decimal import Context, Decimal
from fractions import Fraction

DIGITS = Context(prec=50, Emax=10**9, Emin=-(10**9))


class Sum:
    """Neumaier's running sum: what an addition rounds away is kept, and added at the end."""

    def __init__(self):
        self.sum = self.lost = 0.0
        self.count = 0

    def add(self, number):
        total = self.sum + number
        if math.isfinite(total):
            large, small = (self.sum, number) if abs(self.sum) >= abs(number) else (number, self.sum)
            self.lost += (large - total) + small
        self.sum = total
        self.count += 1

    def result(self):
        return self.sum + self.lost

    def mean(self):
        return self.result() / self.count


def of(numbers):
    """Their Neumaier sum."""
    running = Sum()
    for number in numbers:
        running.add(number)
    return running.result()


def logistic(x):
    """σ(x) and σ(−x), of which only the smaller is made of an exponential."""
    e = math.exp(-abs(x))
    small = e / (1 + e)
    return (1 - small, small) if x >= 0 else (small, 1 - small)


def tanh(x):
    d = -math.expm1(-2 * abs(x))  # 1 − exp(−2|x|)
    return math.copysign(d / (2 - d), x)


def xlogy(x, y):
    """x log y, and 0 for x = 0; the logarithm of numbers near 1 by log1p."""
    if x == 0:
        return 0.0
    if y == 0:
        return -math.inf
    return x * (math.log1p(float(y - 1)) if 0.5 < y < 2 else math.log(y))


def surprise(p):
    """−log of a probability, which may be a Fraction too small or too near to 1 for a float."""
    p = Fraction(p)
    if p == 0:
        return math.inf
    if p > Fraction(1, 2):
        return -math.log1p(float(p - 1))
    return math.log(p.denominator) - math.log(p.numerator)


def decimal_softmax(logits):
    """Without a shift: with exponents of nine digits, nothing overflows."""
    exps = [DIGITS.exp(Decimal(z)) for z in logits]
    total = Decimal(0)
    for e in exps:
        total = DIGITS.add(total, e)
    return [DIGITS.divide(e, total) for e in exps]
