"""What n-gram models of both classes leave alone, each other and their inputs; and what they refuse.

A model is its class and its arguments, `["MarkovChain", 2]`.
"""

from __future__ import annotations

from functools import partial

from checks import expect
from checks.oracles.ngram import Model
from checks.properties.chain_questions import KINDS, same_again, training
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import tokens as draws
from checks.strategies.tokens import TAUGHT, Text

claim = partial(prop, source="Stage 1")

for kind, suffix in KINDS:

    @claim(
        of=f"ngram.{kind}",
        name=f"models_are_independent{suffix}",
        after=["ngram_state.models_are_independent"] if suffix else [],
        given=draws.taught(kind),
        hint="A second model changed the first: is there one dictionary for both, in the class or a default argument?",
    )
    def models_are_independent(sub: StandIn, model: Model, texts: list[Text]) -> None:
        """Making and training another model changes no answer of this one."""
        text = ["a", "other", "b", "the", "a"]
        unlike = [model[1] + 1, *(alpha + 1.0 for alpha in model[2:])]
        same_again(sub, model, texts, [["other", model[1:], text], ["other", unlike, text]])

    @claim(
        of=f"ngram.{kind}",
        name=f"training_leaves_the_tokens{suffix}",
        after=["ngram_state.training_leaves_the_tokens"] if suffix else [],
        given=draws.taught(kind),
        hint="The list that train is given belongs to the caller: pad a new one.",
    )
    def training_leaves_the_tokens(sub: StandIn, model: Model, texts: list[Text]) -> None:
        """The lists given to train are afterwards what they were."""
        answer = sub.chain(model, [*training(texts), ["distribution", TAUGHT[: model[1]]]])
        expect.unchanged("the list of tokens", answer.tokens_after, texts)
        expect.that(any(answer.distributions), "the distribution is empty: the model has learnt nothing")

    @claim(
        of=f"ngram.{kind}",
        name=f"order_below_1_is_refused{suffix}",
        after=["ngram_state.order_below_1_is_refused"] if suffix else [],
        given=draws.refused(kind),
        examples=[[kind, 0], [kind, -1]],
        hint="A history of no tokens, or of less, makes no n-gram: say so when the model is made.",
    )
    def order_below_1_is_refused(sub: StandIn, model: Model) -> None:
        """An order below 1 raises ValueError."""
        expect.raises(f"{model[0]}({', '.join(map(repr, model[1:]))})", lambda: sub.chain(model, []), "ValueError")
