"""Attacks on the machine: processes, threads, memory, signals to others, and what the kernel keeps.

None of them may run in a worker that is not sealed: the tests look at the seal first.
"""

from __future__ import annotations

from hostile.record import CRASHED, FAILED, RAISED, TIMED_OUT, Attack, statuses

GREEDY = statuses(FAILED, RAISED, CRASHED, TIMED_OUT)

SLEEPER = "import time; time.sleep(30)  # @MARK@"


def tries(*attempts: str, setup: str = "import ctypes, os, signal\nlibc = ctypes.CDLL(None, use_errno=True)") -> str:
    """The body that tries each of these and goes on, whatever comes of it."""
    lines = [setup]
    lines += [f"try:\n    {attempt}\nexcept Exception:\n    pass" for attempt in attempts]
    return "\n".join([*lines, "return 0.25"])


OTHERS = "for pid in (@JUDGE@, os.getppid(), 1): "

ATTACKS = [
    Attack(f"resources.{name}", story, entropy=body, statuses=allowed)
    for name, story, body, allowed in [
        (
            "a_fork_bomb",
            "Forks without end: the machine stands still, and no kill finds them all.",
            "import os\nfor _ in range(10**4):\n    try: os.fork()\n    except OSError: pass\nreturn 0.25",
            GREEDY,
        ),
        (
            "a_daemon",
            "A grandchild in a session of its own, which outlives the limit and rewrites the results later.",
            tries(
                "pid = os.fork()\n    if pid == 0:\n        os.setsid()\n        if os.fork() == 0: __import__('time').sleep(30)"
                "\n        os._exit(0)"
            ),
            GREEDY,
        ),
        (
            "a_program",
            "Starts programs by every way that Python knows.",
            tries(
                f"__import__('subprocess').Popen(['/usr/bin/python3', '-c', {SLEEPER!r}], start_new_session=True)",
                f"os.posix_spawn('/usr/bin/python3', ['python3', '-c', {SLEEPER!r}], {{}})",
                "os.system('sleep 30 # @MARK@ &')",
                "__import__('multiprocessing').Process(target=print).start()",
                "libc.system(b'sleep 30 &')",
                "libc.vfork() == 0 and libc._exit(0)",
                "libc.syscall(56, 17, 0, 0, 0, 0) == 0 and os._exit(0)  # clone",
                "libc.syscall(435, (ctypes.c_uint64 * 11)(0, 0, 0, 0, 17), 88) == 0 and os._exit(0)  # clone3",
            ),
            GREEDY,
        ),
        (
            "another_program_in_its_place",
            "Becomes another program, which no limit of Python's holds.",
            tries(
                "os.execv('/bin/sleep', ['sleep', '30', '@MARK@'])", "libc.execl(b'/bin/sleep', b'sleep', b'30', None)"
            ),
            GREEDY,
        ),
        (
            "a_thread_bomb",
            "Starts as many threads as it can, with small stacks.",
            "import threading, time\nthreading.stack_size(32768)\n"
            "for _ in range(3000):\n"
            "    try: threading.Thread(target=time.sleep, args=(30,), daemon=True).start()\n"
            "    except RuntimeError: break\n"
            "return 0.25",
            GREEDY,
        ),
        (
            "spinning_threads",
            "Threads that never rest, so that the machine serves nobody else.",
            "import threading\ndef spin():\n    while True: pass\n"
            "for _ in range(8): threading.Thread(target=spin, daemon=True).start()\nreturn 0.25",
            GREEDY,
        ),
        ("a_huge_list", "Takes 800 GB at once.", "x = [0] * 10**11\nreturn 0.25", statuses(RAISED)),
        (
            "growing_memory",
            "Takes memory bit by bit, and goes on when it is refused.",
            "x = []\nwhile True:\n    try: x.append(bytearray(10**7))\n    except MemoryError: pass",
            statuses(TIMED_OUT, CRASHED, RAISED),
        ),
        (
            "mapped_memory",
            "Maps a terabyte, anonymous files in memory, and locks what it has.",
            tries(
                "__import__('mmap').mmap(-1, 2**40)",
                "fd = os.memfd_create('@MARK@'); os.truncate(fd, 2**40); [os.write(fd, b'x' * 10**6) for _ in range(2000)]",
                "libc.mlockall(3)",
            ),
            GREEDY,
        ),
        (
            "shared_memory",
            "Leaves shared memory of both kinds, semaphores and message queues, which outlive their process.",
            tries(
                "__import__('multiprocessing.shared_memory').shared_memory.SharedMemory('@MARK@', True, 10**6)",
                "libc.shmget(0x6372, 10**6, 0o1666)",
                "libc.semget(0x6372, 1, 0o1666)",
                "libc.msgget(0x6372, 0o1666)",
                "libc.shm_open(b'/@MARK@', 66, 0o666)",
                "libc.sem_open(b'/@MARK@', 64, 0o666, 1)",
                "libc.mq_open(b'/@MARK@', 66, 0o666, None)",
            ),
            GREEDY,
        ),
        (
            "descriptors",
            "Opens files and pipes until there are no more, and fills the pipes.",
            tries(
                "kept = [os.pipe() for _ in range(10**5)]",
                "for _ in range(1000): os.eventfd(0)",
                setup="import os\nkept = []",
            ),
            GREEDY,
        ),
        (
            "a_flood_of_text",
            "Prints without end, to fill disks and logs.",
            "import os, sys\nfor _ in range(200): print('x' * 10**6)\n"
            "for _ in range(200): os.write(1, b'x' * 10**6)\nsys.stdout.flush()\nreturn 0.25",
            GREEDY,
        ),
        (
            "signals_to_others",
            "Stops and kills the judge, the warm parent, its group, and everything.",
            tries(
                OTHERS + "os.kill(pid, signal.SIGSTOP)",
                OTHERS + "os.kill(pid, signal.SIGKILL)",
                "os.killpg(os.getpgid(@JUDGE@), signal.SIGKILL)",
                "os.killpg(0, signal.SIGTERM) if os.getpgid(0) != os.getpid() else None",
                OTHERS + "libc.syscall(200, pid, 9)",
                OTHERS + "libc.syscall(234, pid, pid, 9)",
                OTHERS + "libc.syscall(129, pid, 9, ctypes.create_string_buffer(128))",
                OTHERS + "signal.pidfd_send_signal(os.pidfd_open(pid), 9)",
                "os.kill(-1, signal.SIGKILL)",
            ),
            GREEDY,
        ),
        (
            "signals_by_a_pipe",
            "Makes the judge the owner of a pipe, and has the kernel send it SIGKILL when the pipe is ready.",
            tries(
                "fcntl.fcntl(3, fcntl.F_SETOWN, @JUDGE@)",
                "fcntl.fcntl(3, 10, 9); fcntl.fcntl(3, fcntl.F_SETFL, os.O_ASYNC)",
                "fcntl.fcntl(3, 15, __import__('struct').pack('ii', 1, @JUDGE@))",
                "r, w = os.pipe(); fcntl.ioctl(r, 0x8901, __import__('struct').pack('i', @JUDGE@)); os.write(w, b'x')",
                "r, w = os.pipe(); fcntl.fcntl(r, 8, @JUDGE@); fcntl.fcntl(r, 10, 9); fcntl.fcntl(r, 4, 0x2000); os.write(w, b'x')",
                setup="import fcntl, os",
            ),
            GREEDY,
        ),
        (
            "signals_by_a_timer",
            "A timer whose signal goes to a thread of another process.",
            tries(
                "event = (ctypes.c_int * 16)(0, 0, 9, 4, @JUDGE@)\n    timer = ctypes.c_int()\n"
                "    libc.syscall(222, 0, event, ctypes.byref(timer))"
            ),
            GREEDY,
        ),
        (
            "the_judges_limits",
            "Lowers limits, priority and processors of the judge, so that it starves.",
            tries(
                "import resource; resource.prlimit(@JUDGE@, resource.RLIMIT_NOFILE, (0, 0))",
                "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
                "os.setpriority(os.PRIO_PROCESS, @JUDGE@, 19)",
                "os.sched_setaffinity(@JUDGE@, {0})",
                "os.sched_setscheduler(@JUDGE@, os.SCHED_IDLE, os.sched_param(0))",
                "libc.syscall(251, 1, @JUDGE@, 3 << 13)  # ioprio_set",
                "open('/proc/@JUDGE@/oom_score_adj', 'w').write('1000')",
                "open('/proc/@JUDGE@/coredump_filter', 'w').write('0')",
            ),
            GREEDY,
        ),
        (
            "other_namespaces",
            "Makes itself root in a namespace of its own, mounts, and joins those of init.",
            tries(
                "libc.unshare(0x10000000)",
                "libc.unshare(0x7E020000)",
                "libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)",
                "libc.setns(os.open('/proc/1/ns/mnt', 0), 0)",
                "libc.pivot_root(b'/', b'/')",
                "libc.syscall(428, -100, b'/', 1)",
                "libc.syscall(304, -100, ctypes.create_string_buffer(64), 0)",
            ),
            GREEDY,
        ),
        (
            "calls_with_a_history",
            "The system calls by which kernels were broken before: bpf, perf, userfaultfd, keyrings, rings, modules.",
            tries(
                *(
                    f"libc.syscall({number}, 0, 0, 0, 0, 0) >= 0 and os.abort()"
                    for number in (321, 298, 323, 248, 249, 250, 425, 175, 313, 246, 169, 167, 103, 312, 310)
                ),
                "libc.personality(0x0040000) == -1 or os.abort()",
            ),
            statuses(FAILED, RAISED),
        ),
        (
            "rights_given_back",
            "Becomes root again, takes back capabilities, and turns off what confines it.",
            tries(
                "os.setuid(0) if os.getuid() else None",
                "os.setresuid(0, 0, 0) if os.getuid() else None",
                "libc.capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(*[2**32 - 1] * 6))",
                "libc.prctl(1, 0, 0, 0, 0)",
                "libc.prctl(38, 0, 0, 0, 0)",
                "libc.prctl(4, 1, 0, 0, 0)",
                "open('/proc/self/attr/current', 'w').write('unconfined')",
                "open('@RESULT@', 'w').write('{}')",
            ),
            GREEDY,
        ),
    ]
]
