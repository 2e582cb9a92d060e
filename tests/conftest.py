"""What the tests share: the reference, submissions written on the spot, and toy properties."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck
from support import MakeProperty, Submit

from checks.registry import Property
from checks.relay import Relay
from checks.submissions import read_submission
from checks.worker.loading import Sources

ROOT = Path(__file__).parents[1]
_USER = os.getuid() if hasattr(os, "getuid") else 0
os.environ.setdefault("CROSSCHECK_CACHE", str(Path(tempfile.gettempdir()) / f"crosscheck-tests-{_USER}"))
for _name in ("FORCE_COLOR", "NO_COLOR", "CROSSCHECK_PLAIN", "PYTEST_ADDOPTS", "LANG", "LANGUAGE", "COLUMNS"):
    os.environ.pop(_name, None)  # how whoever runs the tests likes to see things
os.environ["LC_ALL"] = "C.UTF-8"

# No deadlines on machines that are busy, and nothing kept where a plain user may not write.
hypothesis.settings.register_profile(
    "tests", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.settings.load_profile("tests")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def reference() -> Sources:
    """The model answer."""
    return read_submission(ROOT / "reference")


@pytest.fixture(scope="session")
def relay() -> Iterator[Relay]:
    """Judges one wrong submission of our own after another in the same worker."""
    kept = Relay()
    yield kept
    kept.close()


@pytest.fixture
def submit(tmp_path: Path) -> Submit:
    """`submit(loss="def entropy(p): ...")` is a submission of that one file."""

    def write(**files: str) -> Sources:
        for module, text in files.items():
            (tmp_path / f"{module}.py").write_text(text, encoding="utf-8")
        return read_submission(tmp_path)

    return write


@pytest.fixture
def make_property() -> MakeProperty:
    """A property with the usual options filled in; its topic is `toy`."""

    def make(holds: Callable[..., None], **options: Any) -> Property:
        usual: dict[str, Any] = {
            "id": f"toy.{holds.__name__}",
            "claim": "It holds.",
            "source": "nowhere",
            "hint": "Look again.",
            "points": 1,
            "tier": "core",
            "of": ("loss.entropy",),
            "needs": (),
            "after": (),
            "variables": ("p",),
            "given": None,
            "examples": (([0.5, 0.5],),),
            "case_share": 1.0,
            "deadline_s": 2.0,
        }
        return Property(**{**usual, **options}, holds=holds)

    return make
