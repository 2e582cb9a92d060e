"""Probabilities are fractions, exactly; a history's tokens stand in one list, as often as they followed it.

A smoothed model rounds alpha to no float: Fraction(0.1) is what 0.1 is. Perplexity is a geometric mean.
"""

import math
import statistics
from fractions import Fraction

from talk import bar, log

START, END = "<START>", "<END>"


class Followers(dict):
    """The list of what followed each history; of a history never seen, an empty one that is not kept."""

    def __missing__(self, history):
        log.info("nobody has seen %s", history)
        return []


def pairs_of(tokens, order):
    history = (START,) * order
    for token in (*tokens, END):
        yield history, token
        history = (*history[1:], token)


class MarkovChain:
    def __init__(self, order=1):
        if order < 1:
            raise ValueError("an order is 1 or more")
        self.order = order
        self.followers = Followers()

    def train(self, tokens):
        for history, token in bar(pairs_of(tokens, self.order), "counting"):
            self.followers.setdefault(history, []).append(token)

    def probability(self, history, next_token):
        followers = self.followers[history]
        if not followers:
            return 0
        return Fraction(followers.count(next_token), len(followers))

    def get_distribution(self, history):
        return {token: self.probability(history, token) for token in self.followers[history]}


class SmoothedMarkovChain(MarkovChain):
    def __init__(self, order=1, alpha=1.0):
        super().__init__(order)
        self.alpha = Fraction(alpha)

    def train(self, tokens):
        super().train(tokens)
        self.vocabulary = sorted(set().union(*self.followers.values()))
        print("V =", self.vocabulary)

    def probability(self, history, next_token):
        followers = self.followers[history]
        above = followers.count(next_token) + self.alpha
        return above / (len(followers) + self.alpha * len(self.vocabulary))

    def get_distribution(self, history):
        return {token: self.probability(history, token) for token in self.vocabulary}


def probabilities_of(model, tokens):
    return [model.probability(history, token) for history, token in pairs_of(tokens, model.order)]


def compute_cross_entropy(model, tokens):
    probs = bar(probabilities_of(model, tokens), "measuring")
    surprises = [math.log(P.denominator) - math.log(P.numerator) if P else math.inf for P in probs]
    return statistics.fmean(surprises)


def compute_perplexity(model, tokens):
    probs = probabilities_of(model, tokens)
    return statistics.geometric_mean([1 / P for P in probs]) if all(probs) else math.inf
