"""Has extras take part: registers their properties and probes, and keeps their mistakes.

A topic is imported from its text, so that it is the same here and on a cluster, where no such file lies.
"""

from __future__ import annotations

import importlib
import re
import sys
import traceback
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType

from checks import properties as _registers_ours_first  # noqa: F401
from checks.extras import record
from checks.extras.record import PACKAGE, PROBES, REFERENCE, Extra, UnusableExtraError
from checks.mistakes import MISTAKES, Mistake, apply
from checks.mistakes.record import KINDS
from checks.registry import Property, UnknownPropertyError, all_properties, prerequisites, sections, withdraw
from checks.submissions import read_reference
from checks.worker.loading import SourceFinder, Sources
from checks.worker.probes import own

ROOT = "crosscheck_extra"
"""The package that topics are imported in, so that they can import each other relatively, and nobody else's name."""

_mistakes: list[Mistake] = []


def use(extras: Sequence[Extra]) -> None:
    """Has these take part, in place of those in use before.

    Raises UnusableExtraError, and none is in use then: a file that cannot be imported, a topic or an id that is taken,
    a name that there is not, neither a property nor a mistake.
    """
    _forget()
    try:
        for extra in extras:
            _refuse_syntax_errors(extra)
        _refuse_taken_topics(extras)
        record.set_in_use(extras)
        _load_probes(extras)
        for extra in extras:
            _load(extra)
        for prop in own_properties():
            _refuse_unknown_names(prop)
        _refuse_confusion()
    except BaseException:
        _forget()
        raise


def mistakes() -> list[Mistake]:
    """The mistakes of the extras in use."""
    return list(_mistakes)


def own_properties() -> list[Property]:
    """The properties of the extras in use."""
    own_topics = record.topics()
    return [prop for prop in all_properties() if prop.section in own_topics]


def _forget() -> None:
    withdraw(record.topics())
    _mistakes.clear()
    record.set_in_use(())
    own.load({})
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _Finder)]
    for name in [name for name in sys.modules if name.partition(".")[0] == ROOT]:
        del sys.modules[name]


class _Finder(SourceFinder):
    """Finds the topics of one extra."""


def _load(extra: Extra) -> None:
    package = f"{ROOT}.{re.sub(r'[^0-9A-Za-z_]', '_', extra.name)}"
    files = {f"{package}.{topic}": (f"{topic}.py", extra.files[f"{topic}.py"]) for topic in extra.topics}
    files[package] = (PACKAGE, extra.files.get(PACKAGE, b""))
    sys.meta_path.insert(0, _Finder(files, extra.root))
    found: list[Mistake] = []
    for topic in extra.topics:
        where = _path(extra, f"{topic}.py")
        try:
            module = importlib.import_module(f"{package}.{topic}")
        except (Exception, SystemExit) as error:
            raise _unusable(where, error) from None
        found += _mistakes_of(module, where)
    if not found and not any(prop.section in extra.topics for prop in own_properties()):
        what = _path(extra, f"{extra.topics[0]}.py") if len(extra.topics) == 1 else extra.root
        raise UnusableExtraError(f"{what} holds neither a property nor a mistake; decorate a function with @prop")
    _mistakes.extend(found)


def _load_probes(extras: Sequence[Extra]) -> None:
    try:
        own.load(record.probes())
    except (Exception, SystemExit) as error:
        run = {frame.filename for frame in traceback.extract_tb(error.__traceback__)}
        broken = next(extra for extra in extras if f"{extra.name}/{PROBES}" in run)
        raise _unusable(_path(broken, PROBES), error) from None


def _refuse_taken_topics(extras: Sequence[Extra]) -> None:
    """Before any is in use, since those in use are what is withdrawn."""
    taken = set(sections())
    for extra in extras:
        for topic in extra.topics:
            if topic in taken and not topic.startswith("_"):  # helpers of several extras may be called the same
                what = _path(extra, f"{topic}.py")
                raise UnusableExtraError(f"{what} would be a second topic called {topic!r}; give the file another name")
            taken.add(topic)


def _refuse_syntax_errors(extra: Extra) -> None:
    for path, text in extra.files.items():
        try:
            compile(text, path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            raise _unusable(_path(extra, path), error) from None


def _mistakes_of(module: ModuleType, where: str) -> list[Mistake]:
    found = list(getattr(module, "MISTAKES", ()))
    if not all(isinstance(mistake, Mistake) for mistake in found):
        raise UnusableExtraError(f"MISTAKES of {where} holds something that is no checks.mistakes.Mistake; mend it")
    return found


def _refuse_unknown_names(prop: Property) -> None:
    names = record.all_names()
    for part in (*prop.of, *prop.needs):
        if part not in names:
            near = get_close_matches(part, names, n=1)
            advice = f"the nearest: {near[0]}" if near else f"own modules lie in {REFERENCE}/"
            raise UnusableExtraError(f"{prop.id} names {part}, which no contract does; {advice}")
    try:
        prerequisites(prop)
    except UnknownPropertyError as error:
        raise UnusableExtraError(f"{prop.id} comes after what there is not: {error}") from None


def _refuse_confusion() -> None:
    taken = {mistake.id for mistake in MISTAKES}
    known = {prop.id for prop in all_properties()}
    reference = read_reference() if _mistakes else None
    for mistake in _mistakes:
        if mistake.id in taken:
            raise UnusableExtraError(f"two mistakes are called {mistake.id}; give one of them another id")
        if mistake.caught_by not in known:
            raise UnusableExtraError(
                f"{mistake.id} is to be caught by {mistake.caught_by}, which is no property; mend it"
            )
        if mistake.kind not in KINDS:
            raise UnusableExtraError(f"{mistake.id} is of the kind {mistake.kind!r}; have it be {' or '.join(KINDS)}")
        if mistake.module not in record.modules():
            raise UnusableExtraError(f"{mistake.id} edits {mistake.module}, which is no file of the contract; mend it")
        assert reference is not None
        _refuse_edit(mistake, reference)
        taken.add(mistake.id)


def _refuse_edit(mistake: Mistake, reference: Sources) -> None:
    """An edit that cannot be made, or that makes what is no Python."""
    try:
        path, text = apply(mistake, reference).files[mistake.module]
    except ValueError as error:
        raise UnusableExtraError(f"{error}; `old` has to occur once in the reference") from None
    try:
        compile(text, path, "exec", dont_inherit=True)
    except SyntaxError as error:
        raise UnusableExtraError(f"{mistake.id}: its edit of {path} is no Python ({error.msg}); mend `new`") from None


def _path(extra: Extra, inside: str) -> str:
    return str(Path(extra.root) / inside)


def _unusable(what: str, error: BaseException) -> UnusableExtraError:
    """The error, with the last line of that file that led to it."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename).name == Path(what).name]
    line = getattr(error, "lineno", None) or (lines[-1] if lines else "?")
    return UnusableExtraError(f"{what} cannot be imported: {type(error).__name__}: {error} (line {line}); mend it")
