"""Errors carried forward: later files judged again on trusted earlier ones, where the student's own ones are wrong.

The reference's files take the place of all earlier ones, in a worker of its own that is asked about the later file
alone. What such a worker prints or raises could show the reference, so only its statuses are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from checks.cases import CaseSet
from checks.extras import record as extras
from checks.registry import Property
from checks.session import Session
from checks.verdicts import Run, Status, Verdict
from checks.worker.loading import Sources
from checks.worker.lockdown import Limits

EARLIER = {"loss": ("autograd",), "nn": ("autograd",), "lm": ("autograd", "loss", "nn")}
"""The files of our contract that a file builds on."""


def earlier_files() -> Mapping[str, Sequence[str]]:
    """For each file of the contract that builds on others, these; for an own module what its reference imports."""
    own = {}
    for module in extras.own_modules():
        direct = extras.builds_on(module)
        all_of_them = direct.union(*(EARLIER.get(file, ()) for file in direct))
        own[module] = tuple(file for file in extras.modules() if file in all_of_them)
    return {**EARLIER, **{module: files for module, files in own.items() if files}}


_ALIAS = "import sys\nfrom importlib import import_module\nsys.modules[__name__] = import_module({!r})\n"


def carry_forward(
    run: Run,
    sources: Sources,
    reference: Sources,
    properties: Mapping[str, Property],
    cases: CaseSet,
    limits: Limits | None = None,
) -> Run:
    """The run, with what the properties of later files say of them on the reference's earlier files.

    Args:
        run: of the submission as it is.
        sources: the submission.
        reference: whose files are trusted.
        properties: by their ids.
        cases: the case set of the run.
        limits: what a worker may use.
    """
    carried: dict[str, Status] = {}
    for file in earlier_files():
        wanted = _wanted(run, file, properties)
        mixed = on_trusted_parts(sources, file, reference) if wanted else None
        if mixed is not None:
            with Session(mixed, limits) as session:
                for prop in wanted:
                    verdict = session.judge(prop, cases, run.seed, run.profile, shrinking_budget=None)
                    carried[prop.id] = verdict.status
    verdicts = [msgspec.structs.replace(verdict, carried=carried.get(verdict.id)) for verdict in run.verdicts]
    return msgspec.structs.replace(run, verdicts=verdicts)


def on_trusted_parts(sources: Sources, file: str, reference: Sources) -> Sources | None:
    """The submission with the reference's earlier files under one of its files; None where it cannot be parted."""
    if file not in sources.modules:
        return None
    package = sources.modules[file].rpartition(".")[0]
    files, modules = dict(sources.files), dict(sources.modules)
    for earlier in earlier_files()[file]:
        name = modules.setdefault(earlier, f"{package}.{earlier}" if package else earlier)
        if name == modules[file]:  # one file holds both
            return None
        path = files[name][0] if name in files else f"{name.replace('.', '/')}.py"
        files[name] = (path, reference.files[reference.modules[earlier]][1])
        if name != earlier:  # the reference's files know each other by their own names
            files[earlier] = (f"{earlier}.py", _ALIAS.format(name).encode())
    return msgspec.structs.replace(sources, files=files, modules=modules)


def _wanted(run: Run, file: str, properties: Mapping[str, Property]) -> Sequence[Property]:
    """The failed properties of a file, where an earlier file is not all right."""
    of_file = [verdict for verdict in run.verdicts if _file_of(properties[verdict.id]) == file]
    failed = [verdict for verdict in of_file if verdict.status.is_wrong or verdict.status is Status.BLOCKED]
    files = earlier_files()[file]
    earlier = [verdict for verdict in run.verdicts if _file_of(properties[verdict.id]) in files]
    is_due = any(_is_not_right(verdict, properties) for verdict in earlier) or any(
        verdict.status is Status.BLOCKED for verdict in failed
    )
    return [properties[verdict.id] for verdict in failed] if is_due else []


def _is_not_right(verdict: Verdict, properties: Mapping[str, Property]) -> bool:
    return properties[verdict.id].tier == "core" and verdict.status not in (Status.PASSED, Status.BROKEN)


def _file_of(prop: Property) -> str:
    return prop.of[0].partition(".")[0]
