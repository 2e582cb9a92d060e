"""`crosscheck check`: judges one submission and tells what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from checks import properties as _registers_them  # noqa: F401
from checks import scoring, sealing
from checks.carried import carry_forward
from checks.cases import CaseSet, InTime
from checks.checking import check as check_submission
from checks.choosing import choose
from checks.commands.console import UsageError, err, out, progress, prove_writable, refuse, write
from checks.commands.foreign import NOT_FOREIGN, Foreign
from checks.exit_codes import ExitCode
from checks.processors import on_one_processor, usable_processors
from checks.registry import Property, UnknownPropertyError, all_properties
from checks.reports import as_json, terminal
from checks.rubric import PLAIN, Rubric, RubricError, read_rubric
from checks.standin import StandIn
from checks.submissions import UnreadableSubmissionError, read_reference, read_submission
from checks.verdicts import Diagnosis, Run, Seal
from checks.worker.client import StartError
from checks.worker.loading import Sources
from checks.worker.lockdown import Limits


@dataclass(frozen=True)
class CheckRequest:
    """What `crosscheck check` was asked for."""

    path: Path
    sections: tuple[str, ...]
    only: tuple[str, ...]
    seed: int
    profile: str
    with_all_hints: bool
    json: Path | None
    in_process: bool
    require: str | None = None
    export: tuple[str, Path] | None = None
    rubric: Path | None = None
    functions: tuple[str, ...] = ()
    is_watching: bool = False
    foreign: Foreign = NOT_FOREIGN


def check(request: CheckRequest) -> int:
    """Judges one submission and tells what was found."""
    try:
        _refuse_in_vain(request)
        rubric = read_rubric(request.rubric) if request.rubric else PLAIN
        chosen = _chosen(request)
        names, limits = request.foreign.names(), request.foreign.limits()
        prove_writable(request.json, "--json")
        prove_writable(request.export[1] if request.export else None, "--export")
        sources = read_submission(request.path, names, request.foreign.packages)
    except UnreadableSubmissionError as error:
        _export(request, None, str(error), rubric)
        return refuse(str(error))
    except (UsageError, UnknownPropertyError, RubricError) as error:
        return refuse(str(error))
    if request.is_watching:
        return _watch(request, chosen)
    if request.in_process:
        err.print("[yellow]in process:[/] your code runs unprotected, without deadlines; practice only, not a grade")
        sources = msgspec.structs.replace(sources, root=str(_folder_of(request.path)))
    try:
        run = _judged(request, sources, chosen, _seal(request, limits), limits)
    except StartError as error:
        return refuse(str(error), ExitCode.DEFECT)
    by_id = {prop.id: prop for prop in all_properties()}
    if not _is_stdout(request.json) and not _is_stdout(request.export and request.export[1]):
        out.print(terminal.render(run, by_id, with_all_hints=request.with_all_hints, at=str(request.path)), crop=False)
    try:
        if request.json is not None:
            write(request.json, as_json.render(run, by_id))
        _export(request, run, "", rubric)
    except UsageError as error:
        return refuse(str(error))
    return scoring.exit_code(run, by_id)


def _refuse_in_vain(request: CheckRequest) -> None:
    """Raises UsageError where what was asked for would show nowhere, or all mixed up."""
    if request.rubric and request.export is None and not request.is_watching:
        what = "--rubric weighs the points that --export writes; give `--export gradescope results.json` with it"
        raise UsageError(f"{what}, or leave it out")
    if _is_stdout(request.json) and _is_stdout(request.export and request.export[1]):
        raise UsageError("--json and --export cannot both go to stdout; name a file for one of them")


def _is_stdout(target: Path | None) -> bool:
    return str(target) == "-"


def _chosen(request: CheckRequest) -> list[Property]:
    """What is to be judged. Raises UsageError, UnknownPropertyError."""
    if request.in_process and request.require:
        raise UsageError("--in-process and --require do not go together: nothing is sealed off there")
    chosen = choose(request.sections, request.only, request.functions)
    if not chosen:
        raise UsageError("--section, --only and --function have no property in common; leave one of them out")
    return chosen


def _export(request: CheckRequest, run: Run | None, reason: str, rubric: Rubric) -> None:
    """Writes the results for a platform, which waits for them of what cannot be read, too. Raises UsageError."""
    if request.export is None:
        return
    from checks.commands.export import write_results

    write_results(*request.export, request.path.name, run, reason, rubric)


def _watch(request: CheckRequest, chosen: list[Property]) -> int:
    """Stays, and checks what each saved file affects."""
    from checks.commands.watch import prove_watchable, watch

    foreign = request.foreign
    options: dict[str, object] = {
        "--json": request.json,
        "--export": request.export,
        "--rubric": request.rubric,
        "--in-process": request.in_process,
        "--map": foreign.entries,
        "--allow-package": foreign.packages,
        "--memory": foreign.memory_mib,
    }
    try:
        prove_watchable([option for option, value in options.items() if value])
        _seal(request, None)
        return watch(request.path, chosen, request.seed, request.profile, with_hints=request.with_all_hints)
    except UsageError as error:
        return refuse(str(error))
    except StartError as error:
        return refuse(str(error), ExitCode.DEFECT)


def _seal(request: CheckRequest, limits: Limits | None) -> Seal:
    """How well the submission will be sealed off. Raises StartError where that is not what was asked for."""
    seal = sealing.none_in_process() if request.in_process else sealing.examine(limits)
    if request.require and seal.label != request.require:
        raise StartError(f"{seal.told}; --require {request.require} was asked for")
    return seal


def _judged(request: CheckRequest, sources: Sources, chosen: list[Property], seal: Seal, limits: Limits | None) -> Run:
    """The run, with the mistakes that were recognised, and what is right on trusted earlier files."""
    by_id = {prop.id: prop for prop in all_properties()}
    number = {prop.id: i for i, prop in enumerate(chosen, start=1)}
    with progress("checking", len(chosen)) as show, on_one_processor():
        show("drawing cases", 0, len(chosen))
        cases = InTime(chosen, request.seed, request.profile)
        run = check_submission(
            sources,
            chosen,
            cases,
            seed=request.seed,
            profile=request.profile,
            limits=limits,
            in_process=request.in_process,
            diagnose=lambda run, sub: _diagnoses(run, sub, by_id, cases),
            seal=seal,
            begin=lambda prop: show(f"checking {prop.section}", number[prop.id], len(chosen)),
            jobs=usable_processors(),
        )
        if request.in_process:
            return run
        return carry_forward(run, sources, read_reference(), by_id, cases, limits)


def _diagnoses(run: Run, sub: StandIn, by_id: Mapping[str, Property], cases: CaseSet) -> list[Diagnosis]:
    """The known mistakes that the submission makes; the bank is opened where something is wrong."""
    if not any(verdict.status.is_wrong for verdict in run.verdicts):
        return []
    from checks.diagnosis.bank import diagnose_by_bank

    return diagnose_by_bank(run, sub, by_id, cases, jobs=usable_processors())


def _folder_of(path: Path) -> Path:
    return path.resolve() if path.is_dir() else path.resolve().parent
