"""What mkdocs runs while it builds the site: the reference pages are handed to it, and the changelog."""

from __future__ import annotations

from pathlib import Path

import format_pages
import reference_pages
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
CHANGELOG = "changelog.md"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds what is generated to what lies in docs/."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    made = {**reference_pages.pages(), **format_pages.pages(), CHANGELOG: changelog}
    for path, text in made.items():
        files.append(File.generated(config, path, content=text))
    return files
