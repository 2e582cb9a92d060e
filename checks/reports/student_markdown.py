"""What a student is told, as Markdown (CommonMark with tables); nothing that a submission says is marked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from checks.reports.student import Failure, Told

_MARKS = re.compile(r"([\\`*_{}\[\]<>&|~$#@:!^]|(?<=www)\.)")
_IN_BLOCKS = ("case", "found")


def render(told: Told) -> str:
    """The whole text."""
    return "\n\n".join(_parts(told)) + "\n"


def escaped(text: str) -> str:
    r"""Text on one line in which no sign means anything to Markdown.

    >>> escaped("|z_j| <= 10 *")
    '\\|z\\_j\\| \\<= 10 \\*'
    """
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def block(text: str, language: str = "text") -> str:
    """Text in a fence that is longer than any in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _parts(told: Told) -> Iterator[str]:
    yield f"# {escaped(told.title)}: {escaped(told.name)}"
    if told.total is None:
        yield "This submission could not be graded:"
        yield block(told.reason)
        return
    yield f"**{told.total} points**"
    yield "\n".join(
        [
            "| section | points | hold | wrong | missing |",
            "|---|---:|---:|---:|---:|",
            *(f"| {escaped(s.section)} | {s.score} | {s.passed} | {s.wrong} | {s.missing} |" for s in told.sections),
        ]
    )
    if told.unimportable or told.failures:
        yield "## To mend first"
    elif told.is_all_right:
        yield "Everything is right."
    for file, facts in told.unimportable.items():
        yield f"### {escaped(file)} cannot be imported"
        yield from _facts(facts)
    for failure in told.failures:
        yield from _failure(failure, "###")
    for sentence in told.misnamed:
        yield escaped(sentence)
    for heading, sections in (
        ("Not written yet", told.missing),
        ("Waits for something that is missing", told.blocked),
        ("Defects of the checks, which cost no points", told.broken),
    ):
        if sections:
            yield f"## {heading}"
            yield "\n".join(f"- {escaped(section)}: {_as_code(ids)}" for section, ids in sections.items())
    if told.seal:
        yield f"*{escaped(told.seal)}*"


def _as_code(ids: Iterable[str]) -> str:
    return ", ".join(f"`{identifier}`" for identifier in ids)


def _failure(failure: Failure, level: str) -> Iterator[str]:
    yield f"{level} {escaped(failure.id)}"
    yield f"{failure.points} points, {failure.status}"
    yield from _facts(failure.facts)
    if failure.explains:
        yield f"This may explain {len(failure.explains)} more:"
    for waiting in failure.explains:
        yield from _failure(waiting, level + "#")


def _facts(facts: Mapping[str, str]) -> Iterator[str]:
    for name, fact in facts.items():
        if name in _IN_BLOCKS:
            yield f"**{name}**"
            yield block(fact, "python" if name == "case" else "text")
        else:
            yield f"**{name}** {escaped(fact)}"
