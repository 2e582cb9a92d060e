"""The notebook front door: what it takes things for, what it finds, and how a real notebook shows it."""

from __future__ import annotations

import json
import random
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import FunctionType

import nbformat
import pytest
from nbclient import NotebookClient

from checks import notebook
from checks.in_memory import GivenNameError, full_name
from checks.notebook import Result, check
from checks.resources import reference_folder
from checks.verdicts import Status

WRONG = """
def log_sum_exp(logits):
    total = logits[0].exp()
    for logit in logits[1:]:
        total = total + logit.exp()
    return total.log()
"""
HOSTILE = """
def log_sum_exp(logits):
    raise ValueError("<script>alert(1)</script><img src=x onerror=alert(2)>")
"""
REFERENCE = [(reference_folder() / f"{name}.py").read_text(encoding="utf-8") for name in ("autograd", "loss")]


def cells(*texts: str, **names: object) -> dict[str, object]:
    """What is in memory after these cells, as in a notebook: one namespace."""
    namespace: dict[str, object] = {"__name__": "__main__", **names}
    for text in texts:
        exec(text.replace("from autograd import Value", ""), namespace)
    return namespace


@pytest.fixture(scope="module")
def wrong() -> Result:
    """The result of a log-sum-exp without a shift."""
    return check(cells(*REFERENCE, WRONG)["log_sum_exp"], section="log_sum_exp")


def test_right_functions_pass(capsys: pytest.CaptureFixture[str]) -> None:
    """What they need is what they see; nothing is printed, and random numbers go on as if nothing had been."""
    loud = "import sys\ndef entropy(p):\n    print('hello'); print('hello', file=sys.stderr)\n    return true(p)\n"
    namespace = cells(*REFERENCE)
    random.seed(1)
    state = random.getstate()
    result = check(namespace["log_sum_exp"], section="log_sum_exp")
    assert {verdict.status for verdict in result.run.verdicts} == {Status.PASSED}
    assert result.is_all_well
    assert check(cells(loud, true=namespace["entropy"])["entropy"]).is_all_well
    assert capsys.readouterr() == ("", "")
    assert random.getstate() == state


def test_wrong_functions_are_told_their_mistake_and_drawn(wrong: Result) -> None:
    """The smallest case, the mistake by its name, and the place where the curve breaks off."""
    assert not wrong.is_all_well
    by_id = {verdict.id: verdict for verdict in wrong.run.verdicts}
    assert by_id["log_sum_exp.is_exact_for_large_logits"].status is Status.RAISED
    assert "OverflowError" in by_id["log_sum_exp.is_exact_for_large_logits"].message
    assert [found.mistake for found in wrong.run.diagnoses] == ["loss.log_sum_exp_without_a_shift"]
    (curve,) = wrong.curves.values()
    assert (curve.function, [panel.title for panel in curve.panels]) == ("log_sum_exp", ["log-sum-exp", "∂LSE/∂z[0]"])
    for panel in curve.panels:
        for logit, got, due in panel.points:
            assert (got is None) == (logit > 709.78), (logit, got)
            assert got is None or got == pytest.approx(due, rel=1e-9)


def test_the_page_is_self_contained_and_escapes_what_students_write(wrong: Result) -> None:
    """No script, nothing loaded from elsewhere, the picture within; what code says stays text."""
    hostile = check(cells(*REFERENCE, HOSTILE)["log_sum_exp"], section="log_sum_exp")
    for result, is_drawn in ((wrong, True), (hostile, True)):
        html = result._repr_html_()
        assert html is not None
        tags = Tags()
        tags.feed(html)
        assert not {"script", "img", "link", "iframe"} & tags.found
        assert ("svg" in tags.found) is is_drawn
        assert not any(name.startswith("on") or name in ("src", "href") for name in tags.attributes)
        assert "Practice, not a grade" in html
    assert "&lt;script&gt;alert(1)" in html


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_without_the_extra_the_result_is_text(wrong: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    """And one sentence says what would help."""
    assert "pip install" not in repr(wrong)
    monkeypatch.setattr(notebook, "find_spec", lambda name: None)
    assert wrong._repr_html_() is None
    assert repr(wrong).endswith(notebook.NO_PAGES)
    assert "log_sum_exp.is_exact_for_large_logits" in repr(wrong)
    assert "Practice, not a grade" in repr(wrong)


def test_a_property_waits_for_what_is_not_there() -> None:
    """Neither given nor seen by the code: nothing is taken from the reference; a keyword gives it."""
    namespace = cells(*REFERENCE)
    value, function = namespace["Value"], namespace["log_sum_exp"]
    assert isinstance(function, FunctionType)
    alone = FunctionType(function.__code__, {"__builtins__": __builtins__, "max": max, "sum": sum})
    result = check(log_sum_exp=alone, section="log_sum_exp")
    assert {verdict.status for verdict in result.run.verdicts} == {Status.BLOCKED}
    assert "waits for autograd.Value, which was not given" in result.run.verdicts[0].message
    assert check(function, Value=value, section="log_sum_exp").is_all_well


NAMES = {
    "softmax": "loss.softmax",
    "vectorized__softmax": "vectorized.softmax",
    "log_softmax": "vectorized.log_softmax",
    "lm__compute_perplexity": "lm.compute_perplexity",
    "Value": "autograd.Value",
}


@pytest.mark.parametrize(("name", "full"), NAMES.items())
def test_names_are_those_of_the_contract(name: str, full: str) -> None:
    """A bare name is the usual file's; a file before it says which."""
    assert full_name(name) == full


def softmax(logits: list[object]) -> list[object]:
    """Any function of that name."""
    return logits


@pytest.mark.parametrize(
    ("things", "named", "message"),
    [
        ([], {}, "nothing was given"),
        ([lambda p: p], {}, "the contract has no <lambda>; give it under its name, like softmax=my_softmax"),
        ([], {"sofmax": softmax}, "the contract has no sofmax; the nearest: softmax"),
        ([], {"compute_perplexity": softmax}, "give it as ngram__compute_perplexity=compute_perplexity or lm__compute"),
        ([softmax], {"softmax": softmax}, "loss.softmax was given twice"),
        ([], {"softmax": 3}, "softmax is a int; give functions and classes"),
        ([3], {}, "what was given is a int; give functions and classes"),
        ([softmax], {"section": "text"}, "no property of section 'text' is about loss.softmax"),
    ],
)
def test_what_cannot_be_told_is_refused_in_one_sentence(
    things: list[object], named: dict[str, object], message: str
) -> None:
    """It says what would be understood."""
    with pytest.raises(GivenNameError) as refusal:
        check(*things, **named)  # type: ignore[arg-type]  # wrong on purpose
    assert message in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_interrupting_the_kernel_ends_a_check() -> None:
    """The one way to end a loop without end; it is not taken for an exception of the code."""
    text = "def entropy(p):\n    raise KeyboardInterrupt\n"
    with pytest.raises(KeyboardInterrupt):
        check(cells(text)["entropy"])


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::RuntimeWarning", "ignore::ResourceWarning")
def test_a_real_notebook_shows_what_is_wrong_and_what_is_right(tmp_path: Path, root: Path) -> None:
    """Executed by Jupyter's own kernel: a page and text for each check, and cells named as Jupyter numbers them."""
    loss = REFERENCE[1].replace("from autograd import Value", "")
    code = [
        f"import sys; sys.path.insert(0, {str(root)!r})\nfrom checks.notebook import check",
        REFERENCE[0],
        loss,
        "check(log_sum_exp, section='log_sum_exp')",
        WRONG,
        "check(log_sum_exp, section='log_sum_exp')",
    ]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in code])
    kernel = tmp_path / "kernels" / "here"
    kernel.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (kernel / "kernel.json").write_text(
        json.dumps({"argv": command, "display_name": "here", "language": "python"}), encoding="utf-8"
    )
    client = NotebookClient(book, timeout=300, kernel_name="here")
    client.create_kernel_manager().kernel_spec_manager.kernel_dirs.insert(0, str(kernel.parent))
    client.execute()
    right, wrong = (book.cells[place].outputs[0].data for place in (3, 5))
    assert "everything attempted is right" in right["text/plain"]
    assert "to mend first" not in right["text/html"]
    assert "is_exact_for_large_logits" in wrong["text/plain"]
    assert "<svg" in wrong["text/html"]
    assert "of Cell In[2]" in wrong["text/html"]
