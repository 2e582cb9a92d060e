"""Questions about the training of lm.py: single steps, whole trainings, perplexities."""

from __future__ import annotations

import random
from typing import Any

from ..answers import PerplexityAnswer, StepAnswer, TrainingAnswer
from ..loading import Code
from ..numbers import real, reals
from .models import Sizes, Start, assign, char_pairs, model_at, set_gradients, windows
from .nodes import Node, data_of, datum, grads_of, leaves
from .register import probe

FEW_WINDOWS = 10
"""Of as many windows or more, equal ones have their gradient told once: a wide model has many parameters."""


@probe
def sgd_step(code: Code, data: list[float], grad: list[float], learning_rate: float) -> list[float]:
    """The data of Values with these gradients after sgd_step(parameters, learning_rate)."""
    parameters = leaves(code, data)
    for parameter, slope in zip(parameters, grad, strict=True):
        parameter.grad = slope
    code.lm.sgd_step(parameters, learning_rate)
    return data_of(parameters, "parameters")


@probe
def lm_step(code: Code, sizes: Sizes, start: Start, context: list[int], y: int, learning_rate: float) -> StepAnswer:
    """One sgd_step of a model along the gradient of model.loss(context, y)."""
    model, parameters = model_at(code, sizes, start)
    before = data_of(parameters, "parameters()")
    loss_before = _backward(model, context, y)
    grad = grads_of(parameters, "parameters()")
    code.lm.sgd_step(parameters, learning_rate)
    loss_after = datum(model.loss(list(context), y), "loss(context, y)")
    return StepAnswer(before, grad, data_of(parameters, "parameters()"), loss_before, loss_after)


@probe
def lm_train(
    code: Code,
    sizes: Sizes,
    start: Start,
    vocabulary: str,
    text: str,
    epochs: int,
    learning_rate: float,
    options: str = "by name",
    leftover: float = 0.0,
) -> TrainingAnswer:
    """train(model, text, char_to_idx, epochs, learning_rate) of a model whose gradients are `leftover`.

    The last two are given `by name`, `by position`, or `left out`.
    """
    model, parameters = model_at(code, sizes, start)
    char_to_idx = {char: idx for idx, char in enumerate(vocabulary)}
    before = data_of(parameters, "parameters()")
    set_gradients(parameters, leftover)
    random.seed(start[0])  # training may shuffle: the same question shall have the same answer
    given = (epochs, learning_rate) if options == "by position" else ()
    named: dict[str, Any] = {"epochs": epochs, "learning_rate": learning_rate} if options == "by name" else {}
    averages = reals(code.lm.train(model, text, char_to_idx, *given, **named), "train(...)")
    after = data_of(parameters, "parameters()")

    examples = windows(vocabulary, text, sizes[3])
    losses, grads = [], []
    assign(parameters, before)
    for w, example in enumerate(examples):
        first = examples.index(example)
        if first == w:
            set_gradients(parameters)
            losses.append(_backward(model, *example))
            grads.append(grads_of(parameters, "parameters()"))
        else:  # a long text has many equal windows
            losses.append(losses[first])
            grads.append(grads[first] if len(examples) < FEW_WINDOWS else [])
    descent_losses = _descend(model, parameters, examples * epochs, learning_rate) if len(examples) == 1 else []
    descended = data_of(parameters, "parameters()")
    return TrainingAnswer(averages, before, after, losses, grads, descent_losses, descended, char_pairs(char_to_idx))


@probe
def lm_train_to_the_end(
    code: Code, sizes: Sizes, start: Start, vocabulary: str, text: str, epochs: int, learning_rate: float
) -> list[float]:
    """The averages that train(model, text, char_to_idx, epochs, learning_rate) returned."""
    model, _ = model_at(code, sizes, start)
    random.seed(start[0])  # as above
    char_to_idx = {char: idx for idx, char in enumerate(vocabulary)}
    averages: Any = code.lm.train(model, text, char_to_idx, epochs=epochs, learning_rate=learning_rate)
    return reals(averages, "train(...)")


@probe
def lm_descend(
    code: Code, sizes: Sizes, start: Start, vocabulary: str, text: str, epochs: int, learning_rate: float
) -> float:
    """The model's average loss after so many steps of ours along the gradient of the average over all windows."""
    model, parameters = model_at(code, sizes, start)
    examples = windows(vocabulary, text, sizes[3])
    for _ in range(epochs):
        set_gradients(parameters)
        for context, y in examples:
            model.loss(list(context), y).backward()
        slopes = grads_of(parameters, "parameters()")
        data = data_of(parameters, "parameters()")
        step = learning_rate / len(examples)
        assign(parameters, [at - step * slope for at, slope in zip(data, slopes, strict=True)])
    losses = [datum(model.loss(list(context), y), "loss(context, y)") for context, y in examples]
    return sum(losses) / len(losses)


@probe
def lm_perplexity(code: Code, sizes: Sizes, start: Start, vocabulary: str, text: str) -> PerplexityAnswer:
    """compute_perplexity(model, text, char_to_idx), and the model's own loss of each window."""
    model, parameters = model_at(code, sizes, start)
    char_to_idx = {char: idx for idx, char in enumerate(vocabulary)}
    before = data_of(parameters, "parameters()")
    perplexity = real(code.lm.compute_perplexity(model, text, char_to_idx), "compute_perplexity(...)")
    after = data_of(parameters, "parameters()")
    examples = windows(vocabulary, text, sizes[3])
    losses = [datum(model.loss(context, y), "loss(context, y)") for context, y in examples]
    return PerplexityAnswer(perplexity, losses, before, after)


def _backward(model: Any, context: list[int], y: int) -> float:
    """The loss of a window, after its backward pass."""
    loss = model.loss(list(context), y)
    value = datum(loss, "loss(context, y)")
    loss.backward()
    return value


def _descend(
    model: Any, parameters: list[Node], examples: list[tuple[list[int], int]], learning_rate: float
) -> list[float]:
    """Gradient descent, a step for each window: the loss of each before its step, and of the last at the end."""
    losses = []
    for context, y in examples:
        set_gradients(parameters)
        losses.append(_backward(model, context, y))
        slopes = grads_of(parameters, "parameters()")
        data = data_of(parameters, "parameters()")
        assign(parameters, [at - learning_rate * slope for at, slope in zip(data, slopes, strict=True)])
    losses += [datum(model.loss(list(context), y), "loss(context, y)") for context, y in examples[-1:]]
    return losses
