"""Markov chains over tokens and how well they predict (Stage 1).

A sequence is padded with `order` times START in front and one END behind; every token but the START ones is
then a prediction from its history, the `order` tokens before it. Tokens are strings, END is one of them.

Names: h a history (a tuple of exactly `order` tokens), w a next token, V the set of all next tokens seen in
training, α (alpha) what smoothing adds to every count.
"""

from __future__ import annotations

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
        raise NotImplementedError

    def train(self, tokens: list[str]) -> None:
        """Add the predictions of one sequence, which may be empty, to the counts."""
        raise NotImplementedError

    def probability(self, history: tuple[str, ...], next_token: str) -> float:
        """P(next_token | history); 0.0 after a history never seen. Asking does not change the model."""
        raise NotImplementedError

    def get_distribution(self, history: tuple[str, ...]) -> dict[str, float]:
        """The tokens seen after the history, each with its probability; {} after a history never seen."""
        raise NotImplementedError


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
        raise NotImplementedError

    def train(self, tokens: list[str]) -> None:
        """Add the predictions of one sequence to the counts, and its next tokens to V."""
        raise NotImplementedError

    def probability(self, history: tuple[str, ...], next_token: str) -> float:
        """P(next_token | history), above 0 for every history and token. Asking does not change the model."""
        raise NotImplementedError

    def get_distribution(self, history: tuple[str, ...]) -> dict[str, float]:
        """Exactly the tokens of V, each with its probability after the history, seen or not."""
        raise NotImplementedError


def compute_cross_entropy(model: MarkovChain, tokens: list[str]) -> float:
    """The average of −log P(w | h) over the len(tokens) + 1 predictions of the sequence, in nats.

    `inf` where one of them has probability 0.

    >>> chain = MarkovChain(order=1)
    >>> chain.train(["a", "b", "a"])
    >>> round(compute_cross_entropy(chain, ["a"]), 8)  # P(a | START) = 1, P(END | a) = 1/2: (0 + log 2) / 2
    0.34657359

    Source: Stage 1.
    """
    raise NotImplementedError


def compute_perplexity(model: MarkovChain, tokens: list[str]) -> float:
    """exp(cross-entropy): the number of equally likely tokens that would be as hard to predict.

    `inf` where the cross-entropy is `inf`.

    >>> chain = MarkovChain(order=1)
    >>> chain.train(["a", "b", "a"])
    >>> round(compute_perplexity(chain, ["a"]), 8)  # √(1 · 2)
    1.41421356

    Source: Stage 1.
    """
    raise NotImplementedError
