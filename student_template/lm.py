"""A neural language model over characters, its training and its use (Section 3.5).

To the model a text is a list of indices into the vocabulary. A window is a context of `context_length` indices
and the target that follows it; a text of n characters has n − context_length windows.
"""

from __future__ import annotations

from autograd import Value


def build_vocab(text: str) -> tuple[dict[str, int], dict[int, str], int]:
    """(char_to_idx, idx_to_char, vocab_size): the distinct characters of the text, sorted, numbered from 0.

    >>> build_vocab("hello")
    ({'e': 0, 'h': 1, 'l': 2, 'o': 3}, {0: 'e', 1: 'h', 2: 'l', 3: 'o'}, 4)

    Source: Section 3.5 The complete LM.
    """
    raise NotImplementedError


def encode(text: str, char_to_idx: dict[str, int]) -> list[int]:
    """The index of each character.

    >>> encode("abba", {"a": 0, "b": 1})
    [0, 1, 1, 0]

    Raises:
        KeyError: a character is outside the vocabulary.

    Source: Section 3.5 The complete LM.
    """
    raise NotImplementedError


def decode(indices: list[int], idx_to_char: dict[int, str]) -> str:
    """The text that has these indices: the inverse of `encode`.

    >>> decode([0, 1, 1, 0], {0: "a", 1: "b"})
    'abba'

    Raises:
        KeyError: an index is outside the vocabulary.

    Source: Section 3.5 The complete LM.
    """
    raise NotImplementedError


def create_examples(encoded: list[int], context_length: int) -> list[tuple[list[int], int]]:
    """Every window (context, target), in order; none if the text is too short to have one.

    >>> create_examples([5, 6, 7, 8], context_length=2)
    [([5, 6], 7), ([6, 7], 8)]

    Source: Section 3.5 The complete LM.
    """
    raise NotImplementedError


class CharacterLM:
    """A map from a context to one logit per character of the vocabulary:

    context → embeddings, concatenated in order → hidden layer → tanh → linear layer → logits

    More hidden layers or another nonlinearity will do as well; the parameters counted here are those of this one.

    >>> model = CharacterLM(vocab_size=5, embed_dim=2, hidden_dim=3, context_length=4)
    >>> model.num_parameters()  # 5·2 + (3·(4·2) + 3) + (5·3 + 5)
    57
    >>> len(model.forward([0, 4, 4, 1]))
    5

    Source: Section 3.5 The complete LM.
    """

    def __init__(self, vocab_size: int, embed_dim: int = 32, hidden_dim: int = 64, context_length: int = 8) -> None:
        """Make a model with random parameters; all sizes are at least 1."""
        raise NotImplementedError

    def forward(self, context: list[int]) -> list[Value]:
        """The vocab_size logits of the character that follows.

        Raises:
            ValueError: the context has not context_length indices.
        """
        raise NotImplementedError

    def predict_probs(self, context: list[int]) -> list[Value]:
        """The vocab_size probabilities of the character that follows: softmax(logits)."""
        raise NotImplementedError

    def loss(self, context: list[int], target_idx: int) -> Value:
        """−log P(target | context), the cross-entropy of the logits, in nats."""
        raise NotImplementedError

    def parameters(self) -> list[Value]:
        """All that learning moves, each Value once: the embedding, the hidden layer, the output layer."""
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to 0.0, as backward passes add to it."""
        raise NotImplementedError

    def num_parameters(self) -> int:
        """The number of Values that learning moves."""
        raise NotImplementedError


def sgd_step(parameters: list[Value], learning_rate: float) -> None:
    """Every parameter has moved down its gradient: θ ← θ − η ∂L/∂θ, where η is the learning rate.

    >>> p = Value(1.0)
    >>> p.grad = 4.0
    >>> sgd_step([p], learning_rate=0.125)
    >>> p.data
    0.5

    Source: Section 3.5 The complete LM.
    """
    raise NotImplementedError


def train(
    model: CharacterLM, text: str, char_to_idx: dict[str, int], epochs: int = 10, learning_rate: float = 0.1
) -> list[float]:
    """For each epoch the average loss over its windows, in nats, each as it was when its turn came.

    Every window in turn makes one step of stochastic gradient descent, along the gradient of its own loss alone;
    another order, or batches, will do as well. The model given is the one that learns.

    Raises:
        ValueError: the text has no window.

    Source: Section 3.5 The complete LM.
    """
    raise NotImplementedError


def compute_perplexity(model: CharacterLM, text: str, char_to_idx: dict[str, int]) -> float:
    """exp(average loss over all windows of the text): vocab_size, if all characters are equally likely to it.

    The model's parameters stay as they are.

    Raises:
        ValueError: the text has no window.

    Source: Section 3.5 The complete LM.
    """
    raise NotImplementedError


def generate(
    model: CharacterLM,
    seed_text: str,
    char_to_idx: dict[str, int],
    idx_to_char: dict[int, str],
    length: int = 100,
    temperature: float = 1.0,
) -> str:
    """seed_text followed by exactly `length` characters, each drawn from softmax(logits / T) for its context.

    The context is the last context_length characters so far, filled up in front with the character of index 0
    where there are fewer. The draws come from `random`, which is not seeded here: `random.seed` before the call
    makes it repeatable.

    Source: Section 3.5 The complete LM.
    """
    raise NotImplementedError
