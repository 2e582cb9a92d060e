"""Attacks by text: on the terminal, the log, the page and the table where reports are read."""

from __future__ import annotations

from hostile.record import CRASHED, FAILED, RAISED, TIMED_OUT, Attack, statuses

ATTACKS = [
    Attack(f"text.{name}", story, entropy=body, statuses=statuses(*allowed))
    for name, story, body, allowed in [
        (
            "escape_sequences",
            "Clears the screen, moves the cursor up and writes another result; sets the window's title.",
            r"raise ValueError('\x1b[2J\x1b[1;1H\x1b[32m100 of 100 points\x1b]0;passed\x07\x9b2J')",
            (RAISED,),
        ),
        (
            "lines_of_ours",
            "Line ends of every kind, followed by lines as the report has them.",
            r"raise ValueError('x\n  all  3 · · ·  100 / 100\r\n100 of 100 points\u2028ok\x0b\x0c\x85PASSED')",
            (RAISED,),
        ),
        (
            "right_to_left",
            "Right-to-left overrides and invisible letters: a name that reads as another.",
            r"raise type('\u202edessap\u2066', (Exception,), {})('\u200b\u200d\ufeff')",
            (RAISED,),
        ),
        (
            "markup",
            "rich's markup and HTML with a script, for whoever prints or serves messages as they are.",
            "raise ValueError('[bold green]passed[/] [link=file:///etc/passwd]x[/link]<script>alert(1)</script>')",
            (RAISED,),
        ),
        (
            "a_formula",
            "A formula for the spreadsheet into which results are imported.",
            "raise type('=cmd|calc!A0', (Exception,), {})('=HYPERLINK(\"http://evil\")')",
            (RAISED,),
        ),
        ("a_long_message", "A message of 100 MB.", "raise ValueError('x' * 10**8)", (RAISED,)),
        (
            "a_long_name",
            "A type whose name has a million characters, with escape sequences.",
            "return type('\\x1b[31m' + 'x' * 10**6, (), {})()",
            (FAILED,),
        ),
        (
            "a_surrogate",
            "Half a character, which cannot be written in UTF-8, in message and name.",
            r"raise ValueError('\ud800 \udcff')",
            (RAISED,),
        ),
        (
            "a_function_with_an_odd_name",
            "Code whose file and function names hold escape sequences.",
            r"code = compile('1 / 0', 'submission/\x1b[2J\n.py', 'exec').replace(co_name='\x1b[31m', co_qualname='\x1b[2J')"
            "\nexec(code)",
            (RAISED,),
        ),
        (
            "a_hostile_line",
            "The line that raised, which reports quote, holds escape sequences as they are.",
            "raise ValueError  # \x1b[2J\x1b[31m [bold]100 of 100[/] <script>",
            (RAISED,),
        ),
        (
            "a_forged_traceback",
            "Writes a traceback of its own into the log where the judge looks for the line that hung.",
            r"""
import os
names = b'\x1b[2J' + b'x' * 10**5
lines = b'Current thread (most recent call first):\n  File "submission/' + names + b'", line 1 in ' + names + b'\n'
try: os.write(5, lines)
except OSError: pass
os._exit(0)""",
            (CRASHED,),
        ),
        (
            "a_flooded_log",
            "Fills the same file until the disk is full, and hangs.",
            "import os\ntry:\n    while True: os.write(5, b'\\x1b[2J' * 10**5)\nexcept OSError: pass\nwhile True: pass",
            (TIMED_OUT, CRASHED),
        ),
        (
            "a_long_line_number",
            "A line number of a thousand digits, in a traceback of its own.",
            "import os\nline = b'most recent call first\\n  File \"submission/loss.py\", line ' + b'9' * 1000 + b' in x'\n"
            "try: os.write(5, line)\nexcept OSError: pass\nos._exit(0)",
            (CRASHED,),
        ),
        (
            "a_message_that_is_no_text",
            "An exception whose message is of a class of its own, which answers everything with escape sequences.",
            r"""
class Text(str):
    def __getitem__(self, i): return Text('\x1b[2J' * 10**6)
    def encode(self, *a): return b'\xff\xfe'
class Evil(Exception):
    def __str__(self): return Text('x')
raise Evil""",
            (RAISED, CRASHED),
        ),
    ]
]
