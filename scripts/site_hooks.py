"""What mkdocs runs while it builds the site: the reference pages are handed to it, and the changelog."""

from __future__ import annotations

from pathlib import Path

import format_pages
import reference_pages
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from reference_pages import COMMANDS, PROPERTIES

from checks.registry import sections

ROOT = Path(__file__).resolve().parent.parent
CHANGELOG = "changelog.md"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Lists every section and every command in the navigation; single properties are reached from their sections."""
    reference = next(part["Reference"] for part in config.nav if "Reference" in part)
    for part in reference:
        if isinstance(part, dict) and "Properties" in part:
            part["Properties"] += [{topic: f"{PROPERTIES}/{topic}/index.md"} for topic in sections()]
        if isinstance(part, dict) and "Commands" in part:
            part["Commands"] += [{name: f"{COMMANDS}/{name}.md"} for name in reference_pages.commands()]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds what is generated to what lies in docs/."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    made = {**reference_pages.pages(), **format_pages.pages(), CHANGELOG: changelog}
    for path, text in made.items():
        files.append(File.generated(config, path, content=text))
    return files
