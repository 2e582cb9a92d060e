"""The words that some options of the command line take."""

from __future__ import annotations

from enum import StrEnum


class Requirement(StrEnum):
    """What the machine must be able to do."""

    sealed = "sealed"


class Profile(StrEnum):
    """How many cases are drawn for each property."""

    quick = "quick"
    grade = "grade"
    deep = "deep"


class FormatOfOne(StrEnum):
    """The systems that take the results of one submission."""

    gradescope = "gradescope"
    classroom = "classroom"
    prairielearn = "prairielearn"


class Format(StrEnum):
    """The systems that grades travel to."""

    gradescope = "gradescope"
    classroom = "classroom"
    prairielearn = "prairielearn"
    junit = "junit"
    canvas = "canvas"
    moodle = "moodle"
    csv = "csv"
    jsonl = "jsonl"
