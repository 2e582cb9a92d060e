"""Finds the names of the contract under other names: `loss.softmax=mymodule:sm` on the command line, or in a file.

What is mapped is told to the worker as files of ours among the submission's, one for each file of the contract. A
submission's own `crosscheck.toml` maps names and does nothing else: which packages may be imported is not its to say.
"""

from __future__ import annotations

import keyword
import sys
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

import msgspec

from checks.extras.record import all_names
from checks.worker.installed import origins

MAP_FILE = "crosscheck.toml"
"""In the top folder of a submission, its table `map` says where the names of the contract are."""

MAX_MAP_BYTES = 64 * 2**10

Names = Mapping[str, str]
"""The names of the contract that are mapped, each to `module:name`."""

Modules = dict[str, tuple[str, bytes]]

_OWN = """_own = import_module({own!r})


def __getattr__(name):
    return getattr(_own, name)
"""


class MapError(Exception):
    """Names are mapped in a way that cannot be; the message is one sentence with the remedy."""


class _MapFile(msgspec.Struct, forbid_unknown_fields=True):
    map: dict[str, str] = {}


def names_of(entries: Iterable[str]) -> dict[str, str]:
    """The names that `loss.softmax=mymodule:sm` and others like it map. Raises MapError."""
    names: dict[str, str] = {}
    for entry in entries:
        name, equals, place = map(str.strip, entry.partition("="))
        if not equals:
            raise MapError(f"{entry!r} maps nothing; write it like loss.softmax=mymodule:softmax")
        if name in names:
            raise MapError(f"{name} is mapped twice; leave one of the two out")
        names[name] = place
    return checked(names)


def names_in(data: bytes) -> dict[str, str]:
    """The names that a submission's own file maps. Raises MapError."""
    if len(data) > MAX_MAP_BYTES:
        raise MapError(f"is larger than {MAX_MAP_BYTES // 2**10} KiB; it need only map names")
    try:
        return checked(msgspec.toml.decode(data, type=_MapFile).map)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MapError(f"cannot be read ({error}); it holds a table [map] with lines like {_EXAMPLE}") from None


def checked(names: dict[str, str]) -> dict[str, str]:
    """The same names. Raises MapError: one is not in the contract, or is mapped to no place."""
    known = [name for name in all_names() if name.count(".") == 1]
    for name, place in names.items():
        if name not in known:
            parent = name.rpartition(".")[0]
            near = get_close_matches(name, known, n=3)
            advice = f"the nearest: {', '.join(near)}" if near else ""
            advice = f"map {parent}, and let an adapter add the method" if parent in known else advice
            raise MapError(f"{name!r} is no name to map; {advice or 'the contract has names like loss.softmax'}")
        module, _, attribute = place.partition(":")
        parts = attribute.split(".")
        if not module or not all(part.isidentifier() and not keyword.iskeyword(part) for part in parts):
            raise MapError(f"{name} is mapped to {place!r}; write module:name, like mymodule:softmax")
    return names


def mapped(
    files: Modules, modules: dict[str, str], package: str, names: Names, packages: Sequence[str]
) -> tuple[Modules, dict[str, str]]:
    """The files and the modules of a submission with the names where they are mapped to.

    Args:
        files: the submission's modules, by their names.
        modules: the files of the contract that it has, and their modules.
        package: what it is, where it is a package.
        names: what is mapped.
        packages: the installed packages that it may import.

    Raises MapError: a module is neither in the submission nor to be imported.
    """
    files, modules = dict(files), dict(modules)
    for file in dict.fromkeys(name.partition(".")[0] for name in names):
        lines = [f'"""Where the names of {file}.py are."""', "from importlib import import_module", ""]
        for name, place in names.items():
            module, _, attribute = place.partition(":")
            if name.startswith(f"{file}."):
                found = _found(name, module, files, package, packages)
                lines.append(f"{name.partition('.')[2]} = import_module({found!r}).{attribute}")
        own = _OWN.format(own=modules[file]) if file in modules else ""
        modules[file] = f"map of {file}"
        files[modules[file]] = (f"map of {file}.py", "\n".join([*lines, own]).encode())
    return files, modules


def _found(name: str, module: str, files: Modules, package: str, packages: Sequence[str]) -> str:
    for candidate in (f"{package}.{module}", module) if package else (module,):
        if candidate in files:
            return candidate
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names or top in origins(tuple(packages)):
        return module
    raise MapError(
        f"{name} is mapped to {module}, which is not in the submission; if it is an installed package, allow it with "
        f"--allow-package {top}"
    )


_EXAMPLE = '"loss.softmax" = "mymodule:softmax"'
