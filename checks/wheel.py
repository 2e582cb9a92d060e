"""A wheel of the very crosscheck that runs, made without its build tools: from a checkout or from what is installed."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from checks.resources import reference_folder, right_folder, template_folder

_PACKAGE = Path(__file__).parent
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_TAGS = b"Wheel-Version: 1.0\nGenerator: crosscheck\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


class NotInstalledError(Exception):
    """Nothing says what crosscheck needs; the message is one sentence with the remedy."""


def wheel() -> tuple[str, bytes]:
    """Its file name and its bytes, which are the same every time. Raises NotInstalledError."""
    try:
        installed = distribution("crosscheck")
    except PackageNotFoundError:
        raise NotInstalledError(
            "crosscheck runs without being installed; `pip install .` in its folder first"
        ) from None
    name = f"crosscheck-{installed.version}"
    about = f"{name}.dist-info"
    files = dict(_package())
    for part in ("METADATA", "entry_points.txt"):
        files[f"{about}/{part}"] = (installed.read_text(part) or "").encode()
    files[f"{about}/WHEEL"] = _TAGS
    files[f"{about}/RECORD"] = (
        b"".join(_line(path, data) for path, data in files.items()) + f"{about}/RECORD,,\n".encode()
    )
    return f"{name}-py3-none-any.whl", packed({path: (data, 0o644) for path, data in files.items()})


def packed(files: dict[str, tuple[bytes, int]]) -> bytes:
    """A zip of these files with these permissions, the same bytes every time."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, (content, mode) in files.items():
            entry = zipfile.ZipInfo(path, _LONG_AGO)
            entry.external_attr = (0o100000 | mode) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def _package() -> Iterator[tuple[str, bytes]]:
    """The package, and the folders that are data to it where a wheel has them."""
    yield from _files(_PACKAGE, "checks", without="data")
    for name, folder in [
        ("reference", reference_folder()),
        ("right", right_folder()),
        ("student_template", template_folder()),
    ]:
        yield from _files(folder, f"checks/data/{name}")


def _files(folder: Path, prefix: str, without: str = "__pycache__") -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and inside.parts[0] != without and "__pycache__" not in inside.parts:
            yield f"{prefix}/{inside.as_posix()}", path.read_bytes()


def _line(path: str, data: bytes) -> bytes:
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(data)}\n".encode()
