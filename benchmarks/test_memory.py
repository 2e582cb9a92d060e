"""What judge and workers occupy, over many submissions and during one whole check."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
from many_checks import Found
from sizes import Size

SCRIPT = Path(__file__).with_name("many_checks.py")


def test_memory(benchmark: Any, size: Size) -> None:
    """A judge of its own, so that nothing of pytest is counted."""
    printed: list[bytes] = []

    def measure() -> None:
        command = [sys.executable, str(SCRIPT), str(size.small_checks), str(size.every)]
        printed.append(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)

    benchmark.pedantic(measure, rounds=1)
    found = msgspec.json.decode(printed[0], type=Found)
    benchmark.extra_info["memory"] = {"judge": found.judge, "worker": found.worker}
    benchmark.extra_info["facts"] = {"judge at most": found.judge_most, "worker at most": found.worker_most}
