"""Starts the worker process: makes its own folder importable, puts the limits in force, and serves.

Run by path with, as arguments, the ends of the two pipes, the file for tracebacks, the limits, and the folders of
third-party packages. `checks` is not importable here, only this folder under the name `crosscheck_worker`.
"""

import faulthandler
import importlib
import importlib.util
import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn


def main() -> None:
    """Serves questions until the judge closes the line."""
    questions, answers, log, limits, *package_folders = sys.argv[1:]
    sys.argv = ["submission"]
    sys.path.extend(package_folders)
    _make_own_folder_importable()
    _keep_tracebacks(int(log))
    importlib.import_module("crosscheck_worker.lockdown").confine_from_json(limits)
    importlib.import_module("crosscheck_worker.serving").serve(int(questions), int(answers))


def _make_own_folder_importable() -> None:
    folder = Path(__file__).parent
    spec = importlib.util.spec_from_file_location(
        "crosscheck_worker", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    sys.modules["crosscheck_worker"] = importlib.util.module_from_spec(spec)
    sys.modules["checks"] = None  # type: ignore[assignment]  # documented: importing it fails


def _keep_tracebacks(log: int) -> None:
    """A fatal signal, the judge's question where we are (SIGUSR1) and `os._exit` all leave a traceback in the log."""
    faulthandler.enable(log)
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1, log, all_threads=True)
    exit_now = os._exit

    def leave_a_traceback_and_exit(status: Any) -> NoReturn:
        faulthandler.dump_traceback(log)
        exit_now(status)

    os._exit = leave_a_traceback_and_exit


if __name__ == "__main__":
    main()
