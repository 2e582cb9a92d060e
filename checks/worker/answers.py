"""The shapes of the answers that probes give: plain numbers and lists, decoded by exact type in the judge."""

from __future__ import annotations

import msgspec


class ScalarOnValues(msgspec.Struct, array_like=True, frozen=True):
    """A differentiable function with one result.

    `value` is the result's data; `grad[i]` what its backward pass left in leaf i; `inputs_after` the data of the
    list that the function was given, read after everything.
    """

    value: float
    grad: list[float]
    inputs_after: list[float]


class VectorOnValues(msgspec.Struct, array_like=True, frozen=True):
    """A differentiable function with a list of results; `grad` belongs to their weighted sum."""

    values: list[float]
    grad: list[float]
    inputs_after: list[float]


class BatchOnValues(msgspec.Struct, array_like=True, frozen=True):
    """A differentiable function of rows; `inputs_after` are the rows' data and the targets afterwards."""

    value: float
    grad: list[float]
    rows_after: list[list[float]]
    targets_after: list[int]


class ScalarOnNumbers(msgspec.Struct, array_like=True, frozen=True):
    """A plain function with one result, and its lists afterwards."""

    value: float
    inputs_after: list[list[float]]


class VectorOnNumbers(msgspec.Struct, array_like=True, frozen=True):
    """A plain function with a list of results, and its list afterwards."""

    values: list[float]
    inputs_after: list[float]


class GraphAnswer(msgspec.Struct, array_like=True, frozen=True):
    """A graph program: the data of every node before and after the backward passes, and every gradient."""

    data: list[float]
    data_after: list[float]
    grad: list[float]
