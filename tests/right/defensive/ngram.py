"""Refuses markers among tokens, histories of another length, and a smoothed model that was never trained.

A frozen record for each prediction; a model holds a Counter of predictions, and of their histories.
"""

import math
from collections import Counter
from dataclasses import dataclass

from checks import number, sequence, string, whole

START, END = "<START>", "<END>"


@dataclass(frozen=True, order=True)
class Prediction:
    history: tuple[str, ...]
    token: str


def predictions(tokens, order):
    for token in sequence(tokens, "tokens"):
        if string(token, "a token") in (START, END):
            raise ValueError(f"{token} marks where a text starts or ends: it is no token")
    padded = (START,) * order + tuple(tokens) + (END,)
    return [Prediction(padded[i - order : i], padded[i]) for i in range(order, len(padded))]


class MarkovChain:
    def __init__(self, order=1):
        self._order = whole(order, "order", least=1)
        self._predictions = Counter()
        self._histories = Counter()

    @property
    def order(self):
        return self._order

    def train(self, tokens):
        made = predictions(tokens, self.order)
        self._predictions.update(made)
        self._histories.update(prediction.history for prediction in made)

    def _check(self, history):
        if not isinstance(history, tuple):
            raise TypeError("a history is a tuple")
        if len([string(token, "a token of the history") for token in history]) != self.order:
            raise ValueError(f"a history has {self.order} tokens, not {len(history)}")
        return history

    def probability(self, history, next_token):
        count = self._predictions[Prediction(self._check(history), string(next_token, "next_token"))]
        return count / self._histories[history] if count else 0.0

    def get_distribution(self, history):
        self._check(history)
        followers = sorted(p.token for p in self._predictions if p.history == history)
        return {token: self.probability(history, token) for token in followers}


class SmoothedMarkovChain(MarkovChain):
    def __init__(self, order=1, alpha=1.0):
        super().__init__(order)
        self.alpha = alpha

    @property
    def alpha(self):
        return self._alpha

    @alpha.setter
    def alpha(self, alpha):
        if not 0 < number(alpha, "alpha") < math.inf:
            raise ValueError(f"alpha should be above 0, not {alpha}")
        self._alpha = alpha

    @property
    def vocabulary(self):
        if not self._predictions:
            raise RuntimeError("train this model before you ask it")
        return frozenset(prediction.token for prediction in self._predictions)

    def probability(self, history, next_token):
        count = self._predictions[Prediction(self._check(history), string(next_token, "next_token"))]
        return (count + self.alpha) / (self._histories[history] + self.alpha * len(self.vocabulary))

    def get_distribution(self, history):
        return {token: self.probability(history, token) for token in self.vocabulary}


def compute_cross_entropy(model, tokens):
    if not isinstance(model, MarkovChain):
        raise TypeError(f"a {type(model).__name__} is no model")
    asked = [model.probability(p.history, p.token) for p in predictions(tokens, model.order)]
    return math.fsum(-math.log(P) for P in asked) / len(asked) if all(asked) else math.inf


def compute_perplexity(model, tokens):
    return math.exp(compute_cross_entropy(model, tokens))
