"""The documentation holds together: generated pages are complete, links lead somewhere, pictures show what happens."""

from __future__ import annotations

import posixpath
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from checks.mistakes import MISTAKES
from checks.registry import all_properties

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"^( *)(`{3,}).*?^\1\2`*$", flags=re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    """The pages that are made while the site is built."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import format_pages
        import reference_pages
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    return {**reference_pages.pages(), **format_pages.pages()}


@pytest.fixture(scope="module")
def pages(generated: dict[str, str]) -> dict[str, str]:
    """Every page, by its path under docs/."""
    docs = ROOT / "docs"
    written = {path.relative_to(docs).as_posix(): path.read_text("utf-8") for path in docs.rglob("*.md")}
    assert written.keys() & generated.keys() == set()
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return {**written, **generated, "changelog.md": changelog}


def test_every_property_has_a_page_that_tells_all(generated: dict[str, str]) -> None:
    """Its hint, its source, and the story of every mistake that it must catch, once the signs are put back."""
    for prop in all_properties():
        topic, _, claim = prop.id.partition(".")
        page = plain(generated[f"reference/properties/{topic}/{claim}.md"])
        stories = [mistake.story for mistake in MISTAKES if mistake.caught_by == prop.id]
        for told in (prop.claim, prop.hint, prop.source, *stories):
            assert plain(told) in page, (prop.id, told)
        assert plain(f"[{claim}]") in plain(generated[f"reference/properties/{topic}/index.md"])


def test_most_properties_show_an_example(generated: dict[str, str]) -> None:
    """A question is shown unless it is too long to be read."""
    shown = ["## An example case" in generated[page_of(prop.id)] for prop in all_properties()]
    assert sum(shown) > 0.9 * len(shown)


def test_every_command_has_a_page_with_its_options(generated: dict[str, str]) -> None:
    """What `--help` shows is on it."""
    from typer.main import get_command

    from checks.cli.app import program

    whole: Any = get_command(program())
    assert len(whole.commands) > 10
    for name in whole.commands:
        command = whole.get_command(None, name)
        page = generated[f"reference/commands/{name}.md"]
        for parameter in command.params:
            is_option = parameter.param_type_name == "option"
            shown = parameter.opts[0] if is_option else parameter.metavar or parameter.name.upper()
            assert shown in page or getattr(parameter.type, "choices", None), (name, shown)
            assert plain(parameter.help) in plain(page), (name, parameter.name)


def test_every_link_leads_somewhere(pages: dict[str, str]) -> None:
    """To a page, a picture, or a heading of a page."""
    counted = 0
    for path, text in pages.items():
        for link in LINK.findall(FENCE.sub("", text)):
            if "://" in link:
                continue
            counted += 1
            target, _, anchor = link.partition("#")
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
            assert place in pages or (ROOT / "docs" / place).is_file(), (path, link)
            assert not anchor or anchor in anchors(pages[place]), (path, link)
    assert counted > len(all_properties())


def test_the_navigation_names_every_page_that_a_person_wrote(pages: dict[str, str]) -> None:
    """And none that there is not."""
    told = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    named = set(leaves(told["nav"]))
    written = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert named <= pages.keys()
    assert written <= named


def test_nothing_is_loaded_from_the_net() -> None:
    """No font, script, style or picture of another host: neither in the configuration nor in what lies in docs/."""
    told = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    assert told["theme"]["font"] is False
    assert not any("://" in script for script in told["extra"]["polyfills"] + told["extra_css"])
    loads = re.compile(r"(src=|href=|url\(|@import|importScripts\()\s*[\"']?https?://")
    for path in (ROOT / "docs").rglob("*.*"):
        if path.suffix in (".md", ".css", ".js", ".svg"):
            assert not loads.search(path.read_text("utf-8")), path


PICTURES = sorted(path.stem for path in (ROOT / "docs" / "pictures").iterdir())


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_what_commands_print(name: str) -> None:
    """Word for word, as the script that makes it says."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import make_pictures
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    made = {picture.name: picture for picture in make_pictures.PICTURES_MADE}
    assert sorted(made) == PICTURES
    stored = (make_pictures.PICTURES / f"{name}.svg").read_text(encoding="utf-8")
    anew = make_pictures.drawn(made[name], make_pictures.printed(made[name]))
    assert make_pictures.words_of(stored) == make_pictures.words_of(anew), f"{name}: run `make pictures`"


def page_of(identifier: str) -> str:
    """The path of a property's page."""
    return f"reference/properties/{identifier.replace('.', '/')}.md"


def plain(text: str) -> str:
    """Letters, digits and mathematical signs alone, with entities and tags undone."""
    import html

    undone = html.unescape(re.sub(r"</?(code|wbr|p)[^>]*>", "", text))
    return re.sub(r"[\s`\\]+", "", undone)


def anchors(text: str) -> set[str]:
    """The headings of a page as links name them."""
    from markdown.extensions.toc import slugify

    return {slugify(heading, "-") for heading in re.findall(r"^#+ (.*)$", FENCE.sub("", text), flags=re.MULTILINE)}


def leaves(nav: object) -> list[str]:
    """The pages of the navigation."""
    if isinstance(nav, str):
        return [nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    assert not isinstance(parts, int)
    return [leaf for part in parts for leaf in leaves(part)]  # type: ignore[attr-defined]
