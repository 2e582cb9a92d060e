"""Snippets are Python that runs as it stands, in a fresh interpreter that finds the submission."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support import cases_of, local_reference

import checks.properties  # noqa: F401  # registers them
from checks.judge import judge_case
from checks.registry import Case, Property, all_properties, find, sections
from checks.session import Session
from checks.snippets import of_example, of_questions
from checks.snippets.imports import with_imports
from checks.standin import Question, StandIn
from checks.submissions import read_submission
from checks.verdicts import Status

PASTE_ALL = """
import code, io, json, sys
from contextlib import redirect_stdout
class Prompt(code.InteractiveConsole):
    failed = False
    def showtraceback(self):
        self.failed = True
        print(f"{identifier}: {sys.exc_info()[0].__name__}", file=sys.stderr)
    def showsyntaxerror(self, *arguments, **options):
        self.showtraceback()
for identifier, snippet in json.load(sys.stdin):
    prompt = Prompt({})
    with redirect_stdout(io.StringIO()):
        for line in [*snippet.splitlines(), ""]:
            if not prompt.failed:
                prompt.push(line)
print("all ran")
"""
RAISE = {
    "autograd.log_of_what_is_not_positive_is_never_finite": "ValueError",
    "ngram_state.order_below_1_is_refused": "ValueError",
    "ngram_state.order_below_1_is_refused_with_smoothing": "ValueError",
    "log_sum_exp.of_no_logits_raises": "ValueError",
    "softmax.of_no_logits_raises": "ValueError",
    "cross_entropy.a_target_that_is_no_class_raises": "ValueError",
    "cross_entropy.of_no_logits_raises": "ValueError",
    "batch.empty_batch_raises": "ValueError",
    "batch.unequal_lengths_raise": "ValueError",
    "perplexity.overflows_openly": "OverflowError",
}
"""The properties whose claim is that something raises, or may raise."""


def _of_all(prop: Property, case: Case, sub: StandIn) -> str:
    assert judge_case(prop, sub, case).status is Status.PASSED
    return of_questions(sub.asked)


def test_all_questions_are_written_where_they_are_few() -> None:
    """What was asked before may be why the last answer is wrong; of many questions only the last is shown."""
    one, other = Question("entropy", ([1.0],), {}), Question("kl_divergence", ([1.0], [1.0]), {})
    assert of_questions([one, other, one]) == "entropy([1.0])\nkl_divergence([1.0], [1.0])\nentropy([1.0])"
    assert of_questions([one] * 6).count("entropy") == 6
    assert of_questions([other] * 6 + [one]) == "# after 6 other questions\nentropy([1.0])"
    assert of_questions([]) == of_questions([one, Question("presence", ([],), {})]) == ""


@pytest.mark.parametrize("section", sections())
def test_snippets_run_as_they_stand(section: str, root: Path) -> None:
    """Pasted at the prompt in the reference's folder, line by line, the first cases of every property run.

    Once their first questions alone, and once all that are asked.
    """
    properties = [prop for prop in all_properties() if prop.section == section]
    drawn = cases_of(0, "quick")
    with local_reference() as sub:
        written = [
            (prop.id, with_imports(snippet, [*prop.of, *prop.needs]))
            for prop in properties
            for case in drawn[prop.id][:3]
            for snippet in (of_example(prop, case), _of_all(prop, case, sub))
        ]
    assert all(snippet for _, snippet in written)
    ran = subprocess.run(
        [sys.executable, "-c", PASTE_ALL],
        cwd=root / "reference",
        input=json.dumps(written),
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert ran.stdout.endswith("all ran\n"), ran.stderr
    raised = [line.split(": ") for line in ran.stderr.splitlines()]
    assert [(prop_id, kind) for prop_id, kind in raised if RAISE.get(prop_id) != kind] == []


@pytest.mark.parametrize(
    ("file", "module"),
    [("loss.py", "loss"), ("homework/__init__.py", "homework.loss"), ("all_of_it.py", "all_of_it")],
    ids=["a flat folder", "a package", "one file"],
)
def test_imports_name_the_submissions_own_modules(file: str, module: str, tmp_path: Path) -> None:
    """The smallest case of a failure begins with the import under which the submission was read."""
    path = tmp_path / "hand_in" / file
    path.parent.mkdir(parents=True)
    path.write_text("def entropy(p): return 1.0\n", encoding="utf-8")
    if path.name == "__init__.py":
        path.rename(path.with_name("loss.py"))
        path.touch()
    sources = read_submission(path if module == "all_of_it" else path.parent)
    prop = find("entropies.entropy_counts_0_log_0_as_0")
    with Session(sources) as session:
        verdict = session.judge(prop, cases_of(0, "quick"), 0, "quick")
    assert verdict.status is Status.FAILED
    assert verdict.snippet.startswith(f"from {module} import entropy\nentropy([")


def test_a_loop_is_ended_before_what_follows() -> None:
    """The prompt takes a line after a loop for a part of it, unless an empty one comes between."""
    pasted = with_imports("for i in [1, 2]:\n    x = i\nfor j in [3]: x += j\nx", ["loss.entropy"])
    assert pasted == "for i in [1, 2]:\n    x = i\n\nfor j in [3]: x += j\n\nx"


def test_of_two_files_with_one_name_the_one_in_question_is_imported() -> None:
    """`softmax` of an array comes from vectorized.py, that of Values from loss.py; Value comes along."""
    on_values = with_imports("softmax([Value(1.0)])", ["loss.softmax"])
    assert on_values.splitlines()[0] == "from loss import softmax; from autograd import Value"
    on_arrays = with_imports("softmax(z)", ["vectorized.softmax", "loss.softmax"])
    assert on_arrays.splitlines()[0] == "from vectorized import softmax"


@pytest.mark.parametrize(
    ("module", "first"),
    [
        ("homework", "from homework import softmax, Value"),
        ("hw 3 (1)", "# with softmax, Value of hw 3 (1)"),
        ("homework.ipynb", "# with softmax, Value of homework.ipynb"),
    ],
)
def test_what_cannot_be_imported_by_name_is_told(module: str, first: str) -> None:
    """One line imports what lies in one file, or says where it is to be found: the case is Python in any case."""
    modules = {"loss": module, "autograd": module}
    shown = with_imports("softmax([Value(0.0)])", ["loss.softmax"], modules)
    assert shown.splitlines()[0] == first
    compile(shown, "case", "exec")
