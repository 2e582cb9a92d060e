"""Puts recorded questions to a submission in this very process, and prints what they cost. No judge, no line between.

Reads a Task from standard input. Only the calls of the probes are timed, not the start, nor the reading of questions.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import time
from pathlib import Path

import msgspec

from checks.worker import protocol
from checks.worker.loading import Code, Sources
from checks.worker.probes import PROBES


class Task(msgspec.Struct, frozen=True):
    """A submission, and the questions to it in the form that goes over the line."""

    sources: Sources
    questions: list[bytes]


def main() -> None:
    """Prints `[wall seconds, processor seconds]`."""
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Task)
    requests = [protocol.decode_request(question) for question in task.questions]
    printed, sys.stdout = sys.stdout, Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # as in a worker
    code = Code(task.sources)
    for module in task.sources.modules:
        with contextlib.suppress(Exception):
            code.import_module(module)
    gc.collect()
    gc.freeze()  # a worker does not hold the other questions
    processor_began_s, began = time.process_time(), time.perf_counter()
    for request in requests:
        with contextlib.suppress(BaseException):
            PROBES[request.probe](code, *request.arguments, **request.options)
    wall_s, processor_s = time.perf_counter() - began, time.process_time() - processor_began_s
    print(msgspec.json.encode([wall_s, processor_s]).decode(), file=printed)


if __name__ == "__main__":
    main()
