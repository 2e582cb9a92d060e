"""The operations of Value one by one: how each is written, what it is, its slopes, and numbers to try it on.

Names: a and b operands, n a constant exponent, f the result, σ the logistic function.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from checks import recipes as st
from checks.recipes import DrawFn, Recipe

Form = Literal["values", "number on the right", "number on the left", "alone"]
Number = int | float
SCALES = [1.0, 0.125, 0.001, 1000.0]
SMALL_SCALES = [1.0, 0.125, 0.001]
LOG_SCALES = [1.0, 0.125, 0.001, 1e-12, 1e-300, 1e12, 1e300]
EXP_SCALES = [0.125, 1.0, 7.0]
WHOLE = [2, 3, 2.0, 1, 3.0, 4, 1.0, 0, 0.0]
NEGATIVE = [-1, -2, -1.0, -2.0, -3, -3.0]
FRACTIONAL = [0.5, 1.5, -0.5, 2.5, 0.25, -1.5]
FAR_SCALES = [1000.0, 10.0, 100.0, 1e5, 1e298]
UPSTREAM = [1.0, 2.0, -1.0, -3.0, 0.5, 0.25, -8.0]

HINTS = {
    "values": (
        "Compute one by hand: which numbers enter, and in which order?",
        "How does the result move when one operand does? And where does the gradient from above come in?",
    ),
    "number on the right": (
        "What if the other operand is a plain int or float?",
        "Does the Value stay connected to the result when the other operand is a plain number?",
    ),
    "number on the left": (
        "Python asks the Value on the right, by the reflected method: which operand comes first now?",
        "The Value stands on the right here. Is it connected to the result, and with the slope of that side?",
    ),
    "power": ("Which number is the base?", "What becomes of the exponent, and which factor appears in front?"),
    "negative_power": ("Is the exponent used as it is, its sign too?", "The same rule as for positive exponents."),
    "fractional_power": ("Is the exponent used as it is, unrounded?", "The same rule as for whole exponents."),
    "negate": ("Which sign has the result?", "If a grows, does −a grow? And is it connected to a?"),
    "exp": ("To the base e, for large and small a alike.", "Which function is its own derivative?"),
    "log": ("The natural logarithm of a itself, with nothing added to it.", "How steep is it near 0, and far out?"),
    "tanh": ("It rises from −1 to 1.", "How steep is it at 0, and how steep where the result is near 1?"),
    "relu": ("What passes, and what becomes 0?", "Through which inputs does a gradient pass, and does it change?"),
    "sigmoid": ("It rises from 0 to 1, and is 1/2 at 0.", "How steep is it at 0, and how steep far out?"),
}


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation in one form.

    `name` is its name in the ids of properties, `code` and `formula` how it is written in Python and in mathematics,
    `where` says what its operands are unless they are Values, `slopes` are its derivatives, `method` is what Python
    calls, `built_on` names the operations that it is often written with. `hints` are for its value and its slopes.
    `operands` draws its one or two numbers; `examples` are some of them.
    """

    name: str
    code: str
    formula: str
    where: str = ""
    slopes: str
    symbol: str
    form: Form
    method: str
    built_on: tuple[str, ...] = ()
    hints: tuple[str, str]
    operands: Recipe[Sequence[Number]]
    examples: tuple[tuple[Number, ...], ...]

    def program(self, operands: Sequence[Number]) -> tuple[list[float], list[Any]]:
        """The inputs of a graph program, and its step that applies the operation to them."""
        match self.form:
            case "number on the right":
                return [operands[0]], [self.symbol, "v0", operands[1]]
            case "number on the left":
                return [operands[1]], [self.symbol, operands[0], "v0"]
            case _:
                return list(operands), [self.symbol, *(f"v{i}" for i in range(len(operands)))]


@st.composite
def numbers(draw: DrawFn, scales: Sequence[float] = SCALES, smallest: int = -99) -> float:
    """k times a scale, 0 included unless `smallest` is above."""
    return draw(st.integers(smallest, 99)) * draw(st.sampled_from(scales))


@st.composite
def nonzero_numbers(draw: DrawFn, scales: Sequence[float] = SCALES) -> float:
    """k times a scale, of either sign, never 0."""
    size = draw(st.integers(1, 99)) * draw(st.sampled_from(scales))
    return -size if draw(st.booleans()) else size


@st.composite
def plain(draw: DrawFn, floats: Recipe[float]) -> Number:
    """A plain number: a float or, where it is whole, sometimes an int."""
    number = draw(floats)
    return int(number) if number.is_integer() and draw(st.booleans()) else number


@st.composite
def far_from_zero(draw: DrawFn) -> tuple[float]:
    """One number of either sign, where exp overflows or nearly does."""
    return (draw(nonzero_numbers(FAR_SCALES)),)


@st.composite
def any_operation(draw: DrawFn) -> tuple[str, Sequence[Number]]:
    """The name of any operation in any form, and operands for it."""
    operation = draw(st.sampled_from(OPERATIONS))
    return operation.name, draw(operation.operands)


@st.composite
def with_upstream(draw: DrawFn, operands: Recipe[Sequence[Number]]) -> tuple[Number, ...]:
    """Operands, and the derivative of the rest of the graph by the operation's result: one of a few numbers."""
    return *draw(operands), draw(st.sampled_from(UPSTREAM))


@st.composite
def lone(draw: DrawFn, operands: Recipe[Sequence[Number]]) -> Sequence[Number] | Number:
    """Operands as the case of a property: a single one is the case itself."""
    drawn = draw(operands)
    return drawn[0] if len(drawn) == 1 else drawn


@st.composite
def together(draw: DrawFn, *operands: Recipe[Number]) -> tuple[Number, ...]:
    """One of each."""
    return tuple(draw(operand) for operand in operands)


@st.composite
def one_of(draw: DrawFn, numbers: Sequence[Number]) -> Number:
    """One of these."""
    return draw(st.sampled_from(numbers))


def _forms(
    name: str, word: str, symbol: str, formula: str, by_a: str, by_b: str, method: str, *built_on: str
) -> tuple[Operation, ...]:
    """Value with Value, Value with number, and number with Value."""
    a, b = numbers(), nonzero_numbers() if symbol == "/" else numbers()
    slope_a, slope_b = f"∂f/∂a = {by_a}", f"∂f/∂b = {by_b}"
    right, left = ", where b is a plain number", ", where a is a plain number"
    rows: list[tuple[str, Form, str, str, Recipe[Sequence[Number]]]] = [
        (name, "values", "", f"{slope_a} and {slope_b}", together(a, b)),
        (f"value_{word}_number", "number on the right", right, slope_a, together(a, plain(b))),
        (f"number_{word}_value", "number on the left", left, slope_b, together(plain(a), b)),
    ]
    negative_ints: dict[Form, list[tuple[Number, ...]]] = {
        "values": [],
        "number on the right": [(2.0, -3)],
        "number on the left": [(-3, 2.0)],
    }
    zeros: list[tuple[Number, ...]] = [(0.0, 2.0)] if symbol == "/" else [(0.0, 2.0), (2.0, 0.0), (0.0, 0.0)]
    return tuple(
        Operation(
            name=form_name,
            code=f"a {symbol} b",
            formula=formula,
            where=where,
            slopes=slopes,
            symbol=symbol,
            form=form,
            method=f"__r{method}__" if form == "number on the left" else f"__{method}__",
            built_on=built_on if form == "values" else (name, *built_on),
            hints=HINTS[form],
            operands=operands,
            examples=((5.0, 4.0), *negative_ints[form], *zeros),
        )
        for form_name, form, where, slopes, operands in rows
    )


def _power(
    name: str,
    where: str,
    built_on: tuple[str, ...],
    base: Recipe[float],
    exponents: list[Number],
    *examples: tuple[Number, ...],
) -> Operation:
    return Operation(
        name=name,
        code="a ** n",
        formula="aⁿ",
        where=where,
        slopes="∂f/∂a = n · aⁿ⁻¹",
        symbol="**",
        form="number on the right",
        method="__pow__",
        built_on=built_on,
        hints=HINTS[name],
        operands=together(base, one_of(exponents)),
        examples=examples,
    )


def _alone(name: str, code: str, formula: str, slope: str, a: Recipe[float], *examples: float) -> Operation:
    return Operation(
        name=name,
        code=code,
        formula=formula,
        slopes=f"∂f/∂a = {slope}",
        symbol="neg" if name == "negate" else name,
        form="alone",
        method="__neg__" if name == "negate" else name,
        built_on=("multiply",) if name == "negate" else (),
        hints=HINTS[name],
        operands=together(a),
        examples=tuple((example,) for example in examples),
    )


NOT_0, ABOVE_0 = nonzero_numbers(SMALL_SCALES), numbers(SMALL_SCALES, smallest=1)

# Zero to powers below 1 is left open; the powers of zero that are not are examples.
OPERATIONS = (
    *_forms("add", "plus", "+", "a + b", "1", "1", "add"),
    *_forms("subtract", "minus", "-", "a − b", "1", "−1", "sub", "add", "negate"),
    *_forms("multiply", "times", "*", "a · b", "b", "a", "mul"),
    *_forms("divide", "over", "/", "a / b", "1 / b", "−a / b²", "truediv", "multiply", "negative_power"),
    _power("power", " with n >= 0", (), NOT_0, WHOLE, (3.0, 2), (-2.0, 3.0), (0.0, 2), (0.0, 1), (0.0, 3.0)),
    _power("negative_power", " with n < 0", ("power",), NOT_0, NEGATIVE, (2.0, -1), (-2.0, -2.0)),
    _power(
        "fractional_power",
        " with a fractional n",
        ("power", "negative_power"),
        ABOVE_0,
        FRACTIONAL,
        (4.0, 0.5),
        (0.0, 1.5),
    ),
    _alone("negate", "-a", "−a", "−1", numbers(), 3.0, 0.0),
    _alone("exp", "a.exp()", "eᵃ", "eᵃ", numbers(EXP_SCALES), 0.0, 1.0),
    _alone("log", "a.log()", "log a", "1 / a", numbers(LOG_SCALES, smallest=1), 1.0, 2.0),
    _alone("tanh", "a.tanh()", "tanh a", "1 − tanh² a", numbers(SMALL_SCALES), 0.0, 0.5),
    _alone("relu", "a.relu()", "max(0, a)", "1 where a > 0 and 0 where a < 0", nonzero_numbers(), 2.0, -3.0),
    _alone("sigmoid", "a.sigmoid()", "σ(a) = 1 / (1 + e⁻ᵃ)", "σ(a) · (1 − σ(a))", numbers(SMALL_SCALES), 0.0, -2.0),
)


def named(name: str) -> Operation:
    """The operation of this name."""
    return next(operation for operation in OPERATIONS if operation.name == name)
