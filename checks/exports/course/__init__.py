"""A course repository: what students start from, what grades it on GitHub Classroom, and a rubric."""

from __future__ import annotations

from pathlib import Path

from checks.exports import classroom
from checks.scaffold import OccupiedError, template_files

_HERE = Path(__file__).parent
_FROM_HERE = {
    "README.md": "README.md",
    "INSTRUCTORS.md": "INSTRUCTORS.md",
    "rubric.toml": "rubric.toml",
    ".gitignore": "gitignore",
}
HOMEWORK = "homework"
RUBRIC = "rubric.toml"


def write(folder: Path) -> list[Path]:
    """Writes the repository into a folder, which may hold other things, and returns its files.

    Raises OccupiedError: something of that name is there already, and then nothing is written; or it cannot be written.
    """
    files = {folder / name: data for name, data in _files().items()}
    folders = {parent for path in files for parent in path.parents if parent.is_relative_to(folder)}
    try:
        taken = [path for path in files if path.exists() or path.is_symlink()]
        taken += [path for path in sorted(folders) if path.exists() and not path.is_dir()]
        if taken:
            raise OccupiedError(f"{taken[0]} exists already, and nothing is overwritten; name a new folder")
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(data)
    except OSError as error:
        raise OccupiedError(f"{folder} cannot be written ({error.strerror}); name another folder") from None
    return list(files)


def _files() -> dict[str, bytes]:
    """Every file's bytes, by its path in the repository."""
    return {
        **{name: (_HERE / stored).read_bytes() for name, stored in _FROM_HERE.items()},
        ".github/workflows/classroom.yml": classroom.workflow(HOMEWORK, RUBRIC).encode(),
        **{f"{HOMEWORK}/{file.name}": file.read_bytes() for file in template_files()},
    }
