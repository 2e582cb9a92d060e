"""What the tests share: the reference as sources, and the case sets, drawn once for the whole run."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from checks.submissions import read_submission
from checks.worker.loading import Sources

ROOT = Path(__file__).parents[1]
os.environ.setdefault("CROSSCHECK_CACHE", str(Path(tempfile.gettempdir()) / "crosscheck-tests"))


@pytest.fixture(scope="session")
def reference() -> Sources:
    """The model answer."""
    return read_submission(ROOT / "reference")
