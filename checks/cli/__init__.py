"""The command line: runs a command, and ends with its exit code, which `checks/exit_codes.py` tells the meaning of.

What a command needs is imported when it runs, so that `--help` is immediate; what gathers the commands is imported for
all but `--version`.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import NoReturn

from checks.cli.version import tell_version
from checks.exit_codes import ExitCode

CANNOT_PRINT = (errno.ENOSPC, errno.EIO, errno.EDQUOT)


def main() -> None:
    """Runs the command line; a defect of ours becomes one sentence, with the details in a file."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  # for good
        getattr(sys, name).reconfigure(errors="backslashreplace")
    try:
        if sys.argv[1:] == ["--version"]:
            tell_version()
        else:
            from checks.cli.app import program  # 60 ms of 100

            program(sys.argv[1:])(prog_name="crosscheck")
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except Exception as defect:
        if isinstance(defect, OSError) and defect.errno in CANNOT_PRINT and defect.filename is None:
            _end_without_output(defect)
        from checks.extras.record import UnusableExtraError
        from checks.pool import JudgeLostError

        if isinstance(defect, UnusableExtraError | JudgeLostError):  # an instructor's own; the machine's
            print(f"crosscheck: {defect}", file=sys.stderr)
            sys.exit(ExitCode.USAGE if isinstance(defect, UnusableExtraError) else ExitCode.DEFECT)
        details = _write_details()
        print(f"crosscheck: a defect of crosscheck ({defect!r}); please report it with {details}", file=sys.stderr)
        sys.exit(ExitCode.DEFECT)


def _end_without_output(error: OSError) -> NoReturn:
    """What was printed has no place: nothing more is written, not even by the interpreter when it ends."""
    print(
        f"crosscheck: output cannot be written ({error.strerror}); free the disk, or print elsewhere", file=sys.stderr
    )
    sys.stderr.flush()
    os._exit(ExitCode.USAGE)


def _write_details() -> str:
    """The file that the traceback was written to."""
    import tempfile
    import traceback

    try:
        with tempfile.NamedTemporaryFile("w", prefix="crosscheck-defect-", suffix=".txt", delete=False) as details:
            traceback.print_exc(file=details)
    except OSError as error:
        return f"what you did (no file can be written: {error.strerror})"
    return details.name
