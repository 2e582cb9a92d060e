"""The options that several commands take."""

from __future__ import annotations

from typing import Annotated

import typer

Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="NAME=MODULE:NAME", help="Where a name of the contract is; can be repeated."),
]
Packages = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="An installed package that may be imported; can be repeated.")
]
Memory = Annotated[
    int | None, typer.Option(min=1, max=2**30, metavar="MIB", help="What a submission may take; 1024 by default.")
]
