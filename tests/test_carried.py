"""Errors carried forward: a right file on wrong earlier ones gets its points, and nothing else does."""

from __future__ import annotations

import re

import msgspec
from support import Submit

from checks import properties as _registers_them  # noqa: F401
from checks.carried import carry_forward, on_trusted_parts
from checks.cases import case_set
from checks.checking import check
from checks.mistakes import MISTAKES, apply
from checks.registry import all_properties, find
from checks.verdicts import Run, Status
from checks.worker.loading import Sources

GRADIENT, AFFINE, SLOPE = (
    find(identifier)
    for identifier in (
        "cross_entropy_gradient.is_softmax_minus_onehot",
        "nn.linear_is_the_affine_map",
        "autograd.derivative_of_exp",
    )
)
PROPERTIES = [SLOPE, GRADIENT, AFFINE]
BY_ID = {mistake.id: mistake for mistake in MISTAKES}
PASSED, FAILED, BLOCKED = Status.PASSED, Status.FAILED, Status.BLOCKED


def with_mistakes(reference: Sources, *identifiers: str) -> Sources:
    """The reference with these mistakes of the bank, in different files."""
    for identifier in identifiers:
        reference = apply(BY_ID[identifier], reference)
    return reference


def judged(sources: Sources, reference: Sources) -> list[tuple[Status, Status | None]]:
    """What is said of the slope of exp, of the gradient of the loss and of the layer: on own and on trusted files."""
    cases = case_set(PROPERTIES, 0, "quick")
    run: Run = check(sources, PROPERTIES, cases, seed=0, profile="quick", shrinking_budget=None)
    run = carry_forward(run, sources, reference, {prop.id: prop for prop in PROPERTIES}, cases)
    return [(verdict.status, verdict.carried) for verdict in run.verdicts]


def test_a_right_loss_on_a_wrong_value_is_right(reference: Sources) -> None:
    """The slope of exp alone is wrong; the loss fails on it, and passes on a trusted one."""
    sources = with_mistakes(reference, "autograd.exp_slope_is_input")
    assert judged(sources, reference) == [(FAILED, None), (FAILED, PASSED), (PASSED, None)]


def test_a_wrong_loss_stays_wrong(reference: Sources) -> None:
    """On trusted parts it fails as well."""
    sources = with_mistakes(reference, "autograd.exp_slope_is_input", "loss.cross_entropy_without_its_sign")
    assert judged(sources, reference)[1] == (FAILED, FAILED)


def test_a_wrong_loss_on_right_parts_is_not_asked_again(reference: Sources) -> None:
    """There is nothing to carry forward."""
    sources = with_mistakes(reference, "loss.cross_entropy_without_its_sign")
    assert judged(sources, reference)[:2] == [(PASSED, None), (FAILED, None)]


def test_what_is_blocked_is_judged_on_trusted_parts(reference: Sources) -> None:
    """Without autograd.py, loss and layers can still be right."""
    files = {name: file for name, file in reference.files.items() if name != "autograd"}
    modules = {name: module for name, module in reference.modules.items() if name != "autograd"}
    sources = msgspec.structs.replace(reference, files=files, modules=modules)
    statuses = judged(sources, reference)
    assert [status for status, _ in statuses] == [Status.NOT_ATTEMPTED, BLOCKED, BLOCKED]
    assert [carried for _, carried in statuses] == [None, PASSED, PASSED]


def test_in_a_package_too(reference: Sources) -> None:
    """The reference's files take the places of a package's, whose relative imports find them."""
    broken = with_mistakes(reference, "autograd.exp_slope_is_input")
    files = {
        f"homework.{name}": (path, re.sub(rb"from (autograd|loss|nn) import", rb"from .\1 import", text))
        for name, (path, text) in broken.files.items()
    }
    modules = {name: f"homework.{name}" for name in broken.modules}
    sources = Sources("homework", {"homework": ("__init__.py", b""), **files}, modules)
    assert judged(sources, reference) == [(FAILED, None), (FAILED, PASSED), (PASSED, None)]


def test_one_file_cannot_be_parted(submit: Submit, reference: Sources) -> None:
    """Where Value and loss share a file, neither can be replaced alone."""
    assert on_trusted_parts(submit(homework="class Value: pass"), "loss", reference) is None


def test_rigged_earlier_parts_gain_nothing(reference: Sources) -> None:
    """A Value made so that a loss has nothing to do is not there on trusted parts, and neither is its help."""
    rigged = (
        reference.files["autograd"][1]
        + b"""
def loss_made_easy(logits, target):
    return logits[target] * 0.0
Value.loss_made_easy = loss_made_easy
"""
    )
    loss = b"def cross_entropy_loss(logits, target_idx):\n    return logits[0].loss_made_easy(logits, target_idx)\n"
    broken = rigged.replace(b"(self,), (power,))", b"(self,), (self.data,))")
    files = {"autograd": ("autograd.py", broken), "loss": ("loss.py", loss)}
    sources = Sources("rigged", files, {"autograd": "autograd", "loss": "loss"})
    (slope, _), (own, carried), _ = judged(sources, reference)
    assert (slope, own.is_wrong, carried) == (FAILED, True, Status.RAISED)


def test_nothing_of_the_reference_is_shown(reference: Sources) -> None:
    """A loss that raises the source of the trusted Value leaves no message."""
    loss = """
from autograd import Value
def cross_entropy_loss(logits, target_idx):
    raise ValueError(Value.__init__.__globals__["__loader__"].get_source("autograd"))
"""
    sources = with_mistakes(reference, "autograd.exp_slope_is_input")
    sources = msgspec.structs.replace(sources, files={**sources.files, "loss": ("loss.py", loss.encode())})
    cases = case_set(PROPERTIES, 0, "quick")
    run = check(sources, PROPERTIES, cases, seed=0, profile="quick", shrinking_budget=None)
    carried = carry_forward(run, sources, reference, {prop.id: prop for prop in all_properties()}, cases)
    verdict = carried.verdicts[1]
    assert verdict.carried is Status.RAISED
    assert [msgspec.structs.replace(v, carried=None) for v in carried.verdicts] == run.verdicts
