"""Questions about loss.py. Names: z logits, y target index, T temperature, p and q probability vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..answers import BatchOnValues, ScalarOnNumbers, ScalarOnValues, VectorOnNumbers, VectorOnValues
from ..loading import Code
from ..numbers import real, reals, wholes
from .nodes import Node, data_of, data_still_of, datum, grads_of, leaves
from .register import probe


@probe
def log_sum_exp(
    code: Code,
    z: list[float],
    layer: list[list[float]] | None = None,
    picks: list[int] | None = None,
    upstream: float = 1.0,
    leftover: float = 0.0,
) -> ScalarOnValues:
    """log_sum_exp(z), then the backward pass of upstream * result.

    With `layer`, the logits are not the leaves z but computed nodes, one for each row: sum_k row[k] * z[k]. With
    `picks`, the list of logits is [logits[i] for i in picks], the same node wherever i repeats. The gradients of the
    leaves are `leftover` before the call.
    """
    nodes = _leaves(code, z, leftover)
    logits = _logits(nodes, layer, picks)
    given = list(logits)
    return _scalar(code.loss.log_sum_exp(given), "log_sum_exp(z)", nodes, (given, logits), upstream)


@probe
def cross_entropy_loss(
    code: Code,
    z: list[float],
    y: int,
    layer: list[list[float]] | None = None,
    picks: list[int] | None = None,
    upstream: float = 1.0,
    leftover: float = 0.0,
) -> ScalarOnValues:
    """cross_entropy_loss(z, y), then the backward pass of upstream * loss; the options are those of `log_sum_exp`."""
    nodes = _leaves(code, z, leftover)
    logits = _logits(nodes, layer, picks)
    given = list(logits)
    loss = code.loss.cross_entropy_loss(given, y)
    return _scalar(loss, "cross_entropy_loss(z, y)", nodes, (given, logits), upstream)


@probe
def cross_entropy_losses(code: Code, rows: list[list[float]], targets: list[int]) -> list[ScalarOnValues]:
    """One list of leaves, used again: their data become each row in turn; cross_entropy_loss, then backward."""
    nodes = leaves(code, rows[0])
    logits = list(nodes)
    answers = []
    for row, target in zip(rows, targets, strict=True):
        for node, number in zip(nodes, row, strict=True):
            node.data, node.grad = number, 0.0
        loss = code.loss.cross_entropy_loss(logits, target)
        answers.append(_scalar(loss, "cross_entropy_loss(z, y)", nodes, (logits, nodes), 1.0))
    return answers


@probe
def softmax(
    code: Code,
    z: list[float],
    temperature: float | None = None,
    weights: list[float] | None = None,
    layer: list[list[float]] | None = None,
    picks: list[int] | None = None,
    leftover: float = 0.0,
) -> VectorOnValues:
    """softmax(z, T), then the backward pass of sum_i weights[i] * p_i; without weights, no backward pass.

    Without `temperature`, the function is called without one; the other options are those of `log_sum_exp`.
    """
    nodes = _leaves(code, z, leftover)
    logits = _logits(nodes, layer, picks)
    given = list(logits)
    probs: Any = code.loss.softmax(given) if temperature is None else code.loss.softmax(given, temperature)
    values = data_of(probs, "softmax(z)")
    if weights is not None:
        _weighted_sum(probs, weights).backward()
    return VectorOnValues(values, grads_of(nodes, "z"), data_still_of(given, logits, "z"))


@probe
def batch_cross_entropy(
    code: Code, z: list[float], rows: list[list[int]], targets: list[int], upstream: float = 1.0
) -> BatchOnValues:
    """batch_cross_entropy of rows made of the leaves z: row r is [z[i] for i in rows[r]]; then backward."""
    nodes = leaves(code, z)
    wanted = [[nodes[i] for i in row] for row in rows]
    batch = [list(row) for row in wanted]
    given_targets = list(targets)
    loss: Any = code.loss.batch_cross_entropy(batch, given_targets)
    value = datum(loss, "batch_cross_entropy(rows, targets)")
    (loss * upstream).backward() if upstream != 1.0 else loss.backward()
    pairs = zip(batch, wanted, strict=False)  # where rows are missing, their number tells
    rows_after = [data_still_of(row, were, f"rows[{r}]") for r, (row, were) in enumerate(pairs)]
    return BatchOnValues(value, grads_of(nodes, "z"), rows_after, wholes(given_targets, "targets"))


@probe
def cross_entropy_grad(code: Code, z: list[float], y: int) -> VectorOnNumbers:
    """cross_entropy_grad(z, y) on plain numbers."""
    logits = list(z)
    values = reals(code.loss.cross_entropy_grad(logits, y), "cross_entropy_grad(z, y)")
    return VectorOnNumbers(values, reals(logits, "z"))


@probe
def entropy(code: Code, p: list[float]) -> ScalarOnNumbers:
    """entropy(p) in nats."""
    return _plain(code, "entropy", p)


@probe
def cross_entropy(code: Code, p: list[float], q: list[float]) -> ScalarOnNumbers:
    """cross_entropy(p, q) in nats."""
    return _plain(code, "cross_entropy", p, q)


@probe
def kl_divergence(code: Code, p: list[float], q: list[float]) -> ScalarOnNumbers:
    """kl_divergence(p, q) in nats."""
    return _plain(code, "kl_divergence", p, q)


@probe
def average_nll(code: Code, probabilities: list[float]) -> ScalarOnNumbers:
    """average_nll(probabilities) in nats."""
    return _plain(code, "average_nll", probabilities)


@probe
def perplexity(code: Code, loss: float) -> float:
    """perplexity(loss)."""
    return real(code.loss.perplexity(loss), "perplexity(loss)")


def _leaves(code: Code, z: list[float], leftover: float) -> list[Node]:
    nodes = leaves(code, z)
    if leftover:
        for node in nodes:
            node.grad = leftover
    return nodes


def _logits(nodes: list[Node], layer: list[list[float]] | None, picks: list[int] | None) -> list[Node]:
    logits = list(nodes) if layer is None else [_weighted_sum(nodes, row) for row in layer]
    return logits if picks is None else [logits[i] for i in picks]


def _weighted_sum(nodes: Sequence[Node], weights: list[float]) -> Node:
    """Adds neighbours in pairs, and then the sums in pairs: the graph of 200 terms is 8 additions deep, not 200."""
    terms = [nodes[i] * weight for i, weight in enumerate(weights)]
    while len(terms) > 1:
        rest = terms[len(terms) & ~1 :]
        terms = [terms[i] + terms[i + 1] for i in range(0, len(terms) - 1, 2)] + rest
    return terms[0]


def _scalar(
    result: Any, what: str, nodes: list[Node], given_and_was: tuple[list[Node], list[Node]], upstream: float
) -> ScalarOnValues:
    value = datum(result, what)
    (result * upstream).backward() if upstream != 1.0 else result.backward()
    return ScalarOnValues(value, grads_of(nodes, "z"), data_still_of(*given_and_was, "z"))


def _plain(code: Code, name: str, *lists: list[float]) -> ScalarOnNumbers:
    given = [list(numbers) for numbers in lists]
    value = real(getattr(code.loss, name)(*given), f"{name}(...)")
    return ScalarOnNumbers(value, [reals(numbers, "the list") for numbers in given])
