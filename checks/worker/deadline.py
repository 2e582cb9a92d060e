"""How long the judge waits for a worker: by the worker's own processor time where the machine keeps it from working."""

from __future__ import annotations

import sys
import time

import psutil

from .protocol import Deadline

PATIENCE = 5.0
"""How many times its deadline a worker may take on the wall, as long as it has not used that much processor time."""

_IDLE = {psutil.STATUS_SLEEPING, psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}


class FairDeadline(Deadline):
    """`seconds` from now; later while the process wants to work, and other processes have its processor.

    A right submission on a crowded machine so gets the time that it needs; one that sleeps or loops gets no more.
    """

    def __init__(self, pid: int, seconds: float) -> None:
        super().__init__(seconds)
        self._pid = pid
        self._seconds = seconds
        self._began, self._processor_began_s = time.monotonic(), processor_time_s(pid)

    def extend(self) -> bool:
        """Moves the deadline on, where the process was kept from working for a good part of it."""
        wall_s, spent_s = time.monotonic() - self._began, self._used_s()
        if wall_s >= PATIENCE * self._seconds or spent_s > 0.9 * self._seconds or not self._wants_to_work():
            return False
        self.at = min(time.monotonic() + self._seconds - spent_s, self._began + PATIENCE * self._seconds)
        return True

    def spent_s(self) -> float:
        """What the wait has cost so far, of the time that the process is given."""
        return max(self._used_s(), (time.monotonic() - self._began) / PATIENCE)

    def _used_s(self) -> float:
        return processor_time_s(self._pid) - self._processor_began_s

    def _wants_to_work(self) -> bool:
        try:
            return psutil.Process(self._pid).status() not in _IDLE
        except psutil.Error:
            return False


def processor_time_s(pid: int) -> float:
    """The processor time that a process has used so far; 0 for one that has ended."""
    try:
        if sys.platform == "linux":  # the process's own clock, as clock_getcpuclockid(3) makes it: sixty times faster
            return time.clock_gettime(~pid << 3 | 2)
        times = psutil.Process(pid).cpu_times()
        return times.user + times.system
    except (OSError, psutil.Error):
        return 0.0
