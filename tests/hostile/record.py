"""What an attack is: a wrong loss.py with something hostile in it, and what it would gain from a grader that trusts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent, indent

from checks.verdicts import Status

FAILED, RAISED, TIMED_OUT, CRASHED = Status.FAILED, Status.RAISED, Status.TIMED_OUT, Status.CRASHED
NOT_ATTEMPTED = Status.NOT_ATTEMPTED
ANYWHERE = frozenset({FAILED, RAISED, TIMED_OUT, CRASHED})

WRONG = """
@BEFORE@
import math

def entropy(p):
@ENTROPY@

def average_nll(probabilities):
    return 0.25

def kl_divergence(p, q):
    return -1.0

def perplexity(loss):
    return math.exp(loss)
"""
"""All but `perplexity` is wrong, so that any point that an attack gains is seen."""

LINE = '''
import os, struct, sys

def request():
    """The judge's question, found in the frames below: its number is what a forged reply needs."""
    frame = sys._getframe()
    while "request" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["request"]

def send(payload, line=4):
    """A frame of ours on the line where the worker's answers go."""
    os.write(line, struct.pack("<I", len(payload)) + payload)

def reply(number, p):
    """A forged answer: the worker's own encoder, and the number that this question has or the next will have."""
    import msgspec
    return msgspec.msgpack.encode(["answered", number, [0.25, [list(p)]]])
'''
"""What attacks on the line share."""


@dataclass(frozen=True)
class Attack:
    """One attack.

    `story` says what it does, and what it would gain in the judge's process or in one that is not sealed. `entropy` is
    the body of the function that attacks when it is called, `before` runs when the file is imported. In both, @NAMES@
    stand for places and numbers that the test knows (`Surroundings`). `files` come along. `statuses` are the verdicts
    that may come of the attacked function.
    """

    id: str
    story: str
    entropy: str = "return 0.25"
    before: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    statuses: frozenset[Status] = frozenset({FAILED})

    def sources(self, names: dict[str, str]) -> dict[str, str]:
        """The files of the submission by their paths; `names` are put in place of @NAMES@."""
        body = indent(dedent(self.entropy).strip("\n"), "    ")
        loss = WRONG.replace("@BEFORE@", dedent(self.before)).replace("@ENTROPY@", body)
        texts = {"loss.py": loss, **self.files}
        for name, value in names.items():
            texts = {path: text.replace(f"@{name}@", value) for path, text in texts.items()}
        return texts


def statuses(*allowed: Status) -> frozenset[Status]:
    """The verdicts that may come of an attack."""
    return frozenset(allowed)
