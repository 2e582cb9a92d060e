"""The formats that crosscheck reads and writes, as pages of the documentation, written from the records themselves."""

from __future__ import annotations

import inspect
from pathlib import Path

import msgspec
from reference_pages import prose, table

from checks import verdicts
from checks.registry import all_properties
from checks.reports import as_json
from checks.reports.student_markdown import block
from checks.rubric import Rubric, SectionRule
from checks.worker import lockdown

ROOT = Path(__file__).resolve().parent.parent
FORMATS = "reference/formats"
PROPERTY = "cross_entropy_gradient.is_softmax_minus_onehot"


def pages() -> dict[str, str]:
    """Every page, by its path."""
    return {f"{FORMATS}/json.md": _json(), f"{FORMATS}/gradebook.md": _gradebook(), f"{FORMATS}/rubric.md": _rubric()}


def _json() -> str:
    by_id = {prop.id: prop for prop in all_properties()}
    failed = verdicts.Verdict(
        id=PROPERTY,
        status=verdicts.Status.FAILED,
        cases=1,
        discriminating=1,
        case={"z": [0.0, 0.0], "y": 0},
        snippet="z = [Value(x) for x in [0.0, 0.0]]\nloss = cross_entropy_loss(z, 0)\nloss.backward()",
        message="∂L/∂z[0] = 0.5, but should be -0.5 (off by 1, allowed 1e-09)",
        seconds=0.002,
    )
    run = verdicts.Run(
        submission="homework",
        seed=0,
        profile="grade",
        versions={"crosscheck": "0.1.0", "python": "3.12"},
        verdicts=[failed],
        import_failures=[],
        seconds=4.2,
        seal=verdicts.Seal(
            layers=[lockdown.LIMITS, lockdown.LANDLOCK, lockdown.SECCOMP],
            stopped=["read files", "write files"],
            open=[],
        ),
    )
    parts = [
        "# JSON of a check",
        (
            f"`crosscheck check PATH --json run.json` writes one object, format {as_json.FORMAT}; `--json -` writes "
            "it to standard output. Infinity and NaN, which JSON does not have, are strings. A run of one "
            "property, shortened in nothing:"
        ),
        block(as_json.render(run, by_id).decode().rstrip(), "json"),
        "## What the fields mean",
    ]
    for record in (verdicts.Run, verdicts.Verdict, verdicts.ImportFailure, verdicts.Diagnosis, verdicts.Seal):
        parts += [f"**{record.__name__}.** {_told(record)}"]
    statuses = [[f"`{status}`", prose(told)] for status, told in _STATUSES.items()]
    parts += ["## Statuses", table(["status", "meaning"], statuses)]
    return "\n\n".join(parts) + "\n"


_STATUSES = {
    verdicts.Status.PASSED: "every case that was asked has a right answer; alone earns points",
    verdicts.Status.FAILED: "an answer came, and it is wrong",
    verdicts.Status.RAISED: "the submission raised an exception, or could not be imported",
    verdicts.Status.TIMED_OUT: "no answer within the deadline",
    verdicts.Status.CRASHED: "the worker process died",
    verdicts.Status.NOT_ATTEMPTED: "absent, or it raises NotImplementedError: no points, not called wrong",
    verdicts.Status.BLOCKED: "something that it builds on is missing",
    verdicts.Status.BROKEN: "a defect of crosscheck: never costs a point",
}
assert set(_STATUSES) == set(verdicts.Status)


def _gradebook() -> str:
    schema = (ROOT / "checks" / "grading" / "gradebook.sql").read_text(encoding="utf-8").rstrip()
    return (
        "\n\n".join(
            [
                "# The gradebook",
                (
                    "`crosscheck grade` keeps a class in `gradebook.sqlite`, which any client of SQLite reads. "
                    "Each submission is stored in one transaction, so a run that is killed carries on where it was."
                ),
                block(schema, "sql"),
            ]
        )
        + "\n"
    )


def _rubric() -> str:
    example = (ROOT / "checks" / "exports" / "course" / "rubric.toml").read_text(encoding="utf-8").rstrip()
    parts = [
        "# The rubric",
        (
            "A TOML file. An unknown field, section or property is refused in one sentence, so that a slip of the pen "
            "costs nobody points. The one that `crosscheck new --course` writes:"
        ),
        block(example, "toml"),
    ]
    for title, record in (("Fields", Rubric), ("Fields of `[sections.NAME]`", SectionRule)):
        rows = [
            [f"`{field.name}`", f"`{_kind(field.type)}`", f"`{_default(field)}`"]
            for field in msgspec.structs.fields(record)
        ]
        parts += [f"## {title}", _told(record), table(["field", "type", "default"], rows)]
    return "\n\n".join(parts) + "\n"


def _told(record: type) -> str:
    return "\n\n".join(prose(paragraph) for paragraph in (inspect.getdoc(record) or "").split("\n\n"))


def _kind(annotation: object) -> str:
    """A type as a TOML writer knows it."""
    told = msgspec.inspect.type_info(annotation)
    match told:
        case msgspec.inspect.LiteralType(values=values):
            return ", ".join(f'"{value}"' for value in values)
        case msgspec.inspect.UnionType(types=types):
            return ", ".join(_kind_of(kind) for kind in types if not isinstance(kind, msgspec.inspect.NoneType))
        case _:
            return _kind_of(told)


def _kind_of(told: msgspec.inspect.Type) -> str:
    names = {"StrType": "text", "FloatType": "number", "IntType": "whole number", "DictType": "table"}
    return names.get(type(told).__name__, type(told).__name__)


def _default(field: msgspec.structs.FieldInfo) -> object:
    if field.default_factory is not msgspec.NODEFAULT:
        return "none"
    return {None: "none", "": '""'}.get(field.default, field.default)
