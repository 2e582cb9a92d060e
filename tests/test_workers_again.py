"""Workers that have to be started again: they import as the first one did, none is left over, and time has an end."""

from __future__ import annotations

import time
from pathlib import Path

import psutil
import pytest
from support import MakeProperty, Submit

from checks import expect
from checks.checking import check
from checks.registry import Property
from checks.session import Session
from checks.standin import RemoteStandIn, StandIn
from checks.verdicts import Status, Verdict
from checks.worker.client import StartError, TimedOutError, Worker
from checks.worker.loading import Sources

UNTIL_THEN = """
import os, sys, time
if time.monotonic() > {then}: {body}
def entropy(p): os._exit(0)
"""


def is_asked(sub: StandIn, p: list[float]) -> None:
    """H(p) = 0."""
    expect.close("H(p)", sub.entropy(p).value, 0.0)


def judged(session: Session, prop: Property) -> Verdict:
    """The verdict on this property, by hand-picked cases alone."""
    return session.judge(prop, {prop.id: [([1.0],)]}, 0, "quick", shrinking_budget=None)


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError('not now')",
        "raise sys.modules['crosscheck_worker.numbers'].UnfitError('not now')",
        "raise sys.modules['crosscheck_worker.loading'].AbsentError('not now')",
    ],
    ids=["raises", "is unfit", "is absent"],
)
def test_what_cannot_be_imported_again_is_told_and_leaves_nothing(
    body: str, submit: Submit, make_property: MakeProperty
) -> None:
    """The file imports at first, each call ends its worker, and no later worker can import it."""
    prop = make_property(is_asked)
    then = time.monotonic() + 3.0
    with Session(submit(loss=UNTIL_THEN.format(then=then, body=body))) as session:
        assert session.attempts(prop)
        time.sleep(max(0.0, then - time.monotonic()) + 0.1)
        assert judged(session, prop).status is Status.CRASHED  # by its own doing
        before = psutil.Process().num_fds()
        verdicts = [judged(session, prop) for _ in range(4)]
        assert psutil.Process().num_fds() == before
    for verdict in verdicts:
        assert verdict.status is Status.CRASHED
        assert "loss.py was imported before, and cannot be again" in verdict.message


def test_later_workers_import_in_the_order_of_the_first(tmp_path: Path, make_property: MakeProperty) -> None:
    """Two files that need each other import in one order alone."""
    autograd = "class Value:\n    def __init__(self, data): self.data = data\nfrom loss import entropy\n"
    loss = "import os\nfrom autograd import Value\ndef entropy(p): os._exit(0) if len(p) > 1 else 0.0\n"
    text = {"autograd": autograd, "loss": loss, "ngram": "", "nn": "", "lm": "", "vectorized": ""}
    files = {name: (f"{name}.py", content.encode()) for name, content in text.items()}
    sources = Sources(name="circle", root="circle", files=files, modules={name: name for name in text})
    prop = make_property(is_asked)
    with Session(sources) as session:
        for _ in range(3):
            crash = session.judge(prop, {prop.id: [([0.5, 0.5],)]}, 0, "quick", shrinking_budget=None)
            assert "cannot be again" not in crash.message
            assert judged(session, prop).status is not Status.CRASHED


def test_all_questions_together_have_an_end(submit: Submit) -> None:
    """Whoever sleeps costs no processor time: the clock on the wall ends that."""
    with Session(submit(loss="def entropy(p): return 0.0")) as session:
        sub = RemoteStandIn(session._launch, patience_s=-1.0)
        sub.begin_case(1.0)
        with pytest.raises(TimedOutError, match="the -1 s are over that a whole submission has"):
            sub.entropy([1.0])


def test_a_worker_that_cannot_start_is_no_defect_of_a_property(
    submit: Submit, make_property: MakeProperty, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends the check with its reason, instead of making a property *broken*."""
    sources = submit(loss="import os\ndef entropy(p): os._exit(0)")
    prop = make_property(is_asked)
    started = []

    def start(self: Worker, *arguments: object) -> None:
        if started:
            raise StartError("no process is left")
        started.append(arguments)
        begin(self, *arguments)

    begin = Worker.__init__
    monkeypatch.setattr(Worker, "__init__", start)
    with pytest.raises(StartError, match="no process is left"):
        check(sources, [prop, prop], {prop.id: [([1.0],), ([1.0],)]}, seed=0, profile="quick")
