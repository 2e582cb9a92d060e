"""Mutates the reference with every operator of cosmic-ray and judges each mutant: `make mutants`.

    python scripts/mutate_reference.py [--module loss] [--sample 50]

A mutant is killed by the first property that fails it. One that survives is either equivalent, and then
evidence/equivalent_mutants.toml says why, or a gap in the suite. The result is written to evidence/mutation.json;
exit 1 if a survivor is not accounted for, or an entry of the list is killed or gone.
"""

from __future__ import annotations

import argparse
import ast
import datetime
import difflib
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cosmic_ray import plugins
from cosmic_ray.mutating import mutate_code

from checks import properties as _registers_them  # noqa: F401
from checks.audit import reach
from checks.audit.run import Context, judge_wrong, reach_of_all
from checks.cases import case_set
from checks.checking import versions
from checks.commands.console import progress
from checks.mistakes import Mistake
from checks.pool import spread
from checks.processors import usable_processors
from checks.registry import all_properties
from checks.submissions import read_reference
from checks.worker.loading import Sources

EVIDENCE = Path(__file__).parents[1] / "evidence"
RESULT, EQUIVALENT = EVIDENCE / "mutation.json", EVIDENCE / "equivalent_mutants.toml"
SEED, PROFILE = 0, "grade"


class Equivalent(msgspec.Struct, frozen=True, kw_only=True):
    """A mutant that no input of the contract tells from the reference: the line, what it becomes, and why."""

    module: str
    line: str
    becomes: str
    because: str


@dataclass(frozen=True)
class Mutant:
    """One mutation: its number, the module, the operator, the changed line before and after, and the whole text."""

    number: int
    module: str
    operator: str
    place: int
    line: str
    becomes: str
    text: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What a listed equivalent names."""
        return self.module, self.line, self.becomes


def mutants(reference: Sources) -> Iterator[Mutant]:
    """Every mutant of every module that is another program, each once."""
    number = 0
    for module in sorted(reference.files):
        source = reference.files[module][1].decode()
        seen = {_program(source)}
        for name in sorted(plugins.operator_names()):
            operator = plugins.get_operator(name)
            if operator.arguments():
                continue  # wants to be told which variables to exchange
            occurrence = 0
            while (text := mutate_code(source, operator(), occurrence)) is not None:
                occurrence += 1
                program = _program(text)
                if program in seen:
                    continue
                seen.add(program)
                place, line, becomes = _change(source, text)
                yield Mutant(number, module, name.removeprefix("core/"), place, line, becomes, text)
                number += 1


def judge(context: Context, mutant: Mutant) -> tuple[int, str]:
    """The number of a mutant, and the property that killed it; none where it survives."""
    path, _ = context.reference.files[mutant.module]
    files = {**context.reference.files, mutant.module: (path, mutant.text.encode())}
    wrong = msgspec.structs.replace(context.reference, files=files)
    changed = reach.changed(context.reference, wrong)
    affected = [prop for prop in context.properties if reach.is_affected(context.reach[prop.id], changed)]
    affected.sort(key=lambda prop: prop.of[0].partition(".")[0] != mutant.module)  # its own module's first
    stands_for = Mistake(
        id=f"mutant {mutant.number}",
        module=mutant.module,
        kind="classic",
        story="",
        hint="",
        caught_by="",
        old=mutant.line,
        new=mutant.becomes,
    )
    result = judge_wrong(context, stands_for, wrong, affected, until_killed=True)
    return mutant.number, next(iter(result.kills), "the import" if result.import_failures else "")


def main() -> int:
    """Judges all mutants, writes the result, and returns the exit code."""
    parser = argparse.ArgumentParser(description="Mutates the reference and judges each mutant.")
    parser.add_argument("--module", help="only this module of the reference")
    parser.add_argument("--sample", type=int, help="only so many mutants, and write no result")
    options = parser.parse_args()

    reference = read_reference()
    chosen = [mutant for mutant in mutants(reference) if options.module in (None, mutant.module)]
    if options.sample:
        chosen = random.Random(SEED).sample(chosen, min(options.sample, len(chosen)))  # noqa: S311  # no secret
    properties = all_properties()
    context = Context(properties, dict(case_set(properties, SEED, PROFILE)), reference, SEED, PROFILE)
    jobs = usable_processors()
    with progress("judging mutants", len(chosen)) as tell:
        context.reach, _ = reach_of_all(context, jobs, tell)
        killers: dict[int, str] = {}
        for number, killer in spread(judge, context, chosen, jobs):
            killers[number] = killer
            tell("judging mutants", len(killers), len(chosen))

    listed = {(e.module, e.line, e.becomes): e for e in _equivalents() if options.module in (None, e.module)}
    survivors = [mutant for mutant in chosen if not killers[mutant.number]]
    unexplained = [mutant for mutant in survivors if mutant.key not in listed]
    stale = [] if options.sample else [key for key in listed if key not in {mutant.key for mutant in survivors}]
    for mutant in unexplained:
        print(f"{mutant.module}.py:{mutant.place} survives {mutant.operator}\n  - {mutant.line}\n  + {mutant.becomes}")
    for module, line, becomes in stale:
        print(f"{module}.py: listed as equivalent, but killed or gone\n  - {line}\n  + {becomes}")
    counts = Counter(mutant.module for mutant in chosen)
    print(
        f"{len(chosen)} mutants of {', '.join(f'{module} ({n})' for module, n in counts.items())}: "
        f"{len(chosen) - len(survivors)} killed, {len(survivors) - len(unexplained)} equivalent, "
        f"{len(unexplained)} to explain."
    )
    if not options.sample and not options.module:
        RESULT.write_bytes(_result(chosen, killers, survivors, unexplained))
    return 1 if unexplained or stale else 0


def _result(chosen: list[Mutant], killers: dict[int, str], survivors: list[Mutant], unexplained: list[Mutant]) -> bytes:
    by_module = {
        module: {
            "mutants": sum(mutant.module == module for mutant in chosen),
            "killed": sum(mutant.module == module for mutant in chosen if killers[mutant.number]),
            "equivalent": sum(mutant.module == module for mutant in survivors if mutant not in unexplained),
            "unexplained": sum(mutant.module == module for mutant in unexplained),
        }
        for module in sorted({mutant.module for mutant in chosen})
    }
    document = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "tool": "cosmic-ray",
        "versions": versions(),
        "seed": SEED,
        "profile": PROFILE,
        "mutants": len(chosen),
        "killed": len(chosen) - len(survivors),
        "equivalent": len(survivors) - len(unexplained),
        "unexplained": len(unexplained),
        "by_module": by_module,
        "kills_by_property": dict(Counter(killer for killer in killers.values() if killer).most_common()),
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _equivalents() -> list[Equivalent]:
    if not EQUIVALENT.exists():
        return []
    return msgspec.toml.decode(EQUIVALENT.read_bytes(), type=dict[str, list[Equivalent]]).get("mutant", [])


def _program(text: str) -> str:
    """What a text says as a program: without comments, docstrings and annotations, which are never evaluated."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            for argument in [*node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]:
                if argument is not None:
                    argument.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Name("object")
    return ast.dump(tree)


def _change(before: str, after: str) -> tuple[int, str, str]:
    """The first changed line: its number, and its text before and after."""
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    _, i1, i2, j1, j2 = next(code for code in matcher.get_opcodes() if code[0] != "equal")
    removed, added = before.splitlines()[i1:i2], after.splitlines()[j1:j2]
    return i1 + 1, "\n".join(removed).strip(), "\n".join(added).strip()


if __name__ == "__main__":
    sys.exit(main())
