"""The table of export formats: what writes one submission's results, and what writes a whole class's."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from checks.exports import classroom, gradescope, junit, prairielearn, tables
from checks.exports.record import Class
from checks.grading.records import Grading

OF_ONE: Mapping[str, tuple[str, Callable[[Grading, Class], bytes]]] = {
    "gradescope": ("json", gradescope.results),
    "classroom": ("txt", classroom.result),
    "prairielearn": ("json", prairielearn.results),
}
"""Formats with a file for each submission: how its name ends, and what writes it."""

OF_CLASS: Mapping[str, Callable[[Class], bytes]] = {
    "junit": junit.report,
    "canvas": tables.canvas,
    "csv": tables.plain,
    "jsonl": tables.json_lines,
}
"""Formats with one file for a class."""

MOODLE = "moodle"
"""One file, too, but made from the worksheet that the teacher has downloaded."""

NAMES = [*OF_ONE, *OF_CLASS, MOODLE]
