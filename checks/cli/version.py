"""What `--version` tells."""

from __future__ import annotations

import checks
from checks.fingerprint import suite_fingerprint


def tell_version() -> None:
    """The program, its version, and the suite whose cases a stored run rests on."""
    print(f"crosscheck {checks.__version__}, suite {suite_fingerprint()}", flush=True)
