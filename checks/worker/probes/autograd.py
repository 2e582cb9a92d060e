"""Questions about autograd.py: graph programs, run on the submission's Value."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from ..answers import GraphAnswer, ScalarOnValues
from ..loading import Code
from .nodes import Node, data_of, datum, grads_of, leaves
from .register import probe

Step = list[Any]
"""An operation and its operands: `["*", "v0", 2.5]`. A string names a node, a number is itself."""

_OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "neg": operator.neg,
    "sum": lambda *terms: sum(terms),
    "sum_from": lambda start, *terms: sum(terms, start),
    "exp": lambda a: a.exp(),
    "log": lambda a: a.log(),
    "tanh": lambda a: a.tanh(),
    "relu": lambda a: a.relu(),
    "sigmoid": lambda a: a.sigmoid(),
}


@probe
def run_graph(code: Code, inputs: list[float], steps: list[Step], outputs: list[int] | None = None) -> GraphAnswer:
    """Builds the nodes v0, v1, ... from the inputs and then the steps, and calls backward on each output in turn.

    Without `outputs`, the last node is the only one; an empty list calls no backward pass at all.
    """
    return _backward_and_read(_built(leaves(code, inputs), steps), outputs)


@probe
def run_graph_again(
    code: Code, inputs: list[float], steps: list[Step], new_data: list[float], new_grads: list[float]
) -> GraphAnswer:
    """Runs the program, assigns each leaf a new `.data` and `.grad`, and runs it anew on the same leaves."""
    nodes = leaves(code, inputs)
    _built(nodes, steps)[-1].backward()
    for node, data, grad in zip(nodes, new_data, new_grads, strict=True):
        node.data = data
        node.grad = grad
    return _backward_and_read(_built(nodes, steps), None)


@probe
def run_loop(code: Code, start: float, block: list[Step], times: int) -> ScalarOnValues:
    """Starts with a = x = y = Value(start), runs the assignments `[target, operation, *operands]` of the block
    `times` times, and calls backward on x.
    """
    (a,) = leaves(code, [start])
    names: dict[str, Any] = {"a": a, "x": a, "y": a}
    for _ in range(times):
        for target, operation, *operands in block:
            names[target] = _OPERATIONS[operation](*(names[o] if isinstance(o, str) else o for o in operands))
    value = datum(names["x"], "x")
    names["x"].backward()
    return ScalarOnValues(value, grads_of([a], "a"), [datum(a, "a")])


def _built(inputs: Sequence[Node], steps: list[Step]) -> list[Node]:
    nodes: list[Any] = list(inputs)
    for operation, *operands in steps:
        arguments = [nodes[int(o[1:])] if isinstance(o, str) else o for o in operands]
        nodes.append(_OPERATIONS[operation](*arguments))
    return nodes


def _backward_and_read(nodes: list[Node], outputs: list[int] | None) -> GraphAnswer:
    data = data_of(nodes, "v")
    for output in [len(nodes) - 1] if outputs is None else outputs:
        nodes[output].backward()
    return GraphAnswer(data, [datum(node, "v") for node in nodes], grads_of(nodes, "v"))
