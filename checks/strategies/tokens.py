"""Draws n-gram models, the texts that they learn, and what they are asked.

A text is a list of tokens. A model is its class and the arguments of its constructor: `["MarkovChain", 2]`,
`["SmoothedMarkovChain", 2, 0.5]`. ABSENT is a token that no text holds. Names: V the next tokens seen in training.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from checks.oracles.ngram import END, START, Chain, Model, windows

Text = list[str]
History = list[str]

PLAIN = [["a", "b"], ["a", "b", "c"], ["the", "cat", "sat"], ["a"]]
ODD = [
    ["", "a"],
    ["", " ", "  "],
    ["a", "A", " a", "a "],
    ["1", "01", "1.0"],
    ["\n", "\t", "\\n"],
    ["é", "e\u0301", "日本", "🙂"],
    ["<UNK>", "<s>", "</s>", "<PAD>"],
    ["<start>", "<end>", "START", "END"],
    ["None", "False", "nan", "0"],
]
"""Tokens that are easily taken for another token, for a marker or for none."""

ABSENT = "zebra"
SEPARATORS = [" ", "", ",", "|", "_", "-", "\t", "', '", "<START>"]
ORDERS = [1, 2, 1, 3, 2, 4]
ALPHAS = [1.0, 0.5, 2.0, 0.1, 0.001, 10.0, 1000.0]
VANISHING_ALPHAS = [1e-9, 1e-12, 1e-15, 1e-100]
HUGE_ALPHAS = [1e6, 1e9, 1e12, 1e15]


@st.composite
def models(draw: DrawFn, kind: str, orders: list[int] = ORDERS, alphas: list[float] = ALPHAS) -> Model:
    """A class with an order, and with α where it smooths."""
    order = draw(st.sampled_from(orders))
    return [kind, order, draw(st.sampled_from(alphas))] if kind == "SmoothedMarkovChain" else [kind, order]


@st.composite
def texts(draw: DrawFn, alphabets: list[list[str]] = PLAIN, least: int = 1) -> list[Text]:
    """`least` to three texts of up to 6 tokens of one alphabet, an empty one now and then."""
    token = st.sampled_from(draw(st.sampled_from(alphabets)))
    return [draw(st.lists(token, max_size=6)) for _ in range(least + draw(st.integers(0, 3 - least)))]


@st.composite
def trained(draw: DrawFn, kind: str, alphas: list[float] = ALPHAS) -> tuple[Model, list[Text]]:
    """A model and its texts."""
    return draw(models(kind, alphas=alphas)), draw(texts())


@st.composite
def asked_everywhere(
    draw: DrawFn, kind: str, alphabets: list[list[str]] = PLAIN, least: int = 1, alphas: list[float] = ALPHAS
) -> tuple[Model, list[Text], list[History]]:
    """A model, its texts, and every history in them."""
    model, learnt = draw(models(kind, alphas=alphas)), draw(texts(alphabets, least))
    return model, learnt, _histories(learnt, model[1])


@st.composite
def asked_everywhere_by_default(draw: DrawFn, kind: str) -> tuple[Model, list[Text], list[History]]:
    """A model that is made without arguments, its texts, and every history of one token in them."""
    learnt = draw(texts())
    return [kind], learnt, _histories(learnt, 1)


@st.composite
def refused(draw: DrawFn, kind: str) -> Model:
    """A class with an order below 1."""
    order = draw(st.integers(-99, 0))
    return [kind, order, draw(st.sampled_from(ALPHAS))] if kind == "SmoothedMarkovChain" else [kind, order]


@st.composite
def told_apart_by_the_farthest_token(draw: DrawFn, kind: str) -> tuple[Model, list[Text], list[History]]:
    """Two histories of 2 to 4 tokens that differ in the first one only, and what follows."""
    model = draw(models(kind, orders=[2, 3, 4]))
    shared = draw(st.lists(st.sampled_from(["a", "b", "c"]), min_size=model[1] - 1, max_size=model[1] - 1))
    histories = [[first, *shared] for first in draw(st.sampled_from([["a", "b"], ["c", "a"], ["one", "two"]]))]
    learnt = [[*histories[0], "x"], [*histories[1], draw(st.sampled_from(["y", "z"]))]]
    return model, learnt, histories


@st.composite
def asked_at_the_start(draw: DrawFn, kind: str) -> tuple[Model, list[Text], list[History]]:
    """Every history that begins with a start marker."""
    model, learnt, histories = draw(asked_everywhere(kind))
    return model, learnt, [history for history in histories if history[0] == START]


@st.composite
def asked_at_the_end(draw: DrawFn, kind: str) -> tuple[Model, list[Text], list[History]]:
    """The histories before each end marker and after it."""
    model, learnt = draw(trained(kind))
    order = model[1]
    padded = [[*[START] * order, *text, END] for text in learnt]
    return model, learnt, [history for text in padded for history in (text[-order - 1 : -1], text[-order:])]


@st.composite
def asked_across_texts(draw: DrawFn, kind: str) -> tuple[Model, list[Text], list[History]]:
    """Two texts without a common token, and the histories of both as if they were one text."""
    model = draw(models(kind))
    learnt = [draw(st.lists(st.sampled_from(pair), min_size=1, max_size=4)) for pair in (["a", "b"], ["x", "y"])]
    return model, learnt, _histories([[*learnt[0], *learnt[1]]], model[1])


@st.composite
def trained_on_an_empty_text(draw: DrawFn, kind: str) -> tuple[Model, list[Text]]:
    """A model and its texts, one of them empty, which may be the only one."""
    model, learnt = draw(models(kind)), draw(texts(least=0))
    learnt.insert(draw(st.integers(0, 3)) % (len(learnt) + 1), [])
    return model, learnt


@st.composite
def with_an_empty_text(draw: DrawFn, kind: str) -> tuple[Model, list[Text], list[History]]:
    """As `trained_on_an_empty_text`, and every history."""
    model, learnt = draw(trained_on_an_empty_text(kind))
    return model, learnt, _histories(learnt, model[1])


@st.composite
def that_read_alike(draw: DrawFn, kind: str) -> tuple[Model, list[Text], list[History]]:
    """Histories of two tokens that are the same text when they are joined by the separator."""
    model, separator = draw(models(kind, orders=[2])), draw(st.sampled_from(SEPARATORS))
    a, b, c = (draw(st.sampled_from(["a", "b", "cat", "d"])) for _ in range(3))
    histories = [[f"{a}{separator}{b}", c], [a, f"{b}{separator}{c}"]]
    return model, [[*histories[0], "x"], [*histories[1], draw(st.sampled_from(["y", "z"]))]], histories


@st.composite
def asked_off_the_path(draw: DrawFn, kind: str) -> tuple[Model, list[Text], History]:
    """A model, its texts, and a history that they do not hold: perhaps of known tokens, with an end or start marker."""
    model, learnt = draw(trained(kind))
    known = ["a", "b", "the", START, END, ABSENT]
    history = [draw(st.sampled_from(known)) for _ in range(model[1])]
    if Chain(model[1], learnt).total(history):
        history[draw(st.integers(0, 3)) % model[1]] = ABSENT
    return model, learnt, history


@st.composite
def with_rivals(draw: DrawFn) -> tuple[Model, list[Text], list[int]]:
    """A model, its texts, and how far a rival's weights are from the counts."""
    model, learnt = draw(trained("MarkovChain"))
    return model, learnt, [draw(st.integers(0, 9)) for _ in range(3)]


@st.composite
def trained_on_one_text(draw: DrawFn) -> tuple[Model, Text]:
    """A maximum likelihood model and its only text."""
    return draw(models("MarkovChain")), draw(st.lists(st.sampled_from(["a", "b", "c"]), max_size=8))


@st.composite
def repeated(draw: DrawFn, kind: str) -> tuple[Model, Text, int]:
    """A model, a text, and how often to repeat it for a text of some thousand tokens."""
    model, (pattern, *_) = draw(models(kind)), draw(texts())
    pattern = pattern or ["a", "b"]
    return model, pattern, (1000 + 20 * draw(st.integers(0, 99))) // len(pattern)


@st.composite
def scored_on_own_text(draw: DrawFn, kind: str) -> tuple[Model, list[Text], Text]:
    """A model, its texts, and one of them to score: every prediction has a probability."""
    model, learnt = draw(trained(kind))
    return model, learnt, list(draw(st.sampled_from(learnt)))


@st.composite
def scored_on_any_text(draw: DrawFn, kind: str) -> tuple[Model, list[Text], Text]:
    """A model, its texts, and another text, which may hold tokens that they do not hold."""
    model, learnt = draw(trained(kind))
    return model, learnt, draw(st.lists(st.sampled_from(["a", "b", "the", ABSENT]), max_size=6))


@st.composite
def scored_evenly(draw: DrawFn) -> tuple[Model, list[Text], Text]:
    """A model with so large an α that counts do not matter, its texts, and a text to score."""
    model, learnt = draw(models("SmoothedMarkovChain", alphas=[1e15])), draw(texts())
    return model, learnt, draw(st.lists(st.sampled_from(["a", "b", "the"]), max_size=6))


@st.composite
def scored_on_the_impossible(draw: DrawFn) -> tuple[Model, list[Text], Text]:
    """A maximum likelihood model, texts that end in "stop", and a text of which a prediction has probability 0.

    It is one of them with a token that none holds, or without its "stop": then only the end has probability 0.
    """
    model, learnt = draw(trained("MarkovChain"))
    learnt = [[*text, "stop"] for text in learnt]
    scored = list(draw(st.sampled_from(learnt)))
    if draw(st.booleans()):
        return model, learnt, scored[:-1]
    scored[draw(st.integers(0, 9)) % len(scored)] = ABSENT
    return model, learnt, scored


def _histories(learnt: list[Text], order: int) -> list[History]:
    seen = dict.fromkeys(window[:-1] for text in learnt for window in windows(text, order))
    return [list(history) for history in seen]
