"""Runs `crosscheck ARGUMENTS` in a Python that has nothing of POSIX, as on Windows, once libraries are imported."""

import asyncio  # noqa: F401  # libraries go by what there is when they are imported
import concurrent.futures.process  # noqa: F401
import importlib.metadata  # noqa: F401
import os
import select
import signal
import socket
import sys

import hypothesis  # noqa: F401
import mpmath  # noqa: F401
import numpy  # noqa: F401
import platformdirs  # noqa: F401
import psutil  # noqa: F401
import rich.console  # noqa: F401
import typer  # noqa: F401

MISSING: dict[object, str] = {
    os: "fork forkpty geteuid getuid getsid setsid killpg memfd_create pidfd_open pread set_blocking setresuid sysconf"
    " sched_getaffinity sched_setaffinity",
    signal: "SIGKILL SIGUSR1 SIGHUP SIGALRM SIGTSTP SIGWINCH pidfd_send_signal setitimer",
    select: "poll epoll",
    socket: "AF_UNIX",
}


def main() -> None:
    """Takes it all away, and runs the command line."""
    for module in ("fcntl", "resource", "termios", "tty", "pty", "pwd", "grp"):
        sys.modules[module] = None  # type: ignore[assignment]  # documented: importing it fails
    for module, names in MISSING.items():
        for name in names.split():
            delattr(module, name)
    sys.platform = "win32"
    from checks.cli import main as crosscheck

    crosscheck()


main()
