"""What a change of a submission may affect: every property that it can, the nearest first, and no other."""

from __future__ import annotations

import msgspec
import pytest

from checks import properties as _registers_them  # noqa: F401
from checks.audit.reach import reached
from checks.cases import case_set
from checks.registry import all_properties, find
from checks.watching.affected import NOTHING, change
from checks.watching.selfcontained import is_self_contained, reachable
from checks.worker.loading import Sources

PROPERTIES = all_properties()


def edited(sources: Sources, module: str, old: str, new: str) -> Sources:
    """The submission with one text in place of another, which it has to hold."""
    path, text = sources.files[module]
    assert old.encode() in text
    files = {**sources.files, module: (path, text.replace(old.encode(), new.encode()))}
    return msgspec.structs.replace(sources, files=files)


def files_of(identifiers: tuple[str, ...]) -> set[str]:
    """The files of the contract that these properties are about."""
    return {find(identifier).of[0].partition(".")[0] for identifier in identifiers}


def test_the_first_reading_affects_everything(reference: Sources) -> None:
    """Nothing is known before, so everything is judged; and nothing where nothing has changed."""
    assert set(change(None, reference, PROPERTIES).others) == {prop.id for prop in PROPERTIES}
    assert change(reference, reference, PROPERTIES) == NOTHING


def test_what_is_about_the_changed_function_comes_first(reference: Sources) -> None:
    """A change of entropy: its own properties first, then those of loss.py and of lm.py, which imports it."""
    after = edited(reference, "loss", "def entropy(", "def entropy(_=0, *, ")
    found = change(reference, after, PROPERTIES)
    assert (found.files, found.functions) == (("loss.py",), ("loss.entropy",))
    assert set(found.first) == {prop.id for prop in PROPERTIES if "loss.entropy" in prop.of}
    assert files_of(found.others) == {"loss", "lm"}
    assert not set(found.first) & set(found.others)


def test_autograd_affects_all_that_is_built_on_it(reference: Sources) -> None:
    """Counting n-grams, and arrays, have nothing to do with it."""
    found = change(reference, edited(reference, "autograd", "math.exp", "math.e * "), PROPERTIES)
    assert files_of(found.first + found.others) == {"autograd", "loss", "nn", "lm"}
    assert {part for name in found.first for part in find(name).of} >= {"autograd.Value.exp"}


def test_a_helper_counts_for_the_functions_that_mention_it(submit: object) -> None:
    """Where no property is of the changed function itself, those of its callers come first, through others too."""
    text = "def _a(p): return {}\ndef _b(p): return _a(p)\ndef entropy(p): return _b(p)\ndef perplexity(x): return x\n"
    before, after = submit(loss=text.format(1)), submit(loss=text.format(2))  # type: ignore[operator]
    found = change(before, after, PROPERTIES)
    assert found.functions == ("loss._a",)
    assert set(found.first) == {prop.id for prop in PROPERTIES if "loss.entropy" in prop.of}


@pytest.mark.parametrize(
    "broken", ["def entropy(:\n", "\x00", "def entropy(p): return 'é'\n".encode("utf-16").decode("latin-1")]
)
def test_a_file_that_cannot_be_parsed_affects_what_imports_it(reference: Sources, broken: str) -> None:
    """Before and after: it may run again what it made fail."""
    path, _ = reference.files["nn"]
    after = msgspec.structs.replace(reference, files={**reference.files, "nn": (path, broken.encode())})
    for found in (change(reference, after, PROPERTIES), change(after, reference, PROPERTIES)):
        assert files_of(found.first + found.others) == {"nn", "lm"}


def test_files_that_come_or_go_affect_everything(reference: Sources) -> None:
    """A file named random.py stands in the place of the standard library's."""
    more = msgspec.structs.replace(reference, files={**reference.files, "random": ("random.py", b"")})
    for found in (change(reference, more, PROPERTIES), change(more, reference, PROPERTIES)):
        assert {*found.first, *found.others} == {prop.id for prop in PROPERTIES}


REACHES_OUT = {
    "changes a class of another file": "from autograd import Value\nValue.exp = None\n",
    "changes it when called": "import autograd\ndef f(): autograd.Value.exp = None\n",
    "changes it under another name": "from autograd import Value\nV = Value\ndef f(): V.exp = None\n",
    "seeds the random numbers": "import random\ndef f(): random.seed(1)\n",
    "uses setattr": "import autograd\ndef f(): setattr(autograd, 'x', 1)\n",
    "raises the recursion limit": "import sys\nsys.setrecursionlimit(10**6)\n",
    "runs something at import": "def f(): pass\nf()\n",
    "decorates by its own": "def d(f): return f\n@d\ndef g(): pass\n",
    "registers subclasses": "class A:\n    def __init_subclass__(cls): pass\n",
}
KEEPS_TO_ITSELF = {
    "defines": "import math\nLIMIT = 3\nclass A:\n    @property\n    def x(self): return math.exp(1)\n",
    "changes what it made": "from autograd import Value\ndef f():\n    v = Value(1)\n    v.grad = 2.0\n    return v\n",
    "counts in its own table": "class A:\n    def __init__(self): self.t = {}\n    def f(self, k): self.g(k)[k] += 1\n",
    "runs something as a script": "def f(): pass\nif __name__ == '__main__':\n    f()\n",
    "does not parse": "def f(:\n",
}


@pytest.mark.parametrize("text", REACHES_OUT.values(), ids=REACHES_OUT)
def test_a_file_that_may_act_on_others_affects_everything(reference: Sources, text: str) -> None:
    """Whatever imports it or not."""
    assert not is_self_contained(text.encode())
    path, old = reference.files["vectorized"]
    after = msgspec.structs.replace(reference, files={**reference.files, "vectorized": (path, old + text.encode())})
    found = change(reference, after, PROPERTIES)
    assert {*found.first, *found.others} == {prop.id for prop in PROPERTIES}


@pytest.mark.parametrize("text", KEEPS_TO_ITSELF.values(), ids=KEEPS_TO_ITSELF)
def test_a_file_that_only_defines_keeps_to_itself(text: str) -> None:
    """Functions, classes, constants, and what runs only as a script."""
    assert is_self_contained(text.encode())


def test_imports_are_followed_through_packages_and_helpers() -> None:
    """Relative and absolute, inside functions, through others, with the packages around; not what is no part of it."""
    files = {
        "hw": ("__init__.py", b""),
        "hw.lm": ("lm.py", b"def f():\n    from .nn import Linear\n"),
        "hw.nn": ("nn.py", b"from . import tools\nimport math\n"),
        "hw.tools": ("tools.py", b"import hw.autograd as a\n"),
        "hw.autograd": ("autograd.py", b""),
        "hw.ngram": ("ngram.py", b"import importlib\n"),
    }
    reach = reachable(files)
    assert reach["hw.lm"] == {"hw.lm", "hw", "hw.nn", "hw.tools", "hw.autograd"}
    assert reach["hw.autograd"] == {"hw.autograd", "hw"}
    assert reach["hw.ngram"] == set(files)


@pytest.mark.parametrize(
    "section", ["backward", "nn", "batch", "perplexity", "temperature", "lm_parameters", "vectorized"]
)
def test_no_property_runs_what_its_files_do_not_import(section: str, reference: Sources) -> None:
    """What a property runs of the reference lies in the files that `of` and `needs` name, and in what these import."""
    chosen = [prop for prop in PROPERTIES if prop.section == section][:4]
    cases = case_set(chosen, seed=0, profile="quick")
    reach = reachable(reference.files)
    for prop in chosen:
        few: dict[str, list[tuple[object, ...]]] = {prop.id: list(cases[prop.id])[:5]}
        _, functions = reached(prop, few, reference, seed=0, profile="quick")
        named = {part.partition(".")[0] for part in (*prop.of, *prop.needs)}
        may_run = {module for name in named for module in reach[name]}
        assert {name.partition(".")[0] for name in functions} <= may_run, prop.id


def test_the_same_file_comes_before_what_is_built_on_it(reference: Sources) -> None:
    """After a change of entropy, all of loss.py is judged before lm.py."""
    found = change(reference, edited(reference, "loss", "def entropy(", "def entropy(_=0, *, "), PROPERTIES)
    files = [find(name).of[0].partition(".")[0] for name in found.others]
    assert files == sorted(files, key=["loss", "lm"].index)


def test_what_calls_or_needs_the_changed_function_comes_before_the_rest_of_its_file(reference: Sources) -> None:
    """`perplexity` of a text needs the model's loss; reading a text has nothing to do with it."""
    found = change(reference, edited(reference, "lm", "def forward(self,", "def forward(self, *,"), PROPERTIES)
    sections = [find(name).section for name in found.others]
    assert {find(name).of for name in found.first} == {("lm.CharacterLM.forward",)}
    assert sections.index("text") > max(
        i for i, name in enumerate(found.others) if "lm.CharacterLM.forward" in find(name).needs
    )
