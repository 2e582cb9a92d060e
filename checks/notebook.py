"""The notebook front door: `check(cross_entropy_loss, softmax=my_softmax)` checks what is in memory, in this process.

For practice: nothing protects this process from the code, and nothing ends a loop in it but interrupting the kernel.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

import msgspec
import numpy as np
from rich.console import Console

from checks import properties as _registers_them  # noqa: F401
from checks.cases import CaseSet, InTime
from checks.causes import causes
from checks.checking import check as check_submission
from checks.curves import Curve, curve_of
from checks.diagnosis.bank import diagnose_by_bank
from checks.in_memory import CodeInMemory, GivenNameError, by_contract, completed
from checks.registry import Property, all_properties, select
from checks.reports import terminal
from checks.standin import StandIn
from checks.verdicts import Diagnosis, Run, Status, Verdict

__all__ = ["GivenNameError", "Result", "check"]

NOTE = "Practice, not a grade: your code ran in this very process, without protection or deadlines."
NO_PAGES = "pip install 'crosscheck[reports]' shows this as a page, with pictures of loss and gradient."
MAX_CURVES = 3
WIDTH = 100


@dataclass(frozen=True)
class Result:
    """What a check found: `run` as data; shown as a page in a notebook, as text elsewhere."""

    run: Run
    curves: Mapping[str, Curve]

    @property
    def is_all_well(self) -> bool:
        """Whether something was judged, and nothing was wrong."""
        statuses = {verdict.status for verdict in self.run.verdicts}
        return Status.PASSED in statuses and not any(status.is_wrong for status in statuses)

    def __repr__(self) -> str:
        text = io.StringIO()
        Console(file=text, width=WIDTH, color_system=None, force_jupyter=False).print(
            terminal.render(self.run, _by_id())
        )
        lines = "\n".join(line.rstrip() for line in text.getvalue().splitlines())
        return "\n".join([lines, NOTE, *([] if _can_draw() else [NO_PAGES])])

    def _repr_html_(self) -> str | None:
        """The page; None where what makes it is not installed."""
        if not _can_draw():
            return None
        from checks.reports import notebook_html

        return notebook_html.render(self.run, _by_id(), self.curves, NOTE)


def check(
    *things: object, section: str | None = None, seed: int = 0, profile: str = "quick", **named: object
) -> Result:
    """Checks functions and classes that are in memory by the properties that are about them.

    Args:
        things: known by their own names, such as `cross_entropy_loss`.
        section: only this one, such as `"softmax"`.
        seed: which cases are drawn.
        profile: how many: `quick` 20, `grade` 50, `deep` 300.
        named: known by the keyword: `softmax=my_softmax`, or `lm__compute_perplexity=mine` where two files have it.

    What a property needs beside them (a `Value`, say) is taken from what is given, else from what the given code itself
    sees; otherwise the property waits. Raises GivenNameError, and UnknownPropertyError for a section.
    """
    given = by_contract(things, named)
    chosen = [prop for prop in select(section) if ".".join(prop.of[0].split(".")[:2]) in given]
    if not chosen:
        raise GivenNameError(f"no property{f' of section {section!r}' if section else ''} is about {', '.join(given)}")
    found, waiting = completed(given, chosen)
    asked = [prop for prop in chosen if prop.id not in waiting]
    curves: dict[str, Curve] = {}

    def look_closer(run: Run, sub: StandIn) -> list[Diagnosis]:
        """Names mistakes, and draws curves, while the code is at hand."""
        roots = causes(run, _by_id())
        for root in roots[:MAX_CURVES]:
            curve = curve_of(_by_id()[root.verdict.id], root.verdict, sub)
            if curve is not None:
                curves[root.verdict.id] = curve
        return diagnose_by_bank(run, sub, _by_id(), cases) if roots else []

    # One by one: drawing many shares them out among forked processes, and a kernel has threads.
    cases: CaseSet = dict(InTime(asked, seed, profile))
    code = CodeInMemory(found)
    with _undisturbed():
        run = check_submission(code.sources, asked, cases, seed=seed, profile=profile, code=code, diagnose=look_closer)
    verdicts = {verdict.id: verdict for verdict in [*run.verdicts, *map(_waits, waiting, waiting.values())]}
    return Result(msgspec.structs.replace(run, verdicts=[verdicts[prop.id] for prop in chosen]), curves)


def _waits(identifier: str, name: str) -> Verdict:
    bare = name.partition(".")[2]
    message = f"waits for {name}, which was not given; give it too, as {name.replace('.', '__')}={bare}"
    return Verdict(id=identifier, status=Status.BLOCKED, message=message)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """What the code prints is ignored, as always; random numbers go on afterwards as if nothing had been."""
    state, numpy_state = random.getstate(), np.random.get_state()  # what students share
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):  # noqa: PTH123
        try:
            with contextlib.redirect_stderr(nowhere):
                yield
        finally:
            random.setstate(state)
            np.random.set_state(numpy_state)


def _can_draw() -> bool:
    return all(find_spec(name) for name in ("altair", "jinja2", "vl_convert"))


def _by_id() -> dict[str, Property]:
    return {prop.id: prop for prop in all_properties()}
