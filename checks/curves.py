"""Loss and gradient near a failing case, as functions of one logit: what a submission gives, and what is true.

Names: z logits, y target index, k the logit that is moved.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from checks.judge import judge_case
from checks.oracles import softmax as true
from checks.registry import Property
from checks.standin import Question, StandIn
from checks.verdicts import Verdict
from checks.worker.client import NoAnswerError

STEPS = 60
VISIBLE = 1e-6
"""The least error, of the true value or of 1, for which a picture is worth drawing."""


@dataclass(frozen=True)
class Panel:
    """One number as a function of a logit: points (logit, what was got, what is true), None where nothing was got."""

    title: str
    points: list[tuple[float, float | None, float]]

    @property
    def is_off(self) -> bool:
        """Whether a difference can be seen somewhere."""
        return any(got is None or abs(got - due) > VISIBLE * max(1.0, abs(due)) for _, got, due in self.points)


@dataclass(frozen=True)
class Curve:
    """What a function gives as the logit z[k] moves through its place in the failing case."""

    function: str
    k: int
    at: float
    panels: list[Panel]


Numbers = tuple[float | None, list[float]]
"""The value of a function, where it is one number, and for each logit a slope or a result."""


def curve_of(prop: Property, verdict: Verdict, sub: StandIn) -> Curve | None:
    """The first function of logits that the failing case asks and that is visibly off; None where there is none."""
    judge_case(prop, sub, tuple((verdict.case or {}).values()))
    for question in list(sub.asked):
        if _is_of_logits(question):
            curve = _curve(question, sub)
            if any(panel.is_off for panel in curve.panels):
                return curve
    return None


def _is_of_logits(question: Question) -> bool:
    """Whether it asks a function of z, or of z and a y that is one of its indices, and nothing else."""
    arguments, probe = question.arguments, question.probe
    if question.options or not arguments or not arguments[0] or probe not in _TITLES:
        return False
    has_target = probe.startswith("cross_entropy")
    return len(arguments) == 1 + has_target and (not has_target or 0 <= arguments[1] < len(arguments[0]))


def _curve(question: Question, sub: StandIn) -> Curve:
    z, *target = question.arguments
    k = _worst_logit(question.probe, z, target, sub)
    reach = max(5.0, abs(z[k]) / 4)
    value_points, slope_points = [], []
    for step in range(STEPS + 1):
        moved = [*z[:k], z[k] + reach * (2 * step / STEPS - 1), *z[k + 1 :]]
        (got, got_each), (due, due_each) = _got(question.probe, moved, target, sub), _due(question.probe, moved, target)
        if due is not None:
            value_points.append((moved[k], _finite(got), due))
        slope_points.append((moved[k], _finite(got_each[k]) if len(got_each) > k else None, due_each[k]))
    titles = [title.format(k=k) for title in _TITLES[question.probe]]
    points = [value_points, slope_points] if value_points else [slope_points]
    return Curve(question.probe, k, z[k], [Panel(*panel) for panel in zip(titles, points, strict=True)])


def _worst_logit(probe: str, z: list[float], target: list[int], sub: StandIn) -> int:
    """Whose slope is off most; the target or the first where none is, the largest where nothing was got."""
    _, got = _got(probe, z, target, sub)
    _, due = _due(probe, z, target)
    if len(got) != len(due):
        return max(range(len(z)), key=lambda i: z[i])
    errors = [abs(a - b) if math.isfinite(a) else math.inf for a, b in zip(got, due, strict=True)]
    return max(range(len(z)), key=lambda i: (errors[i], i in target))


def _got(probe: str, z: list[float], target: list[int], sub: StandIn) -> Numbers:
    try:
        match probe:
            case "cross_entropy_loss":
                loss = sub.cross_entropy_loss(z, target[0])
                return loss.value, loss.grad
            case "log_sum_exp":
                result = sub.log_sum_exp(z)
                return result.value, result.grad
            case "cross_entropy_grad":
                return None, sub.cross_entropy_grad(z, target[0]).values
            case _:
                return None, sub.softmax(z).values
    except NoAnswerError:
        return None, []


def _due(probe: str, z: list[float], target: list[int]) -> Numbers:
    match probe:
        case "cross_entropy_loss":
            return true.cross_entropy(z, target[0]), true.softmax_minus_onehot(z, target[0])
        case "log_sum_exp":
            return true.log_sum_exp(z), true.softmax(z)
        case "cross_entropy_grad":
            return None, true.softmax_minus_onehot(z, target[0])
        case _:
            return None, true.softmax(z)


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None


_TITLES = {
    "cross_entropy_loss": ("loss", "∂loss/∂z[{k}]"),
    "log_sum_exp": ("log-sum-exp", "∂LSE/∂z[{k}]"),
    "cross_entropy_grad": ("∂loss/∂z[{k}]",),
    "softmax": ("softmax(z)[{k}]",),
}
