"""The audit tells what the suite misses and what it falsely fails, and says so in every format."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import msgspec
import pytest
from test_extras import OWN

import checks.properties  # noqa: F401  # registers them
from checks.audit import matrix, reach
from checks.audit.records import Audit, FalseAlarm, Kill, RightResult, Vacuity, WrongResult
from checks.audit.run import audit, sampled
from checks.cases import case_set
from checks.checking import check
from checks.extras import loading
from checks.extras.reading import read_extras
from checks.mistakes import MISTAKES, Mistake, apply
from checks.registry import find
from checks.reports import audit_html, audit_json, audit_terminal
from checks.right import Right
from checks.submissions import read_reference
from checks.verdicts import Status
from checks.worker.loading import Sources

ENTROPY = "entropies.entropy_is_the_mean_surprise"
UNIFORM = "entropies.entropy_of_the_uniform_distribution_is_log_n"


def kill(case: int = 1, share: float = 5.0) -> Kill:
    """How a property failed a mistake."""
    return Kill(status=Status.FAILED, case=case, share=share, message="")


def wrong(identifier: str, named: str, kills: dict[str, Kill], import_failures: tuple[str, ...] = ()) -> WrongResult:
    """What became of a mistake."""
    return WrongResult(
        id=identifier,
        module="loss",
        kind="classic",
        caught_by=named,
        kills=kills,
        asked=3,
        gave_up=False,
        import_failures=list(import_failures),
        seconds=0.1,
    )


def record(**changes: object) -> Audit:
    """Three properties a, b and c; one mistake that a and b catch, one that b alone catches."""
    clean = Audit(
        seed=0,
        profile="quick",
        versions={},
        properties=["t.a", "t.b", "t.c"],
        justified={},
        wrong=[wrong("m1", "t.a", {"t.a": kill(3), "t.b": kill()}), wrong("m2", "t.b", {"t.b": kill(9, 2.0)})],
        right=[],
        not_installed={},
        vacuity=[],
        is_sample=False,
        seconds=1.0,
    )
    return msgspec.structs.replace(clean, **changes)


def test_the_kill_matrix_is_read_by_rows_and_columns() -> None:
    """What each catches, alone or with others, what catches nothing, and how long it took."""
    found = record()
    assert matrix.caught_by(found) == {"t.a": ["m1"], "t.b": ["m1", "m2"], "t.c": []}
    assert matrix.caught_alone(found) == {"t.a": [], "t.b": ["m2"], "t.c": []}
    assert matrix.idle(found) == ["t.c"]
    assert matrix.unjustified(found) == ["t.c"]
    assert matrix.first_cases(found) == [3, 9]
    assert matrix.smallest_wrong_share(found) == (2.0, "m2")
    assert not matrix.is_clean(found)
    assert matrix.is_clean(record(justified={"t.c": "it is read first"}))


def test_what_is_missed_is_told_from_what_is_caught_by_another() -> None:
    """A mistake that the property which it names passes is missed, and so is one that does not import."""
    by_another = wrong("m3", "t.c", {"t.a": kill()})
    by_none = wrong("m4", "t.c", {})
    broken = wrong("m5", "t.a", {"t.a": kill()}, ("loss: SyntaxError",))
    found = record(wrong=[by_another, by_none, broken])
    assert [result.id for result in matrix.missed(found)] == ["m3", "m4", "m5"]
    assert [result.id for result in matrix.uncaught(found)] == ["m4"]
    assert not matrix.is_clean(found)


def test_a_property_whose_cases_show_nothing_is_broken() -> None:
    """More than half of the cases have to compare something, and there has to be one."""
    vacuity = [
        Vacuity(property_id="t.a", cases=50, discriminating=25),
        Vacuity(property_id="t.b", cases=50, discriminating=24),
        Vacuity(property_id="t.c", cases=0, discriminating=0),
    ]
    found = record(vacuity=vacuity, justified={"t.c": "why not"})
    assert [v.property_id for v in matrix.vacuous(found)] == ["t.b", "t.c"]
    assert not matrix.is_clean(found)


def test_a_false_alarm_is_never_clean() -> None:
    """One right submission failed by one property is enough."""
    alarm = FalseAlarm(
        submission="r", property_id="t.a", seed=0, status=Status.FAILED, message="<b>0.5\x1b[31m", snippet=""
    )
    right = RightResult(name="r", seed=0, passed=2, false_alarms=[alarm], worst_share={"t.b": 0.25}, seconds=1.0)
    found = record(right=[right], justified={"t.c": "why not"})
    assert matrix.false_alarms(found) == [alarm]
    assert matrix.worst_share(found) == (0.25, "r", "t.b")
    assert not matrix.is_clean(found)


def test_every_format_tells_it(reference: Sources) -> None:
    """A clean audit of two properties and three mistakes, and the same told as text, as JSON and as a page."""
    mistakes = [m for m in MISTAKES if m.caught_by in (ENTROPY, UNIFORM)][:3]
    assert mistakes
    found = audit(
        [find(ENTROPY), find(UNIFORM)],
        mistakes,
        [Right(name="reference", style="the model answer"), Right(name="absent", style="?", package="no_such_package")],
        reference=reference,
        seed=1,
        profile="quick",
        jobs=1,
        is_sample=True,
    )
    assert matrix.is_clean(found)
    assert found.not_installed == {"absent": "no_such_package"}
    assert all(0 < v.discriminating <= v.cases for v in found.vacuity)
    document = json.loads(audit_json.render(found))
    assert document["is_clean"] is True
    assert {result["id"] for result in document["audit"]["wrong"]} == {mistake.id for mistake in mistakes}
    page = audit_html.render(found, mistakes)
    assert "<svg" in page
    assert all(mistake.id in page for mistake in mistakes)
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "unsafe-inline" not in page
    assert not re.search(r"<(?!svg)\w+[^>]* style=", page), "its policy allows no style but the one of its hash"
    assert audit_terminal.render(found, lists_mistakes=True)


def test_a_page_escapes_what_submissions_say() -> None:
    """Messages of right submissions that were failed are text, not HTML."""
    alarm = FalseAlarm(
        submission="r", property_id="t.a", seed=0, status=Status.FAILED, message="<img src=x>", snippet="<script>"
    )
    right = RightResult(name="r", seed=0, passed=2, false_alarms=[alarm], worst_share={}, seconds=1.0)
    page = audit_html.render(record(right=[right], wrong=[]), [])
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_two_processes_find_what_one_finds(reference: Sources) -> None:
    """How the work is shared out changes nothing."""
    properties = [find(ENTROPY), find(UNIFORM)]
    mistakes = [m for m in MISTAKES if m.caught_by in (ENTROPY, UNIFORM)][:4]
    one, two = (
        audit(properties, mistakes, [], reference=reference, seed=2, profile="quick", jobs=jobs) for jobs in (1, 2)
    )
    assert [(r.id, r.kills) for r in one.wrong] == [(r.id, r.kills) for r in two.wrong]


def test_a_sample_is_a_part_in_order() -> None:
    """The same seed chooses the same mistakes; more than there are is all of them."""
    chosen = sampled(MISTAKES, 5, seed=3)
    assert chosen == sampled(MISTAKES, 5, seed=3)
    assert [m for m in MISTAKES if m in chosen] == chosen
    assert sampled(MISTAKES, 10**6, seed=3) == list(MISTAKES)


def test_reach_knows_the_functions_that_a_property_runs(reference: Sources, cases_of_entropy: dict) -> None:
    """Entropy is computed by `loss.entropy`, and no Value has a part in it."""
    verdict, functions = reach.reached(find(ENTROPY), cases_of_entropy, reference, seed=0, profile="quick")
    assert verdict.status is Status.PASSED
    assert "loss.entropy" in functions
    assert not any(name.startswith("autograd.Value.exp") for name in functions)
    assert "loss" not in sys.modules


@pytest.fixture
def cases_of_entropy() -> dict:
    """Two cases."""
    return {ENTROPY: [([0.5, 0.5],), ([1.0],)]}


def test_a_change_in_a_function_is_that_function(reference: Sources) -> None:
    """An edit of a body names the function; one of a class's own lines may concern anything."""

    def edited(old: str, new: str) -> Sources:
        path, data = reference.files["loss"]
        assert old.encode() in data
        files = {**reference.files, "loss": (path, data.replace(old.encode(), new.encode(), 1))}
        return msgspec.structs.replace(reference, files=files)

    assert reach.changed(reference, reference) == frozenset()
    assert reach.changed(reference, edited("return [e / total for e in exps]", "return exps")) == {"loss.softmax"}
    assert reach.changed(reference, edited("import math\n", "import math\nmath.e\n")) is None


@pytest.mark.parametrize("mistake", sampled(MISTAKES, 12, seed=4), ids=lambda mistake: mistake.id)
def test_what_is_left_out_would_have_passed(mistake: Mistake, reference: Sources) -> None:
    """Properties that never run what a mistake changed pass it: three are asked all the same."""
    named = find(mistake.caught_by)
    properties = [find(ENTROPY), find("ngram.distribution_sums_to_one"), find("text.decoding_inverts_encoding"), named]
    cases = case_set(properties, 1, "quick")
    wrong_submission = apply(mistake, reference)
    changed = reach.changed(reference, wrong_submission)
    for prop in properties:
        _, functions = reach.reached(prop, cases, reference, seed=1, profile="quick")
        if not reach.is_affected(functions, changed):
            assert prop is not named
            run = check(wrong_submission, [prop], cases, seed=1, profile="quick")
            assert run.verdicts[0].status is Status.PASSED


def test_an_instructors_own_properties_take_part(tmp_path: Path) -> None:
    """A file with a property and its mistake is audited like ours."""
    (tmp_path / "mine.py").write_text(OWN, encoding="utf-8")
    loading.use(read_extras([tmp_path / "mine.py"]))
    try:
        own = loading.own_properties()
        found = audit(own, loading.mistakes(), [], reference=read_reference(), seed=0, profile="quick", jobs=2)
    finally:
        loading.use([])
    assert matrix.is_clean(found)
    assert [result.id for result in found.wrong] == ["own.weighs_by_place"]
