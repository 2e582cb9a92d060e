"""A log-sum-exp that reads its numbers once: a running maximum, and the sum of exponentials relative to it."""

import math


class Normalizer:
    def __init__(self, numbers=()):
        self.maximum = -math.inf
        self.relative = 0.0
        for number in numbers:
            self.include(number)

    def include(self, number):
        if number > self.maximum:
            self.relative *= math.exp(self.maximum - number)
            self.maximum = number
        self.relative += math.exp(number - self.maximum)

    @property
    def log(self):
        return self.maximum + math.log(self.relative)

    def probability(self, number):
        return math.exp(number - self.maximum) / self.relative

    def surprise(self, number):
        """-log of the probability; the large numbers go first."""
        return (self.maximum - number) + math.log(self.relative)
