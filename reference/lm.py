"""A neural language model over characters, its training and its use (Section 3.5).

To the model a text is a list of indices into the vocabulary. A window is a context of `context_length` indices
and the target that follows it; a text of n characters has n − context_length windows.
"""

from __future__ import annotations

import random
from statistics import fmean

from autograd import Value
from loss import cross_entropy_loss, perplexity, softmax
from nn import Embedding, Linear


def build_vocab(text: str) -> tuple[dict[str, int], dict[int, str], int]:
    """(char_to_idx, idx_to_char, vocab_size): the distinct characters of the text, sorted, numbered from 0.

    >>> build_vocab("hello")
    ({'e': 0, 'h': 1, 'l': 2, 'o': 3}, {0: 'e', 1: 'h', 2: 'l', 3: 'o'}, 4)

    Source: Section 3.5 The complete LM.
    """
    chars = sorted(set(text))
    return {char: idx for idx, char in enumerate(chars)}, dict(enumerate(chars)), len(chars)


def encode(text: str, char_to_idx: dict[str, int]) -> list[int]:
    """The index of each character.

    >>> encode("abba", {"a": 0, "b": 1})
    [0, 1, 1, 0]

    Raises:
        KeyError: a character is outside the vocabulary.

    Source: Section 3.5 The complete LM.
    """
    return [char_to_idx[char] for char in text]


def decode(indices: list[int], idx_to_char: dict[int, str]) -> str:
    """The text that has these indices: the inverse of `encode`.

    >>> decode([0, 1, 1, 0], {0: "a", 1: "b"})
    'abba'

    Raises:
        KeyError: an index is outside the vocabulary.

    Source: Section 3.5 The complete LM.
    """
    return "".join(idx_to_char[idx] for idx in indices)


def create_examples(encoded: list[int], context_length: int) -> list[tuple[list[int], int]]:
    """Every window (context, target), in order; none if the text is too short to have one.

    >>> create_examples([5, 6, 7, 8], context_length=2)
    [([5, 6], 7), ([6, 7], 8)]

    Source: Section 3.5 The complete LM.
    """
    starts = range(len(encoded) - context_length)
    return [(encoded[i : i + context_length], encoded[i + context_length]) for i in starts]


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
        self.context_length = context_length
        self.embedding = Embedding(vocab_size, embed_dim)
        self.hidden = Linear(context_length * embed_dim, hidden_dim)
        self.output = Linear(hidden_dim, vocab_size)

    def forward(self, context: list[int]) -> list[Value]:
        """The vocab_size logits of the character that follows.

        Raises:
            ValueError: the context has not context_length indices.
        """
        embedded = [value for token_idx in context for value in self.embedding(token_idx)]
        return self.output([unit.tanh() for unit in self.hidden(embedded)])

    def predict_probs(self, context: list[int]) -> list[Value]:
        """The vocab_size probabilities of the character that follows: softmax(logits)."""
        return softmax(self.forward(context))

    def loss(self, context: list[int], target_idx: int) -> Value:
        """−log P(target | context), the cross-entropy of the logits, in nats."""
        return cross_entropy_loss(self.forward(context), target_idx)

    def parameters(self) -> list[Value]:
        """All that learning moves, each Value once: the embedding, the hidden layer, the output layer."""
        return [*self.embedding.parameters(), *self.hidden.parameters(), *self.output.parameters()]

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to 0.0, as backward passes add to it."""
        for parameter in self.parameters():
            parameter.grad = 0.0

    def num_parameters(self) -> int:
        """The number of Values that learning moves."""
        return len(self.parameters())


def sgd_step(parameters: list[Value], learning_rate: float) -> None:
    """Every parameter has moved down its gradient: θ ← θ − η ∂L/∂θ, where η is the learning rate.

    >>> p = Value(1.0)
    >>> p.grad = 4.0
    >>> sgd_step([p], learning_rate=0.125)
    >>> p.data
    0.5

    Source: Section 3.5 The complete LM.
    """
    for parameter in parameters:
        parameter.data -= learning_rate * parameter.grad


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
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    parameters = model.parameters()
    epoch_losses = []
    for _ in range(epochs):
        losses = []
        for context, target_idx in examples:
            loss = model.loss(context, target_idx)
            model.zero_grad()
            loss.backward()
            sgd_step(parameters, learning_rate)
            losses.append(loss.data)
        epoch_losses.append(fmean(losses))
    return epoch_losses


def compute_perplexity(model: CharacterLM, text: str, char_to_idx: dict[str, int]) -> float:
    """exp(average loss over all windows of the text): vocab_size, if all characters are equally likely to it.

    The model's parameters stay as they are.

    Raises:
        ValueError: the text has no window.

    Source: Section 3.5 The complete LM.
    """
    examples = create_examples(encode(text, char_to_idx), model.context_length)
    return perplexity(fmean(model.loss(context, target_idx).data for context, target_idx in examples))


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
    padding = [0] * model.context_length
    indices = encode(seed_text, char_to_idx)
    for _ in range(length):
        context = (padding + indices)[-model.context_length :]
        probs = [prob.data for prob in softmax(model.forward(context), temperature)]
        indices += random.choices(range(len(probs)), weights=probs)
    return decode(indices, idx_to_char)
