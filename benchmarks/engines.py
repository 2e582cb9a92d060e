"""Scalar engines under the same layers: the reference's own, PyPI's micrograd, PyTorch's scalars where installed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from checks.submissions import read_submission
from checks.worker.loading import Code

ROOT = Path(__file__).parents[1]
TORCH = b"""\
import torch

torch.set_num_threads(1)

def Value(data):
    return torch.tensor(float(data), dtype=torch.float64, requires_grad=True)
"""


@dataclass(frozen=True)
class Engine:
    """The layers and the language model of the reference, on one engine's `Value`.

    `inputs_of` gives the nodes that a node was computed from.
    """

    Value: Callable[[float], Any]
    nn: ModuleType
    lm: ModuleType
    inputs_of: Callable[[Any], Iterable[Any]]

    def mlp(self) -> Callable[[], Any]:
        """A step forward through 16 inputs, two layers of 32 rectified units, and one output, which is squared."""
        random.seed(0)
        layers = [self.nn.Linear(16, 32), self.nn.Linear(32, 32)]
        output = self.nn.Linear(32, 1)
        x = [self.Value(random.gauss(0.0, 1.0)) for _ in range(16)]

        def forward() -> Any:
            units = x
            for layer in layers:
                units = [unit.relu() for unit in layer(units)]
            (out,) = output(units)
            return out * out

        return forward

    def char_lm(self) -> Callable[[], Any]:
        """The loss of one window, by a model of the usual size over 27 characters."""
        random.seed(0)
        model = self.lm.CharacterLM(27)
        context = [random.randrange(27) for _ in range(model.context_length)]
        return lambda: model.loss(context, 5)

    def count_nodes(self, output: Any) -> int:
        """How many results of operations a graph has, its leaves not counted."""
        seen: set[Any] = set()
        stack = [output]
        while stack:
            node = stack.pop()
            if node not in seen and self.inputs_of(node):
                seen.add(node)
                stack += self.inputs_of(node)
        return len(seen)


def engine(name: str) -> Engine:
    """The engine called `reference`, `micrograd` or `torch`."""
    sources = read_submission(ROOT / "reference")
    texts = {"torch": TORCH, "micrograd": (ROOT / "tests/right/micrograd_engine/autograd.py").read_bytes()}
    if name in texts:
        files = {**sources.files, "autograd": ("autograd.py", texts[name])}
        sources = msgspec.structs.replace(sources, files=files)
    code = Code(sources)
    for module in ("autograd", "nn", "lm"):
        code.import_module(module)
    loaded = {module: code._modules[module] for module in ("autograd", "nn", "lm")}
    code.unload()
    return Engine(loaded["autograd"].Value, loaded["nn"], loaded["lm"], INPUTS[name])


def _inputs_in_torch(node: Any) -> list[Any]:
    """Of a tensor, or of the operation that made it. Leaves are where gradients are accumulated."""
    operation = getattr(node, "grad_fn", node)
    return [made for made, _ in operation.next_functions if made is not None and hasattr(made, "next_functions")]


INPUTS: dict[str, Callable[[Any], Iterable[Any]]] = {
    "reference": lambda node: node._parents,
    "micrograd": lambda node: node._prev,
    "torch": _inputs_in_torch,
}


def installed() -> list[str]:
    """The engines that can be measured here."""
    return [name for name in INPUTS if name == "reference" or find_spec(name) is not None]
