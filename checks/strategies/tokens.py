"""Draws n-gram models, the texts that they learn, and what they are asked.

A text is a list of tokens. A model is its class and the arguments of its constructor: `["MarkovChain", 2]`,
`["SmoothedMarkovChain", 2, 0.5]`. ABSENT is a token that no text holds. Names: V the next tokens seen in training.
"""

from __future__ import annotations

from checks import recipes as st
from checks.oracles.ngram import END, START, Chain, Model, windows
from checks.recipes import DrawFn

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
TAUGHT = ["a", "b", "a", "b", "a", "b"]
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
def refused(draw: DrawFn, kind: str) -> Model:
    """A class with an order below 1."""
    order = draw(st.integers(-99, 0))
    return [kind, order, draw(st.sampled_from(ALPHAS))] if kind == "SmoothedMarkovChain" else [kind, order]


@st.composite
def texts(draw: DrawFn, least: int = 1) -> list[Text]:
    """`least` to three texts of up to 6 tokens of one alphabet, an empty one now and then."""
    token = st.sampled_from(draw(st.sampled_from(PLAIN)))
    return [draw(st.lists(token, max_size=6)) for _ in range(least + draw(st.integers(0, 3 - least)))]


@st.composite
def one_text(draw: DrawFn, alphabets: list[list[str]] = PLAIN, least: int = 1) -> Text:
    """A text of `least` to 7 tokens."""
    return draw(st.lists(st.sampled_from(draw(st.sampled_from(alphabets))), min_size=least, max_size=7))


@st.composite
def simple(
    draw: DrawFn, kind: str, texts: int = 1, alphas: list[float] = ALPHAS
) -> tuple[Model, list[Text], list[History]]:
    """An order 1 model, texts that end in "stop", and histories from their insides: no marker precedes or follows."""
    learnt = [[*draw(one_text()), "stop"] for _ in range(texts)]
    inside = dict.fromkeys(token for text in learnt for token in text[:-1])
    return draw(models(kind, orders=[1], alphas=alphas)), learnt, [[token] for token in inside]


@st.composite
def simple_by_default(draw: DrawFn, kind: str) -> tuple[Model, list[Text], list[History]]:
    """As `simple`, of a model that is made without arguments."""
    _, learnt, histories = draw(simple("MarkovChain"))
    return [kind], learnt, histories


@st.composite
def asked_everywhere(draw: DrawFn, kind: str) -> tuple[Model, list[Text], list[History]]:
    """A model, its texts, and every history in them."""
    model, learnt = draw(models(kind)), draw(texts())
    return model, learnt, _histories(learnt, model[1])


@st.composite
def asked_in_one_text(
    draw: DrawFn, kind: str, alphabets: list[list[str]] = PLAIN
) -> tuple[Model, list[Text], list[History]]:
    """A model, its only text, which is not empty, and every history in it."""
    model, learnt = draw(models(kind)), [draw(one_text(alphabets))]
    return model, learnt, _histories(learnt, model[1])


@st.composite
def asked_at_the_start(draw: DrawFn, kind: str) -> tuple[Model, list[Text], list[History]]:
    """A model, its only text, and the histories that begin with a start marker and are followed by a token of it."""
    model, text = draw(models(kind)), [*draw(one_text()), "stop"]
    return model, [text], [list(window[:-1]) for window in windows(text, model[1])[:-1] if window[0] == START]


@st.composite
def asked_at_the_end(draw: DrawFn, kind: str) -> tuple[Model, list[Text], list[History]]:
    """A model, its only text, and the histories before the end marker and after it."""
    model, text = draw(models(kind)), draw(one_text())
    order = model[1]
    padded = [*[START] * order, *text, END]
    return model, [text], [padded[-order - 1 : -1], padded[-order:]]


@st.composite
def told_apart_by_the_farthest_token(draw: DrawFn, kind: str) -> tuple[Model, list[Text], list[History]]:
    """Two histories of 2 to 4 tokens in one text, which differ in the first token only, and in what follows."""
    model = draw(models(kind, orders=[2, 3, 4]))
    shared = draw(st.lists(st.sampled_from(["a", "b", "c"]), min_size=model[1] - 1, max_size=model[1] - 1))
    firsts = draw(st.sampled_from([["a", "b"], ["c", "a"], ["one", "two"]]))
    histories = [[first, *shared] for first in firsts]
    return model, [[*histories[0], "x", *histories[1], draw(st.sampled_from(["y", "z"]))]], histories


@st.composite
def that_read_alike(draw: DrawFn, kind: str) -> tuple[Model, list[Text], list[History]]:
    """Histories of two tokens in one text that are the same string once they are joined by the separator."""
    model, separator = draw(models(kind, orders=[2])), draw(st.sampled_from(SEPARATORS))
    a, b, c = (draw(st.sampled_from(["a", "b", "cat", "d"])) for _ in range(3))
    histories = [[f"{a}{separator}{b}", c], [a, f"{b}{separator}{c}"]]
    return model, [[*histories[0], "x", *histories[1], draw(st.sampled_from(["y", "z"]))]], histories


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
def asked_before_an_empty_text(draw: DrawFn, kind: str) -> tuple[Model, list[Text], list[History]]:
    """As `trained_on_an_empty_text`, and the history that an empty text ends after."""
    model, learnt = draw(trained_on_an_empty_text(kind))
    return model, learnt, [[START] * model[1]]


@st.composite
def asked_off_the_path(draw: DrawFn, kind: str) -> tuple[Model, list[Text], History]:
    """A model, its only text, and a history that it does not hold: of known tokens perhaps, or with a start marker."""
    model, learnt = draw(models(kind)), [draw(one_text())]
    known = ["a", "b", "the", START, ABSENT]
    history = [draw(st.sampled_from(known)) for _ in range(model[1])]
    if Chain(model[1], learnt).total(history):
        history[draw(st.integers(0, 3)) % model[1]] = ABSENT
    return model, learnt, history


@st.composite
def taught(draw: DrawFn, kind: str) -> tuple[Model, list[Text]]:
    """A model and its texts, the last of which is TAUGHT: even a model that pads wrongly learns something from it."""
    return draw(models(kind)), [*draw(texts(least=0)), TAUGHT]


@st.composite
def with_rivals(draw: DrawFn) -> tuple[Model, list[Text], list[History], list[int]]:
    """As `simple`, and how far a rival's weights are from the counts."""
    return *draw(simple("MarkovChain")), [draw(st.integers(0, 9)) for _ in range(3)]


@st.composite
def repeated(draw: DrawFn, kind: str) -> tuple[Model, Text, int]:
    """A model, a text, and how often to repeat it for a text of some thousand tokens."""
    model, pattern = draw(models(kind)), draw(one_text())
    return model, pattern, (1000 + 10 * draw(st.integers(0, 99))) // len(pattern)


@st.composite
def trained_on_one_text(draw: DrawFn) -> tuple[Model, Text]:
    """A maximum likelihood model and its only text."""
    return draw(models("MarkovChain")), draw(one_text(least=0))


@st.composite
def scored_on_own_text(draw: DrawFn) -> tuple[Model, list[Text], Text]:
    """A maximum likelihood model, its texts, and one of them to score: no prediction has probability 0."""
    model, learnt = draw(models("MarkovChain")), [draw(one_text()) for _ in range(draw(st.integers(1, 2)))]
    return model, learnt, list(draw(st.sampled_from(learnt)))


@st.composite
def scored_on_any_text(draw: DrawFn, alphas: list[float] = ALPHAS) -> tuple[Model, list[Text], Text]:
    """A smoothed model, its texts, and another text, which may hold tokens that they do not hold."""
    model, learnt = draw(models("SmoothedMarkovChain", alphas=alphas)), draw(texts())
    return model, learnt, draw(st.lists(st.sampled_from(["a", "b", "the", ABSENT]), max_size=6))


@st.composite
def scored_on_the_impossible(draw: DrawFn) -> tuple[Model, list[Text], Text]:
    """A maximum likelihood model, texts that end in "stop", and a text of which a prediction has probability 0.

    It is one of them with a token that none holds, or without its "stop": then only the end has probability 0.
    """
    model, learnt = draw(models("MarkovChain")), [[*text, "stop"] for text in draw(texts())]
    scored = list(draw(st.sampled_from(learnt)))
    if draw(st.booleans()):
        return model, learnt, scored[:-1]
    scored[draw(st.integers(0, 9)) % len(scored)] = ABSENT
    return model, learnt, scored


def _histories(learnt: list[Text], order: int) -> list[History]:
    seen = dict.fromkeys(window[:-1] for text in learnt for window in windows(text, order))
    return [list(history) for history in seen]
