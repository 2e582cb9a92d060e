"""One submission being checked: imports it, finds out what it holds, and judges what is asked of it."""

from __future__ import annotations

import contextlib
import os
import re

import msgspec

from checks import misnamed
from checks.cases import CaseSet
from checks.extras import record as extras
from checks.judge import describe_exception, judge
from checks.plain_text import shown
from checks.registry import Property
from checks.shrinking import USUAL, Budget
from checks.snippets.imports import with_imports
from checks.standin import LocalStandIn, RemoteStandIn, StandIn
from checks.verdicts import NO_MODULE, ImportFailure, Status, Verdict
from checks.worker.client import (
    AbsentNameError,
    CrashedError,
    NoAnswerError,
    RaisedError,
    TimedOutError,
    UnfitAnswerError,
    Worker,
)
from checks.worker.loading import Code, Sources
from checks.worker.lockdown import Limits
from checks.worker.protocol import Raised

IMPORT_DEADLINE_S = 10.0
_PLACE = re.compile(r" \([^()]+, line \d+\)$")
_ELSEWHERE = re.compile(r"cannot import name '\w+' from '([\w.]+)'|import of ([\w.]+) halted")


class Session:
    """One submission being checked; a context manager, so that its worker ends with it.

    Args:
        sources: the submission.
        limits: what its worker may use.
        in_process: load it into this very process, unprotected, for a debugger.
        code: it is here already, in this very process.
        worker: use this one, which another submission of our own bank has left, instead of a fresh one.
    """

    def __init__(
        self,
        sources: Sources,
        limits: Limits | None = None,
        *,
        in_process: bool = False,
        code: Code | None = None,
        worker: Worker | None = None,
    ) -> None:
        self.sources = sources
        self._used_worker = worker
        self.import_failures: dict[str, ImportFailure] = {}
        self._limits = limits
        self._is_known, self._is_fresh, self._owner = False, True, os.getpid()
        if in_process and code is None:
            code = Code(sources)
        self.sub: StandIn = LocalStandIn(code) if code else RemoteStandIn(self._launch)
        for module in sources.modules:
            self._import_once(module)
        for module, failure in self.import_failures.items():
            accused = self.import_failures.get(failure.culprit)
            if accused and accused.culprit == module:  # each says it of the other
                self.import_failures[module] = msgspec.structs.replace(failure, culprit=module)
        self._is_known = True
        self._presence = self._ask_presence()
        self._alike: dict[str, str] = {}

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the submission's worker, if it still has one."""
        self.sub.close()

    def release(self) -> Worker | None:
        """Gives the worker away while it lives, for another submission of our own bank."""
        return self.sub.release() if isinstance(self.sub, RemoteStandIn) else None

    def begin_anew(self) -> None:
        """Has the next question answered by a worker that was asked nothing but its imports, and is this process's."""
        is_ours = self._owner == os.getpid()
        if isinstance(self.sub, LocalStandIn) or (self._is_fresh and is_ours):
            return
        if is_ours:
            self.close()
        else:
            self.release()  # it goes on for the process that this one was forked from
        self._owner, self._is_fresh = os.getpid(), True

    def attempts(self, prop: Property) -> bool:
        """Whether what the property is about, and all that it needs, is there to be asked."""
        return self._verdict_on_gaps(prop) is None

    def judge(
        self,
        prop: Property,
        cases: CaseSet,
        seed: int,
        profile: str,
        *,
        shrinking_budget: Budget | None = USUAL,
    ) -> Verdict:
        """The verdict on one property, without a question where its code is not there."""
        gap = self._verdict_on_gaps(prop)
        if gap:
            return gap
        self._is_fresh = False
        verdict = judge(prop, self.sub, cases[prop.id], seed, profile, shrinking_budget=shrinking_budget)
        if not verdict.snippet:
            return verdict
        snippet = with_imports(verdict.snippet, [*prop.of, *prop.needs], self._importable())
        return msgspec.structs.replace(verdict, snippet=snippet)

    def _importable(self) -> dict[str, str]:
        """The module that holds each file of the contract; the notebook's own name, where it is one."""
        files = {name: path for name, (path, _) in self.sources.files.items() if not path.endswith(".py")}
        return {part: files.get(name, name) for part, name in self.sources.modules.items()}

    def _launch(self) -> Worker:
        """A worker; after the first, with everything imported again that could be imported."""
        worker, self._used_worker = self._used_worker, None
        if worker is not None:
            try:
                worker.load(self.sources)
            except NoAnswerError:  # it ended while nobody asked it anything
                worker = None
        if worker is None:
            worker = Worker(self.sources, self._limits)
        try:
            self._prepare(worker)
        except BaseException:
            worker.close()
            raise
        return worker

    def _prepare(self, worker: Worker) -> None:
        """Imports, in the order of the first time, what could be imported then. Raises CrashedError where it cannot."""
        for module, failure in self.import_failures.items():
            if failure.status is not Status.RAISED:  # it hung or died: do not go there again
                worker.ask("spoil_module", [module], {}, type(None), IMPORT_DEADLINE_S)
        for module in self.sources.modules if self._is_known else ():
            if module in self.import_failures:
                continue
            try:
                worker.ask("import_module", [module], {}, type(None), IMPORT_DEADLINE_S)
            except (RaisedError, UnfitAnswerError, AbsentNameError) as change:
                raise CrashedError(f"{module}.py was imported before, and cannot be again: {change}") from None

    def _import_once(self, module: str) -> None:
        """Imports what holds a file of the contract, unless that has failed for another one."""
        name = self.sources.modules[module]
        for other, failure in self.import_failures.items():
            if self.sources.modules[other] == name:
                culprit = module if failure.culprit == other else failure.culprit
                self.import_failures[module] = msgspec.structs.replace(failure, module=module, culprit=culprit)
                return
        self._import(module)

    def _import(self, module: str) -> None:
        self.sub.begin_case(IMPORT_DEADLINE_S)
        status, culprit = Status.RAISED, module
        try:
            self.sub.import_module(module)
            return
        except RaisedError as raised:
            message = describe_exception(_without_place(raised.reply))
            culprit = self._culprit(module, raised)
        except TimedOutError as late:
            status, message = Status.TIMED_OUT, str(late)
        except NoAnswerError as crash:
            status, message = Status.CRASHED, str(crash)
        file = shown(self._file_of(module)) if self.sources.files else ""
        self.import_failures[module] = ImportFailure(
            module=module, status=status, message=message, culprit=culprit, file=file
        )

    def _culprit(self, module: str, raised: RaisedError) -> str:
        """The file to mend first: the one that raised, or the one that an import found something missing in."""
        of_file = {self.sources.files[name][0]: part for part, name in self.sources.modules.items()}
        culprit = of_file.get(raised.reply.frames[-1].file, module) if raised.reply.frames else module
        elsewhere = _ELSEWHERE.search(raised.reply.message)
        if elsewhere:
            missing = elsewhere[1] or elsewhere[2]
            culprit = next((part for part, name in self.sources.modules.items() if name == missing), culprit)
        absent = NO_MODULE.search(raised.reply.message)
        if absent and absent[1] in extras.modules() and absent[1] not in self.sources.modules:
            return absent[1]
        shares_file = self.sources.modules[culprit] == self.sources.modules[module]
        return module if shares_file else culprit

    def _ask_presence(self) -> dict[str, str]:
        self.sub.begin_case(IMPORT_DEADLINE_S)
        names = extras.all_names()
        with contextlib.suppress(NoAnswerError):
            presence = self.sub.presence(names)
            if len(presence) == len(names):
                return dict(zip(names, presence, strict=True))
        return dict.fromkeys(names, "present")  # then the questions themselves will tell

    def _what_is_alike(self, part: str) -> str:
        """What to add where something is there by almost that name, or in another place."""
        if part not in self._alike:
            self._alike[part] = ""
            self.sub.begin_case(IMPORT_DEADLINE_S)
            with contextlib.suppress(NoAnswerError):
                self._alike[part] = self._ask_what_is_alike(part, shown(self._file_of(part.partition(".")[0])))
        return self._alike[part]

    def _ask_what_is_alike(self, part: str, file: str) -> str:
        if self._presence[part] == "stub":
            return misnamed.twice_advice(part, self.sub.definitions_of(part), file)
        alike = misnamed.advice(part, self.sub.names_beside(part))
        return alike or misnamed.method_advice(part, self.sub.definitions_of(part), file)

    def _file_of(self, module: str) -> str:
        """What holds a file of the contract; where it came as no file, what it would be called."""
        return self.sources.files.get(self.sources.modules[module], (f"{module}.py", b""))[0]

    def _absent_file(self, module: str) -> str:
        """That a file of the contract is not there, and which other one may be meant."""
        contract = {self._file_of(part) for part in self.sources.modules}
        others = (path for path, _ in self.sources.files.values() if path not in contract)
        return f"there is no {module}.py{shown(misnamed.file_advice(module, others))}"

    def _verdict_on_gaps(self, prop: Property) -> Verdict | None:
        """What is to be said without asking: not attempted, not importable, or blocked by one of these."""
        for part in prop.of:
            module = part.partition(".")[0]
            failure = self.import_failures.get(module)
            if module not in self.sources.modules:
                return Verdict(id=prop.id, status=Status.NOT_ATTEMPTED, message=self._absent_file(module))
            if failure and failure.culprit == module:
                message = f"{self._file_of(module)} cannot be imported: {failure.message}"
                return Verdict(id=prop.id, status=failure.status, message=message)
            if failure:
                return _blocked(prop, f"{failure.culprit}.py, without which {module}.py cannot be imported")
            if self._presence[part] != "present":
                message = f"{part} is not written yet{self._what_is_alike(part)}"
                return Verdict(id=prop.id, status=Status.NOT_ATTEMPTED, message=message)
        for part in prop.needs:
            module = part.partition(".")[0]
            if module in self.import_failures:
                return _blocked(prop, f"{module}.py, which cannot be imported")
            if module not in self.sources.modules or self._presence[part] != "present":
                return _blocked(prop, f"{part}, which is not written yet")
        return None


def _without_place(reply: Raised) -> Raised:
    """The reply without the place that a SyntaxError ends with, where its frame says the same."""
    if "SyntaxError" not in reply.kinds or not reply.frames:
        return reply
    return msgspec.structs.replace(reply, message=_PLACE.sub("", reply.message))


def _blocked(prop: Property, waits_for: str) -> Verdict:
    return Verdict(id=prop.id, status=Status.BLOCKED, message=f"waits for {waits_for}")
