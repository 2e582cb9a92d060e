"""What the pages share: templates that escape whatever they are given, and a policy that runs only our own script.

Needs the extra `reports`. A page's style and script are files beside the templates, written into the page, which loads
nothing. Its content security policy allows these two by their hashes, and nothing else.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path

import jinja2
import markupsafe

TEMPLATES = Path(__file__).with_name("templates")


def render(template: str, *, script: str = "", **values: object) -> str:
    """The page that a template makes of values, with the style of all pages and the script of that name."""
    style, code = _text("pages.css"), _text(script) if script else ""
    return (
        _environment()
        .get_template(template)
        .render(
            **values,
            policy=policy(style, code),
            style=markupsafe.Markup(style),  # noqa: S704  # a file of ours
            script=markupsafe.Markup(code),  # noqa: S704  # a file of ours
        )
    )


def policy(style: str, script: str) -> str:
    """The content security policy of a page that consists of its text, this style and this script."""
    scripts = f"'{_hash(script)}'" if script else "'none'"
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src {scripts}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@functools.cache
def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
