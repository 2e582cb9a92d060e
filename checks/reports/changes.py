"""What has changed between two runs of a class, as text for a terminal: whose points, and by which verdicts."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from checks.exports.record import Class
from checks.grading.records import Grading
from checks.plain_text import harmless
from checks.verdicts import Verdict

MAX_VERDICTS = 8


def render(before: Class, after: Class) -> RenderableType:
    """A paragraph for each submission that is new, gone or judged otherwise; and how many stay as they were."""
    earlier = {grading.key: grading for grading in before.gradings}
    later = {grading.key: grading for grading in after.gradings}
    keys = sorted(earlier.keys() | later.keys())
    told = {key: list(_changes(earlier.get(key), later.get(key), before, after)) for key in keys}
    parts: list[RenderableType] = []
    for key, lines in told.items():
        if lines:
            parts += [Text(harmless(key), style="bold"), *(Padding(Text(line), (0, 0, 0, 2)) for line in lines)]
    same = sum(not lines for lines in told.values())
    return Group(*parts, Text(f"{same} of {len(keys)} submissions are as they were."))


def _changes(before: Grading | None, after: Grading | None, earlier: Class, later: Class) -> Iterator[str]:
    if before is None or after is None:
        yield "is new" if before is None else "is gone"
        return
    if before.reason != after.reason:
        yield harmless(f"could not be graded: {after.reason}" if after.reason else "could not be graded before")
    if not before.run or not after.run:
        return
    if before.digest != after.digest:
        yield "its files have changed"
    changed = {verdict.id for verdict in set_apart(before.run.verdicts, after.run.verdicts)}
    if changed:
        yield f"{earlier.score_of(before)} points before, {later.score_of(after)} now"
    was = {verdict.id: verdict for verdict in before.run.verdicts}
    for verdict in [verdict for verdict in after.run.verdicts if verdict.id in changed][:MAX_VERDICTS]:
        status = was[verdict.id].status if verdict.id in was else "not judged"
        reason = f": {verdict.message}" if verdict.message else ""
        yield harmless(f"{verdict.id}: {status} before, {verdict.status} now{reason}".replace("\n", " "))
    if len(changed) > MAX_VERDICTS:
        yield f"and {len(changed) - MAX_VERDICTS} more"


def set_apart(before: list[Verdict], after: list[Verdict]) -> list[Verdict]:
    """The later verdicts that say something else than the earlier ones do."""
    was = {verdict.id: (verdict.status, verdict.carried) for verdict in before}
    return [verdict for verdict in after if was.get(verdict.id) != (verdict.status, verdict.carried)]
