"""Whatever one function of a submission does, only its own properties pay, and the rest is still judged."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from support import MakeProperty, Submit

from checks import expect, misnamed
from checks.checking import check
from checks.registry import Property
from checks.session import Session
from checks.standin import RemoteStandIn, StandIn
from checks.verdicts import Run, Status
from checks.worker.client import UnfitAnswerError
from checks.worker.loading import Sources
from checks.worker.lockdown import Limits

HEALTHY = """
import math
def average_nll(probabilities):
    return sum(-math.log(P) for P in probabilities) / len(probabilities)
"""


def entropy_of_a_fair_coin(sub: StandIn, p: list[float]) -> None:
    """H(p) = log 2."""
    expect.close("H(p)", sub.entropy(p).value, 0.6931471805599453)


def nll_of_a_fair_coin(sub: StandIn, p: list[float]) -> None:
    """The average is log 2."""
    expect.close("average_nll(p)", sub.average_nll(p).value, 0.6931471805599453)


def a_defect_of_ours(sub: StandIn, p: list[float]) -> None:
    """A property with a bug in it."""
    expect.close("H(p)", sub.entropy(p).value, 1 / (p[0] - p[0]))


@pytest.fixture
def run(make_property: MakeProperty) -> Callable[..., Run]:
    """Judges entropy, with a short deadline, and then average_nll."""
    properties = [
        make_property(entropy_of_a_fair_coin, deadline_s=0.5),
        make_property(nll_of_a_fair_coin, of=("loss.average_nll",)),
    ]
    return lambda sources, limits=None: _check(sources, properties, limits)


def _check(sources: Sources, properties: list[Property], limits: Limits | None = None) -> Run:
    cases = {prop.id: list(prop.examples) for prop in properties}
    return check(sources, properties, cases, seed=0, profile="quick", limits=limits)


TROUBLE = {
    "right": ("return 0.6931471805599453", Status.PASSED, ""),
    "wrong": ("return 0.5", Status.FAILED, "H(p) = 0.5, but should be 0.69"),
    "NaN": ("return float('nan')", Status.FAILED, "H(p) = nan, but should be"),
    "no number": ("return 'much'", Status.FAILED, "entropy(...) is a str, not a real number"),
    "nothing": ("pass", Status.FAILED, "entropy(...) is None (is there a `return`?), not a real number"),
    "an exception": ("return p[7]", Status.RAISED, "raised IndexError: list index out of range, in entropy (line 7"),
    "sys.exit": ("import sys; sys.exit(0)", Status.RAISED, "raised SystemExit: 0, in entropy (line 7 of loss.py"),
    "an interrupt": ("raise KeyboardInterrupt", Status.RAISED, "raised KeyboardInterrupt, in entropy (line 7"),
    "an endless loop": ("while True: pass", Status.TIMED_OUT, "0.5 s; it was in entropy (line 7 of loss.py)"),
    "a wait for input": ("return input()", Status.RAISED, "raised EOFError"),
    "os._exit": ("import os; os._exit(0)", Status.CRASHED, "exit status 0 in entropy (line 7 of loss.py)"),
    "a segfault": ("import ctypes; ctypes.string_at(0)", Status.CRASHED, "SIGSEGV in entropy (line 7 of loss.py)"),
    "a huge print": ("print('x' * 10**11)", Status.RAISED, "raised MemoryError, in entropy (line 7 of loss.py"),
    "a memory hog": ("return len([0] * 10**11)", Status.RAISED, "raised MemoryError, in entropy (line 7 of loss.py"),
    "deep recursion": ("return entropy(p)", Status.RAISED, "raised RecursionError: maximum recursion depth exceeded"),
    "not written": ("raise NotImplementedError", Status.NOT_ATTEMPTED, "loss.entropy is not written yet"),
    "not written, said so": (
        "print(p); raise NotImplementedError('later')",
        Status.NOT_ATTEMPTED,
        "loss.entropy is not written yet",
    ),
    "a helper not written": (
        "return helper(p)\ndef helper(p): raise NotImplementedError",
        Status.BLOCKED,
        "waits for loss.helper, which is not written yet",
    ),
}


@pytest.mark.parametrize(("body", "status", "message"), TROUBLE.values(), ids=TROUBLE)
def test_trouble_in_one_function_costs_that_function_only(
    body: str, status: Status, message: str, submit: Submit, run: Callable[..., Run]
) -> None:
    """Each kind of trouble has its status and is named with the student's own line; the next function is judged."""
    verdicts = run(submit(loss=f"{HEALTHY}\ndef entropy(p):\n    {body}")).verdicts
    assert (verdicts[0].status, message in verdicts[0].message) == (status, True), verdicts[0]
    assert verdicts[1].status is Status.PASSED, verdicts[1]


@pytest.mark.parametrize("name", ["entrpy", "Entropy", "_entropy", "entropy_"])
def test_a_misspelt_name_is_told(name: str, submit: Submit, run: Callable[..., Run]) -> None:
    """Instead of being merely not there."""
    verdict, _ = run(submit(loss=f"{HEALTHY}\ndef {name}(p): return 0.0")).verdicts
    said = f"loss.entropy is not written yet; if {name} is meant to be it, rename that"
    assert (verdict.status, verdict.message) == (Status.NOT_ATTEMPTED, said)


@pytest.mark.parametrize("other", ["cross_entropy", "entropy_of_letters", "cross_entropi"])
def test_another_name_is_not_taken_for_a_misspelt_one(other: str, submit: Submit, run: Callable[..., Run]) -> None:
    """A name of the contract's own, one that is quite different, one that is more like another of the contract."""
    verdict, _ = run(submit(loss=f"{HEALTHY}\ndef {other}(p, q): return 0.0")).verdicts
    assert verdict.message == "loss.entropy is not written yet"


def test_a_misspelt_method_is_told(submit: Submit, make_property: MakeProperty) -> None:
    """It is looked for in its class; what cannot be looked into tells nothing."""
    prop = make_property(nll_of_a_fair_coin, of=("autograd.Value.backward",))
    for body, more in [
        ("def back_ward(self): pass", "; if back_ward is meant to be it, rename that"),
        ("__dict__ = property(lambda self: 1 / 0)", ""),
    ]:
        (verdict,) = _check(submit(autograd=f"class Value:\n    {body}"), [prop]).verdicts
        assert verdict.message == f"autograd.Value.backward is not written yet{more}"


TWICE = "and the later one counts: leave that out"
STUB = "raise NotImplementedError"
MISPLACED = {
    "a method": (
        "class Loss:\n def entropy(self, p): return 0.0",
        "; if entropy in the class Loss of loss.py is meant to be it, make it a function",
    ),
    "a method that is a stub": (f"class Loss:\n def entropy(self, p): {STUB}", ""),
    "above the stub": (
        f"def entropy(p): return 0.5\n\ndef entropy(p):\n 'H.'\n {STUB}",
        f"; entropy is defined twice in loss.py (lines 1 and 3), {TWICE}",
    ),
    "above a stub with a message": (
        f"def entropy(p): return 0.5\ndef entropy(p): {STUB}('later')",
        f"; entropy is defined twice in loss.py (lines 1 and 2), {TWICE}",
    ),
    "two stubs": (f"def entropy(p): {STUB}\ndef entropy(p): {STUB}", ""),
    "one stub": (f"def entropy(p): {STUB}", ""),
    "overloads": (f"@str\ndef entropy(p): ...\ndef entropy(p): {STUB}", ""),
    "taken away": (f"def entropy(p): return 0.5\ndef entropy(p): {STUB}\ndel entropy", ""),
}


@pytest.mark.parametrize(("loss", "more"), MISPLACED.values(), ids=MISPLACED)
def test_what_is_written_in_the_wrong_place_is_told(
    loss: str, more: str, submit: Submit, run: Callable[..., Run]
) -> None:
    """As a method, or above the stub that takes its place; and nothing where nothing is."""
    verdict, _ = run(submit(loss=f"{loss}\n{HEALTHY}")).verdicts
    assert (verdict.status, verdict.message) == (Status.NOT_ATTEMPTED, f"loss.entropy is not written yet{more}")
    assert misnamed.told([verdict]) == ([verdict.message] if more else [])


def test_a_method_of_the_contract_is_no_function_of_it(submit: Submit, make_property: MakeProperty) -> None:
    """In one file, MarkovChain.train is not meant to be lm.train."""
    prop = make_property(nll_of_a_fair_coin, of=("lm.train",))
    for name, is_told in (("MarkovChain", False), ("Helper", True)):
        (verdict,) = _check(submit(homework=f"class {name}:\n def train(self, tokens): self.n = 1"), [prop]).verdicts
        assert ("make it a function" in verdict.message) == is_told, verdict.message


def test_methods_above_the_templates_own_are_told(submit: Submit, make_property: MakeProperty) -> None:
    """The constructor counts for its class; a class that is there twice is no different."""
    written = "class Value:\n def __init__(self, data): self.data = data\n def __add__(self, other): return self\n"
    stubs = f" def __init__(self, data): {STUB}\n def __add__(self, other): {STUB}\n"
    of = [make_property(nll_of_a_fair_coin, of=(part,)) for part in ("autograd.Value", "autograd.Value.__add__")]
    for text, lines in (
        (written + stubs, ("2 and 4", "3 and 5")),
        (f"{written}class Value:\n{stubs}", ("2 and 5", "3 and 6")),
    ):
        for prop, name, where in zip(of, ("__init__", "__add__"), lines, strict=True):
            (verdict,) = _check(submit(autograd=text), [prop]).verdicts
            told = f"; Value.{name} is defined twice in autograd.py (lines {where}), {TWICE}"
            assert verdict.message == f"{prop.of[0]} is not written yet{told}"


@pytest.mark.parametrize(
    ("other", "is_told"), [("Loss", True), ("losses", True), ("loss_2", True), ("helpers", False), ("test_loss", False)]
)
def test_a_file_of_almost_the_right_name_is_told(
    other: str, is_told: bool, submit: Submit, run: Callable[..., Run]
) -> None:
    """Instead of being merely not there."""
    verdict, _ = run(submit(**{other: HEALTHY, "ngram": "x = 1"})).verdicts
    more = f"; if {other}.py is meant to be it, rename that" if is_told else ""
    assert (verdict.status, verdict.message) == (Status.NOT_ATTEMPTED, f"there is no loss.py{more}")
    assert misnamed.told([verdict]) == ([verdict.message] if is_told else [])


def test_a_defect_of_ours_is_broken_and_not_the_submissions_fault(submit: Submit, make_property: MakeProperty) -> None:
    """An exception in a property of ours is `broken`."""
    (verdict,) = _check(submit(loss="def entropy(p): return 0.0"), [make_property(a_defect_of_ours)]).verdicts
    assert verdict.status is Status.BROKEN
    assert "a defect of crosscheck, not of the submission: ZeroDivisionError" in verdict.message


IMPORTS = {
    "a syntax error": ("def entropy(p:\n    return", Status.RAISED, "raised SyntaxError"),
    "an exception": ("1 / 0", Status.RAISED, "raised ZeroDivisionError: division by zero, in <module> (line 1 of"),
    "sys.exit": ("import sys\nsys.exit(3)", Status.RAISED, "raised SystemExit: 3, in <module> (line 2 of"),
    "os._exit": ("import os\nos._exit(3)", Status.CRASHED, "exit status 3 in <module> (line 2 of"),
    "an absent package": ("import no_such_package", Status.RAISED, "No module named 'no_such_package'"),
    "bytes that are no text": ("# \x00", Status.RAISED, "raised "),
}


@pytest.mark.parametrize(("text", "status", "message"), IMPORTS.values(), ids=IMPORTS)
def test_a_file_that_cannot_be_imported_costs_its_own_names(
    text: str, status: Status, message: str, submit: Submit, make_property: MakeProperty
) -> None:
    """The failure is reported once, with the line, and the other files are judged."""
    properties = [
        make_property(entropy_of_a_fair_coin, of=("ngram.compute_perplexity",)),
        make_property(nll_of_a_fair_coin, of=("loss.average_nll",)),
    ]
    run = _check(submit(ngram=text, loss=HEALTHY), properties)
    (failure,) = run.import_failures
    assert (failure.module, failure.status, message in failure.message) == ("ngram", status, True), failure
    assert [verdict.status for verdict in run.verdicts] == [status, Status.PASSED]


def test_an_endless_loop_at_import_costs_one_deadline(
    submit: Submit, make_property: MakeProperty, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file that hangs is named; a file that imports it is blocked by it and does not hang again."""
    monkeypatch.setattr("checks.session.IMPORT_DEADLINE_S", 0.7)
    sources = submit(autograd="while True: pass", loss="from autograd import Value", ngram=HEALTHY)
    properties = [
        make_property(entropy_of_a_fair_coin, of=("autograd.Value",), id="toy.value"),
        make_property(entropy_of_a_fair_coin, of=("loss.entropy",), id="toy.entropy"),
    ]
    run = _check(sources, properties)
    assert [verdict.status for verdict in run.verdicts] == [Status.TIMED_OUT, Status.BLOCKED]
    assert "waits for autograd.py, without which loss.py cannot be imported" in run.verdicts[1].message


@pytest.mark.parametrize("autograd", ["class Value(:", "x = 1"], ids=["a syntax error", "no Value in it"])
def test_a_file_is_blocked_by_the_file_that_it_imports(
    autograd: str, submit: Submit, make_property: MakeProperty
) -> None:
    """loss.py is right; what keeps it from being imported lies in autograd.py."""
    sources = submit(autograd=autograd, loss=f"from autograd import Value\n{HEALTHY}")
    run = _check(sources, [make_property(nll_of_a_fair_coin, of=("loss.average_nll",))])
    assert run.verdicts[0].status is Status.BLOCKED
    assert "waits for autograd.py" in run.verdicts[0].message


UNTOLD = {
    "a circle": ({"autograd": "from loss import softmax", "loss": "from autograd import Value"}, ["autograd"]),
    "a name that is missing": ({"autograd": "class value: pass", "loss": "from autograd import Value"}, ["loss"]),
    "a file that is missing": ({"loss": "from autograd import Value"}, ["loss"]),
    "one that waits": ({"autograd": "1 / 0", "loss": "from autograd import Value"}, ["autograd"]),
}


@pytest.mark.parametrize(("files", "told"), UNTOLD.values(), ids=UNTOLD)
def test_no_import_failure_is_left_untold(
    files: dict[str, str], told: list[str], submit: Submit, make_property: MakeProperty
) -> None:
    """Whoever is to blame: at least one is told, with what to do; those that wait for another one are not."""
    run = _check(submit(**files), [make_property(entropy_of_a_fair_coin)])
    assert [failure.module for failure in run.unimportable] == told
    assert all(failure.advice for failure in run.unimportable)


def test_a_file_that_is_not_there_is_asked_for(submit: Submit, make_property: MakeProperty) -> None:
    """One that is there, and holds something else, is not."""
    loss = "from autograd import Value"
    (absent,) = _check(submit(loss=loss), [make_property(entropy_of_a_fair_coin)]).unimportable
    assert absent.advice == "have autograd.py beside loss.py, which imports it"
    (other,) = _check(submit(loss=loss, autograd="x = 1"), [make_property(entropy_of_a_fair_coin)]).unimportable
    assert other.advice == "have autograd.py hold what loss.py imports from it"


def test_the_place_of_a_syntax_error_is_named_once(submit: Submit, make_property: MakeProperty) -> None:
    """With the student's own line."""
    (failure,) = _check(submit(loss="x = (1"), [make_property(entropy_of_a_fair_coin)]).unimportable
    assert failure.message == "raised SyntaxError: '(' was never closed, in <module> (line 1 of loss.py: `x = (1`)"


@pytest.mark.parametrize("body", ["def f(:", "while True: pass"])
def test_a_file_that_holds_several_is_told_once(
    body: str, submit: Submit, make_property: MakeProperty, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its own name, with its own reason, and it is imported once."""
    monkeypatch.setattr("checks.session.IMPORT_DEADLINE_S", 0.7)
    run = _check(submit(homework=f"def entropy(p): return 0.5\n{body}"), [make_property(entropy_of_a_fair_coin)])
    (failure,) = run.unimportable
    assert (failure.shown, failure.advice.split(":")[0]) == ("homework.py", "make homework.py importable")
    assert {other.message for other in run.import_failures} == {failure.message}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return [0.5 for _ in logits]", "softmax(z)[0] is a float, not a Value"),
        ("print(logits)", "softmax(z) is None (is there a `return`?), not a list"),
    ],
)
def test_another_kind_of_answer_is_named(body: str, said: str, submit: Submit) -> None:
    """What was expected, and what came."""
    value = "class Value:\n    def __init__(self, data): self.data = data"
    with Session(submit(autograd=value, loss=f"def softmax(logits, temperature=1.0): {body}")) as session:
        session.sub.begin_case(5.0)
        with pytest.raises(UnfitAnswerError) as unfit:
            session.sub.softmax([0.0, 1.0])
    assert str(unfit.value) == said


def test_what_a_property_needs_and_is_not_written_blocks_it(submit: Submit, make_property: MakeProperty) -> None:
    """A property whose prerequisite is a stub is blocked, not wrong."""
    prop = make_property(nll_of_a_fair_coin, of=("loss.average_nll",), needs=("autograd.Value",))
    stub = "class Value:\n    def __init__(self, data):\n        raise NotImplementedError('Stage 2')"
    (verdict,) = _check(submit(autograd=stub, loss=HEALTHY), [prop]).verdicts
    assert (verdict.status, verdict.message) == (
        Status.BLOCKED,
        "waits for autograd.Value, which is not written yet",
    )


@pytest.mark.parametrize("file", ["solution", "loss"])
def test_a_stub_that_looks_at_its_arguments_first_is_not_attempted(
    file: str, submit: Submit, make_property: MakeProperty
) -> None:
    """Whatever the file is called that holds it; and so with what it builds on, which blocks it."""
    helper = "def helper(p): raise NotImplementedError\ndef perplexity(loss): return helper(loss)\n"
    stub = f"{helper}def entropy(p):\n    assert p, 'empty'\n    raise NotImplementedError"
    own = make_property(entropy_of_a_fair_coin)
    (verdict,) = _check(submit(**{file: stub}), [own]).verdicts
    assert verdict.status is Status.NOT_ATTEMPTED
    other = stub.replace("def entropy(p):", "def entropy(p):\n    return helper(p)")
    (verdict,) = _check(submit(**{file: other}), [own]).verdicts
    assert (verdict.status, "helper, which is not written yet" in verdict.message) == (Status.BLOCKED, True)


def test_written_for_some_inputs_only_is_an_exception(submit: Submit, make_property: MakeProperty) -> None:
    """NotImplementedError for one case of two is `raised`, shown at that case."""
    body = "def entropy(p):\n    if len(p) > 2: raise NotImplementedError\n    return 0.6931471805599453"
    prop = make_property(entropy_of_a_fair_coin, examples=(([0.5, 0.5],), ([0.5, 0.5, 0.0],)))
    (verdict,) = _check(submit(loss=body), [prop]).verdicts
    assert (verdict.status, verdict.case) == (Status.RAISED, {"p": [0.5, 0.5, 0.0]})


@pytest.mark.parametrize(
    ("without", "status"),
    [((), Status.RAISED), (("bubblewrap", "landlock", "seccomp"), Status.TIMED_OUT)],
    ids=["sealed", "limited"],
)
def test_a_late_worker_dies_with_all_its_children(
    submit: Submit,
    make_property: MakeProperty,
    tmp_path: Path,
    without: tuple[str, ...],
    status: Status,
) -> None:
    """A sealed worker starts none; where it can, children in a session of their own and their orphans end with it."""
    started = tmp_path / "all are started"
    tmp_path.chmod(0o777)
    mark = f"crosscheck-orphan-{os.getpid()}"
    body = f"""
def entropy(p):
    import subprocess, sys, time
    sleeper = "import time; time.sleep(60)  # {mark}"
    starter = f"import subprocess, sys; subprocess.Popen([sys.executable, '-S', '-c', {{sleeper!r}}])"
    subprocess.Popen([sys.executable, "-S", "-c", sleeper], start_new_session=True)
    subprocess.run([sys.executable, "-S", "-c", starter], start_new_session=True)
    open({str(started)!r}, "w").close()
    while True: time.sleep(1)
"""
    sleeps = make_property(entropy_of_a_fair_coin, deadline_s=5.0)
    assert _check(submit(loss=HEALTHY + body), [sleeps], Limits(without=without)).verdicts[0].status is status
    assert started.exists() is (status is Status.TIMED_OUT)
    give_up = time.monotonic() + 5
    while left := [p for p in psutil.process_iter(["cmdline"]) if mark in " ".join(p.info["cmdline"] or [])]:
        assert time.monotonic() < give_up, left
        time.sleep(0.02)


def test_the_worker_sees_nothing_of_crosscheck(submit: Submit, run: Callable[..., Run]) -> None:
    """`checks` cannot be imported where student code runs, and the environment is empty of ours."""
    body = """
def entropy(p):
    import importlib.util, os, sys
    assert importlib.util.find_spec("checks") is None, "checks is there"
    assert not sys.modules.get("checks") and "HOME" not in os.environ, sorted(os.environ)
    return 0.6931471805599453
"""
    assert run(submit(loss=HEALTHY + body)).verdicts[0].status is Status.PASSED


def test_a_helper_file_may_be_called_checks(submit: Submit, run: Callable[..., Run]) -> None:
    """What hides our `checks` from student code does not hide a file of theirs that has its name."""
    helped = "from checks import LN_2\n" + HEALTHY + "\ndef entropy(p):\n    return LN_2\n"
    assert run(submit(loss=helped, checks="LN_2 = 0.6931471805599453")).verdicts[0].status is Status.PASSED


def test_methods_of_instances_alone_are_attempted(submit: Submit) -> None:
    """A method that the constructor makes, or `__getattr__` when it is asked for, is there; others are absent."""
    closures = "class Value:\n    def __init__(self, a): self.exp = lambda: a\n    def tanh(self): return self.log()"
    dynamic = "class MarkovChain:\n    def __getattr__(self, name): return abs"
    layers = """
import dataclasses, types
class Embedding(types.SimpleNamespace):
    def __init__(self, *sizes): super().__init__(parameters=list, weights=[])
@dataclasses.dataclass
class Linear:
    size: int
    def __post_init__(self):
        self.make()
        setattr(self, "parameters", list)
    def make(self): self.weights = []
"""
    asked = {
        "autograd.Value.exp": "present",
        "autograd.Value.log": "absent",  # asked for is not made
        "ngram.MarkovChain.train": "present",
        "nn.Embedding.parameters": "present",
        "nn.Embedding.biases": "absent",
        "nn.Linear.parameters": "present",
        "nn.Linear.weights": "present",
        "nn.Linear.biases": "absent",
    }
    with Session(submit(autograd=closures, ngram=dynamic, nn=layers)) as session:
        assert session.sub.presence(list(asked)) == list(asked.values())


def test_printing_works_as_on_any_stdout(submit: Submit, run: Callable[..., Run]) -> None:
    """What is printed is ignored, however it is printed: in any encoding, as bytes, to a log, with a flush."""
    body = """
import logging, sys
sys.stdout.reconfigure(encoding="ascii", errors="replace")
print("é", sys.stdout.encoding.lower(), sys.stdout.isatty(), "\\udc80", flush=True)
sys.stdout.buffer.write(b"bytes")
logging.basicConfig(stream=sys.stderr, level=logging.DEBUG)
logging.debug("a log")
def entropy(p):
    return 0.6931471805599453
"""
    assert run(submit(loss=HEALTHY + body)).verdicts[0].status is Status.PASSED


def test_a_package_with_relative_imports_is_imported_as_one(submit: Submit, run: Callable[..., Run]) -> None:
    """With an __init__.py, `from .helper import ...` works."""
    sources = submit(
        __init__="",
        loss=f"from .helper import half\n{HEALTHY}\ndef entropy(p): return half()",
        helper="half = lambda: 0.5",
    )
    assert [verdict.status for verdict in run(sources).verdicts] == [Status.FAILED, Status.PASSED]


def test_the_session_ends_its_worker(submit: Submit) -> None:
    """No process is left when the session is closed."""
    sources = submit(loss=HEALTHY)
    Session(sources).close()  # the warm parent, which stays, is there
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    with Session(sources):
        assert {child.pid for child in psutil.Process().children(recursive=True)} > before
    assert {child.pid for child in psutil.Process().children(recursive=True)} == before


def test_a_used_worker_that_has_ended_is_replaced(submit: Submit) -> None:
    """Whatever ended it while nobody asked: the next submission of our own bank is judged all the same."""
    sources = submit(loss="def entropy(p):\n    return 0.5\n")
    with Session(sources) as session:
        assert isinstance(session.sub, RemoteStandIn)
        worker = session.sub.release()
        assert worker is not None
        os.kill(worker._process.pid, signal.SIGKILL)
    with Session(sources, worker=worker) as session:
        assert session.import_failures == {}
