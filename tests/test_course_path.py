"""The course as a path: what is done, what is begun, where to go on, and the welcome to the untouched template."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import msgspec
import pytest
from rich.console import Console

from checks import properties as _registers_them  # noqa: F401
from checks.choosing import choose
from checks.registry import Property, UnknownPropertyError, all_properties
from checks.reports import path, terminal
from checks.verdicts import Run, Status, Verdict

BY_ID: Mapping[str, Property] = {prop.id: prop for prop in all_properties()}


def run_of(status: Callable[[Property], Status]) -> Run:
    """A whole run with these verdicts."""
    verdicts = [Verdict(id=prop.id, status=status(prop), cases=1) for prop in BY_ID.values()]
    return Run(
        submission="homework", seed=0, profile="quick", versions={}, verdicts=verdicts, import_failures=[], seconds=1.0
    )


def text_of(run: Run, at: str = "") -> str:
    """The report in a terminal of the usual width."""
    console = Console(file=io.StringIO(), width=100)
    console.print(terminal.render(run, BY_ID, at=at))
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_stages_follow_the_course() -> None:
    """Stage 1, Stage 2, 3.2 to 3.5, then what is optional; every core property belongs to one of them."""
    steps = path.steps(run_of(lambda _: Status.PASSED), BY_ID)
    assert [step.stage.number for step in steps] == ["Stage 1", "Stage 2", "3.2", "3.3", "3.4", "3.5", "3.4"]
    assert sum(step.total for step in steps) == sum(prop.tier == "core" for prop in BY_ID.values())
    assert {step.state for step in steps} == {"done"}
    assert path.next_step(steps) is None


def test_what_is_begun_and_what_comes_next_is_told() -> None:
    """With Stage 1 done and exp wrong, Stage 2 is begun and exp is next to be mended."""

    def status(prop: Property) -> Status:
        if prop.of[0] == "autograd.Value.exp":
            return Status.FAILED
        return Status.PASSED if prop.of[0].startswith(("ngram.", "autograd.")) else Status.NOT_ATTEMPTED

    run = run_of(status)
    steps = path.steps(run, BY_ID)
    assert [step.state for step in steps] == ["done", "begun", "to do", "to do", "to do", "to do", "to do"]
    following = path.next_step(steps)
    assert following is not None
    assert (following.stage.number, following.advice) == ("Stage 2", "mend autograd.Value.exp")
    lines = [line.split() for line in text_of(run).splitlines()]
    assert any(line[:2] == ["Stage", "2"] and line[-2:] == ["mend", "autograd.Value.exp"] for line in lines)


def test_what_is_optional_never_comes_next() -> None:
    """Without vectorized.py the course is finished."""

    def status(prop: Property) -> Status:
        return Status.NOT_ATTEMPTED if prop.of[0].startswith("vectorized.") else Status.PASSED

    assert path.next_step(path.steps(run_of(status), BY_ID)) is None


def test_the_untouched_template_is_greeted() -> None:
    """Where to begin: the file, the name, and a command that checks only that, with the path as it was given."""
    text = text_of(run_of(lambda _: Status.NOT_ATTEMPTED), at="my work/homework")
    assert "Welcome" in text
    assert "Begin with Stage 1, n-gram models: write MarkovChain in ngram.py" in text
    assert "crosscheck check 'my work/homework' --function ngram.MarkovChain" in text
    assert "Welcome" not in text_of(run_of(lambda _: Status.PASSED))


def test_what_is_almost_there_is_no_untouched_template() -> None:
    """It would be told twice, and differently: what is written counts for something."""
    run = run_of(lambda _: Status.NOT_ATTEMPTED)
    told = "there is no loss.py; if Loss.py is meant to be it, rename that"
    first = msgspec.structs.replace(run.verdicts[0], message=told)
    text = text_of(msgspec.structs.replace(run, verdicts=[first, *run.verdicts[1:]]))
    assert f"? {told}" in text
    assert "Welcome" not in text
    assert "nothing is written yet" not in text


def test_a_part_of_the_properties_tells_no_path() -> None:
    """A check of one section says nothing of the whole course."""
    run = run_of(lambda _: Status.PASSED)
    part = Run(
        submission="homework",
        seed=0,
        profile="quick",
        versions={},
        verdicts=run.verdicts[:5],
        import_failures=[],
        seconds=1.0,
    )
    assert "Stage 1" in text_of(run)
    assert "Stage 1" not in text_of(part)


def test_a_function_stands_for_what_is_about_it() -> None:
    """`loss.softmax` is every property of it and no other; a class stands for its methods."""
    chosen = choose(functions=["loss.softmax"])
    assert {prop.id for prop in chosen} == {prop.id for prop in BY_ID.values() if "loss.softmax" in prop.of}
    assert len(chosen) > 10
    of_class = {part for prop in choose(functions=["lm.CharacterLM"]) for part in prop.of}
    assert of_class >= {"lm.CharacterLM.forward", "lm.CharacterLM.zero_grad"}
    both = choose(["temperature"], functions=["loss.softmax"])
    assert {prop.section for prop in both} == {"temperature"}
    assert choose() == all_properties()
    assert {prop.section for prop in choose(["nn", "softmax"])} == {"softmax", "nn"}


def test_a_method_is_asked_for_with_its_class() -> None:
    """One that the contract does not list by itself; another name is unknown."""
    with pytest.raises(UnknownPropertyError, match=r"not asked for alone; ask for its class, ngram\.MarkovChain"):
        choose(functions=["ngram.MarkovChain.get_distribution"])
    with pytest.raises(UnknownPropertyError, match=r"there is no function called 'ngram\.MarkovChain\.nothing'"):
        choose(functions=["ngram.MarkovChain.nothing"])


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("softmax", "loss.softmax, vectorized.softmax"),
        ("loss.sofmax", "loss.softmax"),
        ("Value.exp", "autograd.Value.exp"),
    ],
)
def test_an_unknown_function_brings_the_nearest(name: str, nearest: str) -> None:
    """A sentence that names what was meant."""
    with pytest.raises(UnknownPropertyError, match=f"there is no function called '{name}'; the nearest: {nearest}"):
        choose(functions=[name])
