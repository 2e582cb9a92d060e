"""What the tutorial shows is what happens."""

from __future__ import annotations

from pathlib import Path

import documents

TUTORIAL = documents.ROOT / "docs" / "tutorial-own-property.md"


def test_the_tutorial_can_be_followed(tmp_path: Path) -> None:
    """Its files, written one after the other, and its commands, given where they stand, print what it shows."""
    assert documents.follow(TUTORIAL.read_text(encoding="utf-8"), tmp_path) >= 5
