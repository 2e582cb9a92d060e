"""Draws an instructor's cases once more in another process, which has other literals and another order of hashes.

What a strategy draws may depend on what is imported beside it, or on the order of a set: then grades do, too.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from checks.drawing import draw
from checks.extras import loading
from checks.extras.record import Extra, UnusableExtraError
from checks.registry import Case

LITERALS = 'TEXT = "abcdefg"; NUMBERS = [3.14159, 271828, 1e300, 77.125, -5]; DATA = b"xyzzy"\n' * 20


class _Task(msgspec.Struct, frozen=True):
    extras: list[Extra]
    identifiers: list[str]
    seed: int
    profile: str


def drawn_elsewhere(
    extras: Sequence[Extra], identifiers: Sequence[str], seed: int, profile: str
) -> Mapping[str, list[Case]]:
    """The drawn cases of these properties, as another process draws them.

    Raises UnusableExtraError where it cannot, with what that process said.
    """
    task = _Task(list(extras), list(identifiers), seed, profile)
    done = subprocess.run(
        [sys.executable, "-m", "checks.audit.redraw"],
        input=msgspec.msgpack.encode(task),
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UnusableExtraError(f"own cases cannot be drawn in another process: {said[-1] if said else 'no word'}")
    return msgspec.msgpack.decode(done.stdout, type=dict[str, list[tuple[object, ...]]])


def main() -> None:
    """Reads the task from stdin and writes the cases to stdout."""
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=_Task)
    with tempfile.TemporaryDirectory() as folder:
        _import_literals(Path(folder) / "crosscheck_literals.py")
        with contextlib.redirect_stdout(sys.stderr):  # whatever own files print
            loading.use(task.extras)
            wanted = [prop for prop in loading.own_properties() if prop.id in task.identifiers]
            drawn = {prop.id: draw(prop, task.seed, task.profile) for prop in wanted}
    sys.stdout.buffer.write(msgspec.msgpack.encode(drawn))


def _import_literals(file: Path) -> None:
    """A module like any that may be imported some day."""
    file.write_text(LITERALS, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    sys.modules[file.stem] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[file.stem])


if __name__ == "__main__":
    main()
