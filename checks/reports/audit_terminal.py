"""An audit as text for a terminal: what is wrong with the suite first, then a line for each section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from checks.audit import matrix
from checks.audit.records import Audit
from checks.plain_text import harmless
from checks.reports.rows import Rows


def render(audit: Audit, *, lists_mistakes: bool = False) -> RenderableType:
    """Everything that is told of an audit; `lists_mistakes` adds the kill matrix, a line for each mistake."""
    return Group(*_parts(audit, lists_mistakes))


def _parts(audit: Audit, lists_mistakes: bool) -> Iterator[RenderableType]:
    if lists_mistakes:
        yield _mistakes(audit)
    for result in matrix.missed(audit):
        others = f"; caught by {', '.join(list(result.kills)[:3])}" if result.kills else "; caught by none"
        reason = "; ".join(result.import_failures) or f"passes {result.caught_by}{others}"
        yield _fault(f"{result.id} is missed", [reason])
    for alarm in matrix.false_alarms(audit):
        found = f"{alarm.status}: {harmless(alarm.message)}"
        yield _fault(f"{alarm.submission} is right, and {alarm.property_id} fails it", [found, harmless(alarm.snippet)])
    for vacuity in matrix.vacuous(audit):
        shown = f"{vacuity.discriminating} of {vacuity.cases} cases compared anything"
        yield _fault(f"{vacuity.property_id} is broken", [shown])
    if not audit.is_sample:
        for identifier in matrix.unjustified(audit):
            yield _fault(f"{identifier} stands for no reason", ["it catches nothing alone, and no mistake names it"])
    yield _sections(audit)
    yield _closing_lines(audit)


def _fault(title: str, lines: Sequence[str]) -> RenderableType:
    text = Text.assemble(("✗ ", "bold red"), (title, "bold"))
    return Group(text, Padding(Text("\n".join(line for line in lines if line)), (0, 0, 0, 2)))


def _mistakes(audit: Audit) -> RenderableType:
    headings = ("mistake", "case", "properties", "caught by, the named one first")
    rows = Rows(headings, min_width=120, numbers=frozenset(("case", "properties")))
    for result in audit.wrong:
        named = result.kills.get(result.caught_by)
        others = [identifier for identifier in result.kills if identifier != result.caught_by]
        shown = [result.caught_by if named else f"not by {result.caught_by}", *others[:2]]
        more = f" and {len(others) - 2} more" if len(others) > 2 else ""
        style = "" if result.is_caught else "bold red"
        count, case = str(len(result.kills)), str(named.case) if named else "–"
        rows.add(result.id, case, count, ", ".join(shown) + more, style=style)
    return Group(rows, Text())


def _sections(audit: Audit) -> RenderableType:
    """For each section its properties, what they catch, and how far off right answers are."""
    alone, caught, idle = matrix.caught_alone(audit), matrix.caught_by(audit), set(matrix.idle(audit))
    headings = ("properties", "mistakes caught", "alone", "named", "idle", "right error / allowed")
    rows = Rows(("section", *headings), min_width=100, numbers=frozenset(headings))
    for section in dict.fromkeys(identifier.partition(".")[0] for identifier in audit.properties):
        members = [identifier for identifier in audit.properties if identifier.partition(".")[0] == section]
        worst = max((r.worst_share.get(i, 0.0) for r in audit.right for i in members), default=0.0)
        rows.add(
            section,
            str(len(members)),
            str(len({mistake for identifier in members for mistake in caught[identifier]})),
            str(sum(len(alone[identifier]) for identifier in members)),
            str(sum(result.caught_by in members for result in audit.wrong)),
            str(len(idle & set(members))),
            f"{worst:.0e}" if worst else "0",
        )
    return rows


def _closing_lines(audit: Audit) -> RenderableType:
    first_cases = matrix.first_cases(audit)
    missed, alarms = matrix.missed(audit), matrix.false_alarms(audit)
    share, submission, worst_property = matrix.worst_share(audit)
    wrong_share, mistake = matrix.smallest_wrong_share(audit)
    caught = len(audit.wrong) - len(missed)
    sample = ", a sample" if audit.is_sample else ""
    cases = f"{matrix.median(first_cases):g} cases (median), {matrix.percentile(first_cases, 99):g} (99 %)"
    named = f"{caught} of {len(audit.wrong)} mistakes{sample} caught by the property that they name"
    lines = [
        f"{named}, after {cases}; {len(matrix.uncaught(audit))} caught by none.",
        f"{len(alarms)} false alarms on {len(audit.right)} right submissions.",
    ]
    if share:
        where = f"{submission}, {worst_property}"
        lines.append(f"The largest error of a right one is {share:.1e} of what is allowed ({where}).")
    if mistake:
        lines.append(f"The smallest error of a wrong one is {wrong_share:.1e} times what is allowed ({mistake}).")
    lines += [f"Not tried: {name}, which needs {package}." for name, package in audit.not_installed.items()]
    gave_up = [result.id for result in audit.wrong if result.gave_up]
    if gave_up:
        lines.append(f"Not asked everything, since they hang: {', '.join(gave_up)}.")
    lines.append(f"Seed {audit.seed}, profile {audit.profile}, {audit.seconds:.0f} s.")
    verdict = ("Nothing missed, nothing falsely failed.", "green") if matrix.is_clean(audit) else ("Not clean.", "red")
    return Text.assemble("\n" + "\n".join(lines) + "\n", verdict)
