"""Archives and folders made to harm whoever reads them are refused in one sentence, quickly and in little memory."""

from __future__ import annotations

import contextlib
import os
import stat
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checks.source_files import MAX_ARCHIVE_BYTES, MAX_BYTES, MAX_DEPTH, MAX_ENTRIES
from checks.submissions import UnreadableSubmissionError, read_submission

LOSS = "def entropy(p): return 0.5\n"
SECONDS = 5.0
"""What one refusal may take on a busy machine; the slowest, of 10,000 names, takes half a second."""
MEMORY_BYTES = 6 * MAX_BYTES
"""What reading may hold at once: a zip's directory, the bytes that are allowed, and a copy."""


def write(folder: Path, files: dict[str, bytes | str]) -> Path:
    """A folder with these files."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def pack(path: Path, members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED, mode: int = 0) -> Path:
    """A zip with these members, all of one file mode."""
    with zipfile.ZipFile(path / "hw.zip", "w", compression) as archive:
        for name, text in members.items():
            member = zipfile.ZipInfo(name)
            member.compress_type, member.external_attr = compression, mode << 16
            archive.writestr(member, text)
    return path / "hw.zip"


def altered(path: Path, old: bytes, new: bytes) -> Path:
    """The zip with some of its bytes replaced, wherever they occur."""
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    return path


def size_lie(path: Path) -> Path:
    """50 MB of one character, announced as 10 bytes."""
    return altered(pack(path, {"loss.py": "#" * 50_000_000}), struct.pack("<I", 50_000_000), struct.pack("<I", 10))


def encrypted(path: Path) -> Path:
    """A member whose flags say that it is encrypted, in both headers."""
    packed = pack(path, {"loss.py": LOSS}, zipfile.ZIP_STORED)
    data = bytearray(packed.read_bytes())
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(signature) + offset] |= 1
    packed.write_bytes(data)
    return packed


def twice(path: Path) -> Path:
    """Two members of one name: the first is shown by some tools, the second unpacked by others."""
    packed = pack(path, {"loss.py": LOSS, "lose.py": "import nothing"})
    return altered(packed, b"lose.py", b"loss.py")


def fifo(path: Path) -> Path:
    """A folder whose loss.py is a pipe, in which nobody writes."""
    write(path / "hw", {"ngram.py": ""})
    os.mkfifo(path / "hw" / "loss.py")
    return path / "hw"


def lone_fifo(path: Path) -> Path:
    """The same as the submission itself."""
    os.mkfifo(path / "loss.py")
    return path / "loss.py"


def zip_fifo(path: Path) -> Path:
    """The same where a zip is expected."""
    os.mkfifo(path / "hw.zip")
    return path / "hw.zip"


def device(path: Path) -> Path:
    """A submission that never ends."""
    (path / "loss.py").symlink_to("/dev/zero")
    return path / "loss.py"


def link(path: Path, target: str) -> Path:
    """A folder whose loss.py is a link."""
    write(path / "hw", {"ngram.py": ""})
    (path / "hw" / "loss.py").symlink_to(target)
    return path / "hw"


def sparse(path: Path) -> Path:
    """A gigabyte that takes no room on the disk."""
    with (write(path / "hw", {"ngram.py": ""}) / "loss.py").open("wb") as file:
        file.truncate(2**30)
    return path / "hw"


def sparse_zip(path: Path) -> Path:
    """The same as a zip."""
    with (path / "hw.zip").open("wb") as file:
        file.truncate(2**30)
    return path / "hw.zip"


def deep(path: Path) -> Path:
    """Folders in folders, deeper than a path can be written."""
    folder = os.open(write(path / "hw", {"loss.py": LOSS}), os.O_RDONLY)
    for _ in range(250):
        os.mkdir("a folder in a folder", dir_fd=folder)
        inner = os.open("a folder in a folder", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    return path / "hw"


def socket_file(path: Path) -> Path:
    """A device file, where the user may make one, and a socket where not."""
    write(path / "hw", {"ngram.py": ""})
    with contextlib.suppress(OSError):
        os.mknod(path / "hw" / "loss.py", stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero
        return path / "hw"
    os.mknod(path / "hw" / "loss.py", stat.S_IFSOCK | 0o666)
    return path / "hw"


CLIMBS = "which climbs out of its folder; zip it anew"
ORDINARY = "which is no ordinary file"
UNPRINTABLE = "a name that cannot be printed; rename it"
TOO_LARGE = "is too large: at most 500 Python files of 4 MiB together are read"

HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a bomb": (lambda path: pack(path, {"loss.py": b"\0" * 200_000_000}), TOO_LARGE),
    "a bomb of many": (lambda path: pack(path, {f"m{i}.py": "#" * 1_000_000 for i in range(50)}), TOO_LARGE),
    "a lie about sizes": (size_lie, "is not a readable zip"),
    "a nested zip": (
        lambda path: pack(path, {"hw.zip": b"PK\5\6" + b"\0" * 18}),
        "another zip, 'hw.zip', which",
    ),
    "an encrypted zip": (encrypted, "is encrypted; zip it without a password"),
    "a rare compression": (
        lambda path: pack(path, {"loss.py": LOSS}, zipfile.ZIP_LZMA),
        "is packed in an uncommon way; zip it anew with the usual settings",
    ),
    "a climbing name": (lambda path: pack(path, {"a/../../loss.py": LOSS}), f"'a/../../loss.py', {CLIMBS}"),
    "a climbing name of another kind": (lambda path: pack(path, {"loss.py": LOSS, "../x.txt": ""}), CLIMBS),
    "backslashes": (lambda path: pack(path, {"..\\loss.py": LOSS}), CLIMBS),
    "an absolute name": (lambda path: pack(path, {"/etc/cron.d/loss.py": LOSS}), CLIMBS),
    "a drive": (lambda path: pack(path, {"c:loss.py": LOSS}), CLIMBS),
    "a link in a zip": (lambda path: pack(path, {"loss.py": "/etc/passwd"}, mode=stat.S_IFLNK | 0o777), ORDINARY),
    "a device in a zip": (lambda path: pack(path, {"loss.py": ""}, mode=stat.S_IFCHR | 0o666), ORDINARY),
    "a line end in a name": (lambda path: pack(path, {"a\n✓ 100 points.py": ""}), UNPRINTABLE),
    "an escape sequence": (lambda path: pack(path, {"\x1b[2Jloss.py": ""}), UNPRINTABLE),
    "a right-to-left override": (lambda path: pack(path, {"\u202eyp.ssol.py": ""}), UNPRINTABLE),
    "a name cut by a zero": (
        lambda path: altered(pack(path, {"loss.py_x.py": LOSS}), b"loss.py_x", b"loss.py\0x"),
        UNPRINTABLE,
    ),
    "a name that is no UTF-8": (
        lambda path: altered(pack(path, {"löss.py": LOSS}), "ö".encode(), b"\xff\xff"),
        "is not a readable zip",
    ),
    "a name that begins with a zero": (
        lambda path: altered(pack(path, {"_loss.py": LOSS}), b"_loss.py", b"\0loss.py"),
        UNPRINTABLE,
    ),
    "no names at all": (lambda path: pack(path, {"": ""}), "holds no Python files"),
    "two of one name": (twice, "holds 'loss.py' twice; leave one of them out"),
    "two of one name but for case": (
        lambda path: pack(path, {"loss.py": LOSS, "LOSS.py": ""}),
        "holds 'loss.py' and 'LOSS.py', which are one module; rename one",
    ),
    "two of one name but for its letters' width": (
        lambda path: pack(path, {"loss.py": LOSS, "ｌoss.py": ""}),
        "which are one module; rename one",
    ),
    "a file and a folder of one name": (
        lambda path: pack(path, {"loss.py": LOSS, "loss/__init__.py": ""}),
        "holds 'loss.py' and 'loss/__init__.py', which are one module; rename one",
    ),
    "10,001 files": (
        lambda path: pack(path, {f"{i}.txt": "" for i in range(MAX_ENTRIES + 1)}, zipfile.ZIP_STORED),
        "holds more than 10000 files and folders; hand in your own files only",
    ),
    "a deep name": (lambda path: pack(path, {"a/" * 5000 + "loss.py": LOSS}), f"more than {MAX_DEPTH} folders deep"),
    "a huge zip": (sparse_zip, f"is larger than {MAX_ARCHIVE_BYTES // 2**20} MiB; zip your own files only"),
    "a zip that is a pipe": (zip_fifo, "is no ordinary file"),
    "a pipe in a folder": (fifo, f"'loss.py', {ORDINARY}"),
    "a file that is a pipe": (lone_fifo, "loss.py is no ordinary file"),
    "a file that is a device": (device, "loss.py is no ordinary file"),
    "a device or socket in a folder": (socket_file, f"'loss.py', {ORDINARY}"),
    "a link to a file elsewhere": (lambda path: link(path, "/etc/passwd"), "'loss.py', a link that leaves it"),
    "a link to a device": (lambda path: link(path, "/dev/zero"), "'loss.py', a link that leaves it"),
    "a link to itself": (lambda path: link(path, "loss.py"), "cannot be read (Too many levels of symbolic links)"),
    "a link to nothing": (lambda path: link(path, "nothing.txt"), "there is no "),
    "a gigabyte": (sparse, TOO_LARGE),
    "a deep folder": (deep, f"has folders more than {MAX_DEPTH} deep; hand in the innermost folder"),
    "10,001 files in a folder": (
        lambda path: write(path / "hw", {f"{i}.txt": "" for i in range(MAX_ENTRIES + 1)}),
        "holds more than 10000 files and folders",
    ),
    "a line end in a file name": (lambda path: write(path / "hw", {"a\nb.py": ""}), f"'a\\nb.py', {UNPRINTABLE}"),
    "a name in no encoding": (
        lambda path: write(path / "hw", {os.fsdecode(b"l\xf6ss.py"): ""}),
        f"'l\\udcf6ss.py', {UNPRINTABLE}",
    ),
}


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """What is done inside is done quickly, and never holds much memory."""
    tracemalloc.start()
    began = time.process_time()
    try:
        yield
        seconds, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert seconds < SECONDS
    assert peak < MEMORY_BYTES


@pytest.mark.parametrize(("build", "sentence"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_made_to_harm_is_refused(build: Callable[[Path], Path], sentence: str, tmp_path: Path) -> None:
    """One printable sentence that names the submission and what is wrong; bounded time and memory."""
    path = build(tmp_path)
    with bounded(), pytest.raises(UnreadableSubmissionError) as refusal:
        read_submission(path)
    message = str(refusal.value)
    assert sentence in message
    assert str(tmp_path) in message
    assert message.isprintable()
    assert len(message) < 600


def test_a_submission_whose_own_name_is_odd_is_shown_harmlessly(tmp_path: Path) -> None:
    """Escape sequences, line ends and bytes in no encoding reach neither a sentence nor a report."""
    odd = write(tmp_path / os.fsdecode(b"h\x1b[31m\nw\xff"), {"loss.py": LOSS})
    assert read_submission(odd).name == "h�[31m ⏎ w�"
    with pytest.raises(UnreadableSubmissionError) as refusal:
        read_submission(write(tmp_path / os.fsdecode(b"\x1b[31m\xff"), {}))
    assert str(refusal.value).isprintable()


def test_an_unreadable_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the file, not only the folder; where tests run as root, opening is made to fail."""
    folder = write(tmp_path / "hw", {"loss.py": LOSS})
    (folder / "loss.py").chmod(0)
    if os.access(folder / "loss.py", os.R_OK):

        def denied(file: Path, _flags: int) -> int:
            raise PermissionError(13, "Permission denied", str(file))

        monkeypatch.setattr("checks.source_files.os.open", denied)
    with pytest.raises(UnreadableSubmissionError, match=r"hw/loss.py cannot be read \(Permission denied\)"):
        read_submission(folder)


def test_what_is_hidden_or_no_python_is_not_opened(tmp_path: Path) -> None:
    """Pipes and links among other files, and everything in hidden folders, are passed over."""
    folder = write(tmp_path / "hw", {"loss.py": LOSS, ".venv/x\n.py": "", "__pycache__/loss.py": ""})
    os.mkfifo(folder / "notes.txt")
    (folder / "data").symlink_to("/")
    sources = read_submission(folder)
    assert (list(sources.files), list(sources.modules)) == (["loss"], ["loss"])


def test_a_link_within_the_submission_is_followed(tmp_path: Path) -> None:
    """A file under two names is no trick."""
    folder = write(tmp_path / "hw", {"helper.txt": LOSS})
    (folder / "loss.py").symlink_to("helper.txt")
    assert read_submission(folder).files["loss"][1] == LOSS.encode()
