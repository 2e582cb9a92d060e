"""What the command's exit codes mean."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended."""

    ALL_WELL = 0  # every attempted core property passed, and at least one ran
    NOT_ALL_WELL = 1
    USAGE = 2  # wrong usage, or an unreadable submission
    DEFECT = 3  # a defect of crosscheck, or of the machine
    INTERRUPTED = 130  # by the user, as shells say it
