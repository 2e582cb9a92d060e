"""Markov chains over tokens and how well they predict (Stage 1).

A sequence is padded with `order` times START in front and one END behind; every token but the START ones is
then a prediction from its history, the `order` tokens before it. Tokens are strings, END is one of them.

Names: h a history (a tuple of exactly `order` tokens), w a next token, V the set of all next tokens seen in
training, α (alpha) what smoothing adds to every count.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from statistics import fmean

START = "<START>"
END = "<END>"


class MarkovChain:
    """The maximum likelihood model: P(w | h) = count(h, w) / count(h).

    Attributes:
        order: the length of a history.

    >>> chain = MarkovChain(order=1)
    >>> chain.train(["a", "b", "a"])  # predictions: START a, a b, b a, a END
    >>> chain.get_distribution(("a",)) == {"b": 0.5, "<END>": 0.5}
    True

    Source: Stage 1.
    """

    def __init__(self, order: int = 1) -> None:
        """Make a chain that has counted nothing yet.

        Raises:
            ValueError: order < 1.
        """
        if order < 1:
            raise ValueError(f"order is {order}, but should be at least 1")
        self.order = order
        self._counts: dict[tuple[str, ...], Counter[str]] = {}

    def train(self, tokens: list[str]) -> None:
        """Add the predictions of one sequence, which may be empty, to the counts."""
        for history, next_token in _predictions(tokens, self.order):
            self._counts.setdefault(history, Counter())[next_token] += 1

    def probability(self, history: tuple[str, ...], next_token: str) -> float:
        """P(next_token | history); 0.0 after a history never seen. Asking does not change the model."""
        counts = self._counts_after(history)
        return counts[next_token] / counts.total() if counts else 0.0

    def get_distribution(self, history: tuple[str, ...]) -> dict[str, float]:
        """The tokens seen after the history, each with its probability; {} after a history never seen."""
        counts = self._counts_after(history)
        total = counts.total()
        return {token: count / total for token, count in counts.items()}

    def _counts_after(self, history: tuple[str, ...]) -> Counter[str]:
        """count(history, ·), of which 0 is asked without being stored."""
        return self._counts.get(history, Counter())


class SmoothedMarkovChain(MarkovChain):
    """The model with additive smoothing: P(w | h) = (count(h, w) + α) / (count(h) + α |V|).

    After a history never seen it is uniform over V. A token outside V has count 0.

    Attributes:
        order: the length of a history.
        alpha: α.

    >>> chain = SmoothedMarkovChain(order=1, alpha=1.0)
    >>> chain.train(["a", "b", "a"])  # V = {a, b, END}
    >>> chain.probability(("a",), "a"), chain.probability(("a",), "b")  # (0 + 1) / (2 + 3), (1 + 1) / (2 + 3)
    (0.2, 0.4)

    Source: Stage 1.
    """

    def __init__(self, order: int = 1, alpha: float = 1.0) -> None:
        """Make a chain that has counted nothing yet.

        Raises:
            ValueError: order < 1, or alpha <= 0.
        """
        super().__init__(order)
        if not alpha > 0:
            raise ValueError(f"alpha is {alpha}, but should be above 0")
        self.alpha = alpha
        self._vocabulary: set[str] = set()

    def train(self, tokens: list[str]) -> None:
        """Add the predictions of one sequence to the counts, and its next tokens to V."""
        super().train(tokens)
        self._vocabulary.update(tokens, [END])

    def probability(self, history: tuple[str, ...], next_token: str) -> float:
        """P(next_token | history), above 0 for every history and token. Asking does not change the model."""
        counts = self._counts_after(history)
        return (counts[next_token] + self.alpha) / self._smoothed_total(counts)

    def get_distribution(self, history: tuple[str, ...]) -> dict[str, float]:
        """Exactly the tokens of V, each with its probability after the history, seen or not."""
        counts = self._counts_after(history)
        total = self._smoothed_total(counts)
        return {token: (counts[token] + self.alpha) / total for token in sorted(self._vocabulary)}

    def _smoothed_total(self, counts: Counter[str]) -> float:
        """count(h) + α |V|."""
        return counts.total() + self.alpha * len(self._vocabulary)


def compute_cross_entropy(model: MarkovChain, tokens: list[str]) -> float:
    """The average of −log P(w | h) over the len(tokens) + 1 predictions of the sequence, in nats.

    `inf` where one of them has probability 0.

    >>> chain = MarkovChain(order=1)
    >>> chain.train(["a", "b", "a"])
    >>> round(compute_cross_entropy(chain, ["a"]), 8)  # P(a | START) = 1, P(END | a) = 1/2: (0 + log 2) / 2
    0.34657359

    Source: Stage 1.
    """
    probs = (model.probability(history, token) for history, token in _predictions(tokens, model.order))
    return fmean(math.inf if prob == 0 else -math.log(prob) for prob in probs)


def compute_perplexity(model: MarkovChain, tokens: list[str]) -> float:
    """exp(cross-entropy): the number of equally likely tokens that would be as hard to predict.

    `inf` where the cross-entropy is `inf`.

    >>> chain = MarkovChain(order=1)
    >>> chain.train(["a", "b", "a"])
    >>> round(compute_perplexity(chain, ["a"]), 8)  # √(1 · 2)
    1.41421356

    Source: Stage 1.
    """
    try:
        return math.exp(compute_cross_entropy(model, tokens))
    except OverflowError:  # beyond the largest float
        return math.inf


def _predictions(tokens: list[str], order: int) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every (history, next token) of the padded sequence, in order."""
    padded = [START] * order + [*tokens, END]
    for i in range(order, len(padded)):
        yield tuple(padded[i - order : i]), padded[i]
