"""Verdicts are equal under Python 3.11, 3.12 and 3.13, any PYTHONHASHSEED, and on repetition: `make pythons`.

    python scripts/compare_pythons.py [--sample 60] [--need 3.11,3.12,3.13]

For each interpreter a virtual environment is made in build/, and in it a sample of the mistakes, the reference and two
right submissions are judged by every property, twice, with different hash seeds. What must be equal: every status, the
number of cases judged, and the smallest failing case. Exit 1 where anything differs or an interpreter is missing.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "evidence" / "pythons.json"
HASH_SEEDS = ("0", "1")
PROGRAM = """
import json, sys
from checks import properties as _
from checks import right
from checks.audit.run import sampled
from checks.cases import case_set
from checks.mistakes import MISTAKES, apply
from checks.registry import all_properties
from checks.checking import check
from checks.submissions import read_reference

properties, reference = all_properties(), read_reference()
cases = case_set(properties, 0, "quick")
submissions = {m.id: apply(m, reference) for m in sampled(MISTAKES, int(sys.argv[1]), 0)}
submissions |= {name: right.bank()[name].read() for name in ("reference", "one_file.py", "log_softmax_package")}
verdicts = {
    name: [
        [v.id, v.status, v.cases, v.discriminating, v.case]
        for v in check(sources, properties, cases, seed=0, profile="quick").verdicts
    ]
    for name, sources in submissions.items()
}
json.dump(verdicts, sys.stdout)
"""


def interpreter(version: str) -> str | None:
    """The program that is this Python: on the path, or among pyenv's."""
    found = shutil.which(f"python{version}")
    if found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0:
        return found
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    installed = sorted(versions.glob(f"{version}.*/bin/python")) if versions.is_dir() else []
    return str(installed[-1]) if installed else None


def verdicts_of(python: str, version: str, hash_seed: str, sample: int) -> dict[str, list[object]]:
    """The verdicts of a fresh process of this Python, in an environment of its own."""
    venv = ROOT / "build" / f"python{version}"
    program = venv / "bin" / "python"
    if not program.exists():
        subprocess.run([python, "-m", "venv", venv], check=True)
        pip = [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--editable", str(ROOT)], check=True)
    environment = {
        **os.environ,
        "PYTHONHASHSEED": hash_seed,
        "CROSSCHECK_CACHE": str(ROOT / "build" / f"cases{version}-{hash_seed}"),
    }
    done = subprocess.run(
        [program, "-c", PROGRAM, str(sample)], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
    )
    found: dict[str, list[object]] = json.loads(done.stdout)
    return found


def main() -> int:
    """Compares, writes the result, and returns the exit code."""
    parser = argparse.ArgumentParser(description="Compares the verdicts of several Pythons.")
    parser.add_argument("--sample", type=int, default=60, help="how many mistakes are judged")
    parser.add_argument("--need", default="3.11,3.12,3.13", help="the versions of Python")
    options = parser.parse_args()
    runs: dict[str, dict[str, list[object]]] = {}
    missing = []
    for version in options.need.split(","):
        python = interpreter(version)
        if python is None:
            missing.append(version)
            continue
        for hash_seed in HASH_SEEDS:
            print(f"Python {version}, PYTHONHASHSEED={hash_seed} ...", flush=True)
            runs[f"{version}, hash seed {hash_seed}"] = verdicts_of(python, version, hash_seed, options.sample)
    for version in missing:
        print(f"there is no Python {version} here; install it, or leave it out of --need")
    if not runs:
        return 1
    (first, expected), *others = runs.items()
    differing = [
        f"{name}: {submission}: {found} instead of {wanted}"
        for name, run in others
        for submission, verdicts in run.items()
        for found, wanted in zip(verdicts, expected[submission], strict=True)
        if found != wanted
    ]
    for line in differing[:20]:
        print(line)
    count = sum(len(verdicts) for verdicts in expected.values())
    print(
        f"{count} verdicts on {len(expected)} submissions, {len(runs)} runs, {len(differing)} differences from {first}"
    )
    document = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "runs": list(runs),
        "submissions": len(expected),
        "verdicts": count,
        "differences": differing,
    }
    if not missing:
        RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return 1 if differing or missing else 0


if __name__ == "__main__":
    sys.exit(main())
