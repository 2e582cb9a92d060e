"""`crosscheck audit`: judges the suite by its own bank and tells what it misses and what it falsely fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from checks import properties as _registers_them  # noqa: F401
from checks import right
from checks.audit import matrix
from checks.audit import run as running
from checks.audit.records import Audit
from checks.commands.console import UsageError, out, progress, prove_drawable, prove_writable, refuse, write
from checks.exit_codes import ExitCode
from checks.extras import loading as extras
from checks.mistakes import MISTAKES, Mistake
from checks.processors import usable_processors
from checks.registry import all_properties
from checks.reports import audit_json, audit_terminal
from checks.submissions import read_reference
from checks.worker.client import StartError


@dataclass(frozen=True)
class AuditRequest:
    """What `crosscheck audit` was asked for."""

    seed: int
    profile: str
    sample: int | None
    jobs: int | None
    lists_mistakes: bool
    json: Path | None
    html: Path | None


def audit(request: AuditRequest) -> int:
    """Runs the audit; the exit code is 1 where anything was missed or falsely failed."""
    try:
        mistakes = [*MISTAKES, *extras.mistakes()]
        prove_writable(request.json, "--json")
        prove_writable(request.html, "--html")
        if request.html is not None:
            prove_drawable("--html")
        found = _run(request, mistakes)
        if str(request.json) != "-":
            out.print(audit_terminal.render(found, lists_mistakes=request.lists_mistakes))
        if request.json is not None:
            write(request.json, audit_json.render(found))
        if request.html is not None:
            from checks.reports.audit_html import render as render_page  # needs the extra `reports`

            write(request.html, render_page(found, mistakes).encode())
    except UsageError as error:
        return refuse(str(error))
    except StartError as error:
        return refuse(str(error), ExitCode.DEFECT)
    return ExitCode.ALL_WELL if matrix.is_clean(found) else ExitCode.NOT_ALL_WELL


def _run(request: AuditRequest, mistakes: Sequence[Mistake]) -> Audit:
    sample = None if request.sample is None else running.sampled(mistakes, request.sample, request.seed)
    with progress("auditing", 0) as tell:
        return running.audit(
            all_properties(),
            mistakes if sample is None else sample,
            list(right.bank().values()),
            reference=read_reference(),
            seed=request.seed,
            profile=request.profile,
            jobs=request.jobs or usable_processors(),
            is_sample=sample is not None,
            tell=tell,
        )
