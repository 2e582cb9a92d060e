"""Puts one question after another to student code and describes whatever comes of it."""

from __future__ import annotations

import linecache
import sys
import traceback
from collections.abc import Iterator, Sequence

import msgspec

from . import loading, protocol
from .numbers import UnfitError
from .probes import PROBES, own

MAX_MESSAGE_CHARACTERS = 500
MAX_FRAMES = 8
MAX_VALUE_BYTES = protocol.MAX_REPLY_BYTES - 64  # the rest of the frame
LOAD = "load"
"""The first question to a worker; its only argument is the submission's `Sources`. Asked again, another is loaded."""


def serve(questions: int, answers: int, layers: Sequence[str]) -> None:
    """Answers every request that arrives on the first pipe, on the second, until the line is closed.

    The judge is told of the layers that seal this process before any student code runs.
    """
    # Printing is allowed and ignored; a file, so that `.buffer`, `.encoding` and `.reconfigure` are there as always.
    sys.stdout = sys.stderr = open(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115  # for good
    code: loading.Code | None = None
    while True:
        try:
            request = protocol.decode_request(protocol.read_frame(questions))
        except protocol.ClosedError:
            return
        if request.probe == LOAD:
            if code is not None:
                code.unload()
            sources = msgspec.convert(request.arguments[0], loading.Sources)
            failure: Exception | None = None
            try:
                own.load(sources.probes)
            except Exception as error:  # no student's: the file asks for what is not to be had here
                failure = error
            code = loading.Code(sources)
            reply: protocol.Reply = protocol.Answered(request.number, msgspec.Raw(protocol.encode(list(layers))))
            if failure is not None:
                reply = _described(request.number, failure, code)
        else:
            assert code is not None
            reply = answer(code, request)
        protocol.write_frame(answers, protocol.encode(reply))


def answer(code: loading.Code, request: protocol.Request) -> protocol.Reply:
    """Runs the probe that the request names; whatever student code does, this returns a reply."""
    number = request.number
    try:
        value = protocol.encode(PROBES[request.probe](code, *request.arguments, **request.options))
        if len(value) > MAX_VALUE_BYTES:
            return protocol.Unfit(number, f"the answer takes {len(value)} bytes; at most {MAX_VALUE_BYTES} are read")
        return protocol.Answered(number, msgspec.Raw(value))
    except loading.AbsentError as absent:
        return protocol.Absent(number, str(absent))
    except UnfitError as unfit:
        return protocol.Unfit(number, str(unfit)[:MAX_MESSAGE_CHARACTERS])
    except BaseException as error:  # SystemExit and KeyboardInterrupt are no Exception
        return _described(number, error, code)


def _described(number: int, error: BaseException, code: loading.Code) -> protocol.Raised:
    kinds = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins" and kind is not object]
    return protocol.Raised(
        number,
        type_name=type(error).__name__[:MAX_MESSAGE_CHARACTERS],
        kinds=kinds,
        message=_message_of(error),
        frames=list(_student_frames(error, code))[-MAX_FRAMES:],
    )


def _message_of(error: BaseException) -> str:
    try:
        return str(error)[:MAX_MESSAGE_CHARACTERS].encode("utf-8", "backslashreplace").decode()
    except Exception:
        return "(its message cannot be shown)"


def _student_frames(error: BaseException, code: loading.Code) -> Iterator[protocol.Frame]:
    """The lines of the traceback that lie in the submission, a syntax error's own line last."""
    places = [
        (frame.f_code.co_filename, line, frame.f_code.co_qualname)
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    if isinstance(error, SyntaxError):
        places.append((str(error.filename), error.lineno or 0, "<module>"))
    for filename, line, function in places:
        shown = code.shown(filename)
        if shown is not None:
            text = linecache.getline(filename, line).strip()[:200]
            yield protocol.Frame(shown, line, function[:100], text)
