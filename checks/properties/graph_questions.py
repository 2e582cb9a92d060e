"""What the properties of Value share: graph programs, and answers held against the truth.

A graph program is inputs v0, v1, ... and steps (see oracles/duals.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checks import expect
from checks.contract import NAMES, TOLERANCE
from checks.oracles.duals import Dual, Step
from checks.standin import StandIn
from checks.worker.answers import GraphAnswer

VALUE = "autograd.Value"
BACKWARD = f"{VALUE}.backward"
TO_DIFFERENTIATE = [VALUE, BACKWARD, f"{VALUE}.__mul__"]
ARITHMETIC = [VALUE, *(f"{VALUE}.__{name}__" for name in ("add", "radd", "sub", "rsub", "mul", "rmul"))]
EVERYTHING = [f"autograd.{name}" for name in NAMES["autograd"]]


def run(sub: StandIn, inputs: list[float], steps: list[Step], outputs: list[int] | None = None) -> GraphAnswer:
    """The nodes of the program after backward passes from the outputs: by default the last node, none for []."""
    return complete(sub.run_graph(inputs, steps, outputs), len(inputs) + len(steps))


def complete(answer: GraphAnswer, count: int) -> GraphAnswer:
    """The answer, if it tells of so many nodes."""
    for numbers in (answer.data, answer.data_after, answer.grad):
        expect.length("the graph", numbers, count)
    return answer


def expect_data(answer: GraphAnswer, nodes: Sequence[Dual]) -> None:
    """Every node has its value. Rounding errors of the nodes before it are passed on to it, and are allowed for."""
    for i, node in enumerate(nodes):
        expect.close(f"v{i}.data", answer.data[i], node.value, node.error / TOLERANCE)


def expect_grad(answer: GraphAnswer, of: Iterable[int], *outputs: Dual) -> None:
    """The gradients of these nodes are the derivatives of the output, or the sums of those of the outputs.

    Each may be off by 1e-9 of the absolute contributions that make it up: of all paths, slope by slope.
    """
    for i in of:
        want, scale = sum(v.tangent[i] for v in outputs), sum(v.magnitude[i] for v in outputs)
        expect.close(f"v{i}.grad", answer.grad[i], want, scale)
