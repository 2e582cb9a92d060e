"""The snippets of layers, models and arrays are Python that runs beside a right submission."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import checks.properties  # noqa: F401  # registers them
from checks import snippets
from checks.cases import case_set
from checks.registry import all_properties

REFERENCE = Path(__file__).parents[1] / "reference"
RUN_ALL = """
import json, sys
for module, snippet in json.load(sys.stdin):
    names = {}
    exec(f"from {module} import *\\n{snippet}", names)
print("all ran")
"""
TOPICS = {"nn": "nn", "vectorized": "vectorized"} | dict.fromkeys(
    ("text", "lm", "lm_parameters", "training", "generation"), "lm"
)


def test_snippets_run_beside_the_reference() -> None:
    """Pasted below `from <module> import *`, the snippet of every property's first cases runs without an exception."""
    properties = [prop for prop in all_properties() if prop.section in TOPICS]
    drawn = case_set(properties, seed=1, profile="quick")
    written = [
        (TOPICS[prop.section], snippets.of_example(prop, case)) for prop in properties for case in drawn[prop.id][:3]
    ]
    assert all(snippet for _, snippet in written)
    ran = subprocess.run(
        [sys.executable, "-c", RUN_ALL],
        cwd=REFERENCE,
        input=json.dumps(written),
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert ran.stdout.endswith("all ran\n"), ran.stderr
