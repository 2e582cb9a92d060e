"""What n-gram models of both classes leave alone: each other, themselves when they are asked, and their inputs.

A model is its class and its arguments, `["MarkovChain", 2]`. Names: h a history.
"""

from __future__ import annotations

from functools import partial

from checks import expect
from checks.oracles.ngram import START, Chain, Model
from checks.properties.chain_questions import KINDS, Step, same_again, training
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import tokens as draws
from checks.strategies.tokens import ABSENT, History, Text

claim = partial(prop, source="Stage 1")

for kind, suffix in KINDS:

    @claim(
        of=f"ngram.{kind}",
        name=f"models_are_independent{suffix}",
        given=draws.asked_everywhere(kind),
        hint="A second model changed the first: is there one dictionary for both, in the class or a default argument?",
    )
    def models_are_independent(sub: StandIn, model: Model, texts: list[Text], histories: list[History]) -> None:
        """Making and training another model changes no answer of this one."""
        text = ["a", "other", "b", "the", "a"]
        others: list[Step] = [["other", model[1:], text], ["other", [model[1] + 1, *model[2:]], text]]
        same_again(sub, model, texts, histories, others)

    @claim(
        of=f"ngram.{kind}",
        name=f"asking_changes_nothing{suffix}",
        given=draws.asked_off_the_path(kind),
        examples=[([kind, 1], [["a", "b"]], [ABSENT])],
        after=[f"ngram_state.models_are_independent{suffix}"],
        hint="The same question has another answer the second time: does a look-up leave an entry behind?",
    )
    def asking_changes_nothing(sub: StandIn, model: Model, texts: list[Text], history: History) -> None:
        """Questions, also about what was never seen, change no later answer."""
        histories = [*Chain(model[1], texts).histories[:3], history]
        tokens = [ABSENT, START, "other"]
        between: list[Step] = [["probability", h, token] for h in histories for token in tokens]
        same_again(sub, model, texts, histories, [*between, ["distribution", [*history[1:], "other"]]])

    @claim(
        of=f"ngram.{kind}",
        name=f"training_leaves_the_tokens{suffix}",
        given=draws.trained(kind),
        hint="The list that train is given belongs to the caller: pad a new one.",
    )
    def training_leaves_the_tokens(sub: StandIn, model: Model, texts: list[Text]) -> None:
        """The lists given to train are afterwards what they were."""
        answer = sub.chain(model, [*training(texts), ["distribution", [START] * model[1]]])
        expect.unchanged("the list of tokens", answer.tokens_after, texts)
        expect.that(any(answer.distributions), "the model has learnt nothing from the lists")

    @claim(
        of=f"ngram.{kind}",
        name=f"order_below_1_is_refused{suffix}",
        given=draws.refused(kind),
        examples=[[kind, 0], [kind, -1]],
        hint="A history of no tokens, or of less, makes no n-gram: say so when the model is made.",
    )
    def order_below_1_is_refused(sub: StandIn, model: Model) -> None:
        """An order below 1 raises ValueError."""
        expect.raises(f"{model[0]}({', '.join(map(repr, model[1:]))})", lambda: sub.chain(model, []), "ValueError")
