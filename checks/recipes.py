"""What strategies are written with: those of Hypothesis, made when the first case is drawn and not when they are named.

A property names its strategy when it is registered, and stored cases are replayed without it. Importing Hypothesis and
making all strategies takes longer than many a check; so a function that is decorated with `composite` gives a recipe.
All names that are not defined here are those of `hypothesis.strategies`, imported when one is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy, booleans, integers, lists, one_of, sampled_from, tuples

    __all__ = ["booleans", "integers", "lists", "one_of", "sampled_from", "tuples"]

P = ParamSpec("P")
Drawn = TypeVar("Drawn")
Drawn_co = TypeVar("Drawn_co", covariant=True)


@dataclass(frozen=True, eq=False, repr=False)
class Recipe(Generic[Drawn_co]):
    """A strategy to be made: the function that draws, and what it is given beside `draw`."""

    function: Callable[..., Drawn_co]
    arguments: tuple[Any, ...]
    options: dict[str, Any]

    def __repr__(self) -> str:
        given = [*map(repr, self.arguments), *(f"{name}={option!r}" for name, option in self.options.items())]
        return f"{self.function.__name__}({', '.join(given)})"


class DrawFn(Protocol):
    """What a function decorated with `composite` draws with."""

    def __call__(self, strategy: Recipe[Drawn] | SearchStrategy[Drawn]) -> Drawn:
        """One value."""
        ...


def composite(function: Callable[Concatenate[DrawFn, P], Drawn]) -> Callable[P, Recipe[Drawn]]:
    """As Hypothesis's own, for a function whose first argument is `draw`, but what it gives is a recipe."""

    @wraps(function)
    def recipe(*arguments: P.args, **options: P.kwargs) -> Recipe[Drawn]:
        return Recipe(function, arguments, options)

    return recipe


def made(strategy: Recipe[Drawn] | SearchStrategy[Drawn]) -> SearchStrategy[Drawn]:
    """The strategy that a recipe is for; any other strategy as it is."""
    if not isinstance(strategy, Recipe):
        return strategy
    return _maker(strategy.function)(*strategy.arguments, **strategy.options)


@cache
def _maker(function: Callable[..., Drawn]) -> Callable[..., SearchStrategy[Drawn]]:
    from hypothesis import strategies

    @strategies.composite
    @wraps(function)
    def drawn(draw: strategies.DrawFn, *arguments: Any, **options: Any) -> Drawn:
        def draw_by(strategy: Recipe[Any] | SearchStrategy[Any]) -> Any:
            if isinstance(strategy, Recipe):  # followed here: as strategies of their own they would cost as much again
                return strategy.function(draw_by, *strategy.arguments, **strategy.options)
            return draw(strategy)

        return function(draw_by, *arguments, **options)

    return drawn


def __getattr__(name: str) -> Any:
    if name.startswith("_"):  # Python asks every module for a `__path__`
        raise AttributeError(name)
    from hypothesis import strategies

    return getattr(strategies, name)
