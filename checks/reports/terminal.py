"""A run as text for a terminal: what to mend first, what waits for it, and the points by section."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from checks import misnamed
from checks.causes import Cause, causes
from checks.explanations import why
from checks.feedback import facts, import_facts, said
from checks.plain_text import harmless, one_line, shown
from checks.registry import Property
from checks.reports import path
from checks.reports.rows import Rows
from checks.scoring import Score, score, score_by_property, score_by_section
from checks.verdicts import Diagnosis, ImportFailure, Run, Status

MAX_WAITING_SHOWN = 6
_STYLES = {"passed": "green", "wrong": "red", "broken": "red", "blocked": "yellow", "not attempted": "dim"}
"""What is counted for each section; what is broken only where something is."""


def render(
    run: Run, properties: Mapping[str, Property], *, with_all_hints: bool = False, at: str = ""
) -> RenderableType:
    """Everything that is told of a run; `with_all_hints` adds hints for what waits and what is not written yet.

    `at` is the path of the submission, as it was given.
    """
    found = causes(run, properties)
    parts = _parts(run, found, properties, with_all_hints)
    return Group(*parts, *_course(run, properties, at), *_end(run, found, properties, at))


def _parts(
    run: Run, found: list[Cause], properties: Mapping[str, Property], with_all_hints: bool
) -> Iterator[RenderableType]:
    for failure in run.unimportable:
        yield _headline("✗", f"{one_line(failure.shown)} cannot be imported", "")
        yield _facts(list(import_facts(failure).items()))
    named = {diagnosis.property_id: diagnosis for diagnosis in run.diagnoses}
    earned = score_by_property(run, properties)
    for cause in found:
        identifier = cause.verdict.id
        yield from _failure(cause, earned[identifier], named.get(identifier), properties, with_all_hints)
    for verdict in run.verdicts:
        if verdict.status is Status.BROKEN:
            yield _headline("!", f"{verdict.id} is broken", "")
            yield _facts([("found", harmless(verdict.message)), ("note", "this costs no points; please report it")])
    for missing in misnamed.told(run.verdicts):
        yield Text.assemble(("? ", "bold yellow"), one_line(missing))
    if with_all_hints:
        yield from _hints_for_what_is_next(run, properties)


def _course(run: Run, properties: Mapping[str, Property], at: str) -> Iterator[RenderableType]:
    """The points by section, and how far the course has come; or a welcome, where nothing is written yet."""
    is_whole = path.is_whole(run)
    if is_whole and path.is_untouched(run):
        yield path.greeting(run, properties, at or run.submission)
    else:
        yield _table(run, properties)
    if is_whole:
        yield path.render(run, properties)


def _end(run: Run, found: list[Cause], properties: Mapping[str, Property], at: str) -> Iterator[RenderableType]:
    yield _closing_line(run, found, properties)
    yield from _what_to_do(run, found, properties, at)
    if run.seal:
        yield Text(f"{run.seal.told}.", style="dim" if run.seal.label == "sealed" else "yellow")


def _failure(
    cause: Cause, earned: Score, diagnosis: Diagnosis | None, properties: Mapping[str, Property], with_all_hints: bool
) -> Iterator[RenderableType]:
    """Rule 12: id and points, claim, smallest case as Python, what was found, the mistake if known, hint, source."""
    verdict, prop = cause.verdict, properties[cause.verdict.id]
    yield _headline("✗", prop.id, f"{earned.points:g} of {_points(prop.points)}, {said(verdict.status)}")
    told = facts(verdict, prop, diagnosis)
    if cause.explains:
        told["explains"] = _waiting(cause, properties)
    if verdict.snippet:
        yield from _to_paste(told)
    yield _facts(list(told.items()))
    if with_all_hints:
        yield from (_hint(properties[waiting.id]) for waiting in cause.explains)


def _to_paste(told: dict[str, str]) -> Iterator[RenderableType]:
    """The claim, and the case as lines that can be copied: unbroken, from the first column on. Both are then told."""
    yield _facts([("claim", told.pop("claim")), ("case", "to paste into Python:")], below=0)
    yield Text(told.pop("case"), style="cyan", no_wrap=True, overflow="ignore")


def _waiting(cause: Cause, properties: Mapping[str, Property]) -> str:
    """What may pass once the cause is mended: by name where that is short, otherwise how many of each section."""
    if len(cause.explains) <= MAX_WAITING_SHOWN:
        return ", ".join(waiting.id for waiting in cause.explains)
    sections = Counter(properties[waiting.id].section for waiting in cause.explains)
    counts = ", ".join(f"{section} ({count})" for section, count in sections.items())
    return f"{len(cause.explains)} others, which may pass once this is mended: {counts}"


def _what_to_do(run: Run, found: list[Cause], properties: Mapping[str, Property], at: str) -> Iterator[RenderableType]:
    """What to mend now, why that comes first, and what comes after it: core before stretch, in the course's order."""
    unimportable = run.unimportable
    in_order = sorted(found, key=lambda cause: properties[cause.verdict.id].tier != "core")
    if unimportable:
        yield _advice("first", one_line(_import_advice(unimportable[0], at)))
    elif in_order:
        first, *in_order = in_order
        waiting = f"; {_others(len(first.explains))} for it" if first.explains else ""
        reason = f". Why it holds: crosscheck explain {first.verdict.id}" if why(first.verdict.id) else ""
        yield _advice("first", f"{first.verdict.id}{waiting}{reason}")
    if in_order:
        nearest = [_named(cause, properties) for cause in in_order[:MAX_WAITING_SHOWN]]
        more = len(in_order) - len(nearest)
        yield _advice("then", ", ".join(nearest) + (f" and {more} more" if more else ""))


def _import_advice(failure: ImportFailure, at: str) -> str:
    """What to do first; where one file alone was given, its folder is what to check."""
    if not failure.is_for_want_of_a_file or not at.endswith(".py"):
        return failure.advice
    folder = shown(shlex.quote(str(PurePath(at).parent)))
    what = f"{failure.shown} imports {failure.culprit}, which was not given"
    return f"{what}: check its folder, crosscheck check {folder}"


def _named(cause: Cause, properties: Mapping[str, Property]) -> str:
    aside = [f"{_others(len(cause.explains))}"] if cause.explains else []
    aside += ["stretch"] if properties[cause.verdict.id].tier == "stretch" else []
    return cause.verdict.id + (f" ({', '.join(aside)})" if aside else "")


def _others(count: int) -> str:
    return "1 other waits" if count == 1 else f"{count} others wait"


def _advice(when: str, what: str) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True, min_width=len("first"))
    grid.add_column(overflow="fold")
    grid.add_row(when, Text(what))
    return grid


def _hints_for_what_is_next(run: Run, properties: Mapping[str, Property]) -> Iterator[RenderableType]:
    for verdict in run.verdicts:
        if verdict.status in (Status.NOT_ATTEMPTED, Status.BLOCKED):
            yield _hint(properties[verdict.id])


def _hint(prop: Property) -> RenderableType:
    return Padding(Text.assemble((prop.id, "bold"), "  ", (prop.hint, "dim")), (0, 0, 0, 2))


def _headline(sign: str, title: str, aside: str) -> RenderableType:
    return Text.assemble((f"{sign} ", "bold red"), (title, "bold"), (f"  {aside}" if aside else "", "dim"))


def _facts(told: list[tuple[str, str]], below: int = 1) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True, min_width=len("explains"))
    grid.add_column(overflow="fold")
    for name, fact in told:
        grid.add_row(name, Text(fact, style="bold" if name == "found" else ""))
    return Padding(grid, (0, 0, below, 2))


def _table(run: Run, properties: Mapping[str, Property]) -> RenderableType:
    statuses: dict[str, Counter[Status]] = {}
    for verdict in run.verdicts:
        statuses.setdefault(properties[verdict.id].section, Counter())[verdict.status] += 1
    everything = sum(statuses.values(), Counter[Status]())
    columns = [name for name in _STYLES if name != "broken" or everything[Status.BROKEN]]
    rows = Rows(("section", *columns, "points"), min_width=76, numbers=frozenset((*columns, "points")))
    for section, section_score in score_by_section(run, properties).items():
        rows.add(section, *_counts(statuses[section], columns), str(section_score))
    rows.add("all", *_counts(everything, columns), str(score(run, properties)), style="bold")
    return rows


def _counts(statuses: Counter[Status], columns: list[str]) -> list[Text]:
    found = {
        "passed": statuses[Status.PASSED],
        "wrong": sum(count for status, count in statuses.items() if status.is_wrong),
        "broken": statuses[Status.BROKEN],
        "blocked": statuses[Status.BLOCKED],
        "not attempted": statuses[Status.NOT_ATTEMPTED],
    }
    return [Text(str(found[name]), _STYLES[name] if found[name] else "dim") for name in columns]


def _closing_line(run: Run, found: list[Cause], properties: Mapping[str, Property]) -> RenderableType:
    total = score(run, properties)
    percent = 100 * total.points / total.max_points if total.max_points else 0.0
    roots = len(found) + len(run.unimportable)
    statuses = {verdict.status for verdict in run.verdicts}
    earned = score_by_property(run, properties)
    carried = sum(earned[verdict.id].points for verdict in run.verdicts if verdict.status is not Status.PASSED)
    line = f"\n{str(total).replace('/', 'of')} points ({percent:.0f} %) in {run.seconds:.1f} s"
    if carried:
        line += f", {carried:g} of them on trusted earlier files"
    if roots:
        line += f"; {roots} things to mend, one after the other" if roots > 1 else "; one thing to mend first"
    elif misnamed.told(run.verdicts):
        line += "; what is told above with a ? comes first"
    elif statuses == {Status.NOT_ATTEMPTED}:
        line += "; nothing is written yet"
    elif Status.PASSED not in statuses:
        line += "; nothing could be checked"
    else:
        line += "; everything attempted is right"
    return Text(f"{line}. Seed {run.seed}, profile {run.profile}.")


def _points(points: int) -> str:
    return "1 point" if points == 1 else f"{points} points"
