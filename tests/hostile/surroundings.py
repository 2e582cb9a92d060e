"""What surrounds an attack: victims that it may harm, and everything that it might leave behind, before and after."""

from __future__ import annotations

import contextlib
import os
import socket
import sysconfig
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import psutil

from checks.cases import cache_folder

ROOT = Path(__file__).parents[2]
RIGHT = """
SECRET = "@SECRET@"

def entropy(p):
    import math
    return math.fsum(-x * math.log(x) for x in p if x)
"""
"""Another student's submission: right, and readable for anybody."""

LEFT_IN = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/etc/cron.d", "/", ".")
KEY = 0x6372
"""Of the System V memory, semaphores and queues that an attack would leave."""


@dataclass(frozen=True)
class Surroundings:
    """The places and numbers that stand for @NAMES@ in an attack; `names` has them all."""

    folder: Path
    mark: str
    secret: str
    names: dict[str, str]

    def traces(self) -> dict[str, object]:
        """Everything that an attack might change or leave: equal before and after."""
        judge = psutil.Process()
        return {
            "processes": sorted(self._processes()),
            "files": sorted(self._files()),
            "victims": {str(path): _contents(path) for path in sorted(self.folder.rglob("*"))},
            "shared memory": [kind for kind in ("shm", "sem", "msg") if str(KEY) in _read(f"/proc/sysvipc/{kind}")],
            "descriptors": len(list(Path("/proc/self/fd").iterdir())),
            "threads": judge.num_threads(),
            "priority": (judge.nice(), judge.cpu_affinity(), judge.rlimit(psutil.RLIMIT_NOFILE)),
            "working directory": str(Path.cwd()),
        }

    def processes_left(self, before: dict[str, object]) -> set[str]:
        """Those that were not there before, and do not end within seconds, as what other tests leave does."""
        give_up = time.monotonic() + 3
        while left := set(self._processes()) - set(cast("list[str]", before["processes"])):
            if time.monotonic() > give_up:
                break
            time.sleep(0.05)
        return left

    def _processes(self) -> Iterator[str]:
        """Our descendants, and orphans of workers and of attacks."""
        parents, words = {}, {}
        for process in psutil.process_iter(["ppid", "cmdline"]):
            parents[process.pid] = process.info["ppid"]
            words[process.pid] = " ".join(process.info["cmdline"] or [])
        for pid, line in words.items():
            ancestors = [pid]
            while ancestors[-1] in parents and parents[ancestors[-1]] not in ancestors:
                ancestors.append(parents[ancestors[-1]])
            if os.getpid() in ancestors[1:]:
                yield f"child {pid}"
            elif self.mark in line or (parents[pid] == 1 and "worker/child.py" in line):
                yield f"orphan {pid}: {line[:200]}"

    def _files(self) -> Iterator[str]:
        own = [self.names[name] for name in ("ROOT", "SITE", "STDLIB", "CACHE", "HOME")]
        worker = f"{ROOT}/checks/worker"
        for place in [*LEFT_IN, *own, worker, f"{worker}/__pycache__"]:
            with contextlib.suppress(OSError):
                yield from (str(path) for path in Path(place).iterdir() if self.mark in path.name)
        for module in [*Path(worker).rglob("*.py*"), Path(np.__file__)]:
            about = module.stat()
            yield f"{module}: {about.st_size} bytes of {about.st_mtime_ns}"


@contextlib.contextmanager
def surroundings(folder: Path) -> Iterator[Surroundings]:
    """Sets the victims up in a folder that everybody may read and write, and two listeners that nobody may reach."""
    mark, secret = f"crosscheck-{uuid.uuid4().hex}", uuid.uuid4().hex
    (folder / "home").mkdir()
    (folder / "other").mkdir()
    victims = {"home/id_rsa": secret, "other/loss.py": RIGHT.replace("@SECRET@", secret), "results.json": "{}"}
    for name, text in victims.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o666)
    for place in (folder, folder / "home", folder / "other"):
        place.chmod(0o777)
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket(socket.AF_UNIX) as named:
        named.bind(str(folder / "s"))
        named.listen()
        (folder / "s").chmod(0o666)
        names = {
            "MARK": mark,
            "SECRET": secret,
            "RESULT": str(folder / "results.json"),
            "OTHER": str(folder / "other" / "loss.py"),
            "HOME": str(folder / "home"),
            "SOCKET": str(folder / "s"),
            "PORT": str(listener.getsockname()[1]),
            "ROOT": str(ROOT),
            "REFERENCE": str(ROOT / "reference" / "loss.py"),
            "SITE": sysconfig.get_path("purelib"),
            "STDLIB": sysconfig.get_path("stdlib"),
            "CACHE": str(cache_folder()),
            "JUDGE": str(os.getpid()),
            "NOW": str(time.time()),
        }
        yield Surroundings(folder, mark, secret, names)
        for line in (listener, named):
            line.settimeout(0)
            with contextlib.suppress(BlockingIOError):
                line.accept()[0].close()
                raise AssertionError("somebody connected")


def _contents(path: Path) -> tuple[object, ...]:
    about = path.lstat()
    times = about.st_mtime_ns if path.is_file() else 0  # a folder's changes with the listing of what lies in it
    return about.st_mode, about.st_uid, times, path.read_bytes() if path.is_file() else b""


def _read(path: str) -> str:
    with contextlib.suppress(OSError):
        return Path(path).read_text(encoding="utf-8")
    return ""
