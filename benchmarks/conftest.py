"""What the benchmarks share: the size of the run, the suite, and the model answer."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
import sizes
from sizes import Size
from suite import Suite, suite_of

from checks.registry import all_properties
from checks.submissions import read_submission
from checks.worker.loading import Sources

ROOT = Path(__file__).parents[1]
os.environ.setdefault("CROSSCHECK_CACHE", str(Path(tempfile.gettempdir()) / "crosscheck-benchmarks"))


@pytest.fixture(scope="session")
def size() -> Size:
    """How much is measured."""
    return sizes.chosen()


@pytest.fixture(scope="session")
def suite(size: Size) -> Suite:
    """The properties of a check, their cases drawn and stored beforehand."""
    return suite_of(all_properties()[:: size.every], size.profile)


@pytest.fixture(scope="session")
def reference() -> Sources:
    """The model answer."""
    return read_submission(ROOT / "reference")


@pytest.fixture(scope="session")
def reference_folder() -> Path:
    """Where the model answer lies."""
    return ROOT / "reference"
