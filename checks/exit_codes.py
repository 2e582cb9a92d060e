"""What the command's exit codes mean, in the words that the README and the documentation tell it in."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended."""

    ALL_WELL = 0
    NOT_ALL_WELL = 1
    USAGE = 2
    DEFECT = 3
    INTERRUPTED = 130  # as shells say it


MEANINGS = {
    ExitCode.ALL_WELL: "every attempted core property passed, and at least one ran",
    ExitCode.NOT_ALL_WELL: "some did not pass, or none ran",
    ExitCode.USAGE: "wrong usage, or an unreadable submission",
    ExitCode.DEFECT: "a defect of crosscheck, or the machine cannot do it",
    ExitCode.INTERRUPTED: "ended by Ctrl-C",
}

ALL_WELL_OF = {
    "audit": "nothing missed, nothing falsely failed",
    "grade": "every submission graded",
    "doctor": "sealed off, or nothing to mend",
    "check --watch": "left with q",
}
"""What 0 means where it is not that."""
