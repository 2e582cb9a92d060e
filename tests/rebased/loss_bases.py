"""The right submissions in which mistakes of loss.py are made again."""

from __future__ import annotations

from rebased.record import Rebased

Edit = tuple[str, str]


def package(identifier: str, *edits: Edit) -> Rebased:
    """Made in log_softmax_package, where everything on Values goes through log_softmax."""
    return Rebased(identifier, "log_softmax_package", "loss.py", edits)


def one_file(identifier: str, *edits: Edit) -> Rebased:
    """Made in one_file.py, where each function is one node with the slopes that it says."""
    return Rebased(identifier, "one_file.py", "one_file.py", edits)


def micrograd(identifier: str, *edits: Edit) -> Rebased:
    """Made in micrograd_engine, whose cross_entropy_grad and kl_divergence are built on its other functions."""
    return Rebased(identifier, "micrograd_engine", "loss.py", edits)


def course(identifier: str, *edits: Edit) -> Rebased:
    """Made in course_style, whose shifts are nodes and whose functions do without each other."""
    return Rebased(identifier, "course_style", "loss.py", edits)


def numpy_scalars(identifier: str, *edits: Edit) -> Rebased:
    """Made in numpy_scalars, where entropy is a cross-entropy and the loss a log-sum-exp."""
    return Rebased(identifier, "numpy_scalars", "loss.py", edits)
