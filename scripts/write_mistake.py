"""Writes a submission that makes one mistake of the bank: `python scripts/write_mistake.py ID FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from checks.mistakes import MISTAKES, apply
from checks.submissions import read_reference


def main(arguments: list[str]) -> int:
    """Returns 0, or 2 where the arguments name no mistake."""
    by_id = {mistake.id: mistake for mistake in MISTAKES}
    if len(arguments) != 2 or arguments[0] not in by_id:
        print("usage: write_mistake.py ID FOLDER, where ID is one of:", *by_id, sep="\n", file=sys.stderr)
        return 2
    mistake, folder = by_id[arguments[0]], Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in apply(mistake, read_reference()).files.values():
        (folder / path).write_bytes(data)
    print(f"{folder} is the reference with a mistake in {mistake.module}.py. {mistake.story}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
