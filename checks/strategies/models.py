"""Draws small language models and what they are given: contexts, targets, texts to train on and to go on from.

A model is its sizes [vocab_size, embed_dim, hidden_dim, context_length] and the seed of its parameters. A vocabulary
is a string of distinct characters; a character's position in it is its index. Names: y target index.
"""

from __future__ import annotations

from checks import recipes as st
from checks.recipes import DrawFn
from checks.strategies.layers import seeds
from checks.strategies.texts import vocabularies

Sizes = list[int]
Model = tuple[Sizes, int]
Training = tuple[Sizes, int, str, str]

RATES = [0.5, 0.125, 0.03125, 0.25]
PARAMETER_SCALES = [8.0, 500.0, 2000.0]
"""With 2000, the logits of a tanh model stay within 2000 * (4 + 1) = 1e4; with 8, those of a ReLU model within 2e4."""


@st.composite
def sizes(draw: DrawFn, vocab_size: int = 1, context_length: int = 1) -> Sizes:
    """Sizes from 1 up, the vocabulary's and the context's of at least these."""
    return [
        draw(st.integers(vocab_size, 5)),
        draw(st.integers(1, 3)),
        draw(st.integers(1, 4)),
        draw(st.integers(context_length, 3)),
    ]


@st.composite
def models(draw: DrawFn, vocab_size: int = 1, context_length: int = 1) -> Model:
    """Sizes and a seed."""
    return draw(sizes(vocab_size, context_length)), draw(seeds())


@st.composite
def sized_contexts(draw: DrawFn) -> tuple[Sizes, list[int]]:
    """Sizes, and a context for such a model."""
    drawn = draw(sizes())
    return drawn, _indices(draw, drawn, drawn[3])


@st.composite
def contexts(draw: DrawFn, vocab_size: int = 1) -> tuple[Sizes, int, list[int]]:
    """A model and a context."""
    sizes, seed = draw(models(vocab_size))
    return sizes, seed, _indices(draw, sizes, sizes[3])


@st.composite
def labelled_contexts(draw: DrawFn, vocab_size: int = 1) -> tuple[Sizes, int, list[int], int]:
    """A model, a context, and a target index."""
    sizes, seed, context = draw(contexts(vocab_size))
    return sizes, seed, context, _indices(draw, sizes, 1)[0]


@st.composite
def repeated_contexts(draw: DrawFn) -> tuple[Sizes, int, list[list[int]]]:
    """A model and two to four contexts, the first of which comes again at the end."""
    sizes, seed = draw(models(2))
    contexts = [_indices(draw, sizes, sizes[3]) for _ in range(draw(st.integers(1, 3)))]
    return sizes, seed, [*contexts, contexts[0]]


@st.composite
def scaled_contexts(draw: DrawFn) -> tuple[Sizes, int, list[int], float]:
    """A model of two characters or more, a context, and how far from 0 the parameters go."""
    return *draw(contexts(2)), draw(st.sampled_from(PARAMETER_SCALES))


@st.composite
def scaled_labelled_contexts(draw: DrawFn) -> tuple[Sizes, int, list[int], int, float]:
    """A model of two characters or more, a context, a target index, and how far from 0 the parameters go."""
    return *draw(labelled_contexts(2)), draw(st.sampled_from(PARAMETER_SCALES))


@st.composite
def swapped_contexts(draw: DrawFn) -> tuple[Sizes, int, list[int], list[int]]:
    """A model, a context, and the same with two different neighbours swapped."""
    sizes, seed = draw(models(2, 2))
    context = _indices(draw, sizes, sizes[3])
    i = draw(st.integers(0, sizes[3] - 2))
    context[i + 1] = (context[i] + draw(st.integers(1, sizes[0] - 1))) % sizes[0]
    return sizes, seed, context, [*context[:i], context[i + 1], context[i], *context[i + 2 :]]


@st.composite
def wide_contexts(draw: DrawFn) -> tuple[Sizes, int, list[int]]:
    """A model with 6 hidden units and two characters or more, and a context."""
    drawn = [draw(st.integers(2, 5)), draw(st.integers(1, 3)), 6, draw(st.integers(1, 3))]
    return drawn, draw(seeds()), _indices(draw, drawn, drawn[3])


@st.composite
def token_pairs(draw: DrawFn) -> tuple[Sizes, int, int, int]:
    """A model with 2 or 3 numbers in an embedding, 6 hidden units and a context of 2 or 3, and two different tokens."""
    sizes = [draw(st.integers(2, 5)), draw(st.integers(2, 3)), 6, draw(st.integers(2, 3))]
    a = _indices(draw, sizes, 1)[0]
    return sizes, draw(seeds()), a, (a + draw(st.integers(1, sizes[0] - 1))) % sizes[0]


@st.composite
def pairs_of_contexts(draw: DrawFn) -> tuple[Sizes, float, list[list[int]]]:
    """A model's sizes, a number between -1 and 1, and two contexts."""
    drawn = draw(sizes(2))
    number = 0.125 * draw(st.integers(-8, 8))
    return drawn, number, [_indices(draw, drawn, drawn[3]) for _ in range(2)]


@st.composite
def steps(draw: DrawFn) -> tuple[list[float], list[float], float]:
    """Data and gradients of 1 to 5 parameters, and a learning rate."""
    size = draw(st.integers(1, 5))
    data = [0.125 * draw(st.integers(-99, 99)) for _ in range(size)]
    scale = draw(st.sampled_from([1.0, 0.125, 1024.0]))
    return data, [scale * draw(st.integers(-9, 9)) for _ in range(size)], draw(rates())


@st.composite
def trainings(draw: DrawFn, windows: int, max_windows: int = 0, vocab_size: int = 1) -> Training:
    """A model, a vocabulary, and a text with so many windows, or up to so many."""
    sizes, seed = draw(models(vocab_size))
    vocabulary = draw(vocabularies(sizes[0]))
    length = sizes[3] + draw(st.integers(windows, max(windows, max_windows)))
    return sizes, seed, vocabulary, "".join(vocabulary[i] for i in _indices(draw, sizes, length))


@st.composite
def trainings_of_epochs(draw: DrawFn) -> tuple[Sizes, int, str, str, int, str]:
    """A training on 1 to 3 windows, a number of epochs from 1 to 4, and how that is given."""
    options = draw(st.sampled_from(["by name", "by position"]))
    return *draw(trainings(1, 3)), draw(st.integers(1, 4)), options


@st.composite
def trainings_on_one_window(draw: DrawFn) -> tuple[Sizes, int, str, str, float]:
    """A training on one window, of two characters or more, and a learning rate."""
    return *draw(trainings(1, vocab_size=2)), draw(rates())


@st.composite
def repeated_trainings(draw: DrawFn) -> tuple[Sizes, int, str, str, int, float]:
    """A training on one window, a number of epochs from 1 to 3, and a learning rate."""
    return *draw(trainings(1, vocab_size=2)), draw(st.integers(1, 3)), draw(rates())


@st.composite
def trainings_on_two_or_equal_windows(draw: DrawFn) -> tuple[Sizes, int, str, str, int]:
    """A training on two windows or on up to six that are equal, and a number of epochs from 1 to 3."""
    sizes, seed, vocabulary, text = draw(trainings(2))
    if draw(st.booleans()):
        text = text[0] * (sizes[3] + draw(st.integers(2, 6)))
    return sizes, seed, vocabulary, text, draw(st.integers(1, 3))


@st.composite
def trainings_on_two_windows(draw: DrawFn) -> Training:
    """A training on two windows, of two characters or more."""
    return draw(trainings(2, vocab_size=2))


@st.composite
def long_trainings(draw: DrawFn) -> Training:
    """A training on 130 to 159 windows: a character, some 70 of a second, some 70 of a third, the first once more.

    The first window is like no other, nor is the last one, nor those in the middle where the third character begins.
    All losses added up one by one make a graph less than 400 nodes deep.
    """
    sizes = [3, 2, 4, draw(st.integers(1, 2))]
    vocabulary = draw(vocabularies(3))
    turn = draw(st.integers(0, 2))
    first, second, third = (vocabulary[(turn + k) % 3] for k in range(3))
    runs = [char * (65 + draw(st.integers(0, 14))) for char in (second, third)]
    return sizes, draw(seeds()), vocabulary, first + "".join(runs) + first


@st.composite
def rates(draw: DrawFn) -> float:
    """Learning rates."""
    return draw(st.sampled_from(RATES))


@st.composite
def long_seed_texts(draw: DrawFn) -> Training:
    """A model that is not too small to tell contexts apart, a vocabulary, and a seed text longer than a context."""
    sizes = [draw(st.integers(2, 5)), draw(st.integers(2, 3)), 4, draw(st.integers(1, 3))]
    vocabulary = draw(vocabularies(sizes[0]))
    length = sizes[3] + draw(st.integers(1, 3))
    return sizes, draw(seeds()), vocabulary, "".join(vocabulary[i] for i in _indices(draw, sizes, length))


@st.composite
def cold_generations(draw: DrawFn) -> tuple[Sizes, int, str, str, int]:
    """As `long_seed_texts`, with a number of characters to follow, 2 to 9."""
    return *draw(long_seed_texts()), draw(st.integers(2, 9))


@st.composite
def generations(draw: DrawFn, vocab_size: int = 1) -> tuple[Sizes, int, str, str, int]:
    """A model, a vocabulary, a seed text of context_length characters or up to 3 more, and how many are to follow."""
    return *draw(trainings(0, 3, vocab_size)), draw(st.integers(1, 12))


@st.composite
def long_generations(draw: DrawFn) -> tuple[Sizes, int, str, str, float]:
    """A model of 2 or 3 characters and 3 hidden units, a vocabulary, a seed text, and how far parameters are from 0."""
    sizes = [draw(st.integers(2, 3)), 2, 3, draw(st.integers(1, 2))]
    vocabulary = draw(vocabularies(sizes[0]))
    seed_text = "".join(vocabulary[i] for i in _indices(draw, sizes, sizes[3]))
    return sizes, draw(seeds()), vocabulary, seed_text, draw(st.sampled_from([1.0, 3.0]))


@st.composite
def heated_generations(draw: DrawFn) -> tuple[Sizes, int, str, str, float]:
    """As `long_generations`, with parameters far from 0, and a temperature."""
    sizes, seed, vocabulary, seed_text, _ = draw(long_generations())
    return sizes, seed, vocabulary, seed_text, draw(st.sampled_from([8.0, 0.25, 4.0, 0.5, 100.0]))


def _indices(draw: DrawFn, sizes: Sizes, count: int) -> list[int]:
    return [draw(st.integers(0, sizes[0] - 1)) for _ in range(count)]
