"""The reference part of the documentation, written from the registry, the command line and the records themselves.

`pages()` maps the path of each page under docs/ to its Markdown. `scripts/site_hooks.py` hands them to mkdocs.
"""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from typer.main import get_command

from checks import properties as topics
from checks.cases import case_set
from checks.cli.app import program
from checks.exit_codes import ALL_WELL_OF, MEANINGS
from checks.mistakes import Mistake, caught_by
from checks.registry import Case, Property, all_properties, find, sections
from checks.reports.student_markdown import block
from checks.snippets import of_example

PROPERTIES = "reference/properties"
COMMANDS = "reference/commands"
_SIGNS = re.compile(r"[\\*_{}\[\]<>&|#~^$@!]")
_MAX_SNIPPET = 1200


def pages() -> dict[str, str]:
    """Every generated page, by its path."""
    return {**dict(_property_pages()), **dict(_command_pages())}


def page_of(prop: Property) -> str:
    """The path of a property's page."""
    topic, _, claim = prop.id.partition(".")
    return f"{PROPERTIES}/{topic}/{claim}.md"


def prose(text: str) -> str:
    """Text in which no sign means anything to Markdown, except that what stands in backticks is code.

    >>> prose("|z_j| <= `max_j` ²")
    '&#124;z&#95;j&#124; &#60;= <code>max&#95;j</code> ²'
    """
    parts = [_SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", part) for part in " ".join(text.split()).split("`")]
    if len(parts) % 2 == 0:
        return "&#96;".join(parts)
    return "".join(f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts))


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (headings, ["---"] * len(headings), *rows))


def _property_pages() -> Iterator[tuple[str, str]]:
    properties = all_properties()
    drawn = case_set(properties, seed=0, profile="quick")
    yield f"{PROPERTIES}/index.md", _overview(properties)
    for topic in sections():
        of_topic = [prop for prop in properties if prop.section == topic]
        yield f"{PROPERTIES}/{topic}/index.md", _topic_page(topic, of_topic)
        for prop in of_topic:
            yield page_of(prop), _property_page(prop, drawn[prop.id], caught_by(prop.id))


def _overview(properties: Sequence[Property]) -> str:
    rows = []
    for topic in sections():
        of_topic = [prop for prop in properties if prop.section == topic]
        points = sum(prop.points for prop in of_topic)
        about = prose(_first_paragraph(getattr(topics, topic).__doc__))
        rows.append([f"[{topic}]({topic}/index.md)", about, str(len(of_topic)), str(points)])
    total = (
        f"{len(properties)} properties, {sum(prop.points for prop in properties)} points, in the order of the course."
    )
    return f"# Properties\n\n{total}\n\n{table(['section', 'about', 'properties', 'points'], rows)}\n"


def _topic_page(topic: str, properties: Sequence[Property]) -> str:
    module = getattr(topics, topic)
    first, _, rest = (inspect.getdoc(module) or "").partition("\n\n")
    rows = [[f"[{_breakable(_name(prop))}]({_name(prop)}.md)", prose(prop.claim), _worth(prop)] for prop in properties]
    paragraphs = [f"# {topic}", prose(first), *(prose(paragraph) for paragraph in rest.split("\n\n") if paragraph)]
    return "\n\n".join([*paragraphs, table(["property", "claim", "points"], rows)]) + "\n"


def _property_page(prop: Property, cases: Sequence[Case], mistakes: Sequence[Mistake]) -> str:
    facts = [
        ["section", f"[{prop.section}](index.md)"],
        ["worth", f"{_worth(prop)}, {prop.tier}"],
        ["about", ", ".join(f"`{name}`" for name in prop.of)],
        ["needs", ", ".join(f"`{name}`" for name in prop.needs)],
        ["comes after", ", ".join(_link(name) for name in prop.after)],
        ["source", prose(prop.source)],
        ["deadline", f"{prop.deadline_s:g} s of processor time for a case"],
    ]
    parts = [
        f"# {_breakable(prop.id)}",
        f"<p class=claim>{prose(prop.claim)}</p>",
        table(["", ""], [fact for fact in facts if fact[1]]),
        f'!!! tip "Hint"\n    {prose(prop.hint)}',
        *_example(prop, cases),
        *_mistakes(mistakes, prop),
        "## How it is judged",
        (
            "Numbers may be off by 10⁻⁹ of max(1, |true value|), times `scale` where the code derives one; "
            "[why](../../../explanation/tolerances.md)."
        ),
        block(_source(prop), "python"),
    ]
    return "\n\n".join(parts) + "\n"


def _breakable(identifier: str) -> str:
    """An id that may be broken into lines behind its underscores and its dot."""
    return prose(identifier).replace("&#95;", "&#95;<wbr>").replace(".", ".<wbr>")


def _source(prop: Property) -> str:
    """The function that holds the claim, without what its page tells already: the decorator."""
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(prop.holds))).rstrip()
    _, definition, body = source.rpartition("\ndef ") if source.startswith("@") else ("", "", source)
    return definition.lstrip() + body


def _example(prop: Property, cases: Sequence[Case]) -> Iterator[str]:
    """The shortest question among the first cases."""
    snippets = [of_example(prop, case) for case in [*cases[:3], cases[-1]]]
    shortest = min(filter(None, snippets), key=len, default="")
    if shortest:
        yield "## An example case"
        yield block(shortest if len(shortest) <= _MAX_SNIPPET else f"{shortest[:_MAX_SNIPPET]} ...", "python")


def _mistakes(mistakes: Sequence[Mistake], prop: Property) -> Iterator[str]:
    if mistakes:
        yield "## Mistakes that it must catch"
        yield "\n".join(f"- **{prose(_story_name(mistake))}** — {prose(mistake.story)}" for mistake in mistakes)
    if prop.stands_because:
        yield f"## Why it stands\n\n{prose(prop.stands_because)}"


def _story_name(mistake: Mistake) -> str:
    return mistake.id.partition(".")[2].replace("_", " ")


def _link(name: str) -> str:
    """From one property's page to what it comes after: a property, or the core of a topic."""
    topic, _, claim = name.partition(".")
    if claim == "*":
        return f"[all of {topic}](../{topic}/index.md)"
    return f"[{name}](../{topic}/{_name(find(name))}.md)"


def _name(prop: Property) -> str:
    return prop.id.partition(".")[2]


def _worth(prop: Property) -> str:
    return f"{prop.points}" if prop.tier == "core" else f"{prop.points} (stretch)"


def _first_paragraph(text: str | None) -> str:
    return inspect.cleandoc(text or "").partition("\n\n")[0]


def commands() -> dict[str, Any]:
    """Every command of the program, as Typer knows it."""
    whole: Any = get_command(program())
    return {name: whole.get_command(None, name) for name in whole.commands}  # with what several of them take


def _command_pages() -> Iterator[tuple[str, str]]:
    rows = [[f"[{name}]({name}.md)", prose(command.help)] for name, command in commands().items()]
    codes = [[str(int(code)), prose(meaning)] for code, meaning in MEANINGS.items()]
    all_well = [[f"`{command}`", prose(meaning)] for command, meaning in ALL_WELL_OF.items()]
    yield (
        f"{COMMANDS}/index.md",
        "\n\n".join(
            [
                "# Commands",
                (
                    "`crosscheck COMMAND --help` says the same in the terminal; "
                    "`crosscheck --version` names the version and the suite's fingerprint."
                ),
                table(["command", "what it does"], rows),
                "## Exit codes",
                table(["code", "meaning"], codes),
                "What 0 means of some:",
                table(["command", "meaning of 0"], all_well),
            ]
        )
        + "\n",
    )
    for name, command in commands().items():
        yield f"{COMMANDS}/{name}.md", _command_page(name, command)


def _command_page(name: str, command: Any) -> str:
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    usage = " ".join(["crosscheck", name, *(_placeholder(argument) for argument in arguments)])
    needed = [f"{option.opts[0]} {_placeholder(option)}" for option in options if option.required]
    optional = len(needed) < len(options)
    parts = [f"# crosscheck {name}", prose(command.help)]
    parts += [block(" ".join([usage, *needed, *(["[OPTIONS]"] if optional else [])]))]
    if arguments:
        rows = [[f"`{_placeholder(argument)}`", prose(argument.help or "")] for argument in arguments]
        parts += ["## Arguments", table(["argument", "meaning"], rows)]
    if options:
        parts += ["## Options", table(["option", "meaning", "default"], [_option(option) for option in options])]
    parts += ["[Exit codes](index.md#exit-codes)"]
    return "\n\n".join(parts) + "\n"


def _option(option: Any) -> list[str]:
    shown = f"`{option.opts[0]}`" if option.is_flag else f"`{option.opts[0]} {_placeholder(option)}`"
    default = "needed" if option.required else "" if option.default in (None, False) else f"`{option.default}`"
    return [shown, prose(option.help or ""), default]


def _placeholder(parameter: Any) -> str:
    """What stands for a value: the choices where there are some."""
    if parameter.metavar:
        return str(parameter.metavar)
    kinds = getattr(parameter.type, "types", [parameter.type])
    words = ["\\|".join(getattr(kind, "choices", None) or [_KINDS.get(kind.name, kind.name.upper())]) for kind in kinds]
    if parameter.param_type_name == "argument" and not getattr(parameter.type, "choices", None):
        return str(parameter.name).upper()
    return " ".join(words)


_KINDS = {"int": "N", "integer": "N", "integer range": "N", "int range": "N", "str": "TEXT", "path": "PATH"}


if __name__ == "__main__":
    sys.stdout.write("\n".join(pages()) + "\n")
