"""`crosscheck check --watch`: stays, and checks what each saved file affects, until q or Ctrl-C.

The main thread judges and draws. Two others say which files are saved and which keys are pressed; what they say waits
in a queue until the property at hand is judged.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from collections.abc import Generator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue

from rich.live import Live

from checks.cases import case_set
from checks.commands.console import UsageError, out, progress
from checks.exit_codes import ExitCode
from checks.registry import Property
from checks.reports import watched as picture
from checks.submissions import UnreadableSubmissionError, read_submission
from checks.watching.rounds import Rounds

SAVED, RESIZED, QUIT = "saved", "resized", "q"
DRAW_EVERY_S = 0.15


def prove_watchable(left_out: Sequence[str]) -> None:
    """Raises UsageError where nobody could see what is shown, or where `left_out` names options that do not fit."""
    if not (out.is_terminal and sys.stdin.isatty()):
        raise UsageError("--watch needs a terminal to draw on and keys to read; leave it out to check once")
    if left_out:
        raise UsageError(f"--watch and {left_out[0]} do not go together; leave one of them out")


class Screen:
    """Where the picture is drawn: over the last one, or where nothing may move, line by line when a round is over."""

    def __init__(self, properties: Sequence[Property], live: Live | None, *, with_hints: bool) -> None:
        self.with_hints = with_hints
        self._properties = {prop.id: prop for prop in properties}
        self._live = live
        self._drawn_at = 0.0
        self._told: list[str] = []

    def draw(self, rounds: Rounds, spent: str, *, at_once: bool) -> None:
        """Shows what is known, unless that was done just now."""
        if not at_once and time.monotonic() - self._drawn_at < DRAW_EVERY_S:
            return
        known = rounds.known()
        self._drawn_at = time.monotonic()
        if self._live is not None:
            self._live.update(picture.Screen(known, self._properties, self.with_hints, spent), refresh=True)
        elif known.is_settled or known.problem:
            lines = [line.plain for line in picture.summary(known, self._properties)]
            if lines != self._told:
                out.print("\n".join(lines), markup=False, soft_wrap=True)
                for block in picture.failures(known, self._properties, with_hints=self.with_hints):
                    out.print(block)
            self._told = lines

    def say_again(self) -> None:
        """Has the next picture shown even if it is like the last."""
        self._told = []


class Watching:
    """What one command watches, judges and shows."""

    def __init__(self, path: Path, rounds: Rounds, screen: Screen) -> None:
        self.is_over = False
        self._path = path
        self._rounds = rounds
        self._screen = screen
        self._events: SimpleQueue[str] = SimpleQueue()
        self._work: Generator[str] | None = None
        self._began = time.monotonic()
        self._spent = ""

    def tell(self, event: str) -> None:
        """Takes note of a key, or that something was saved or resized; called from any thread."""
        self.is_over = self.is_over or event == QUIT
        self._events.put(event)

    def run(self) -> None:
        """Judges and draws until q is told."""
        self._take_in()
        while not self.is_over:
            try:
                event = self._events.get(block=self._work is None)
            except Empty:
                self._go_on()
                continue
            if event == SAVED:
                self._take_in()
            elif event in KEYS:
                KEYS[event](self)
                self._draw(at_once=True)
            elif event == RESIZED:
                self._draw(at_once=True)

    def run_everything_again(self) -> None:
        """Has every property judged anew."""
        self._rounds.all_again()
        self._begin_round()

    def turn_hints(self) -> None:
        """Shows hints, or hides them."""
        self._screen.with_hints = not self._screen.with_hints
        self._screen.say_again()

    def _take_in(self) -> None:
        """Reads what was saved, and begins a round where that changes anything."""
        try:
            is_new = self._rounds.saved(read_submission(self._path))
        except UnreadableSubmissionError as error:
            is_new = self._rounds.problem != str(error)
            self._rounds.lost(str(error))
        if is_new:
            self._begin_round()
            self._draw(at_once=True)

    def _begin_round(self) -> None:
        if self._work is not None:
            self._work.close()
        self._began, self._spent = time.monotonic(), ""
        self._work = self._rounds.work()

    def _go_on(self) -> None:
        """One verdict more. What is about the change is shown as soon as it is known."""
        assert self._work is not None
        if next(self._work, None) is None:
            self._work = None
        is_due = not self._spent and self._rounds.is_change_judged
        if is_due:
            self._spent = f"{time.monotonic() - self._began:.2f} s"
        self._draw(at_once=is_due or self._work is None)

    def _draw(self, *, at_once: bool) -> None:
        self._screen.draw(self._rounds, self._spent, at_once=at_once)


KEYS = {"h": Watching.turn_hints, "r": Watching.run_everything_again}


def watch(path: Path, properties: Sequence[Property], seed: int, profile: str, *, with_hints: bool) -> int:
    """Watches a submission and checks it by these properties, until q (exit code 0) or Ctrl-C (130)."""
    from checks.watching.files import watching  # which imports what no other command needs
    from checks.watching.keys import reading

    with progress("reading cases", len(properties)) as show:
        show("reading cases", 0, len(properties))
        cases = case_set(properties, seed, profile)
    rounds = Rounds(properties, cases, seed=seed, profile=profile)
    code = ExitCode.ALL_WELL
    with contextlib.ExitStack() as stack:
        live = None
        if out.can_move:
            live = stack.enter_context(Live(console=out, screen=True, auto_refresh=False))
        else:
            out.print(picture.KEYS)
        watched = Watching(path, rounds, Screen(properties, live, with_hints=with_hints))
        signal.signal(signal.SIGWINCH, lambda *_: watched.tell(RESIZED))
        stack.enter_context(watching(path, lambda: watched.tell(SAVED)))
        stack.enter_context(reading(watched.tell))
        try:
            watched.run()
        except KeyboardInterrupt:
            code = ExitCode.ALL_WELL if watched.is_over else ExitCode.INTERRUPTED
    for line in picture.summary(rounds.known(), {prop.id: prop for prop in properties}):
        out.print(line)
    return code
