"""The pytest front door: `pytest --submission PATH --pyargs checks` gives one test for each property.

Without `--submission` the plugin does nothing. Test names are `properties/<topic>.py::<claim>`, so that `-k`, `-x` and
`--junitxml` work as usual. What is not attempted or blocked is skipped with its reason. An instructor's own topics are
files of tests like ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from checks.cases import CaseSet
    from checks.registry import Property
    from checks.session import Session
    from checks.verdicts import Verdict

PROPERTIES = Path(__file__).with_name("properties")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--submission`, and the options of `crosscheck check` that begin with `--crosscheck-` here."""
    group = parser.getgroup("crosscheck")
    group.addoption(
        "--submission", metavar="PATH", help="the submission to check: a folder, a .py file, a notebook or a .zip"
    )
    group.addoption("--crosscheck-seed", type=int, default=0, help="which cases are drawn (default: 0)")
    group.addoption("--crosscheck-profile", choices=("quick", "grade", "deep"), default="grade", help="how many")
    group.addoption(
        "--crosscheck-map",
        metavar="NAME=MODULE:NAME",
        action="append",
        default=[],
        help="where a name of the contract is; can be repeated",
    )
    group.addoption(
        "--crosscheck-properties",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="a file or folder of your own properties; can be repeated",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Reads the submission, where one is named, and own properties; a bad path is a usage error."""
    if config.getoption("--submission"):
        own_topics = _own_topics(config.getoption("--crosscheck-properties"))
        config.args += [str(path) for path in own_topics]
        config.pluginmanager.register(_Checker(config, own_topics), "crosscheck-checker")


def _own_topics(paths: Sequence[Path]) -> list[Path]:
    """The files of own properties, which take part from now on."""
    from checks.extras.reading import read_extras
    from checks.extras.record import UnusableExtraError

    try:
        extras = read_extras(paths)
        if extras:
            from checks.extras import loading  # which opens the bank of mistakes

            loading.use(extras)
    except UnusableExtraError as error:
        raise pytest.UsageError(str(error)) from None
    return [(Path(extra.root) / f"{topic}.py").resolve() for extra in extras for topic in extra.topics]


class _Checker:
    """Holds the session with the submission for as long as pytest runs."""

    def __init__(self, config: pytest.Config, own_topics: Sequence[Path]) -> None:
        from checks.mapping import MapError, names_of
        from checks.submissions import UnreadableSubmissionError, read_submission

        self._own_topics = own_topics
        self.seed: int = config.getoption("--crosscheck-seed")
        self.profile: str = config.getoption("--crosscheck-profile")
        try:
            names = names_of(config.getoption("--crosscheck-map"))
            self._sources = read_submission(Path(config.getoption("--submission")), names)
        except (MapError, UnreadableSubmissionError) as error:
            raise pytest.UsageError(str(error)) from None
        self._session: Session | None = None
        self._cases: CaseSet = {}

    def judge(self, prop: Property) -> Verdict:
        """The verdict on one property; the worker starts with the first."""
        from checks.session import Session

        if self._session is None:
            self._session = Session(self._sources)
        return self._session.judge(prop, self._cases, self.seed, self.profile)

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """Each of our topics is a file of tests."""
        import checks.properties  # noqa: F401  # registers them
        from checks.registry import sections

        if file_path.parent != PROPERTIES or file_path.stem not in sections():
            return None
        return _Topic.from_parent(parent, path=file_path, checker=self)

    def pytest_pycollect_makemodule(self, module_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """So is each own one, which is named to pytest: it would be imported once more as an ordinary module."""
        return _Topic.from_parent(parent, path=module_path, checker=self) if module_path in self._own_topics else None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Draws the cases of what will run, all at once."""
        from checks.cases import case_set
        from checks.exit_codes import ExitCode
        from checks.extras.record import UnusableExtraError
        from checks.pool import JudgeLostError

        chosen = [item.prop for item in session.items if isinstance(item, _PropertyTest)]
        try:
            self._cases = case_set(chosen, self.seed, self.profile)
        except UnusableExtraError as error:
            raise pytest.UsageError(str(error)) from None
        except JudgeLostError as error:
            pytest.exit(f"crosscheck: {error}", ExitCode.DEFECT)

    def pytest_sessionfinish(self) -> None:
        """Ends the worker."""
        if self._session is not None:
            self._session.close()


class _Topic(pytest.File):
    """The properties of one topic."""

    def __init__(self, *, checker: _Checker, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]  # pytest hands its own options through
        self._checker = checker

    def collect(self) -> Iterator[pytest.Item]:
        """One test for each property."""
        from checks.registry import select

        for prop in select(section=self.path.stem):
            name = prop.id.partition(".")[2]
            yield _PropertyTest.from_parent(self, name=name, prop=prop, checker=self._checker)


class _PropertyTest(pytest.Item):
    """One property as a test."""

    def __init__(self, *, prop: Property, checker: _Checker, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]  # as above
        self.prop = prop
        self._checker = checker
        self.user_properties.append(("points", prop.points))

    def runtest(self) -> None:
        """Judges the property; skips what is not attempted or blocked."""
        from checks.exit_codes import ExitCode
        from checks.plain_text import one_line
        from checks.verdicts import Status
        from checks.worker.client import StartError

        try:
            verdict = self._checker.judge(self.prop)
        except StartError as error:  # nor can any other be judged
            pytest.exit(f"crosscheck: {error}", ExitCode.DEFECT)
        if verdict.status in (Status.NOT_ATTEMPTED, Status.BLOCKED):
            pytest.skip(one_line(verdict.message))
        if verdict.status is not Status.PASSED:
            raise _PropertyFailedError(verdict)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:  # noqa: ARG002  # the signature is pytest's
        """The failure in crosscheck's words, without a traceback of ours."""
        from checks.feedback import facts, said
        from checks.verdicts import Status

        if not isinstance(excinfo.value, _PropertyFailedError):
            return str(super().repr_failure(excinfo))
        verdict, prop = excinfo.value.verdict, self.prop
        cost = "which costs no points" if verdict.status is Status.BROKEN else f"0 of {prop.points} points"
        told = facts(verdict, prop, None)
        lines = [f"{name:8}{line}" for name, fact in told.items() for line in fact.splitlines()]
        return "\n".join([f"{prop.id}: {said(verdict.status)}, {cost}", *lines])

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the property is written, for pytest's headings."""
        return self.path, None, self.prop.id


class _PropertyFailedError(Exception):
    """A property that did not pass."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.message)
        self.verdict = verdict
