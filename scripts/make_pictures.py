"""The pictures of the documentation: what real commands print, as SVG.

    python scripts/make_pictures.py [NAME ...]    make docs/pictures/*.svg anew
    python scripts/make_pictures.py --check       exit 1, with their names, where pictures are out of date

The commands run in an empty folder, on mistakes of the bank and on the template, with fixed seeds. What differs between
machines and runs (seconds, and how well submissions are sealed off) is the same in every picture.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
WIDTH = 100


@dataclass(frozen=True)
class Picture:
    """The lines after `prepare` are typed and shown, with what they print."""

    name: str
    typed: tuple[str, ...]
    prepare: tuple[str, ...] = ()


SHIFTLESS = "write_mistake loss.log_sum_exp_without_a_shift homework"
CLASS = (
    "write_mistake ngram.one_start_marker class/ada",
    "only ngram.py class/ada",
    "copy_reference class/ben",
    "only ngram.py class/ben",
    "crosscheck new class/cyd",
)
PICTURES_MADE = (
    Picture("new", ("crosscheck new homework", "crosscheck check homework --section ngram")),
    Picture("failing", ("crosscheck check homework --section log_sum_exp",), (SHIFTLESS,)),
    Picture("explain", ("crosscheck explain cross_entropy_gradient.is_softmax_minus_onehot",)),
    Picture("list", ("crosscheck list --section perplexity",)),
    Picture("right", ("crosscheck check reference --section softmax",), ("copy_reference reference",)),
    Picture("course", ("crosscheck new --course course",)),
    Picture("grade", ("crosscheck grade class --out book --seed 1 --profile quick", "crosscheck score book"), CLASS),
)

THEME = TerminalTheme(
    (24, 26, 36),
    (214, 218, 232),
    [
        (64, 68, 84),
        (240, 113, 120),
        (150, 205, 130),
        (240, 200, 120),
        (130, 170, 255),
        (199, 146, 234),
        (120, 215, 225),
        (214, 218, 232),
    ],
    [
        (124, 130, 150),
        (255, 140, 145),
        (175, 225, 150),
        (255, 220, 150),
        (160, 190, 255),
        (215, 170, 250),
        (150, 235, 240),
        (255, 255, 255),
    ],
)
FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
<rect fill="#181a24" x="1" y="1" width="{terminal_width}" height="{height}" rx="8"/>
<g fill="#4a5068"><circle cx="20" cy="20" r="6"/><circle cx="40" cy="20" r="6"/><circle cx="60" cy="20" r="6"/></g>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def printed(picture: Picture) -> Text:
    """What a terminal shows: the lines that are typed, and what they print."""
    with tempfile.TemporaryDirectory() as folder:
        for line in picture.prepare:
            _run(line, Path(folder))
        parts = [f"\x1b[32m$\x1b[0m \x1b[1m{line}\x1b[0m\n{_alike(_run(line, Path(folder)))}" for line in picture.typed]
    return Text.from_ansi("\n".join(parts).rstrip("\n"))


def drawn(picture: Picture, text: Text) -> str:
    """The picture, which names no font or picture of the net."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(width=WIDTH + 2, record=True, file=nowhere, highlight=False)
        console.print(text)
        return console.export_svg(title="", theme=THEME, code_format=FORMAT, unique_id=f"picture-{picture.name}")


def words_of(svg: str) -> list[str]:
    """What stands in a picture, word by word."""
    lines = re.findall(r"<text[^>]*>(.*?)</text>", svg)
    return html.unescape(" ".join(lines)).replace("\xa0", " ").split()


def _run(line: str, folder: Path) -> str:
    """What a command prints; it may say that something is wrong, but not fail."""
    first, *rest = shlex.split(line)
    commands = {
        "crosscheck": [sys.executable, "-m", "checks", *rest],
        "write_mistake": [sys.executable, str(ROOT / "scripts" / "write_mistake.py"), *rest],
        "only": ["find", *rest[1:], "-name", "*.py", "!", "-name", *rest[:1], "-delete"],
        "copy_reference": ["cp", "-r", str(ROOT / "reference"), *rest],
    }
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")},
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "FORCE_COLOR": "1",
        "COLORTERM": "",
        "TERM": "xterm-256color",
        "COLUMNS": str(WIDTH),
    }
    (folder / "class").mkdir(exist_ok=True)
    done = subprocess.run(commands[first], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{line}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


def _alike(ansi: str) -> str:
    """The same on every machine."""
    before_the_seal = re.split(r"\n(?:\x1b\[[\d;]*m)*The submissions? (?:was|were) ", ansi)[0]
    return re.sub(r"\b\d+\.\d s\b", "4.2 s", before_the_seal).rstrip("\n") + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Makes or checks them; the exit code."""
    parser = argparse.ArgumentParser(description="Make docs/pictures/*.svg from what commands print.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a picture is out of date")
    parser.add_argument("names", nargs="*", help="only these pictures")
    asked = parser.parse_args(arguments)
    only_check = asked.check
    stale = []
    for picture in (made for made in PICTURES_MADE if not asked.names or made.name in asked.names):
        path, svg = PICTURES / f"{picture.name}.svg", drawn(picture, printed(picture))
        if not only_check:
            path.write_text(svg, encoding="utf-8", newline="\n")
        elif not path.exists() or words_of(path.read_text(encoding="utf-8")) != words_of(svg):
            stale.append(path.name)
    if stale:
        print(f"docs/pictures: {', '.join(stale)} out of date: run `make pictures`")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
