"""Attacks by files: those that tools pick up by their names, and those that are changed or left behind."""

from __future__ import annotations

from hostile.record import CRASHED, FAILED, RAISED, TIMED_OUT, Attack, statuses

PRAISE = "import sys\nprint('@MARK@')\nopen('/tmp/@MARK@-' + __name__, 'w').close()\n"
LIE = "def __getattr__(name): return lambda *a, **k: 0.6931471805599453\n"
ANY = statuses(FAILED, RAISED, CRASHED, TIMED_OUT)

PLACES = """
PLACES = [
    "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/etc/cron.d", "/var/spool/cron", ".", "/", "@HOME@", "@ROOT@",
    "@SITE@", "@STDLIB@", "@ROOT@/checks/worker", "@ROOT@/checks/worker/__pycache__", "@CACHE@", "/proc/self", "/sys/fs/cgroup",
]
"""

WRITES = """
import os
for place in PLACES:
    for attempt in (
        lambda: open(f"{place}/@MARK@.pth", "w").write("import os"),
        lambda: os.mkdir(f"{place}/@MARK@-folder"),
        lambda: os.symlink("/etc/passwd", f"{place}/@MARK@-link"),
        lambda: os.link("@RESULT@", f"{place}/@MARK@-hard"),
        lambda: os.mkfifo(f"{place}/@MARK@-pipe"),
        lambda: os.mknod(f"{place}/@MARK@-node"),
        lambda: os.close(os.open(place, os.O_TMPFILE | os.O_RDWR)),
    ):
        try:
            attempt()
        except OSError:
            pass
return 0.25
"""

SPOILS = """
import os, shutil
for attempt in (
    lambda: open("@RESULT@", "w").write('{"score": 100}'),
    lambda: open("@RESULT@", "a").write('{"score": 100}'),
    lambda: os.truncate("@RESULT@", 0),
    lambda: os.chmod("@RESULT@", 0),
    lambda: os.chown("@RESULT@", 1, 1),
    lambda: os.utime("@RESULT@", (0, 0)),
    lambda: os.setxattr("@RESULT@", "user.@MARK@", b"x"),
    lambda: os.rename("@RESULT@", "@RESULT@.@MARK@"),
    lambda: os.unlink("@RESULT@"),
    lambda: os.symlink("/tmp/@MARK@", "@RESULT@"),
    lambda: os.chmod(os.path.dirname("@RESULT@"), 0o700),
    lambda: shutil.rmtree(os.path.dirname("@RESULT@"), ignore_errors=True),
    lambda: os.rename("@OTHER@", "@OTHER@.@MARK@"),
):
    try:
        attempt()
    except OSError:
        pass
return 0.25
"""

POISON = """
import os, sys
for name in list(sys.modules):
    file = getattr(sys.modules[name], "__file__", None) or ""
    for path in (file, getattr(sys.modules[name], "__cached__", None) or file):
        if "crosscheck_worker" in name or "numpy" in name:
            try:
                with open(path, "r+b") as module:
                    module.write(b"# @MARK@")
            except (OSError, ValueError):
                pass
return 0.25
"""

ATTACKS = [
    Attack(
        "files.settings_of_tools",
        "Brings conftest.py, pytest.ini, tox.ini, setup.cfg and pyproject.toml, which switch tests off where they lie.",
        files={
            "conftest.py": PRAISE + "def pytest_collection_modifyitems(items): items.clear()\n",
            "pytest.ini": "[pytest]\naddopts = --collect-only\n",
            "tox.ini": "[pytest]\naddopts = --collect-only\n",
            "setup.cfg": "[tool:pytest]\naddopts = --collect-only\n",
            "setup.py": PRAISE,
            "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--collect-only'\n",
        },
    ),
    Attack(
        "files.start_of_python",
        "Brings sitecustomize.py, usercustomize.py and a .pth file, which Python runs when it starts.",
        files={"sitecustomize.py": PRAISE, "usercustomize.py": PRAISE, "evil.pth": "import sitecustomize\n"},
    ),
    Attack(
        "files.names_of_the_standard_library",
        "Brings files named as modules that whoever tests it imports: they would be found first.",
        files={
            f"{name}.py": LIE for name in ("json", "random", "unittest", "fractions", "traceback", "struct", "typing")
        },
        statuses=ANY,
    ),
    Attack(
        "files.names_of_the_grader",
        "Brings numpy, msgspec, hypothesis, checks and the worker's own modules.",
        files={
            "numpy/__init__.py": LIE,
            "msgspec/__init__.py": LIE,
            "hypothesis/__init__.py": LIE,
            "checks/__init__.py": LIE,
            "checks/expect.py": LIE,
            "crosscheck_worker/__init__.py": LIE,
            "crosscheck_worker/protocol.py": LIE,
            "crosscheck_worker/probes/loss.py": LIE,
        },
        statuses=ANY,
    ),
    Attack(
        "files.a_test_of_the_same_name",
        "Brings tests with the instructor's names, which pass.",
        files={
            "test_loss.py": PRAISE + "def test_entropy(): pass\n",
            "tests/__init__.py": "",
            "tests/test_loss.py": "def test_entropy(): pass\n",
        },
    ),
    Attack(
        "files.compiled_code",
        "Brings compiled modules and an example database, which caches would take for their own.",
        files={
            "__pycache__/loss.cpython-311.pyc": "@MARK@",
            ".hypothesis/examples/0": "@MARK@",
            "results.json": '{"score": 100}',
        },
    ),
    Attack(
        "files.left_everywhere",
        "Leaves files, links, pipes and folders wherever it may, for the next student or the next start of Python.",
        before=PLACES,
        entropy=WRITES,
    ),
    Attack(
        "files.the_results",
        "Rewrites, locks, moves and removes the results and another student's files, which anybody may write.",
        entropy=SPOILS,
    ),
    Attack(
        "files.the_workers_own_code",
        "Writes into the modules of the worker and of NumPy, and their compiled forms: the next worker would run it.",
        entropy=POISON,
    ),
    Attack(
        "files.the_folder_that_it_works_in",
        "Changes the working directory and the root, so that relative names lead elsewhere.",
        entropy="""
            import os
            for attempt in (lambda: os.chroot("/tmp"), lambda: os.chdir("@ROOT@"), lambda: os.umask(0)):
                try: attempt()
                except OSError: pass
            try: open("@MARK@", "w")
            except OSError: pass
            return 0.25
        """,
    ),
    Attack(
        "files.a_full_disk",
        "Writes as much as it can, in one file and in thousands.",
        entropy="""
            import os
            for i in range(2000):
                try:
                    with open(f"/tmp/@MARK@-{i}", "wb") as file: file.write(b"x" * 10**6)
                except OSError: pass
            return 0.25
        """,
    ),
]
