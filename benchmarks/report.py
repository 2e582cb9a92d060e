"""Tells what a run of the benchmarks found: `python benchmarks/report.py build/benchmark.json`.

Reads the record that pytest-benchmark leaves; writes a page, its pictures and the figures into benchmarks/report/.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path

import msgspec
from aims import Row, rows_of
from plots import profile_plot, series_plot
from records import Benchmark, Record, line_through

from checks.checking import versions

FOLDER = Path(__file__).with_name("report")
COSTLIEST = 25
HEAD = """\
# Benchmarks

{date}, size `{size}`, {processors} processors ({machine}), {versions}.

`make bench BENCH=full` makes this page. All figures are of one run. A ratio is the median over the rounds of one
side's cost to the other's in the same round, whose sides are measured one after the other. **Processor** time counts
all processes of a side together, so that it can be measured where the machine is shared; **wall** time is used where
that is the claim. The limit is what the submission's own code needs for the questions that the check asked, bare and in
one process.
"""


def main(path: str) -> None:
    """Writes the report."""
    record = msgspec.json.decode(Path(path).read_bytes(), type=Record)
    rows = rows_of(record)
    used = {**versions(), **library_versions()}
    size = os.environ.get("BENCH", "small")
    FOLDER.mkdir(exist_ok=True)
    pictures = pictures_of(record)
    for name, svg in pictures.items():
        (FOLDER / name).write_text(svg, encoding="utf-8")
    (FOLDER / "report.md").write_text(page(record, rows, used, size, list(pictures)), encoding="utf-8")
    figures = {"date": record.datetime[:10], "size": size, "versions": used, "rows": rows}
    (FOLDER / "results.json").write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=2) + b"\n")
    print("\n".join(table(rows)))


def page(record: Record, rows: list[Row], used: Mapping[str, str], size: str, pictures: list[str]) -> str:
    """The whole report, in Markdown."""
    head = HEAD.format(
        date=record.datetime[:10],
        size=size,
        processors=os.cpu_count(),
        machine=platform.machine(),
        versions=", ".join(f"{name} {number}" for name, number in used.items()),
    )
    parts = [head, "## Aims\n", *table(rows)]
    limit = record.find("test_limit")
    if limit:
        parts += ["\n## Where the time of a replay goes\n", *layers_of(limit), *profile_table(limit.extra_info.profile)]
    parts += ["\n## What the sides cost\n", *cost_table(record)]
    parts += ["\n## Growth\n", *growth_lines(record)]
    parts += [f"\n![{name.removesuffix('.svg')}]({name})" for name in pictures]
    return "\n".join(parts) + "\n"


def table(rows: list[Row]) -> Iterator[str]:
    """The aims as a Markdown table."""
    yield "| what | by | measured | aim | | by the other clock |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        sign = "≥" if row.is_lower_bound else "≤"
        aim = f"{sign} {row.bound:g} {row.unit}".strip() if row.bound is not None else ""
        measured, other = _number(row.measured, row.unit), _number(row.other, row.unit)
        yield f"| {row.what} | {row.clock} | {measured} | {aim} | {row.verdict} | {other} |"


def layers_of(limit: Benchmark) -> Iterator[str]:
    """What of a question's cost is the submission's own code, what the line between the processes, what the judge."""
    facts = limit.extra_info.facts
    bare, line, replay = (
        limit.seconds(side, "processor") / facts["questions"] * 1e6 for side in ("bare", "over the line", "replay")
    )
    yield f"{facts['properties']:g} properties, {facts['questions']:g} questions. On average a question costs"
    yield f"{bare:.0f} µs of the submission's own code, {line - bare:.0f} µs on the line, and {replay - line:.0f} µs"
    yield "of the judge, for oracles and comparisons (processor time).\n"


def profile_table(profile: Mapping[str, float]) -> Iterator[str]:
    """The costliest properties, and all of them by topic."""
    total = sum(profile.values())
    yield "| property | share |\n|---|---|"
    for identifier, spent in sorted(profile.items(), key=lambda item: -item[1])[:COSTLIEST]:
        yield f"| {identifier} | {spent / total:.1%} |"
    yield "\n| topic | properties | share |\n|---|---|---|"
    for topic, members in groupby(profile.items(), key=lambda item: item[0].partition(".")[0]):
        spent_s = [spent for _, spent in members]
        yield f"| {topic} | {len(spent_s)} | {sum(spent_s) / total:.1%} |"


def cost_table(record: Record) -> Iterator[str]:
    """The medians of all sides, in seconds."""
    yield "| benchmark | side | wall | processor |\n|---|---|---|---|"
    for benchmark in record.benchmarks:
        for side in benchmark.extra_info.sides:
            wall_s, processor_s = benchmark.seconds(side, "wall"), benchmark.seconds(side, "processor")
            yield f"| {benchmark.name} | {side} | {wall_s:.3g} s | {processor_s:.3g} s |"


def growth_lines(record: Record) -> Iterator[str]:
    """The lines through the points, in words."""
    for benchmark in record.benchmarks:
        for what, points in benchmark.extra_info.growth.items():
            fit = line_through(points)
            yield f"- {what}: {fit.intercept:.3g} s + {fit.slope:.3g} s for each, R² = {fit.r_squared:.4f}"
        for what, points in benchmark.extra_info.memory.items():
            fit = line_through(points)
            yield f"- memory of the {what}: {fit.intercept:.1f} MiB + {fit.slope * 1000:.2f} MiB per 1,000 submissions"


def pictures_of(record: Record) -> dict[str, str]:
    """Each picture's SVG by its file name."""
    extras = [benchmark.extra_info for benchmark in record.benchmarks]
    growth = {what: points for extra in extras for what, points in extra.growth.items()}
    memory = {what: points for extra in extras for what, points in extra.memory.items()}
    profile = {what: spent for extra in extras for what, spent in extra.profile.items()}
    pictures = {}
    if growth:
        pictures["growth.svg"] = series_plot(growth, "processor time in s")
    if memory:
        pictures["memory.svg"] = series_plot({f"submissions ({who})": found for who, found in memory.items()}, "MiB")
    if profile:
        pictures["profile.svg"] = profile_plot(profile)
    return pictures


def library_versions() -> dict[str, str]:
    """The versions of what is compared with; without the libraries that are not installed."""
    found = {}
    for name in ("pytest", "pytest-benchmark", "micrograd", "torch"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _number(number: float | None, unit: str) -> str:
    return "" if number is None else f"{number:.3g} {unit}".strip()


if __name__ == "__main__":
    main(sys.argv[1])
