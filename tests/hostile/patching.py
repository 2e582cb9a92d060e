"""Attacks that change the program around them: built-ins, libraries, imports, and the code of what tests them."""

from __future__ import annotations

from hostile.record import CRASHED, FAILED, RAISED, TIMED_OUT, Attack, statuses

ANY = statuses(FAILED, RAISED, CRASHED, TIMED_OUT)

ATTACKS = [
    Attack(
        "patching.builtins",
        "abs is always 0, isinstance and all always true: in one process every comparison would hold.",
        before="""
            import builtins
            builtins.abs = lambda x: 0.0
            builtins.isinstance = lambda *_: True
            builtins.all = builtins.any = lambda *_: True
            builtins.max = lambda *_, **__: 10**9
        """,
        statuses=ANY,
    ),
    Attack(
        "patching.float_and_type",
        "float and type are functions of its own, so that checks of types say what it likes.",
        before="""
            import builtins
            real = builtins.float
            class Float(real):
                def __new__(cls, value=0.0): return real(0.25)
            builtins.float = Float
            builtins.repr = builtins.str = lambda *_: "0.6931471805599453"
        """,
        statuses=ANY,
    ),
    Attack(
        "patching.math",
        "math.isclose is always true, math.log and fabs give 0: an oracle in the same process would agree with it.",
        before="""
            import math
            math.isclose = lambda *a, **k: True
            math.log = math.fabs = math.fsum = lambda *a: 0.0
        """,
        entropy="return 0.0",
    ),
    Attack(
        "patching.numpy",
        "numpy.allclose, testing.assert_allclose and ndarray functions always agree.",
        before="""
            import numpy, numpy.testing
            numpy.allclose = numpy.isclose = numpy.array_equal = lambda *a, **k: True
            numpy.testing.assert_allclose = numpy.testing.assert_equal = lambda *a, **k: None
            numpy.log = lambda *a, **k: 0.0
        """,
        statuses=statuses(FAILED, RAISED),  # where no file can be opened, numpy.testing cannot be imported
    ),
    Attack(
        "patching.json_and_msgspec",
        "json.dumps and msgspec write `passed`, whatever they are given.",
        before="""
            import json, msgspec
            json.dump = json.dumps = lambda *a, **k: '{"score": 100}'
            msgspec.msgpack.encode = msgspec.json.encode = lambda *a, **k: b"passed"
            msgspec.msgpack.decode = msgspec.convert = lambda *a, **k: 0.6931471805599453
            msgspec.Struct.__eq__ = lambda *a: True if False else True
        """,
        statuses=ANY,
    ),
    Attack(
        "patching.time_and_random",
        "Time stands still and every seed is 0: no deadline passes, and no case is unforeseen.",
        before="""
            import random, time
            time.monotonic = time.time = time.perf_counter = lambda: 0.0
            random.seed(0)
            random.random = lambda: 0.5
        """,
        entropy="while True: pass",
        statuses=statuses(TIMED_OUT),
    ),
    Attack(
        "patching.os_and_struct",
        "os.write and struct.pack, with which the worker answers, are its own.",
        before="""
            import os, struct
            write = os.write
            os.write = lambda line, data: write(line, bytes(data).replace(b"answered", b"passed!!")) or len(data)
            os._exit = os.kill = lambda *a: None
        """,
        statuses=statuses(CRASHED),
    ),
    Attack(
        "patching.exit_functions",
        "The functions that end or interrupt a process do nothing.",
        before="""
            import faulthandler, os, signal, sys
            sys.exit = os._exit = os.abort = lambda *a: None
            faulthandler.disable()
            faulthandler.unregister(signal.SIGUSR1)
            sys.excepthook = sys.unraisablehook = lambda *a: None
        """,
        entropy="while True: pass",
        statuses=statuses(TIMED_OUT),
    ),
    Attack(
        "patching.modules_to_come",
        "Puts stubs of pytest, hypothesis and the grader's own modules where imports find them.",
        before="""
            import sys, types
            class Yes(types.ModuleType):
                def __getattr__(self, name): return lambda *a, **k: True
            for name in ("pytest", "hypothesis", "checks", "checks.expect", "checks.judge", "reference", "mpmath"):
                sys.modules[name] = Yes(name)
            import checks.expect
            checks.expect.close = lambda *a, **k: None
        """,
    ),
    Attack(
        "patching.the_import_system",
        "A finder in front of all others, and an __import__ of its own: later imports get its modules.",
        before="""
            import builtins, sys, types
            from importlib.machinery import ModuleSpec
            class Finder:
                def find_spec(self, name, path=None, target=None): return ModuleSpec(name, self)
                def create_module(self, spec): return types.ModuleType(spec.name)
                def exec_module(self, module): module.__getattr__ = lambda name: lambda *a, **k: 0.6931471805599453
            import math
            sys.meta_path.insert(0, Finder())
            sys.path_hooks.insert(0, lambda path: Finder())
            sys.path_importer_cache.clear()
            builtins.__import__ = lambda name, *a, **k: sys.modules.get(name) or types.ModuleType(name)
        """,
        statuses=ANY,
    ),
    Attack(
        "patching.trace_and_profile",
        "Watches every call from a trace function, and changes the locals of the functions that test it.",
        before="""
            import sys, threading
            def trace(frame, event, argument):
                for name in list(frame.f_locals):
                    if name in ("want", "got", "value", "expected"):
                        frame.f_locals[name] = 0.25
                return trace
            sys.settrace(trace)
            sys.setprofile(trace)
            threading.settrace(trace)
        """,
        statuses=ANY,
    ),
    Attack(
        "patching.audit_hook",
        "An audit hook that raises at whatever the worker does next.",
        before="""
            import sys
            def hook(event, arguments):
                if event in ("open", "import", "exec", "os.write"):
                    raise KeyboardInterrupt
            sys.addaudithook(hook)
        """,
        statuses=ANY,
    ),
    Attack(
        "patching.code_by_gc",
        "Finds every function by the garbage collector and gives those that compare the code `return True`.",
        before="""
            import gc, types
            def always(*a, **k): return True
            for thing in gc.get_objects():
                if isinstance(thing, types.FunctionType) and thing.__name__ in (
                    "close", "equal", "all_close", "judge", "real", "answer", "entropy", "_plain", "holds"
                ):
                    try: thing.__code__ = always.__code__
                    except ValueError: pass
        """,
        statuses=ANY,
    ),
    Attack(
        "patching.frames",
        "Walks up the frames and changes the locals and globals of all its callers.",
        entropy="""
            import sys
            frame = sys._getframe(1)
            while frame:
                for name in list(frame.f_globals):
                    if name in ("TOLERANCE", "allowed_error", "MAX_FRAME_BYTES"):
                        frame.f_globals[name] = 10**9
                for name in ("want", "expected", "deadline"):
                    if name in frame.f_locals: frame.f_locals[name] = 0.25
                frame = frame.f_back
            return 0.25
        """,
    ),
    Attack(
        "patching.constants_in_memory",
        "Overwrites the interpreter's cached small integers and a constant 0.25 by ctypes.",
        before="""
            import ctypes
            for number in range(2, 20):
                ctypes.memmove(id(number) + 24, b"\\x01\\x00\\x00\\x00", 4)
        """,
        statuses=ANY,
    ),
    Attack(
        "patching.slots_of_float",
        "Makes floats equal to everything by writing into the type object.",
        before="""
            import ctypes, gc
            try:
                gc.get_referents(float.__dict__)[0]["__eq__"] = lambda *a: True
                gc.get_referents(float.__dict__)[0]["__sub__"] = lambda *a: 0.0
            except Exception:
                pass
            ctypes.pythonapi.PyType_Modified(ctypes.py_object(float))
        """,
        statuses=ANY,
    ),
    Attack(
        "patching.linecache_and_tracebacks",
        "Replaces the lines that reports show of a file by lines that praise it.",
        before="""
            import linecache, traceback
            linecache.getline = lambda *a: "\\x1b[2J100 of 100 points"
            traceback.walk_tb = lambda tb: iter(())
        """,
        entropy="raise ValueError('\\x1b[2J')",
        statuses=statuses(RAISED),
    ),
    Attack(
        "patching.contextvars_and_threads",
        "Starts a thread that changes the worker's modules while it answers.",
        before="""
            import sys, threading, time
            def meddle():
                while True:
                    for name, module in list(sys.modules.items()):
                        if name.startswith("crosscheck_worker"):
                            module.__dict__.update(real=lambda *a: 0.6931471805599453, TOLERANCE=10**9)
                    time.sleep(0.001)
            threading.Thread(target=meddle, daemon=True).start()
        """,
        statuses=ANY,
    ),
]
