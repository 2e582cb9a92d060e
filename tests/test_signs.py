"""Signs are spelt out where they cannot be shown, and a report keeps its shape."""

from __future__ import annotations

import io

import pytest
from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from checks import properties as _registers_them  # noqa: F401
from checks.registry import all_properties
from checks.reports.rows import Rows
from checks.reports.spelling import respelled
from checks.signs import can_show, spelled


@pytest.mark.parametrize(
    ("text", "in_ascii"),
    [
        ("∂L/∂z = softmax(z) − onehot(y)", "dL/dz = softmax(z) - onehot(y)"),
        ("|z_j| <= 10⁴", "|z_j| <= 10^4"),
        ("n · aⁿ⁻¹", "n * a^(n-1)"),
        ("(count + α) / (total + α·|V|)", "(count + alpha) / (total + alpha*|V|)"),
        ("2θx", "2 theta x"),
        ("✗ wrong", "x wrong"),
        ("build_vocab('é中😀')", r"build_vocab('\xe9\u4e2d\U0001f600')"),
        ("plain", "plain"),
    ],
)
def test_signs_become_letters(text: str, in_ascii: str) -> None:
    """Mathematics as one would type it, letters of a student's text as Python would."""
    assert spelled(text) == in_ascii


def test_only_what_is_missing_is_spelt_out() -> None:
    """Windows' usual encoding has é, · and ², but neither − nor ✗."""
    assert spelled("✗ é · a² − 1", "cp1252") == "x é · a² - 1"
    assert spelled("✗ é · a² − 1", "utf-8") == "✗ é · a² − 1"


def test_no_claim_or_hint_needs_an_escape() -> None:
    """Every sign that our own texts are written in has letters of its own."""
    for prop in all_properties():
        for text in (prop.claim, prop.hint, prop.source):
            assert can_show(spelled(text), "ascii")
            assert "\\u" not in spelled(text), text
            assert "\\x" not in spelled(text), text


def printed(renderable: object, encoding: str, width: int = 100) -> str:
    """What a console of that encoding prints."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    console = Console(file=stream, width=width)
    console.print(respelled(renderable, console))
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]


def test_a_whole_report_is_spelt_out() -> None:
    """Wherever a text stands, in a group, with padding, in rows: a strict stream takes it."""
    rows = Rows(("what", "claim"), min_width=50)
    rows.add("∂", "α → β".replace("β", "ε"))
    report = Group(Text("✗ a − b", style="red"), Padding(Text("Σx"), (0, 0, 0, 2)), rows)
    assert printed(report, "ascii").split() == [
        "x",
        "a",
        "-",
        "b",
        "sum",
        "x",
        "what",
        "claim",
        "d",
        "alpha",
        "->",
        "epsilon",
    ]
    assert "✗ a − b" in printed(report, "utf-8")


def test_rows_become_paragraphs_where_columns_have_no_room() -> None:
    """Every number keeps its heading beside it, and no line is longer than the terminal."""
    rows = Rows(("section", "passed", "wrong"), min_width=40, numbers=frozenset(("passed", "wrong")))
    rows.add("softmax", "12", "3")
    assert printed(rows, "utf-8", width=60).splitlines()[1].split() == ["softmax", "12", "3"]
    assert [line.strip() for line in printed(rows, "utf-8", width=30).splitlines()] == ["softmax", "passed 12, wrong 3"]
