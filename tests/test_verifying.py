"""What is wrong with an instructor's own properties is found, each fault in a sentence, and right ones have none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_extras import DOUBLES, MODULE, OWN, PROBES, crosscheck

from checks.audit.verifying import Finding, verify
from checks.extras import loading
from checks.extras.reading import read_extras
from checks.right import REFERENCE, Right

FAULTY = '''
"""Properties of every kind that is no good."""
import math
import random
import string
from fractions import Fraction
from functools import partial

from checks import expect
from checks.mistakes import Mistake
from checks.recipes import composite, integers, lists, sampled_from, sets
from checks.registry import prop

of_entropy = partial(prop, of="loss.entropy", source="mine", hint="?", stands_because="it is tried")


def right(sub, p):
    expect.close("H", sub.entropy([0.5, 0.5]).value, math.log(2))


@composite
def halves(draw):
    raise KeyError(draw(integers(0, 3)))


for name, options in {
    "sets_are_no_data": {"given": sets(integers(0, 9), min_size=1)},
    "fractions_are_no_data": {"examples": [Fraction(1, 2)]},
    "drawing_may_fail": {"given": halves()},
    "order_of_a_set": {"given": lists(sampled_from([*set(string.ascii_letters)]), min_size=5, max_size=5)},
    "nothing_is_wrong": {"given": lists(integers(0, 9), min_size=1, max_size=5)},
}.items():
    of_entropy(name=name, claim="It is right.", **options)(right)


@of_entropy(given=lists(integers(0, 9), min_size=3, max_size=3))
def has_two_variables(sub, p, q):
    """It has three."""


@of_entropy(given=lists(integers(0, 9)))
def asks_what_is_random(sub, p):
    """H is finite, for a p that is in no case."""
    share = random.random()
    expect.finite("H", sub.entropy([share, 1 - share]).value)


@of_entropy(examples=[[0.5, 0.5]])
def is_in_bits(sub, p):
    """H is in bits."""
    expect.close("H", sub.entropy(p).value, 1.0)


@of_entropy(examples=[[0.5, 0.5], [1.0], [0.25, 0.75]])
def compares_little(sub, p):
    """H(1) = 0."""
    if len(p) == 1:
        expect.close("H", sub.entropy(p).value, 0.0)


@prop(of="loss.entropy", examples=[[0.5, 0.5]], source="mine", hint="?")
def catches_nothing(sub, p):
    """H is in nats."""
    expect.close("H", sub.entropy(p).value, math.log(2))


@of_entropy(examples=[[0.5, 0.5]])
def has_a_slip_of_its_own(sub, p):
    """H is in nats."""
    expect.close("H", sub.entropy(p).values, 0.0)


of_it = partial(Mistake, module="loss", kind="trap", story="?", hint="?", old="return cross_entropy(p, p)")
MISTAKES = [
    of_it(id="faulty.harmless", caught_by="faulty.nothing_is_wrong", new="return 1 * cross_entropy(p, p)"),
    Mistake(
        id="faulty.does_not_import", caught_by="faulty.nothing_is_wrong",
        module="loss", kind="trap", story="?", hint="?",
        old="from statistics import fmean", new="from statistics import gmean as fmean",
    ),
]
'''
TOLD = {
    "faulty.sets_are_no_data": "which comes out of storage as",
    "faulty.fractions_are_no_data": "which cannot be stored",
    "faulty.drawing_may_fail": "cannot be drawn: KeyError",
    "faulty.order_of_a_set": "in another process; draw small integers",
    "faulty.has_two_variables": "the function takes 2 variables after `sub`, the case [0, 0, 0] gives 3",
    "faulty.asks_what_is_random": "in two ways, passed when asked entropy",
    "faulty.is_in_bits": "says failed of the reference: H = 0.693",
    "faulty.compares_little": "compares something on 1 of 3 cases only",
    "faulty.catches_nothing": "catches no mistake; add one to MISTAKES",
    "faulty.has_a_slip_of_its_own": "is broken: a defect of faulty.py, not of the submission: AttributeError",
    "faulty.harmless": "is not caught by faulty.nothing_is_wrong",
    "faulty.does_not_import": "cannot be imported (loss: raised ImportError",
}


def findings(path: Path) -> list[Finding]:
    """What is wrong with the properties there, as the reference tells."""
    loading.use(read_extras([path]))
    reference = Right(name=REFERENCE, style="the model answer")
    return verify([reference], seed=0, profile="quick", jobs=1, tell=lambda *_: None)


@pytest.fixture(autouse=True)
def _nothing_stays() -> Iterator[None]:
    """After each test no extra is in use."""
    yield
    loading.use([])


def test_every_fault_is_found_and_nothing_else(tmp_path: Path) -> None:
    """Each property and mistake is told of by its id, with what to do."""
    (tmp_path / "faulty.py").write_text(FAULTY, encoding="utf-8")
    found = findings(tmp_path / "faulty.py")
    said = {finding.of: " / ".join(one.sentence for one in found if one.of == finding.of) for finding in found}
    assert said.keys() == TOLD.keys()
    assert {identifier for identifier, words in TOLD.items() if words not in said[identifier]} == set()


def test_a_module_needs_a_template_with_nothing_done(tmp_path: Path) -> None:
    """What is written there already would be given to students; where there is none, they have no stub."""
    (tmp_path / "course" / "reference").mkdir(parents=True)
    (tmp_path / "course" / "template").mkdir()
    texts = {"doubles.py": DOUBLES, "probes.py": PROBES, "reference/doubling.py": MODULE.format("x + x")}
    for path, text in texts.items():
        (tmp_path / "course" / path).write_text(text, encoding="utf-8")
    (missing,) = findings(tmp_path / "course")
    assert (missing.of, "has no template/doubling.py" in missing.sentence) == ("doubling", True)
    done = "def twice(numbers):\n    return [2 * x for x in numbers]\n"
    (tmp_path / "course" / "template" / "doubling.py").write_text(done, encoding="utf-8")
    (told,) = findings(tmp_path / "course")
    assert told.of == "doubles.each_is_doubled"
    assert "of the template, where nothing is written" in told.sentence


def test_doctor_tells_it_and_ends_with_1_where_anything_is_to_mend(tmp_path: Path) -> None:
    """By the reference and a sample of right submissions; a file without faults ends with 0."""
    (tmp_path / "mine.py").write_text(f"print('loud')\n{OWN}", encoding="utf-8")
    well = crosscheck("doctor", "--properties", "mine.py", cwd=tmp_path)
    assert (well.returncode, well.stdout) == (0, "loud\n1 property, 1 mistake, 4 right submissions: nothing to mend.\n")
    (tmp_path / "mine.py").write_text(OWN[: OWN.index("MISTAKES = ")], encoding="utf-8")
    ill = crosscheck("doctor", "--properties", "mine.py", cwd=tmp_path)
    assert ill.returncode == 1
    assert "✗ mine.is_symmetric catches no mistake; add one to MISTAKES" in ill.stdout
    assert "4 right submissions: 1 thing to mend." in ill.stdout


SHY = """
import sys
if sys.argv[0].endswith("redraw.py"):
    raise ValueError("not here")
"""


def test_what_cannot_be_drawn_elsewhere_is_told_of(tmp_path: Path) -> None:
    """A file that does not work in another process would not on a cluster."""
    (tmp_path / "mine.py").write_text(SHY + OWN, encoding="utf-8")
    done = crosscheck("doctor", "--properties", "mine.py", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "own cases cannot be drawn in another process" in done.stderr
    assert "not here" in done.stderr
    assert done.stderr.count("\n") == 1


def test_probes_that_cannot_run_in_a_worker_are_told_of(tmp_path: Path) -> None:
    """A worker has the standard library and NumPy: anything else is refused in a sentence."""
    folder = tmp_path / "course"
    (folder / "reference").mkdir(parents=True)
    (folder / "doubles.py").write_text(DOUBLES, encoding="utf-8")
    (folder / "probes.py").write_text(f"import mpmath\n{PROBES}", encoding="utf-8")
    (folder / "reference" / "doubling.py").write_text(MODULE.format("x + x"), encoding="utf-8")
    done = crosscheck("doctor", "--properties", "course", cwd=tmp_path)
    assert done.returncode == 3
    assert "own probes cannot run in a worker (ModuleNotFoundError: No module named 'mpmath')" in done.stderr
