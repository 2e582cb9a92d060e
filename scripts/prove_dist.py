"""Builds the sdist and the wheel, installs the wheel in a new environment, and runs the demo from there.

    python scripts/prove_dist.py --out dist

The wheel is built from the sdist, so both are proved to be whole. Every file of the package, the template, the model
answer and the right bank has to be in it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = {
    "checks": "checks",
    "student_template": "checks/data/student_template",
    "reference": "checks/data/reference",
    "tests/right": "checks/data/right",
}
MISTAKE = "loss.log_sum_exp_without_a_shift"


def main(arguments: list[str] | None = None) -> int:
    """Returns 0, or 1 with a sentence where something is wrong."""
    parser = argparse.ArgumentParser(description="Build the sdist and the wheel, and prove them.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where they are put")
    out = parser.parse_args(arguments).out.resolve()
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(build, check=True, stdout=subprocess.PIPE)
    wheel = max(out.glob("crosscheck-*.whl"), key=lambda path: path.stat().st_mtime)
    missing = sorted(_wanted() - set(zipfile.ZipFile(wheel).namelist()))
    if missing:
        print(f"{wheel.name} lacks {', '.join(missing)}")
        return 1
    with tempfile.TemporaryDirectory() as work:
        return _demo(wheel, Path(work))


def _wanted() -> set[str]:
    """The files that a wheel has to hold, by their names in it."""
    return {
        f"{inside}/{path.relative_to(ROOT / folder).as_posix()}"
        for folder, inside in DATA.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _demo(wheel: Path, work: Path) -> int:
    """Installs the wheel and does what `make demo` does, outside the checkout."""
    venv.create(work / "venv", with_pip=True)
    python = work / "venv" / "bin" / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, wheel], check=True)
    crosscheck = work / "venv" / "bin" / "crosscheck"
    steps = [
        (0, [crosscheck, "--version"]),
        (0, [crosscheck, "check", ROOT / "reference", "--profile", "quick"]),
        (0, [python, ROOT / "scripts" / "write_mistake.py", MISTAKE, work / "demo"]),
        (1, [crosscheck, "check", work / "demo", "--section", "log_sum_exp"]),
        (0, [crosscheck, "new", work / "homework"]),
        (1, [crosscheck, "check", work / "homework", "--profile", "quick"]),
    ]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    for wanted, command in steps:
        done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, check=False)
        told = " ".join(Path(word).name for word in command)
        print(f"{told}: {done.returncode}, {(done.stdout.strip().splitlines() or [''])[0]}")
        if done.returncode != wanted:
            print(f"{wheel.name} fails: {wanted} was wanted\n{done.stdout}{done.stderr}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
