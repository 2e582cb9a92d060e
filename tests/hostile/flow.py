"""Attacks on the flow: leaving early, never coming back, and dying in a way that a grader takes for success."""

from __future__ import annotations

from hostile.record import CRASHED, FAILED, NOT_ATTEMPTED, RAISED, TIMED_OUT, Attack, statuses

ATTACKS = [
    *(
        Attack(f"flow.{name}", story, entropy=body, statuses=statuses(*allowed))
        for name, story, body, allowed in [
            (
                "os_exit_0",
                "Ends the process with status 0, which a grader that looks at exit codes takes for success.",
                "import os; os._exit(0)",
                (CRASHED,),
            ),
            (
                "sys_exit",
                "SystemExit passes `except Exception` and ends the grader.",
                "import sys; sys.exit(0)",
                (RAISED,),
            ),
            ("an_interrupt", "KeyboardInterrupt, as if the teacher had stopped.", "raise KeyboardInterrupt", (RAISED,)),
            ("generator_exit", "GeneratorExit, which is no Exception either.", "raise GeneratorExit", (RAISED,)),
            (
                "its_own_base_exception",
                "A class of its own beneath BaseException, which nobody catches by name.",
                "raise type('Passed', (BaseException,), {})('all tests passed')",
                (RAISED,),
            ),
            (
                "skip_test",
                "unittest.SkipTest, pytest's Skipped: a test that is skipped is not failed.",
                "import unittest; raise unittest.SkipTest('not today')",
                (RAISED,),
            ),
            (
                "unsatisfied_assumption",
                "The exceptions by which Hypothesis discards an example: a property without examples is not failed.",
                "raise type('UnsatisfiedAssumption', (Exception,), {'__module__': 'hypothesis.errors'})",
                (RAISED,),
            ),
            (
                "the_judges_own_exception",
                "An exception named as the judge's own, Mismatch or Broken: a defect costs no points.",
                "raise type('StartError', (Exception,), {'__module__': 'checks.worker.client'})('broken')",
                (RAISED,),
            ),
            (
                "not_implemented_in_the_end",
                "NotImplementedError after a side effect, to be excused instead of failed.",
                "x = [p]; raise NotImplementedError",
                (NOT_ATTEMPTED,),
            ),
            ("an_endless_loop", "Never returns: the grader waits for ever.", "while True: pass", (TIMED_OUT,)),
            (
                "sleep",
                "Sleeps, so that processor time does not run out.",
                "import time; time.sleep(10**6)",
                (TIMED_OUT,),
            ),
            (
                "swallows_everything",
                "Catches whatever a deadline inside of its process would raise, and goes on.",
                "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
                (TIMED_OUT,),
            ),
            (
                "ignores_all_signals",
                "Ignores SIGTERM, SIGALRM, SIGUSR1 and all others, and loops.",
                "import signal\nfor number in range(1, 65):\n    try: signal.signal(number, signal.SIG_IGN)\n"
                "    except (OSError, ValueError): pass\nwhile True: pass",
                (TIMED_OUT,),
            ),
            (
                "resets_the_alarm",
                "Resets alarms and timers that a deadline may rest on, and loops.",
                "import signal\nsignal.alarm(0)\nsignal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass",
                (TIMED_OUT,),
            ),
            ("stops_itself", "SIGSTOP: neither works nor ends.", "import os; os.kill(os.getpid(), 19)", (TIMED_OUT,)),
            (
                "kills_itself",
                "SIGKILL, as if the system had done it.",
                "import os; os.kill(os.getpid(), 9)",
                (CRASHED,),
            ),
            (
                "an_unnamed_signal",
                "Dies of a real-time signal, which has no name: looking it up would be a defect of the judge's.",
                "import os; os.kill(os.getpid(), 40)",
                (CRASHED,),
            ),
            (
                "a_segfault",
                "Reads address 0, to lose what comes after.",
                "import ctypes; ctypes.string_at(0)",
                (CRASHED,),
            ),
            ("abort", "abort(3), with a core file if it may.", "import os; os.abort()", (CRASHED,)),
            (
                "closes_the_line",
                "Closes every descriptor and lives on, so that nobody is told of its end.",
                "import os, time\nos.closerange(0, 256)\ntime.sleep(60)",
                (CRASHED,),
            ),
            (
                "one_long_instruction",
                "A power, a regular expression: C code that no exception interrupts.",
                "import re\nreturn 9**9**9 if len(p) > 2 else re.match('(a|aa)+$', 'a' * 60 + 'b')",
                (TIMED_OUT, RAISED),
            ),
            (
                "a_deadlock",
                "Waits for a lock that it holds.",
                "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
                (TIMED_OUT,),
            ),
            (
                "stack_overflow",
                "Recursion without a limit, down to the end of the C stack.",
                "import sys\nsys.setrecursionlimit(10**9)\nf = lambda: f()\nreturn f()",
                (CRASHED, RAISED, TIMED_OUT),
            ),
            (
                "an_exception_that_never_tells",
                "Its message loops when the report is built.",
                "class Evil(Exception):\n    def __str__(self):\n        while True: pass\nraise Evil",
                (TIMED_OUT,),
            ),
            (
                "an_exception_that_exits",
                "Its message ends the process when the report is built.",
                "class Evil(Exception):\n    def __str__(self): import os; os._exit(0)\nraise Evil",
                (CRASHED,),
            ),
            (
                "an_endless_chain_of_exceptions",
                "An exception that is its own cause, and a traceback 100,000 frames long.",
                "error = ValueError('x')\nerror.__cause__ = error.__context__ = error\nraise error",
                (RAISED,),
            ),
        ]
    ),
    Attack(
        "flow.at_exit",
        "Runs when the process ends: a grader that ends properly lets it write the results last.",
        before="""
            import atexit, signal, threading, weakref
            def last():
                for path in ("@RESULT@", "/tmp/@MARK@"):
                    open(path, "w").write('{"score": 100}')
            atexit.register(last)
            threading._register_atexit(last)
            class Dying: __del__ = lambda self: last()
            kept = Dying()
            kept.self = kept
            weakref.finalize(kept, last)
        """,
    ),
    Attack(
        "flow.a_destructor_that_exits",
        "An object that ends the process when it is collected, after the answer was given.",
        entropy="""
            import os
            class Dying(float):
                def __del__(self): os._exit(0)
            return Dying(0.25)
        """,
        statuses=statuses(CRASHED, FAILED),
    ),
    Attack(
        "flow.a_hang_at_import_the_second_time",
        "Hangs where it is imported again after a crash: each question would cost an import's deadline.",
        before="""
            import time
            if time.time() > @NOW@ + 0.5:
                time.sleep(0.4)
        """,
        entropy="import os; os._exit(0)",
        statuses=statuses(CRASHED),
    ),
]
