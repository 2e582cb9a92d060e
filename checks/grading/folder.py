"""What lies in a class's folder, one submission each, and whose it is by platforms' file names and a roster."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import msgspec
import yaml

from checks.extras import record as extras
from checks.grading.joining import Joiner
from checks.grading.records import Entry, Student
from checks.plain_text import in_unicode
from checks.source_files import NOTEBOOK, PYTHON

GRADESCOPE_LIST = "submission_metadata.yml"
_CANVAS = re.compile(r"(?P<name>[^_]+)_(?:LATE_)?(?P<id>\d+)_(?P<attempt>\d+)_(?P<file>.+)")
_HANDED_IN_AGAIN = re.compile(r"(?P<stem>.+)-\d+(?P<suffix>\.py)")
"""What Canvas makes of a file's name when it is handed in again."""
_MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?P<kind>file|onlinetext)_?")

GRADEBOOK = "gradebook.sqlite"
"""What a gradebook is called in the folder that `grade` was given as --out."""


class FolderError(Exception):
    """The folder cannot be read; the message is one sentence with the remedy."""


def entries(folder: Path, known: Joiner | None = None) -> list[Entry]:
    """The submissions of a class, by their keys in order, with who handed each in where that can be told.

    `known` finds the students of a roster. Hidden files and what is neither folder, .py, notebook nor .zip is left
    out. Raises FolderError.
    """
    try:
        found = sorted(path for path in folder.iterdir() if _is_submission(path))
    except OSError as error:
        raise FolderError(
            f"{folder} cannot be listed ({error.strerror}); name a folder with one submission each"
        ) from None
    if len(found) > 1 and all(_is_of_the_contract(path.name) for path in found):
        raise FolderError(f"{folder} looks like one submission; name the folder that it lies in, or use `check`")
    named = _named(folder, found)
    if not named:
        raise FolderError(f"{folder} holds no submissions: each is a folder, a .py file, a notebook or a .zip")
    known = known or Joiner()
    return [
        msgspec.structs.replace(entry, key=in_unicode(entry.key), student=_in_unicode(known.joined(entry)))
        for entry in named
    ]


def left_out(folder: Path) -> list[str]:
    """The names of files that are no submissions: neither .py, notebooks nor .zip. Hidden ones are left out here too.

    Raises OSError.
    """
    others = (path for path in folder.iterdir() if path.is_file() and not _is_submission(path))
    return sorted(in_unicode(path.name) for path in others if not _is_hidden(path) and path.name != GRADESCOPE_LIST)


def _in_unicode(student: Student) -> Student:
    return Student(**{field: in_unicode(text) for field, text in msgspec.structs.asdict(student).items()})


def _is_submission(path: Path) -> bool:
    if _is_hidden(path) or (path / GRADEBOOK).exists():  # what grading made is not to be graded
        return False
    return path.is_dir() or path.suffix.lower() in (PYTHON, NOTEBOOK, ".zip")


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "__"))


def _named(folder: Path, found: list[Path]) -> list[Entry]:
    """By the names of Gradescope, Canvas, Moodle or GitHub Classroom, whichever all of them follow."""
    listed = _gradescope(folder)
    if listed:
        return [Entry(key=path.name, path=path, student=listed.get(path.name, Student())) for path in found]
    for pattern, read in ((_CANVAS, _canvas), (_MOODLE, _moodle)):
        theirs = [path for path in found if pattern.fullmatch(path.name)]
        if 2 * len(theirs) > len(found):  # what else lies there is called as it is
            others = [path for path in found if path not in theirs]
            return [*read(theirs), *(Entry(key=path.name, path=path, student=Student()) for path in others)]
    prefix = _assignment([path.name for path in found])
    if prefix and all(path.is_dir() for path in found):
        return [
            Entry(key=path.name, path=path, student=Student(username=path.name.removeprefix(f"{prefix}-")))
            for path in found
        ]
    return [Entry(key=path.name, path=path, student=Student()) for path in found]


def _assignment(names: list[str]) -> str:
    """What all names have before a hyphen, as the clones of GitHub Classroom have their assignment; empty without."""
    before = [{name[:place] for place, letter in enumerate(name) if letter == "-"} for name in names]
    return max(set.intersection(*before), key=len, default="") if len(names) > 1 else ""


def _gradescope(folder: Path) -> Mapping[str, Student]:
    """The students of an export, by their folders; the list that comes with it is YAML with Ruby's symbols as keys."""
    try:
        listed = yaml.safe_load((folder / GRADESCOPE_LIST).read_text(encoding="utf-8"))
        return {key: _submitter(entry[":submitters"]) for key, entry in listed.items()}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError, KeyError, TypeError, IndexError):
        return {}


def _submitter(submitters: list[Mapping[str, object]]) -> Student:
    """The first of a group, the others' names added."""
    first = submitters[0]
    return Student(
        name=" & ".join(str(submitter.get(":name", "")) for submitter in submitters),
        id=str(first.get(":sid") or ""),
        email=str(first.get(":email") or ""),
    )


def _canvas(found: list[Path]) -> Iterator[Entry]:
    """A student's files of one attempt are one submission, whose parts may come one by one."""
    parts: dict[str, dict[str, Path]] = {}
    for path in found:
        told = _CANVAS.fullmatch(path.name)
        assert told is not None
        parts.setdefault(f"{told['name']}_{told['id']}", {})[_as_handed_in(told["file"])] = path
    for key, files in parts.items():
        name, path = next(iter(files.items()))
        is_whole = len(files) == 1 and not _is_of_the_contract(name)
        told = _CANVAS.fullmatch(path.name)
        assert told is not None
        yield Entry(
            key=key,
            path=path,
            parts={} if is_whole else files,
            student=Student(name=told["name"], canvas_id=told["id"]),
        )


def _is_of_the_contract(name: str) -> bool:
    """Whether that is `loss.py`, say."""
    file = PurePosixPath(name)
    return file.suffix == PYTHON and file.stem in extras.modules()


def _as_handed_in(name: str) -> str:
    """A file's name without the number that Canvas adds, where it is a file of the contract then."""
    again = _HANDED_IN_AGAIN.fullmatch(name)
    plain = f"{again['stem']}{again['suffix']}" if again else name
    return plain if _is_of_the_contract(plain) else name


def moodle_number(key: str) -> str:
    """The number that Moodle gave the participant for this assignment, by the name of what was downloaded; or none.

    It is nobody's number elsewhere, so it joins worksheets, and no roster.
    """
    told = _MOODLE.fullmatch(key)
    return told["id"] if told else ""


def _moodle(found: list[Path]) -> Iterator[Entry]:
    """A folder each; a text that was written online counts where nothing was handed in as a file."""
    told = {path: told for path in found if (told := _MOODLE.fullmatch(path.name))}
    with_files = {told["id"] for told in told.values() if told["kind"] == "file"}
    for path, one in told.items():
        if one["kind"] == "file" or one["id"] not in with_files:
            yield Entry(key=path.name, path=path, student=Student(name=one["name"]))
