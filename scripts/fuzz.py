"""Fuzzes what reads bytes of submissions, guided by coverage (atheris, libFuzzer): `make fuzz`.

    python scripts/fuzz.py [--seconds 300] [--target replies|archives]

Two targets: the judge's end of the line (`read_frame`, `decode_reply` and `value_of` for every type of answer), and
`read_submission` of a zip. Bytes are read or refused by the exceptions that we name; anything else is a crash, an
execution of more than 5 seconds a hang, and growth of more than 64 MB after the first 10,000 executions a leak. The
result goes to evidence/fuzzing.json; exit 1 where anything was found, with the input that does it in build/fuzz/.
"""

from __future__ import annotations

import argparse
import datetime
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "evidence" / "fuzzing.json"
FOUND = ROOT / "build" / "fuzz"
TARGETS = ("replies", "archives")
HANG_S, MEMORY_MB, GROWTH_MB, WARM_UP = 5, 1024, 64, 10_000


def main() -> int:
    """Runs the targets one after the other, each in a process of its own, and writes what came of it."""
    parser = argparse.ArgumentParser(description="Fuzzes the readers of replies and archives.")
    parser.add_argument("--seconds", type=int, default=300, help="how long for each target")
    parser.add_argument("--target", choices=TARGETS, help="only this one")
    options = parser.parse_args()
    from checks.checking import versions

    targets = [options.target] if options.target else TARGETS
    results = {target: run(target, options.seconds) for target in targets}
    document = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "command": f"python scripts/fuzz.py --seconds {options.seconds}",
        "tool": "atheris",
        "versions": versions(),
        "seconds_each": options.seconds,
        "targets": results,
    }
    print(json.dumps(results, indent=2))
    if not options.target:
        RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    clean = all(not is_bad(result) for result in results.values())
    return 0 if clean else 1


def is_bad(result: Mapping[str, Any]) -> bool:
    """Whether a target crashed, hung or leaked, or did not run at all."""
    ran_well = result["exit_status"] == 0 and result["executions"] > 0 and not result["found"]
    return not ran_well or result["growth_mb"] >= GROWTH_MB


def run(target: str, seconds: int) -> dict[str, Any]:
    """One target's figures: executions, the slowest one, memory, and the inputs that were found to break it."""
    found = FOUND / target
    found.mkdir(parents=True, exist_ok=True)
    before = set(found.iterdir())
    with tempfile.TemporaryDirectory() as work:
        corpus = Path(work) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(SEEDS[target]()):
            (corpus / str(number)).write_bytes(seed)
        flags = [f"-max_total_time={seconds}", f"-timeout={HANG_S}", f"-rss_limit_mb={MEMORY_MB}", "-max_len=65536"]
        flags += ["-print_final_stats=1", f"-artifact_prefix={found}/", str(corpus)]
        environment = {**os.environ, "FUZZ_MEMORY": f"{work}/memory"}
        command = [sys.executable, __file__, "--inside", target, *flags]
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        memory = [float(word) for word in _read(Path(work) / "memory").split()]
    statistics = dict(re.findall(r"stat::(\w+):\s+(\d+)", ended.stderr))
    if "number_of_executed_units" not in statistics:
        print(ended.stderr[-4000:], file=sys.stderr)
    return {
        "executions": int(statistics.get("number_of_executed_units", 0)),
        "slowest_s": int(statistics.get("slowest_unit_time_sec", 0)),
        "peak_mb": int(statistics.get("peak_rss_mb", 0)),
        "growth_mb": round(memory[-1] - memory[0], 1) if memory else 0.0,
        "exit_status": ended.returncode,
        "found": sorted(path.name for path in set(found.iterdir()) - before),
    }


def fuzz(target: str) -> None:
    """Becomes the fuzzer; does not return."""
    import atheris

    with atheris.instrument_imports(include=["checks", "zipfile"]):
        import checks.submissions
        import checks.worker.client  # noqa: F401  # instrumented here, used by the targets
    once, count = {"replies": reply_reader(), "archives": archive_reader()}[target], 0

    def counted(data: bytes) -> None:
        nonlocal count
        once(data)
        count += 1
        if count >= WARM_UP and count % 1000 == 0:
            with Path(os.environ["FUZZ_MEMORY"]).open("a", encoding="ascii") as file:
                file.write(f"{_resident_mb()}\n")

    atheris.Setup([sys.argv[0], *sys.argv[3:]], counted)
    atheris.Fuzz()


def reply_reader() -> Callable[[bytes], None]:
    """Reads the bytes as frames from a pipe, and each as a reply of the type that the first byte chooses."""
    import msgspec

    from checks.standin import StandIn  # noqa: F401  # imports all probes
    from checks.worker import answers, protocol
    from checks.worker.client import NoAnswerError, value_of

    structs = [kind for kind in vars(answers).values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
    kinds: list[Any] = [*structs, float, str, list[str]]

    def once(data: bytes) -> None:
        kind = kinds[data[0] % len(kinds)] if data else float
        reading, writing = os.pipe()
        os.write(writing, data[1:])
        os.close(writing)
        try:
            while True:
                frame = protocol.read_frame(reading, protocol.Deadline(HANG_S), protocol.MAX_REPLY_BYTES)
                try:
                    value_of(protocol.decode_reply(frame), 7, kind)
                except (protocol.ProtocolError, NoAnswerError):
                    continue
        except protocol.ProtocolError:
            return
        finally:
            os.close(reading)

    return once


def archive_reader() -> Callable[[bytes], None]:
    """Reads the bytes as a zip."""
    from checks.submissions import UnreadableSubmissionError, read_submission

    path = Path(tempfile.mkdtemp()) / "fuzzed.zip"

    def once(data: bytes) -> None:
        path.write_bytes(data)
        try:
            read_submission(path)
        except UnreadableSubmissionError as refusal:
            if not str(refusal).isprintable():
                raise ValueError("the sentence cannot be printed") from refusal

    return once


def reply_seeds() -> list[bytes]:
    """A right reply of each kind, framed."""
    from checks.worker import protocol

    bodies: list[object] = [["answered", 7, [0.5, [[0.5, 0.5]]]], ["answered", 7, 0.5], ["answered", 7, ["a"]]]
    bodies += [
        ["raised", 7, "E", ["ValueError"], "x", [["loss.py", 3, "f", "x = 1"]]],
        ["unfit", 7, "x"],
        ["absent", 7, "x"],
    ]
    frames = [protocol.encode(body) for body in bodies]
    return [bytes([i]) + len(frame).to_bytes(4, "little") + frame for i, frame in enumerate(frames)]


def archive_seeds() -> list[bytes]:
    """A small zip of each make."""
    seeds = []
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", compression) as archive:
            archive.writestr("hw/loss.py", "x = 1\n" * 20)
            archive.writestr("hw/löss.txt", "")
        seeds.append(packed.getvalue())
    return seeds


SEEDS = {"replies": reply_seeds, "archives": archive_seeds}


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _read(path: Path) -> str:
    return path.read_text(encoding="ascii") if path.exists() else ""


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        fuzz(sys.argv[2])
    sys.exit(main())
