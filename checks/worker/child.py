"""Starts an untrusted process: makes the worker's own folder importable, and becomes a worker or their warm parent.

Run by path as `child.py fork CONTROL NAME=FILE...` or `child.py serve QUESTIONS ANSWERS LOG LIMITS NAME=FILE...`: the
descriptors that it inherits, and the packages that submissions may import. `checks` is not importable here, only this
folder under the name `crosscheck_worker`.
"""

import faulthandler
import importlib
import importlib.util
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any, NoReturn


def main() -> None:
    """Serves until the judge closes the line."""
    role, *arguments = sys.argv[1:]
    inherited = {"fork": 1, "serve": 4}[role]
    origins = {name: Path(file) for name, _, file in (word.partition("=") for word in arguments[inherited:])}
    sys.argv = ["submission"]
    _make_own_folder_importable()
    sys.meta_path.append(importlib.import_module("crosscheck_worker.readable").AllowedPackages(origins))
    zygote = importlib.import_module("crosscheck_worker.zygote")
    if role == "fork":
        zygote.serve_orders(socket.socket(fileno=int(arguments[0])), origins, _keep_tracebacks)
    lockdown, msgspec = importlib.import_module("crosscheck_worker.lockdown"), importlib.import_module("msgspec")
    limits = msgspec.json.decode(arguments[3], type=lockdown.Limits)
    zygote.preload()
    zygote.Confinement(origins, _keep_tracebacks).become_worker([int(end) for end in arguments[:3]], limits)


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
