"""What a property sees of a submission: a stand-in that answers questions with plain values."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast, get_type_hints

from checks.worker import protocol
from checks.worker.client import CrashedError, TimedOutError, Worker, value_of
from checks.worker.loading import Code
from checks.worker.probes import PROBES, autograd, control, generation, lm, loss, ngram, nn, own, training, vectorized
from checks.worker.serving import answer as answer_locally

PATIENCE_S = 3600.0
"""Of the clock on the wall, for all questions to one submission: hundreds of times what the slowest right ones take."""

P = ParamSpec("P")
Answer = TypeVar("Answer")


class Question(NamedTuple):
    """One probe with its arguments, as it was asked."""

    probe: str
    arguments: tuple[Any, ...]
    options: dict[str, Any]


def question(probe: Callable[Concatenate[Code, P], Answer]) -> Callable[Concatenate[StandIn, P], Answer]:
    """The method that asks this probe: same name, same arguments, same answer."""
    answer_type = get_type_hints(probe)["return"]

    def ask(self: StandIn, *arguments: P.args, **options: P.kwargs) -> Answer:
        asked = Question(probe.__name__, arguments, options)
        self.asked.append(asked)
        answer: Answer = self._answer(asked, answer_type)
        self.answers.append(answer)
        return answer

    return cast("Callable[Concatenate[StandIn, P], Answer]", wraps(probe)(ask))


class StandIn(ABC):
    """A submission to ask. Every method raises one of the NoAnswerError classes where no value comes."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.answers: list[Any] = []
        self._deadline_s = self._remaining_s = float("inf")
        self.spent_s = 0.0  # what all questions have cost another process so far

    def begin_case(self, deadline_s: float) -> None:
        """Forgets questions and answers of the last case; all of the next one's together have `deadline_s` seconds."""
        self.asked.clear()
        self.answers.clear()
        self._deadline_s = self._remaining_s = deadline_s

    def close(self) -> None:  # noqa: B027  # a stand-in that starts nothing has nothing to end
        """Ends what was started for the submission."""

    @abstractmethod
    def _answer(self, asked: Question, answer: type[Answer]) -> Answer: ...

    if not TYPE_CHECKING:  # the methods below are known, and a misspelt one is an error of type

        def __getattr__(self, name: str) -> Callable[..., Any]:
            """The method that asks a probe of an instructor's own."""
            if not own.is_own(name):
                raise AttributeError(f"there is no question called {name!r}")
            return partial(question(PROBES[name]), self)

    import_module = question(control.import_module)
    spoil_module = question(control.spoil_module)
    presence = question(control.presence)
    names_beside = question(control.names_beside)
    definitions_of = question(control.definitions_of)

    run_graph = question(autograd.run_graph)
    run_graph_again = question(autograd.run_graph_again)
    run_loop = question(autograd.run_loop)

    chain = question(ngram.chain)

    log_sum_exp = question(loss.log_sum_exp)
    softmax = question(loss.softmax)
    cross_entropy_loss = question(loss.cross_entropy_loss)
    cross_entropy_losses = question(loss.cross_entropy_losses)
    batch_cross_entropy = question(loss.batch_cross_entropy)
    cross_entropy_grad = question(loss.cross_entropy_grad)
    entropy = question(loss.entropy)
    cross_entropy = question(loss.cross_entropy)
    kl_divergence = question(loss.kl_divergence)
    average_nll = question(loss.average_nll)
    perplexity = question(loss.perplexity)

    embedding = question(nn.embedding)
    embedding_after_change = question(nn.embedding_after_change)
    linear = question(nn.linear)
    fresh_layers = question(nn.fresh_layers)
    numbered_layer = question(nn.numbered_layer)
    random_after_layer = question(nn.random_after_layer)

    build_vocab = question(lm.build_vocab)
    encode = question(lm.encode)
    decode = question(lm.decode)
    round_trip = question(lm.round_trip)
    create_examples = question(lm.create_examples)
    lm_logits = question(lm.lm_logits)
    lm_probs = question(lm.lm_probs)
    lm_loss = question(lm.lm_loss)
    lm_slope = question(lm.lm_slope)
    lm_gradients = question(lm.lm_gradients)
    lm_zero_grad = question(lm.lm_zero_grad)
    lm_numbered = question(lm.lm_numbered)
    lm_default_sizes = question(lm.lm_default_sizes)

    sgd_step = question(training.sgd_step)
    lm_step = question(training.lm_step)
    lm_train = question(training.lm_train)
    lm_train_to_the_end = question(training.lm_train_to_the_end)
    lm_descend = question(training.lm_descend)
    lm_perplexity = question(training.lm_perplexity)

    lm_generate = question(generation.lm_generate)
    lm_generate_and_follow = question(generation.lm_generate_and_follow)

    on_logits = question(vectorized.on_logits)
    on_batch = question(vectorized.on_batch)
    grad_on_batch = question(vectorized.grad_on_batch)


class RemoteStandIn(StandIn):
    """A submission in a worker process; `launch` starts a new one where the last has ended.

    Whatever is asked, and however often workers have to be started, an answer comes or does not within `patience_s`
    of the first question: a submission that sleeps costs no processor time.
    """

    def __init__(self, launch: Callable[[], Worker], patience_s: float = PATIENCE_S) -> None:
        super().__init__()
        self._launch = launch
        self._worker: Worker | None = None
        self._patience_s = patience_s
        self._until = time.monotonic() + patience_s

    def _answer(self, asked: Question, answer: type[Answer]) -> Answer:
        if time.monotonic() > self._until:
            self.close()
            raise TimedOutError(f"the {self._patience_s:g} s are over that a whole submission has")
        if self._worker is None:
            self._worker = self._launch()
        worker, remaining_s = self._worker, self._remaining_s
        try:
            return worker.ask(asked.probe, asked.arguments, asked.options, answer, remaining_s)
        except TimedOutError as late:
            self._worker = None
            raise TimedOutError(str(late).replace(f"{remaining_s:.3g} s", f"{self._deadline_s:g} s")) from None
        except CrashedError:
            self._worker = None
            raise
        finally:
            spent_s = worker.spent_s
            self._remaining_s -= spent_s
            self.spent_s += spent_s

    def release(self) -> Worker | None:
        """Gives the worker away, for another submission of our own bank."""
        worker, self._worker = self._worker, None
        return worker

    def close(self) -> None:
        """Ends the worker."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None


class LocalStandIn(StandIn):
    """A submission loaded into this very process, without protection: for debuggers and for our own tests."""

    def __init__(self, code: Code) -> None:
        super().__init__()
        self._code = code

    def close(self) -> None:
        """Forgets the submission: its modules can no longer be imported here."""
        self._code.unload()

    def _answer(self, asked: Question, answer: type[Answer]) -> Answer:
        request = protocol.Request(0, asked.probe, asked.arguments, asked.options)
        as_sent = protocol.decode_request(protocol.encode(request))
        reply = protocol.decode_reply(protocol.encode(answer_locally(self._code, as_sent)))
        is_left = isinstance(reply, protocol.Raised) and (
            "KeyboardInterrupt" in reply.kinds or reply.type_name == "BdbQuit"  # q in a debugger
        )
        if is_left:
            raise KeyboardInterrupt  # whoever waits here for student code has had enough of it
        return value_of(reply, 0, answer)
