"""Attacks on the line: verdicts, replies to other questions, and bytes that are no reply."""

from __future__ import annotations

from hostile.record import CRASHED, FAILED, LINE, NOT_ATTEMPTED, RAISED, TIMED_OUT, Attack, statuses

ATTACKS = [
    Attack(
        "forging.a_verdict_on_the_line",
        "Sends `passed` with the question's number: a judge that takes verdicts from the worker would believe it.",
        before=LINE,
        entropy="""
            import msgspec
            send(msgspec.msgpack.encode(["passed", request().number, True]))
            return 0.25
        """,
        statuses=statuses(CRASHED),
    ),
    Attack(
        "forging.a_report_on_stdout",
        "Prints the last line that a grader parses, as JSON, TAP and pytest's summary, on stdout and all descriptors.",
        entropy=r"""
            import os
            lines = b'\n{"score": 100, "status": "passed", "mark": "@MARK@"}\nok 1 - entropy\n3 passed in 0.01s\n'
            print(lines.decode(), flush=True)
            for descriptor in (0, 1, 2, 6, 7, 8, 9):
                try:
                    os.write(descriptor, lines)
                except OSError:
                    pass
            return 0.25
        """,
    ),
    Attack(
        "forging.a_report_on_every_descriptor",
        "Writes the same into every open descriptor, the line's among them: one of them may be the results' file.",
        entropy=r"""
            import os
            for descriptor in range(256):
                try:
                    os.write(descriptor, b'\n{"score": 100, "status": "passed"}\n')
                except OSError:
                    pass
            return 0.25
        """,
        statuses=statuses(CRASHED),
    ),
    Attack(
        "forging.an_answer_to_the_next_question",
        "Answers the next question in advance: without sequence numbers its own answer would count for the next.",
        before=LINE,
        entropy="""
            send(reply(request().number + 1, p))
            return 0.25
        """,
        statuses=statuses(CRASHED),
    ),
    Attack(
        "forging.two_answers",
        "Answers twice, so that every later answer is read for the question after its own.",
        before=LINE,
        entropy="""
            send(reply(request().number, p))
            return 0.25
        """,
        statuses=statuses(FAILED, CRASHED),
    ),
    Attack(
        "forging.answers_to_all_questions",
        "A thread answers a thousand questions before they are put, at import, when no deadline seems to run.",
        before=LINE
        + "\nimport threading\nthreading.Thread(target=lambda: [send(reply(n, [1.0])) for n in range(1000)])"
        ".start()\n",
        statuses=statuses(FAILED, CRASHED),
    ),
    Attack(
        "forging.a_late_answer",
        "Answers after the deadline, when the judge may be waiting for another question's answer.",
        before=LINE,
        entropy="""
            import threading, time
            number = request().number
            threading.Thread(target=lambda: [time.sleep(0.5), send(reply(number, p))], daemon=True).start()
            time.sleep(60)
        """,
        statuses=statuses(TIMED_OUT),
    ),
    Attack(
        "forging.steals_the_questions",
        "Reads the line of questions itself, to know what comes, and leaves the worker nothing to answer.",
        entropy="""
            import os
            os.set_blocking(3, False)
            try:
                os.read(3, 2**20)
            except BlockingIOError:
                pass
            os.close(3)
            return 0.25
        """,
        statuses=statuses(FAILED, CRASHED),
    ),
    Attack(
        "forging.another_encoder",
        "Replaces the worker's own encoder and table of probes, so that it answers as the attack likes.",
        before="""
            import sys
            protocol = sys.modules.get("crosscheck_worker.protocol")
            probes = sys.modules.get("crosscheck_worker.probes")
            if protocol and probes:
                encode = protocol.encode
                protocol.encode = lambda value: encode(["passed", value.number, True] if hasattr(value, "number") else value)
                probes.PROBES.update(dict.fromkeys(probes.PROBES, lambda *a, **k: "passed"))
        """,
        statuses=statuses(FAILED, CRASHED),
    ),
    Attack(
        "forging.absent_where_it_is_wrong",
        "Says that the wrong function is not there, to be excused: no points, and no failure either.",
        before="import sys\nabsent = getattr(sys.modules.get('crosscheck_worker.loading'), 'AbsentError', ValueError)",
        entropy="raise absent('loss.entropy')",
        statuses=statuses(NOT_ATTEMPTED),
    ),
    Attack(
        "forging.nothing_is_known_of_its_names",
        "Answers the question which names are there with a list of another length, to make the judge itself fail.",
        before="""
            import sys
            register = sys.modules.get("crosscheck_worker.probes.register")
            if register:
                register.PROBES["presence"] = lambda code, names: ["present"] * 3
        """,
    ),
    Attack(
        "forging.a_pickle",
        "Sends a pickle that runs a command when it is loaded: a judge that unpickles answers would run it.",
        before=LINE,
        entropy=r"""
            payload = b"cos\nsystem\n(S'touch /tmp/@MARK@'\ntR."
            send(payload)
            return payload
        """,
        statuses=statuses(CRASHED),
    ),
    *(
        Attack(
            f"forging.{name}",
            f"Sends {what}, to crash the judge's decoder: a defect of the judge's would cost no points.",
            before=LINE,
            entropy=f"{code}\nreturn 0.25",
            statuses=statuses(CRASHED, *more),
        )
        for name, what, code, more in [
            ("garbage", "random bytes", "send(os.urandom(1000))", ()),
            ("an_empty_frame", "a frame of no bytes", "send(b'')", ()),
            ("four_gigabytes", "a header that announces 4 GiB", "os.write(4, b'\\xff' * 4)", ()),
            ("deep_nesting", "a list in a list, 100,000 deep", "send(b'\\x91' * 100_000 + b'\\xc0')", ()),
            (
                "a_deep_value",
                "a reply whose value is nested 100,000 deep",
                "send(b'\\x93\\xa8answered' + bytes([request().number]) + b'\\x91' * 100_000 + b'\\xc0')",
                (),
            ),
            (
                "text_in_no_encoding",
                "an exception whose message is no UTF-8",
                "send(b'\\x96\\xa6raised' + bytes([request().number]) + b'\\xa1E\\x90\\xa2\\xff\\xfe\\x90')",
                (),
            ),
            (
                "an_endless_list",
                "a list that announces 4,294,967,295 numbers",
                "send(b'\\x93\\xa8answered' + bytes([request().number]) + b'\\x92\\xcb' + bytes(8) + b'\\xdd' + b'\\xff' * 4)",
                (),
            ),
            (
                "a_million_lists",
                "a million empty lists, which take sixty times as much memory as on the line",
                "send(b'\\x93\\xa8answered' + bytes([request().number]) + b'\\x92\\xcb' + bytes(8) + b'\\xdd'"
                " + struct.pack('>I', 1_000_000) + b'\\x90' * 1_000_000)",
                (FAILED,),
            ),
            (
                "a_huge_number",
                "an integer where a float is due, and true where a number is",
                "send(b'\\x93\\xa8answered' + bytes([request().number]) + b'\\x92\\xc3\\x90')",
                (),
            ),
            (
                "an_extension_type",
                "msgpack's extension type 127, as libraries use it for objects",
                "send(b'\\x93\\xa8answered' + bytes([request().number]) + b'\\xc7\\x04\\x7f' + b'evil')",
                (),
            ),
            (
                "half_a_frame",
                "a header and half of what it announces, and then closes the line",
                "os.write(4, struct.pack('<I', 100) + b'x' * 50)\nos.close(4)",
                (),
            ),
            (
                "dribbled_bytes",
                "a frame byte by byte, each in time, so that a deadline for each read never ends",
                "import time\nos.write(4, struct.pack('<I', 1000))\n"
                "for _ in range(1000): os.write(4, b'x'); time.sleep(0.02)",
                (TIMED_OUT,),
            ),
        ]
    ),
    Attack(
        "forging.another_kind_of_exception",
        "Forges the built-in classes of its exception, where a property asks for ValueError: no property here does.",
        before=LINE,
        entropy="""
            import msgspec
            kinds = ["ValueError", "IndexError", "OverflowError"] * 100_000
            send(msgspec.msgpack.encode(["raised", request().number, "x" * 10**5, kinds[:50_000], "y" * 10**5, []]))
            return 0.25
        """,
        statuses=statuses(RAISED, CRASHED),
    ),
]
