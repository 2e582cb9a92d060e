"""Imports a submission from its source texts, and says which names of the contract it holds.

Nothing is read from the disk: the sources came over the pipe. Files are imported as they would be from the
submission's folder, either flat (`import autograd`) or as a package (`from .autograd import Value`).
"""

from __future__ import annotations

import dis
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import linecache
import sys
from collections.abc import Callable, Sequence
from types import CodeType, ModuleType

import msgspec

from .definitions import Definition, definitions

ROOT = "submission"
"""The folder that tracebacks show: there is none on the disk."""

CONSTRUCTORS = ("__init__", "__new__", "__post_init__")


class AbsentError(Exception):
    """The submission has no such name."""


class Sources(msgspec.Struct, frozen=True):
    """A submission as it travels to the worker.

    `files` maps module names (`autograd`, or `homework.autograd` in a package) to their relative path and text;
    `modules` maps each file of the contract to the module that holds its names. `root` is the folder that tracebacks
    and debuggers see. `probes` are the texts of an instructor's own questions.
    """

    name: str
    files: dict[str, tuple[str, bytes]]
    modules: dict[str, str]
    root: str = ROOT
    probes: dict[str, bytes] = {}


class SourceFinder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds and loads the submission's modules, before anything of the same name on `sys.path`."""

    def __init__(self, files: dict[str, tuple[str, bytes]], root: str) -> None:
        self.root = root
        self.files = dict(files)
        for name in files:
            parent = name.rpartition(".")[0]
            while parent:  # folders without __init__.py are packages too
                self.files.setdefault(parent, (parent.replace(".", "/") + "/__init__.py", b""))
                parent = parent.rpartition(".")[0]

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002  # the signature is the import system's
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        """The spec of one of the submission's modules, None for any other."""
        if fullname not in self.files:
            return None
        origin = f"{self.root}/{self.files[fullname][0]}"
        spec = importlib.util.spec_from_loader(fullname, self, origin=origin, is_package=self.is_package(fullname))
        if spec is not None:
            spec.has_location = True
        return spec

    def is_package(self, fullname: str) -> bool:
        """True for a folder's `__init__.py`."""
        return self.files[fullname][0].endswith("__init__.py")

    def get_source(self, fullname: str) -> str:
        """The module's text. Raises SyntaxError or UnicodeDecodeError where it cannot be decoded."""
        return importlib.util.decode_source(self.files[fullname][1])

    def get_code(self, fullname: str) -> CodeType:
        """The module compiled, its lines made known to tracebacks."""
        relative_path, data = self.files[fullname]
        filename = f"{self.root}/{relative_path}"
        lines = data.decode("utf-8", "replace").splitlines(keepends=True)
        linecache.cache[filename] = (len(data), None, lines, filename)
        return compile(data, filename, "exec", dont_inherit=True)


class CodeModule:
    """One file of the contract, as the submission wrote it; an absent name raises AbsentError."""

    def __init__(self, name: str, module: ModuleType | None) -> None:
        self._name = name
        self._module = module

    def __getattr__(self, attribute: str) -> Callable[..., object]:
        found: Callable[..., object] | None = getattr(self._module, attribute, None)
        if found is None:
            raise AbsentError(f"{self._name}.{attribute}")
        return found


class Code:
    """A loaded submission: `code.loss.softmax` is the student's own function."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._finder = SourceFinder(sources.files, sources.root)
        sys.meta_path.insert(0, self._finder)
        # What is hidden from student code (see child.py) is found where it is theirs: a helper file named checks.py.
        self._hidden = [name for name in self._finder.files if sys.modules.get(name, self) is None]
        for name in self._hidden:
            del sys.modules[name]
        self._modules: dict[str, ModuleType] = {}
        for name in ("autograd", "ngram", "loss", "nn", "lm", "vectorized", *sources.modules):
            setattr(self, name, CodeModule(name, None))

    autograd: CodeModule
    ngram: CodeModule
    loss: CodeModule
    nn: CodeModule
    lm: CodeModule
    vectorized: CodeModule

    def unload(self) -> None:
        """Forgets the submission, so that another can be loaded: what it did to other modules stays done."""
        if self._finder not in sys.meta_path:
            return
        sys.meta_path.remove(self._finder)
        for name in self._finder.files:
            sys.modules.pop(name, None)
        sys.modules.update(dict.fromkeys(self._hidden))  # type: ignore[arg-type]  # as in spoil_module

    def shown(self, filename: str) -> str | None:
        """The name under which tracebacks show a file of the submission; None for any other file."""
        prefix = f"{self.sources.root}/"
        return filename.removeprefix(prefix) if filename.startswith(prefix) else None

    def import_module(self, name: str) -> None:
        """Imports one file of the contract. Raises whatever the student's code raises."""
        module = importlib.import_module(self.sources.modules[name])
        self._modules[name] = module
        setattr(self, name, CodeModule(name, module))

    def spoil_module(self, name: str) -> None:
        """Makes every import of that file fail at once: an earlier worker hung or died in it."""
        sys.modules[self.sources.modules[name]] = None  # type: ignore[assignment]  # documented: ModuleNotFoundError

    def presence(self, dotted: str) -> str:
        """Whether a name such as `autograd.Value.exp` is `present`, `absent` or a `stub`."""
        module, *path = dotted.split(".")
        found: object = self._modules.get(module)
        for attribute in path:
            if is_made_in_constructor(found, attribute):
                return "present"
            try:
                found = getattr(found, attribute, None)
            except Exception:  # whoever asks for it will be told
                return "present"
        if found is None:
            return "absent"
        function = found.__dict__.get("__init__") if isinstance(found, type) else found
        return "stub" if is_stub(function) else "present"

    def names_beside(self, dotted: str) -> list[str]:
        """The names in the module or class in which this one is missing; none where that is missing itself."""
        module, *path, _ = dotted.split(".")
        owner: object = self._modules.get(module)
        for attribute in path:
            owner = getattr(owner, attribute, None)
        return sorted(str(name) for name in getattr(owner, "__dict__", {}) if not name.startswith("__"))

    def definitions_of(self, dotted: str) -> list[Definition]:
        """Where the file of the contract that this name belongs to defines it, as its source has it."""
        module, _, name = dotted.partition(".")
        _, source = self.sources.files.get(self.sources.modules[module], ("", b""))
        return definitions(source, name)


def is_made_in_constructor(kind: object, attribute: str) -> bool:
    """True for a class whose instances alone have the attribute: made where they are, or by `__getattr__`.

    `self.forward = ...` in any method counts, and in a constructor the name as a string or an argument's:
    `setattr(self, "forward", ...)`, `super().__init__(forward=...)`.
    """
    if not isinstance(kind, type) or hasattr(kind, attribute):
        return False
    methods = [
        (name, code)
        for base in kind.__mro__
        for name, method in base.__dict__.items()
        if isinstance(code := getattr(method, "__code__", None), CodeType)
    ]
    is_assigned = any(
        instruction.opname == "STORE_ATTR" and instruction.argval == attribute
        for _, code in methods
        for instruction in dis.get_instructions(code)
    )
    is_named = any(
        attribute == constant or (isinstance(constant, tuple) and attribute in constant)
        for name, code in methods
        if name in CONSTRUCTORS
        for constant in code.co_consts
    )
    return is_assigned or is_named or hasattr(kind, "__getattr__")


def is_stub(function: object) -> bool:
    """True for a function that does nothing but raise NotImplementedError, whatever it is given."""
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType) or code.co_names != ("NotImplementedError",):
        return False
    operations = {instruction.opname for instruction in dis.get_instructions(code)}
    can_do_else = any(word in name for name in operations for word in ("JUMP", "RETURN", "YIELD", "STORE"))
    return "RAISE_VARARGS" in operations and not can_do_else
