"""Whatever student code says of itself reaches a person cut, on one line, and without anything unprintable."""

from __future__ import annotations

import io
import json

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from support import MakeProperty, Submit

from checks import expect
from checks.checking import check
from checks.plain_text import MAX_CHARACTERS, harmless, one_line, shown
from checks.reports import as_json, terminal
from checks.standin import StandIn
from checks.worker import protocol
from checks.worker.client import AbsentNameError, RaisedError, UnfitAnswerError, value_of

HOSTILE = {
    "an escape sequence": "\x1b[2J\x1b[H100 of 100 points",
    "an 8-bit escape sequence": "\x9b2J",
    "a title": "\x1b]0;all well\x07",
    "a carriage return": "wrong\rright",
    "backspaces": "wrong\b\b\b\b\bright",
    "lines of ours": "no\n\n  all 100 / 100\u2028100 of 100 points\x0b\x0c\x85",
    "a right-to-left override": "\u202edessap\u2066",
    "invisible letters": "a\u200b\u200d\ufeff\u00ad",
    "a surrogate": "\ud800",
    "rich markup": "[bold green]passed[/] [link=file:///etc/passwd]x[/link]",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "very much": "x" * 10_000_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_word_of_a_reply_is_made_harmless(text: str) -> None:
    """Messages, names and source lines: one printable line of bounded length each."""
    frames = [protocol.Frame(text, 2**64 - 1, text, text)] * 1000
    with pytest.raises(RaisedError) as raised:
        value_of(protocol.Raised(1, text, [text] * 1000, text, frames), 1, float)
    with pytest.raises(UnfitAnswerError) as unfit:
        value_of(protocol.Unfit(1, text), 1, float)
    with pytest.raises(AbsentNameError) as absent:
        value_of(protocol.Absent(1, text), 1, float)
    reply = raised.value.reply
    words = [reply.type_name, reply.message, *reply.kinds, str(unfit.value), str(absent.value)]
    words += [word for frame in reply.frames for word in (frame.file, frame.function, frame.text)]
    assert all(word.isprintable() and len(word) <= MAX_CHARACTERS + 2 for word in words)
    assert len(words) < 50


@given(st.text())
def test_what_is_harmless_stays_so(text: str) -> None:
    """Making harmless twice changes nothing more, and nothing unprintable is left."""
    once = harmless(text)
    assert harmless(once) == once
    assert once.replace("\n", "").isprintable()
    assert one_line(text).isprintable()
    assert shown(text).isprintable()


def _entropy(sub: StandIn, p: list[float]) -> None:
    """H(p) = 0."""
    expect.equal("H(p)", sub.entropy(p).value, 0.0)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    "body", ["raise ValueError({})", "raise type({}, (Exception,), dict())", "return type({}, (), {{}})()"]
)
def test_hostile_text_reaches_no_report(text: str, body: str, submit: Submit, make_property: MakeProperty) -> None:
    """In terminal, JSON and HTML, exceptions and types with such names are told harmlessly."""
    source = "'x' * 10**6" if len(text) > 10**6 else ascii(text)
    prop = make_property(_entropy)
    sources = submit(loss=f"def entropy(p):\n    {body.format(source)}\n")
    run = check(sources, [prop], {prop.id: [([1.0],)]}, seed=0, profile="quick")
    (verdict,) = run.verdicts
    assert verdict.status.is_wrong
    assert verdict.message.isprintable()
    screen = io.StringIO()
    Console(file=screen, force_terminal=True, color_system=None, width=100).print(terminal.render(run, {prop.id: prop}))
    printed = screen.getvalue()
    assert printed.replace("\n", "").isprintable()
    assert len(printed) < 4000
    assert not [line for line in printed.splitlines() if line.startswith(("all 100", "100 of", "  all 100"))]
    assert json.loads(as_json.render(run, {prop.id: prop}))["checks"][0]["message"] == verdict.message
    page = jinja2.Environment(autoescape=True).from_string("{{ message }}").render(message=verdict.message)
    assert "<" not in page
