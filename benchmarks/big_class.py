"""Grades a class of generated submissions with the command that an instructor uses: `make class COUNT=2000`.

The submissions are the right ones and all mistakes of the bank, each as it stands and as another style makes it,
written anew in as many ways as it takes. Leaves throughput, memory and what pages and exports took in
report/class.json; the class and its gradebook stay in build/class, where the same command carries on, and adds up.
"""

from __future__ import annotations

import argparse
import datetime
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import msgspec
import psutil

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from rebased import REBASED
from rewriting import rewritten
from suite import COMMAND

from checks import right
from checks.checking import versions
from checks.grading.gradebook import Gradebook
from checks.mistakes import MISTAKES, apply
from checks.worker.loading import Sources

RESULT = Path(__file__).with_name("report") / "class.json"
TO = {
    "csv": "grades.csv",
    "jsonl": "grades.jsonl",
    "canvas": "canvas.csv",
    "junit": "junit",
    "gradescope": "gradescope",
}
MIB, PAUSE_S = 2**20, 1.0


class Spent(msgspec.Struct, frozen=True):
    """What a command cost: seconds by the wall, and the most MiB that its processes held at any time."""

    seconds: float = 0.0
    memory_mib: float = 0.0


NOTHING = Spent()


def main() -> int:
    """Makes the class, grades it, writes pages and exports, and tells what each took."""
    parser = argparse.ArgumentParser(description="Grades a class of generated submissions.")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--profile", default="quick")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--build", type=Path, default=Path("build/class"))
    options = parser.parse_args()
    folder, out, pages = (options.build / name for name in ("submissions", "out", "pages"))
    for name, sources in islice(members(), options.count):
        write(sources, folder / name)
    words = [
        COMMAND,
        "grade",
        str(folder),
        "--out",
        str(out),
        "--profile",
        options.profile,
        "--jobs",
        str(options.jobs),
    ]
    spent = options.build / "spent.json"
    earlier = msgspec.json.decode(spent.read_bytes(), type=Spent) if spent.exists() else NOTHING
    grading = watched([*words, "--seed", "0"], earlier, spent)
    pages_s = watched([COMMAND, "report", str(out), "--to", str(pages)]).seconds
    exports_s = {
        name: watched([COMMAND, "export", name, str(out), "--to", str(options.build / to)]).seconds
        for name, to in TO.items()
    }
    found = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "versions": versions(),
        "submissions": options.count,
        "profile": options.profile,
        "jobs": options.jobs,
        "grade_s": grading.seconds,
        "submissions_per_minute": 60 * options.count / grading.seconds,
        "memory_of_all_processes_mib": grading.memory_mib,
        "pages_s": pages_s,
        "exports_s": exports_s,
        **judged(out / "gradebook.sqlite", str(folder.resolve())),
    }
    RESULT.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
    print(RESULT.read_text(encoding="utf-8"))
    return 0


def members() -> Iterator[tuple[str, Sources]]:
    """Submissions without end, right ones first, all different; their names tell what they are."""
    reference = right.bank()[right.REFERENCE].read()
    plain = [entry for entry in right.bank().values() if not entry.package and not entry.misses]
    for way in count():
        for entry in plain:
            yield f"right-{entry.name.removesuffix('.py')}-{way}", rewritten(entry.read(), f"_{way}")
        for mistake in MISTAKES:
            yield f"{mistake.id}-{way}", rewritten(apply(mistake, reference), f"_{way}")
        for one in REBASED:
            if one.limits is None:
                yield f"{one.id}-in-{one.base.removesuffix('.py')}-{way}", rewritten(one.sources(), f"_{way}")


def write(sources: Sources, folder: Path) -> None:
    """Writes the files of a submission where they are not there yet."""
    for path, data in sources.files.values():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_bytes(data)


def watched(words: list[str], spent: Spent = NOTHING, kept_in: Path | None = None) -> Spent:
    """Runs a command; what it and its processes cost, beside what was `spent` before it, is kept there all the time."""
    began = time.monotonic()
    most = spent.memory_mib

    def so_far() -> Spent:
        return Spent(seconds=spent.seconds + time.monotonic() - began, memory_mib=most)

    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=sys.stderr) as running:
        is_over = threading.Event()

        def look() -> None:
            nonlocal most
            while not is_over.wait(PAUSE_S):
                most = max(most, occupied_mib(running.pid))
                if kept_in:
                    kept_in.write_bytes(msgspec.json.encode(so_far()))

        watcher = threading.Thread(target=look)
        watcher.start()
        running.wait()
        is_over.set()
        watcher.join()
    if running.returncode:
        raise SystemExit(f"{' '.join(words[1:])} ended with {running.returncode}")
    return so_far()


def occupied_mib(pid: int) -> float:
    """What a process and its descendants occupy, shared memory in equal parts."""
    held = 0.0
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return held
    for process in family:
        try:
            held += process.memory_full_info().pss / MIB
        except psutil.Error:
            continue
    return held


def judged(gradebook: Path, folder: str) -> dict[str, int]:
    """How many right submissions have all points, and how many wrong ones have fewer."""
    right_ones = wrong_ones = whole = caught = 0
    with Gradebook(gradebook, of=folder) as book:
        for grading in book.gradings(book.runs()[-1][0]):
            is_faultless = grading.run is not None and not any(v.status.is_wrong for v in grading.run.verdicts)
            if grading.key.startswith("right-"):
                right_ones, whole = right_ones + 1, whole + is_faultless
            else:
                wrong_ones, caught = wrong_ones + 1, caught + (not is_faultless)
    return {"right": right_ones, "right_and_faultless": whole, "wrong": wrong_ones, "wrong_and_caught": caught}


if __name__ == "__main__":
    sys.exit(main())
