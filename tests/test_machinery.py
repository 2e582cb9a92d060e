"""What must hold of scoring, exports and stored cases for any verdicts, any rubric, any names and any bytes."""

from __future__ import annotations

import base64
import csv
import io
import itertools
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import junitparser
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import gradings, statuses

from checks import cases
from checks import properties as _registers_them  # noqa: F401
from checks.exports import classroom, gradescope, junit, prairielearn, tables
from checks.exports.record import Class
from checks.grading.records import ClassRun, Grading
from checks.registry import Property, all_properties
from checks.rubric import Rubric, SectionRule
from checks.scoring import Score, score, score_by_property, score_by_section
from checks.verdicts import Run, Status, Verdict

BY_ID: Mapping[str, Property] = {
    prop.id: prop for prop in all_properties() if prop.section in ("softmax", "vectorized", "perplexity")
}
RUN = ClassRun(seed=1, profile="quick", versions={}, seal=None, started="")
TINY = 1e-9

amounts = st.floats(0, 1000)
rules = st.builds(SectionRule, points=st.none() | amounts, cap=st.none() | amounts)
rubrics = st.builds(
    Rubric,
    stretch=st.sampled_from(["counts", "extra", "ignored"]),
    carried_forward=st.floats(0, 1),
    out_of=st.none() | st.floats(1, 1000),
    cap=st.none() | amounts,
    points=st.dictionaries(st.sampled_from(list(BY_ID)), amounts, max_size=3),
    sections=st.dictionaries(st.sampled_from(["softmax", "vectorized"]), rules, max_size=2),
)


def run_of(judged: Mapping[str, Status], carried: Mapping[str, Status | None]) -> Run:
    """A run with these statuses."""
    verdicts = [Verdict(id=name, status=status, carried=carried.get(name)) for name, status in judged.items()]
    return Run(submission="x", seed=0, profile="quick", versions={}, verdicts=verdicts, import_failures=[], seconds=0.0)


runs = st.builds(
    run_of,
    st.fixed_dictionaries(dict.fromkeys(BY_ID, statuses)),
    st.dictionaries(st.sampled_from(list(BY_ID)), st.none() | statuses, max_size=5),
)
keys = st.text(st.characters(codec="utf-8", exclude_characters="/\x00"), min_size=1, max_size=20)
classes = st.lists(keys, min_size=1, max_size=3, unique=True).flatmap(
    lambda names: st.tuples(*(gradings(name, RUN, tuple(itertools.islice(BY_ID, 3))) for name in names))
)


@given(runs, rubrics)
def test_points_are_none_at_least_and_all_at_most(run: Run, rubric: Rubric) -> None:
    """0 <= points, and points <= the maximum but for extra credit; the total is that of the capped sections."""
    total, by_section = score(run, BY_ID, rubric), score_by_section(run, BY_ID, rubric)
    for found in (total, *by_section.values()):
        assert found.points >= 0 <= found.max_points
    if rubric.stretch != "extra":
        assert total.points <= total.max_points * (1 + TINY)
    if rubric.out_of is None and rubric.cap is None:
        assert total.points == pytest.approx(sum(found.points for found in by_section.values()))


@given(runs, rubrics, st.sampled_from(list(BY_ID)))
def test_passing_one_more_never_costs_points(run: Run, rubric: Rubric, name: str) -> None:
    """Nor does having it right on trusted earlier files; a defect of ours costs nobody a share of the points."""
    verdicts = {verdict.id: verdict for verdict in run.verdicts}
    if verdicts[name].status is Status.BROKEN:
        return

    def points_with(**changes: Status) -> float:
        changed = {**verdicts, name: msgspec.structs.replace(verdicts[name], **changes)}
        return score(msgspec.structs.replace(run, verdicts=list(changed.values())), BY_ID, rubric).points

    wrong = points_with(status=Status.FAILED, carried=Status.FAILED)
    carried = points_with(status=Status.FAILED, carried=Status.PASSED)
    passed = points_with(status=Status.PASSED)
    assert wrong <= carried * (1 + TINY) <= passed * (1 + TINY) ** 2


@given(runs, rubrics)
def test_a_defect_of_ours_counts_for_nobody(run: Run, rubric: Rubric) -> None:
    """A broken property is worth nothing and asks for nothing, whatever else is there."""
    found = score_by_property(run, BY_ID, rubric)
    assert all(found[verdict.id].max_points == 0 for verdict in run.verdicts if verdict.status is Status.BROKEN)


@given(runs, rubrics)
def test_what_was_stored_is_worth_the_same(run: Run, rubric: Rubric) -> None:
    """Runs and rubrics are plain data: their journey through JSON changes no point."""
    stored = msgspec.json.decode(msgspec.json.encode(run), type=Run)
    read = msgspec.json.decode(msgspec.json.encode(rubric), type=Rubric)
    assert score(stored, BY_ID, read) == score(run, BY_ID, rubric)


@settings(max_examples=30, deadline=None)
@given(classes)
def test_every_export_can_be_read_whatever_stands_in_it(gradings: tuple[Grading, ...]) -> None:
    """Names, messages and snippets with any characters: the points come back, by parsers not ours."""
    of = Class(gradings, BY_ID)
    totals = [of.score_of(grading) for grading in gradings]
    rows = list(csv.DictReader(io.StringIO(tables.plain(of).decode(), newline="")))
    assert [row["points"] for row in rows] == [f"{total.points:g}" if total else "" for total in totals]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    lines = [json.loads(line) for line in tables.json_lines(of).splitlines()]
    assert [line["points"] for line in lines] == [total and total.points for total in totals]
    suites = list(junitparser.JUnitXml.fromstring(junit.report(of).decode()))
    assert [suite.tests for suite in suites] == [len(g.run.verdicts) if g.run else 1 for g in gradings]
    for grading, total in zip(gradings, totals, strict=True):
        assert json.loads(gradescope.results(grading, of))["score"] == points_of(total)
        assert json.loads(prairielearn.results(grading, of))["gradable"] is (total is not None)
        assert json.loads(base64.b64decode(classroom.result(grading, of)))["max_score"] == round(
            total.max_points if total else 0
        )


def points_of(total: Score | None) -> float:
    """None for a submission that could not be graded, on a platform that wants a number."""
    return total.points if total else 0.0


@given(st.binary(max_size=200))
def test_what_is_stored_comes_back(data: bytes) -> None:
    """Byte for byte."""
    with tempfile.TemporaryDirectory() as folder:
        cases.store(Path(folder) / "new" / "file", data)
        assert cases.stored(Path(folder) / "new" / "file") == data


@pytest.mark.parametrize("kept", [0, 1, 20, -1])
@pytest.mark.parametrize("added", [b"", b"\xc1", bytes(100)])
def test_a_damaged_case_set_is_drawn_again(kept: int, added: bytes, tmp_path: Path) -> None:
    """Whatever became of the file: its first part alone, with anything behind; the cases are what they were."""
    properties = [BY_ID["perplexity.is_the_exponential_of_the_loss"]]
    whole = cases.case_set(properties, 0, "quick", tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:kept] + added)
    assert cases.case_set(properties, 0, "quick", tmp_path) == whole
