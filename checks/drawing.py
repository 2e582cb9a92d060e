"""Draws the cases of properties with Hypothesis: the same seed gives the same cases, in every process.

Drawing is the costly part of a first check, so the properties are shared out among the processors where processes
can be forked. Hypothesis is imported when the first case is drawn: replaying stored ones does without it.
"""

from __future__ import annotations

import gc
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Generator, Sequence
from functools import cache, partial
from pathlib import Path

import msgspec

from checks import recipes
from checks.extras import record as extras
from checks.extras.record import UnusableExtraError
from checks.pool import JudgeLostError, die_with
from checks.processors import usable_processors, use_all
from checks.registry import Case, Property, all_properties, as_case, find

PROFILES = {"quick": 20, "grade": 50, "deep": 300}
"""How many cases are drawn for a property, beside the hand-picked ones."""

WORTH_SHARING_OUT = 20
"""Fewer properties are drawn faster in one process."""


def draw(prop: Property, seed: int, profile: str) -> list[Case]:
    """The drawn cases of one property, as they come back from storage: lists stay lists, tuples become lists.

    Raises UnusableExtraError where an instructor's own cannot be drawn.
    """
    if prop.given is None:
        return []
    drawn: list[Case] = []
    try:
        replay(prop, seed, profile, drawn.append)
    except Exception as error:
        if prop.section not in extras.topics():
            raise
        what = f"the cases of {prop.id} cannot be drawn ({type(error).__name__}: {error})"
        raise UnusableExtraError(f"{what}; `crosscheck doctor --properties` says more") from None
    return drawn


def draw_all(properties: Sequence[Property], seed: int, profile: str) -> Generator[tuple[Property, list[Case]]]:
    """The drawn cases of each property, in order, each as soon as it is there."""
    are_registered = {prop.id for prop in all_properties()} >= {prop.id for prop in properties}
    if sys.platform != "linux" or len(properties) < WORTH_SHARING_OUT or not are_registered:
        for prop in properties:
            yield prop, draw(prop, seed, profile)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    import hypothesis  # noqa: F401  # before forking, once for all

    # Forked, so that the registry comes along; the judge runs no threads at this point and holds no student code.
    # The processes live for seconds: without the garbage collector they are faster by a sixth.
    pool = ProcessPoolExecutor(usable_processors(), multiprocessing.get_context("fork"), _begin, (os.getpid(),))
    try:
        identifiers = [prop.id for prop in properties]
        drawn = pool.map(partial(_draw_by_id, seed=seed, profile=profile), identifiers, chunksize=4)
        yield from zip(properties, drawn, strict=True)
    except BrokenProcessPool:
        raise JudgeLostError from None
    finally:
        pool.shutdown(cancel_futures=True)


def replay(
    prop: Property, seed: int, profile: str, body: Callable[[Case], None], *, is_to_shrink: bool = False
) -> None:
    """Runs `body` on the cases that Hypothesis draws for this property, seed and profile.

    The sequence is the same every time up to the first case on which `body` raises; where it `is_to_shrink`, smaller
    and smaller failing cases follow, and the exception of the smallest is raised.
    """
    import hypothesis
    from hypothesis import HealthCheck, Phase

    assert prop.given is not None
    _keep_hypothesis_files_out_of_the_way()

    @hypothesis.seed(int.from_bytes(hashlib.blake2b(f"{seed}/{prop.id}".encode(), digest_size=8).digest()))
    @hypothesis.settings(
        max_examples=max(1, round(PROFILES[profile] * prop.case_share)),
        phases=(Phase.generate, Phase.shrink) if is_to_shrink else (Phase.generate,),
        database=None,
        deadline=None,
        derandomize=False,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
    )
    @hypothesis.given(recipes.made(prop.given))
    def run(drawn: object) -> None:
        body(_as_stored(as_case(drawn, len(prop.variables))))

    run()


def _begin(parent: int) -> None:
    die_with(parent)
    use_all()  # the judge keeps to one
    gc.disable()


def _draw_by_id(identifier: str, seed: int, profile: str) -> list[Case]:
    return draw(find(identifier), seed, profile)


def _as_stored(case: Case) -> Case:
    decoded: Case = tuple(msgspec.msgpack.decode(msgspec.msgpack.encode(case)))
    return decoded


@cache
def _keep_hypothesis_files_out_of_the_way() -> None:
    """Hypothesis writes a `.hypothesis` folder into the working directory unless it is told of another place."""
    home = Path(tempfile.gettempdir()) / f"crosscheck-hypothesis-{os.getuid() if hasattr(os, 'getuid') else 0}"
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(home))
