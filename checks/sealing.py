"""Finds out how well workers are sealed, by a canary: a harmless worker that tries what a harmful one would."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from pathlib import Path

from checks.verdicts import Seal
from checks.worker.client import NoAnswerError, StartError, Worker
from checks.worker.loading import Sources
from checks.worker.lockdown import Limits

CANARY = Sources(name="canary", files={}, modules={})
DEADLINE_S = 10.0


def examine(limits: Limits | None = None) -> Seal:
    """What stops a worker with these limits, and what does not; this process is protected from them from now on.

    Raises StartError if none can be started, or nothing put there for it to try its strength on.
    """
    protect_judge()
    try:
        return _examined(limits or Limits())
    except (OSError, RuntimeError) as error:  # no space, no folder for temporary files, no home, nowhere to be
        raise StartError(
            f"the canary cannot be set up ({error}); it needs a folder to be in, and room for temporary files"
        ) from None


def _examined(limits: Limits) -> Seal:
    with (
        tempfile.NamedTemporaryFile(prefix="crosscheck-secret-") as secret,
        socket.create_server(("127.0.0.1", 0)) as listener,
    ):
        secret.write(b"the canary sang")
        secret.flush()
        Path(secret.name).chmod(0o644)
        folders = [tempfile.gettempdir(), str(Path.cwd()), str(Path.home()), "/dev/shm"]  # noqa: S108  # to be refused
        targets = [secret.name, folders, listener.getsockname()[1], os.getpid(), limits.memory_bytes]
        worker = Worker(CANARY, limits)
        try:
            could = worker.ask("try_forbidden", targets, {}, dict[str, bool], DEADLINE_S)
        except NoAnswerError as error:
            raise StartError(f"the canary did not come back ({error}); `crosscheck doctor` tells more") from None
        finally:
            worker.close()
    return Seal(
        layers=worker.layers,
        stopped=[deed for deed, succeeded in could.items() if not succeeded],
        open=[deed for deed, succeeded in could.items() if succeeded],
    )


def none_in_process() -> Seal:
    """The seal of a submission that runs in the judge's own process: none."""
    return Seal(layers=[], stopped=[], open=["do anything: it runs in the judge's own process"])


def protect_judge() -> None:
    """Keeps other processes of the same user from reading this one's memory, where the system can do that."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE
