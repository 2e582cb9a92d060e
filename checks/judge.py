"""Judges one property of one submission: replays its cases, and shows the first failure at its smallest case."""

from __future__ import annotations

import math
import time
import traceback

import msgspec
from msgspec.structs import replace

from checks import expect, nonfinite, shrinking, snippets
from checks.extras import record as extras
from checks.plain_text import one_line
from checks.registry import Case, Property
from checks.shrinking import USUAL, Budget
from checks.standin import StandIn
from checks.verdicts import Status, Verdict
from checks.worker.client import (
    AbsentNameError,
    CrashedError,
    NoAnswerError,
    RaisedError,
    StartError,
    TimedOutError,
    UnfitAnswerError,
)
from checks.worker.protocol import Raised

MAX_MESSAGE_CHARACTERS = 2000
"""Of what an answer was and should have been: a list may be long, and comes from student code."""


class Finding(msgspec.Struct, frozen=True):
    """What came of one case: `Status.PASSED`, or what went wrong. `stub` names the code that is not there yet.

    `origin` says where a number first was not finite, if it was that, and if it can be told.

    `comparisons` were made, the worst of which was off by `share` of what is allowed. Where something went wrong, that
    was off by `share`, and infinitely where it was no number.
    """

    status: Status
    message: str = ""
    stub: str = ""
    snippet: str = ""
    origin: str = ""
    comparisons: int = 0
    share: float = math.inf


def judge(
    prop: Property,
    sub: StandIn,
    cases: list[Case],
    seed: int,
    profile: str,
    *,
    shrinking_budget: Budget | None = USUAL,
) -> Verdict:
    """The verdict on one property: its cases in order, up to the first that goes wrong.

    That case is shown as small as `shrinking_budget` allows, or as it is where there is none.
    """
    began = time.monotonic()
    unwritten: list[tuple[Case, Finding]] = []
    number, discriminating, worst_share, failure = 0, 0, 0.0, None
    for number, case in enumerate(cases, start=1):
        finding = judge_case(prop, sub, case)
        discriminating += finding.comparisons > 0 or finding.status.is_wrong
        worst_share = max(worst_share, finding.share)
        if finding.status is Status.NOT_ATTEMPTED:
            unwritten.append((case, finding))
        elif finding.status is not Status.PASSED:
            failure = case, finding
            if shrinking_budget is not None:
                failure = _smallest_failure(prop, sub, case, number, finding, seed, profile, shrinking_budget)
            break
    if failure is None and unwritten and len(unwritten) < number:
        case, finding = unwritten[0]  # written for some inputs and not for others: that is an exception, not a gap
        failure = case, replace(finding, status=Status.RAISED)
    verdict = Verdict(id=prop.id, status=Status.PASSED, cases=number)
    if failure is not None:
        verdict = _failed(prop, number, *failure)
    elif unwritten:
        verdict = _unwritten(prop, number, unwritten[0][1].stub)
    seconds = time.monotonic() - began
    return replace(verdict, discriminating=discriminating, worst_share=worst_share, seconds=seconds)


def judge_case(prop: Property, sub: StandIn, case: Case, deadline_s: float = math.inf) -> Finding:
    """What came of one case of one property, in its deadline or in this one where that is nearer."""
    sub.begin_case(min(deadline_s, prop.deadline_s))
    with expect.Tally() as tally:
        finding = _found(prop, sub, case)
    if finding.status is Status.PASSED:
        return Finding(Status.PASSED, comparisons=tally.comparisons, share=tally.worst_share)
    share = finding.share if finding.status.is_wrong else tally.worst_share
    try:
        snippet = snippets.of_questions(sub.asked)
        origin = nonfinite.origin(finding.message, sub.asked, sub.answers) if finding.status is Status.FAILED else ""
    except Exception as defect:  # an own property asked what no probe takes
        return Finding(Status.BROKEN, _defect(prop, defect))
    return replace(finding, snippet=snippet, origin=origin, comparisons=tally.comparisons, share=share)


def _found(prop: Property, sub: StandIn, case: Case) -> Finding:
    try:
        prop.holds(sub, *case)
        return Finding(Status.PASSED)
    except expect.Mismatch as wrong:
        return Finding(Status.FAILED, one_line(str(wrong), MAX_MESSAGE_CHARACTERS), share=wrong.share)
    except UnfitAnswerError as unfit:
        return Finding(Status.FAILED, str(unfit))
    except AbsentNameError as absent:
        return Finding(Status.NOT_ATTEMPTED, f"{absent} is not there", stub=str(absent))
    except RaisedError as raised:
        return _raised(raised.reply)
    except TimedOutError as late:
        return Finding(Status.TIMED_OUT, str(late))
    except (CrashedError, NoAnswerError) as crash:
        return Finding(Status.CRASHED, str(crash))
    except StartError:  # no defect of the property
        raise
    except AssertionError as wrong:
        what = f"a defect of {_whose(prop)}: it uses assert ({wrong}), where `expect` says what was compared"
        return Finding(Status.BROKEN, what)
    except Exception as defect:
        return Finding(Status.BROKEN, _defect(prop, defect))


def describe_exception(reply: Raised) -> str:
    """The exception in one line, with the student's own line that raised it."""
    what = f"raised {reply.type_name}: {reply.message}" if reply.message else f"raised {reply.type_name}"
    if not reply.frames:
        return what
    frame = reply.frames[-1]
    return f"{what}, in {frame.function} (line {frame.line} of {frame.file}: `{frame.text}`)"


def _smallest_failure(
    prop: Property, sub: StandIn, case: Case, number: int, finding: Finding, seed: int, profile: str, budget: Budget
) -> tuple[Case, Finding]:
    """The failing case, or the smallest one found to fail in the same way.

    A hang or a crash is not asked again. And where a smaller case hangs, it ends the search when its time is over.
    """
    if finding.status not in (Status.FAILED, Status.RAISED):
        return case, finding
    return shrinking.shrink(
        prop,
        seed,
        profile,
        passed=number - len(prop.examples) - 1,
        first=(case, finding),
        judge_case=lambda candidate: judge_case(prop, sub, candidate, budget.seconds),
        is_failure=lambda candidate: candidate.status is finding.status,
        budget=budget,
        clock=lambda: time.process_time() + sub.spent_s,
    )


def _failed(prop: Property, number: int, case: Case, finding: Finding) -> Verdict:
    return Verdict(
        id=prop.id,
        status=finding.status,
        cases=number,
        case=dict(zip(prop.variables, case, strict=True)),
        snippet=finding.snippet,
        message=f"{finding.message}; {finding.origin}" if finding.origin else finding.message,
    )


def _unwritten(prop: Property, number: int, stub: str) -> Verdict:
    """Every case met code that is not there yet: the property's own, or some that it builds on."""
    is_placed = stub.partition(".")[0] in extras.modules()  # in a submission of one file it is not
    own = prop.of if is_placed else [part.partition(".")[2] for part in prop.of]
    is_own = not stub or any(f"{part}.".startswith(f"{stub}.") or stub.startswith(f"{part}.") for part in own)
    status, message = Status.NOT_ATTEMPTED, f"{stub or prop.of[0]} is not written yet"
    if not is_own:
        status, message = Status.BLOCKED, f"waits for {stub}, which is not written yet"
    return Verdict(id=prop.id, status=status, cases=number, message=message)


def _raised(reply: Raised) -> Finding:
    message = describe_exception(reply)
    if "NotImplementedError" not in reply.kinds:
        return Finding(Status.RAISED, message)
    stub = ""
    if reply.frames:
        frame = reply.frames[-1]
        module = frame.file.removesuffix(".py")
        stub = f"{module}.{frame.function}" if module in extras.modules() else frame.function
        stub = stub.removesuffix(".__init__")
    return Finding(Status.NOT_ATTEMPTED, message, stub=stub)


def _whose(prop: Property) -> str:
    return f"{prop.section}.py" if prop.section in extras.topics() else "crosscheck"


def _defect(prop: Property, error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"a defect of {_whose(prop)}, not of the submission: {error!r} at {place.filename}:{place.lineno}"
