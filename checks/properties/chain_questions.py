"""What the properties of n-gram models share: scripts, and answers held against the truth or against each other.

A model is its class and its arguments, `["MarkovChain", 2]`. Names: h a history, w a next token.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checks import expect
from checks.oracles.ngram import History, Model, Text, trained
from checks.standin import StandIn
from checks.strategies.tokens import TAUGHT

Step = list[object]
KINDS = [("MarkovChain", ""), ("SmoothedMarkovChain", "_with_smoothing")]
"""The two classes, and what the name of a claim about each of them ends in."""

GIVE_NUMBERS = ("probability", "cross_entropy", "perplexity")


def training(texts: Iterable[Text]) -> list[Step]:
    """The steps that train a model on texts, one after the other."""
    return [["train", text] for text in texts]


def event(token: str, history: History) -> str:
    """P(w | h), as messages show it."""
    return f"P({token!r} | {', '.join(map(repr, history))})"


def call(history: History) -> str:
    """get_distribution(h), as messages show it."""
    return f"get_distribution({tuple(history)!r})"


def distributions(
    sub: StandIn, model: Model, steps: list[Step], histories: Sequence[History]
) -> list[dict[str, float]]:
    """What get_distribution says of each history after these steps."""
    answer = sub.chain(model, [*steps, *(["distribution", history] for history in histories)])
    expect.length("the distributions", answer.distributions, len(histories))
    return [dict(pairs) for pairs in answer.distributions]


def probabilities_are_true(
    sub: StandIn, model: Model, texts: Sequence[Text], events: Sequence[tuple[str, History]]
) -> None:
    """probability(h, w) of each (w, h) is right."""
    truth = trained(model, texts)
    asked: list[Step] = [["probability", history, token] for token, history in events]
    numbers = sub.chain(model, [*training(texts), *asked]).numbers
    expect.length("the probabilities", numbers, len(events))
    for (token, history), got in zip(events, numbers, strict=True):
        expect.close(event(token, history), got, truth.probability(history, token))


def distributions_are_true(sub: StandIn, model: Model, texts: Sequence[Text], histories: Sequence[History]) -> None:
    """get_distribution(h) of each history has the right tokens as keys, and for each its probability."""
    truth = trained(model, texts)
    for history, got in zip(histories, distributions(sub, model, training(texts), histories), strict=True):
        want = truth.distribution(history)
        expect.equal(f"the tokens of {call(history)}", sorted(got), sorted(want))
        for token, prob in want.items():
            expect.close(f"{call(history)}[{token!r}]", got[token], prob)


def sums_are_one(sub: StandIn, model: Model, texts: Sequence[Text], histories: Sequence[History]) -> None:
    """The probabilities in get_distribution(h) of each history sum to 1."""
    for history, got in zip(histories, distributions(sub, model, training(texts), histories), strict=True):
        # Each of the probabilities may be off by 1e-9.
        expect.close(f"the sum of {call(history)}", sum(got.values()), 1.0, scale=len(got))


def same_again(
    sub: StandIn, model: Model, texts: Sequence[Text], between: list[Step], strange: Sequence[History] = ()
) -> None:
    """Both kinds of questions, after known and strange histories, have the same answers once more."""
    truth = trained(model, texts)
    histories = [*truth.histories, *strange]
    asked: list[Step] = [["distribution", history] for history in histories]
    asked += [["probability", window[:-1], window[-1]] for window in truth.windows]
    script = [*training(texts), *asked, *between, *asked]
    answer = sub.chain(model, script)
    expect.length("the distributions", answer.distributions, sum(step[0] == "distribution" for step in script))
    expect.length("the numbers", answer.numbers, sum(step[0] in GIVE_NUMBERS for step in script))
    before, after = answer.distributions[: len(histories)], answer.distributions[-len(histories) :]
    expect.that(any(before), "every distribution is empty: the model has learnt nothing")
    for history, first, second in zip(histories, map(dict, before), map(dict, after), strict=True):
        expect.equal(f"the tokens of {call(history)}, asked again,", sorted(second), sorted(first))
        for token, prob in first.items():
            expect.agree(f"{call(history)}[{token!r}], asked again,", second[token], prob)
    for window, prob, again in zip(truth.windows, answer.numbers, answer.numbers[-len(truth.windows) :], strict=False):
        expect.agree(f"{event(window[-1], window[:-1])}, asked again,", again, prob)


def training_counts_after_questions(sub: StandIn, model: Model, texts: Sequence[Text]) -> None:
    """A model that was asked before its last training answers as one that was not."""
    last = [*TAUGHT[:3], "other"]  # for orders up to 4, "other" follows a history that TAUGHT has too
    truth = trained(model, [*texts, last])
    histories = truth.histories
    asked: list[Step] = [["distribution", history] for history in histories]
    asked += [["probability", window[:-1], window[-1]] for window in truth.windows]
    fresh = sub.chain(model, [*training([*texts, last]), *asked])
    again = sub.chain(model, [*training(texts), *asked, ["train", last], *asked])
    expect.length("the distributions", fresh.distributions, len(histories))
    expect.length("the distributions, asked twice,", again.distributions, 2 * len(histories))
    expect.length("the numbers", fresh.numbers, len(truth.windows))
    expect.length("the numbers, asked twice,", again.numbers, 2 * len(truth.windows))
    answers = zip(histories, fresh.distributions, again.distributions[len(histories) :], strict=True)
    for history, want, got in ((history, dict(first), dict(second)) for history, first, second in answers):
        expect.equal(f"the tokens of {call(history)}, asked before training too,", sorted(got), sorted(want))
        for token, prob in want.items():
            expect.agree(f"{call(history)}[{token!r}], asked before training too,", got[token], prob)
    for window, prob, again_prob in zip(truth.windows, fresh.numbers, again.numbers[len(truth.windows) :], strict=True):
        expect.agree(f"{event(window[-1], window[:-1])}, asked before training too,", again_prob, prob)


def distributions_agree_with_probabilities(
    sub: StandIn, model: Model, texts: Sequence[Text], histories: Sequence[History]
) -> None:
    """get_distribution(h)[w] = probability(h, w) > 0 for each history and every token that may follow it."""
    told = distributions(sub, model, training(texts), histories)
    truth = trained(model, texts)
    events = [(token, i) for i, history in enumerate(histories) for token in truth.distribution(history)]
    asked: list[Step] = [["probability", histories[i], token] for token, i in events]
    numbers = sub.chain(model, [*training(texts), *asked]).numbers
    expect.length("the probabilities", numbers, len(events))
    for (token, i), prob in zip(events, numbers, strict=True):
        expect.that(prob > 0, f"{event(token, histories[i])} = {prob!r}, but should be above 0")
        expect.agree(f"{call(histories[i])}[{token!r}]", told[i].get(token, 0.0), prob)
