"""Makes the words of a reply harmless: whatever student code says of itself is cut, and shown on one line.

Called once, where the judge reads replies. Values are not touched: they are compared as they came, and written with
`repr`, which escapes them.
"""

from __future__ import annotations

from checks.plain_text import one_line, shown

from .protocol import Absent, Frame, Raised, Reply, Unfit

MAX_KINDS = 16
MAX_FRAMES = 8


def harmless(reply: Reply) -> Reply:
    """The reply, with names of one line and at most 200 characters, messages of 800, and source lines of 200."""
    match reply:
        case Raised():
            return Raised(
                reply.number,
                shown(reply.type_name),
                [shown(kind) for kind in reply.kinds[:MAX_KINDS]],
                one_line(reply.message),
                [_frame(frame) for frame in reply.frames[-MAX_FRAMES:]],
            )
        case Unfit():
            return Unfit(reply.number, one_line(reply.message))
        case Absent():
            return Absent(reply.number, shown(reply.name))
        case _:
            return reply


def _frame(frame: Frame) -> Frame:
    return Frame(shown(frame.file), frame.line, shown(frame.function), shown(frame.text))
