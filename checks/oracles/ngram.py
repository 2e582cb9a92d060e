"""What an n-gram model must answer, from the list of all windows of the padded texts.

A window is a history of `order` tokens and the token after it. Names: h a history, w a next token, V the next tokens
that occur, α (alpha) what smoothing adds to every count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from checks.oracles import information

START = "<START>"
END = "<END>"
Text = Sequence[str]
History = Sequence[str]
Model = list[Any]
"""The class and what its constructor is given: `["MarkovChain", 2]`, `["SmoothedMarkovChain", 2, 0.5]`."""


class Chain:
    """A chain of some order that was trained on some texts; without smoothing, α is 0.

    >>> chain = Chain(1, [["a", "b", "a"]])
    >>> chain.distribution(["a"]) == {"b": 0.5, "<END>": 0.5}
    True
    """

    def __init__(self, order: int, texts: Sequence[Text], alpha: float = 0.0) -> None:
        self.order = order
        self.alpha = alpha
        self.windows = Counter(window for text in texts for window in windows(text, order))
        self.vocabulary = sorted({window[-1] for window in self.windows})
        self._totals: dict[tuple[str, ...], int] = {}
        for window, times in self.windows.items():
            self._totals[window[:-1]] = self._totals.get(window[:-1], 0) + times
        self.histories = list(self._totals)

    def count(self, history: History, token: str) -> int:
        """count(h, w)."""
        return self.windows[(*history, token)]

    def total(self, history: History) -> int:
        """count(h)."""
        return self._totals.get(tuple(history), 0)

    def probability(self, history: History, token: str) -> float:
        """(count(h, w) + α) / (count(h) + α |V|), rounded once; 0 where that is 0 / 0."""
        part, whole = self.alpha.as_integer_ratio()
        below = self.total(history) * whole + part * len(self.vocabulary)
        return (self.count(history, token) * whole + part) / below if below else 0.0

    def distribution(self, history: History) -> dict[str, float]:
        """The tokens of V that have a probability after this history."""
        probs = {token: self.probability(history, token) for token in self.vocabulary}
        return {token: prob for token, prob in probs.items() if prob}

    def cross_entropy(self, text: Text) -> float:
        """The average of −log P over the len(text) + 1 predictions."""
        asked = windows(text, self.order)
        probs = {window: self.probability(window[:-1], window[-1]) for window in set(asked)}
        return information.average_nll([probs[window] for window in asked])


def trained(model: Model, texts: Sequence[Text]) -> Chain:
    """The chain that a model is; an order left out is 1, and α 1.0."""
    order = model[1] if len(model) > 1 else 1
    alpha = model[2] if len(model) > 2 else 1.0
    return Chain(order, texts, alpha if model[0] == "SmoothedMarkovChain" else 0.0)


def windows(text: Text, order: int) -> list[tuple[str, ...]]:
    """Every window of the padded text, in order.

    >>> windows(["a"], 2)
    [('<START>', '<START>', 'a'), ('<START>', 'a', '<END>')]
    """
    padded = [START] * order + list(text) + [END]
    return [tuple(padded[i : i + order + 1]) for i in range(len(text) + 1)]
