"""Everything that is done here is told: on stdout, on stderr, in a log, and as bars that fill."""

import logging
import os
import sys

if hasattr(sys.stdout, "reconfigure"):
    sys.stdout.reconfigure(encoding="utf-8")
logging.basicConfig(stream=sys.stderr, level=logging.DEBUG, format="%(levelname)s %(name)s: %(message)s")
log = logging.getLogger("course")
os.write(2, b"hello from the file descriptor\n")


def bar(things, what):
    """The things again, with a bar that fills as they go."""
    things = list(things)
    for done, thing in enumerate(things):
        width = 40 * done // len(things)
        print(
            f"\r{what}: |{'█' * width}{'·' * (40 - width)}| {done}/{len(things)}", end="", file=sys.stderr, flush=True
        )
        yield thing
    sys.stderr.write(f"\r{what}: done{' ' * 50}\n")
    sys.stdout.buffer.write(b"\a")
    sys.stdout.flush()


print("Unicode?", sys.stdout.encoding, sys.stdout.isatty(), "∑ ∂ 🙂 \N{LATIN SMALL LETTER E WITH ACUTE}")
