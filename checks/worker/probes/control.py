"""Questions about the submission as a whole: import this file, which names are there."""

from __future__ import annotations

from ..definitions import Definition
from ..loading import Code
from .register import probe


@probe
def import_module(code: Code, module: str) -> None:
    """Imports one file of the contract; an exception of its own goes to the judge."""
    code.import_module(module)


@probe
def spoil_module(code: Code, module: str) -> None:
    """Makes imports of a file fail at once, because an earlier worker hung or died in it."""
    code.spoil_module(module)


@probe
def presence(code: Code, names: list[str]) -> list[str]:
    """For each dotted name of the contract: `present`, `absent` or `stub`."""
    return [code.presence(name) for name in names]


@probe
def names_beside(code: Code, name: str) -> list[str]:
    """What there is where this name of the contract is missing, so that a misspelt one can be told."""
    return code.names_beside(name)


@probe
def definitions_of(code: Code, name: str) -> list[Definition]:
    """Where the source defines this name of the contract, so that one in the wrong place can be told."""
    return code.definitions_of(name)
