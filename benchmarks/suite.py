"""What is measured: the chosen properties with their cases, and ways to put them to a submission."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import checks.properties  # noqa: F401  # registers them
from checks import checking
from checks.cases import CaseSet, case_set
from checks.processors import on_one_processor
from checks.registry import Property, all_properties
from checks.session import Session
from checks.verdicts import Run, Verdict
from checks.worker.loading import Sources

SEED = 0
COMMAND = str(Path(sys.executable).with_name("crosscheck"))


@dataclass(frozen=True)
class Suite:
    """The properties that a benchmark asks, and their cases."""

    properties: Sequence[Property]
    cases: CaseSet
    profile: str

    def check(self, sources: Sources) -> Run:
        """A check from the start of the worker to its end, without canary and diagnosis."""
        return checking.check(sources, self.properties, self.cases, seed=SEED, profile=self.profile)

    def check_alone(self, sources: Sources) -> Run:
        """The same, judge and worker together on one processor as where a command checks a single submission."""
        with on_one_processor():
            return self.check(sources)

    def replay(self, running: Session) -> list[Verdict]:
        """The verdicts on a submission whose worker has started on the processor that we are on."""
        return [running.judge(prop, self.cases, SEED, self.profile) for prop in self.properties]

    def command(self, path: Path) -> list[str]:
        """The command that checks a submission by these properties."""
        is_whole = len(self.properties) == len(all_properties())
        only = [] if is_whole else [word for prop in self.properties for word in ("--only", prop.id)]
        return [COMMAND, "check", str(path), "--seed", str(SEED), "--profile", self.profile, *only]

    def thinned(self, keep: Callable[[int], bool]) -> Suite:
        """The same properties with those of their cases whose numbers, from 0, are kept."""
        cases = {prop.id: [case for i, case in enumerate(self.cases[prop.id]) if keep(i)] for prop in self.properties}
        return Suite(self.properties, cases, self.profile)


def suite_of(properties: Sequence[Property], profile: str) -> Suite:
    """These properties with their cases, which are drawn and stored where they were not."""
    return Suite(properties, dict(case_set(properties, SEED, profile)), profile)


def run_silently(command: Sequence[str], code: int = 0) -> None:
    """Runs a command to its end, which has to have this exit code, without showing what it prints."""
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    assert done.returncode == code, command
