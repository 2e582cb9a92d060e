"""Questions about autograd.py: graph programs, run on the submission's Value."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from ..answers import GraphAnswer
from ..loading import Code
from .nodes import data_of, datum, grads_of, leaves
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
    nodes: list[Any] = list(leaves(code, inputs))
    for operation, *operands in steps:
        arguments = [nodes[int(o[1:])] if isinstance(o, str) else o for o in operands]
        nodes.append(_OPERATIONS[operation](*arguments))
    data = data_of(nodes, "v")
    for output in [len(nodes) - 1] if outputs is None else outputs:
        nodes[output].backward()
    return GraphAnswer(data, [datum(node, "v") for node in nodes], grads_of(nodes, "v"))
