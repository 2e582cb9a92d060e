"""What is told of a class: a line for each submission, mistakes, properties by failure rate, equal failures, times."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checks.causes import causes
from checks.exports.record import Class
from checks.grading.records import Grading
from checks.plain_text import harmless, one_line
from checks.reports.student import name_of, page_name
from checks.scoring import Score
from checks.verdicts import Diagnosis, Status

MAX_SHOWN = 10


@dataclass(frozen=True)
class Line:
    """A submission: `page` is the name of its student's page, `first` the property to mend first, or a reason."""

    key: str
    name: str
    section: str
    page: str
    total: Score | None
    statuses: Mapping[str, Status] = field(default_factory=dict)
    passed: int = 0
    wrong: int = 0
    first: str = ""
    seconds: float = 0.0

    @property
    def share(self) -> float:
        """The points as a share of what is possible; −1 where there are none, so that it sorts first."""
        return self.total.points / self.total.max_points if self.total and self.total.max_points else -1.0


@dataclass(frozen=True)
class PropertyLine:
    """How often a property fails, of all submissions that were graded."""

    id: str
    claim: str
    wrong: int
    unattempted: int
    graded: int


@dataclass(frozen=True)
class MistakeLine:
    """A known mistake, and who makes it."""

    id: str
    story: str
    lines: list[Line]


@dataclass(frozen=True)
class Cluster:
    """Submissions that fail the same properties in the same way; `roots` are those to mend first."""

    lines: list[Line]
    wrong: int
    roots: list[str]


def lines(of: Class) -> list[Line]:
    """A line for each submission, the lowest scores first; those that could not be graded before them.

    Pages are numbered in the order of the gradings.
    """
    made = [_line(number, grading, of) for number, grading in enumerate(of.gradings, start=1)]
    return sorted(made, key=lambda line: line.share)


def property_lines(made: Sequence[Line], of: Class) -> list[PropertyLine]:
    """A line for each property, those that fail most often first."""
    graded = [line for line in made if line.total]
    wrong: Counter[str] = Counter()
    unattempted: Counter[str] = Counter()
    for line in graded:
        wrong.update(identifier for identifier, status in line.statuses.items() if status.is_wrong)
        unattempted.update(i for i, status in line.statuses.items() if status in _NOT_TRIED)
    found = [
        PropertyLine(prop.id, prop.claim, wrong[prop.id], unattempted[prop.id], len(graded))
        for prop in of.properties.values()
    ]
    return sorted(found, key=lambda line: -line.wrong)


def mistake_lines(made: Sequence[Line], of: Class) -> list[MistakeLine]:
    """The known mistakes that are made, the commonest first."""
    by_key = {line.page: line for line in made}
    told: dict[str, tuple[Diagnosis, list[Line]]] = {}
    for number, grading in enumerate(of.gradings, start=1):
        diagnoses = {d.mistake: d for d in grading.run.diagnoses} if grading.run else {}
        for mistake, diagnosis in diagnoses.items():
            told.setdefault(mistake, (diagnosis, []))[1].append(by_key[page_name(number, grading)])
    found = [MistakeLine(mistake, diagnosis.story, who) for mistake, (diagnosis, who) in told.items()]
    return sorted(found, key=lambda line: (-len(line.lines), line.id))


def clusters(made: Sequence[Line], of: Class) -> list[Cluster]:
    """Where at least two submissions fail the same properties with the same statuses; the largest first."""
    alike: dict[tuple[tuple[str, Status], ...], list[Line]] = {}
    for line in made:
        wrong = tuple((identifier, status) for identifier, status in line.statuses.items() if status.is_wrong)
        if wrong:
            alike.setdefault(wrong, []).append(line)
    runs = {page_name(number, grading): grading.run for number, grading in enumerate(of.gradings, start=1)}
    found = []
    for wrong, who in alike.items():
        run = runs[who[0].page]
        if len(who) > 1 and run:
            roots = [cause.verdict.id for cause in causes(run, of.properties)]
            roots += [failure.shown for failure in run.unimportable]
            found.append(Cluster(who, len(wrong), roots))
    return sorted(found, key=lambda cluster: -len(cluster.lines))


def section_shares(of: Class) -> dict[str, float]:
    """The mean share of a section's points that the class has."""
    shares: dict[str, list[float]] = {}
    for by_section in of.scores.values():
        for section, found in by_section.items():
            if found.max_points:
                shares.setdefault(section, []).append(found.points / found.max_points)
    return {section: sum(found) / len(found) for section, found in shares.items()}


def slowest_properties(of: Class) -> list[tuple[str, float]]:
    """The properties that took the class longest, in seconds."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for grading in of.gradings:
        for verdict in grading.run.verdicts if grading.run else ():
            seconds[verdict.id] += verdict.seconds
    return sorted(seconds.items(), key=lambda found: -found[1])[:MAX_SHOWN]


_NOT_TRIED = (Status.NOT_ATTEMPTED, Status.BLOCKED)


def _line(number: int, grading: Grading, of: Class) -> Line:
    name, section = name_of(grading), one_line(grading.student.section, 40)
    key, page = one_line(grading.key, 80), page_name(number, grading)
    if grading.run is None:
        return Line(key, name, section, page, None, first=harmless(grading.reason))
    statuses = {verdict.id: verdict.status for verdict in grading.run.verdicts}
    unimportable = [f"{failure.shown} cannot be imported" for failure in grading.run.unimportable]
    roots = [cause.verdict.id for cause in causes(grading.run, of.properties)]
    return Line(
        key,
        name,
        section,
        page,
        of.score_of(grading),
        statuses,
        passed=sum(status is Status.PASSED for status in statuses.values()),
        wrong=sum(status.is_wrong for status in statuses.values()),
        first=one_line(next(iter(unimportable + roots), "")),
        seconds=grading.run.seconds,
    )
