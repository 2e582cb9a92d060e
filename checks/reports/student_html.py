"""What a student is told, as one page without any script. Needs the extra `reports`."""

from __future__ import annotations

from checks.reports import pages
from checks.reports.student import Told


def render(told: Told) -> str:
    """The page, HTML 5 with nothing outside of it."""
    return pages.render("student.html", told=told)
