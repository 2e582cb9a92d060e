"""The loss once more on NumPy arrays: row by row the same functions, and a mean over the batch.

Names: z logits of shape (B, V), z_b a row of the batch, B their number, y targets, V number of classes.
"""

from __future__ import annotations

from functools import partial

from checks import expect
from checks.oracles import softmax as true
from checks.oracles.text import mean
from checks.registry import prop
from checks.standin import StandIn
from checks.strategies import arrays as draws
from checks.worker.answers import ArrayAnswer

Row = list[float]
Matrix = list[Row]

ON_LOGITS = ("log_sum_exp", "softmax", "log_softmax")
GRADIENT = "cross_entropy_grad"

EXERCISE = [[2.0, 1.0, 3.0], [0.0, 0.0, 0.0]]
TENTHS = [[0.1, 0.7, -0.3], [2.6, -1.9, 5.3]]  # no float32 holds them; the drawn logits are multiples of 1/8
OVERFLOW = [[710.0, 0.0], [-746.0, -750.0], [10000.0, -10000.0]]
LARGE = [[0.125 * ((7 * b + j * j) % 97) for j in range(50)] for b in range(60)]

claim = partial(prop, source="3.4, Cross-Entropy Loss")


def row_of(function: str, z: Row) -> Row:
    """What one of the functions on logits gives for one row."""
    if function == "softmax":
        return true.softmax(z)
    if function == "log_sum_exp":
        return [true.log_sum_exp(z)]
    return [-true.cross_entropy(z, y) for y in range(len(z))]


def gradient_of(z: Matrix, y: list[int]) -> list[float]:
    """(softmax(z_b) − onehot(y_b)) / B, one row after the other."""
    return [
        slope / len(z) for row, target in zip(z, y, strict=True) for slope in true.softmax_minus_onehot(row, target)
    ]


def shape_of(function: str, z: Matrix) -> tuple[int, ...]:
    """(B,) of log_sum_exp, (B, V) of the others."""
    return (len(z),) if function == "log_sum_exp" else (len(z), len(z[0]))


def expect_entries(function: str, answer: ArrayAnswer, z: Matrix, want: list[float]) -> None:
    """The array has its shape and these entries in order."""
    expect.equal(f"{function}(...).shape", tuple(answer.shape), shape_of(function, z))
    expect.all_close(f"{function}(...).ravel()", answer.entries, want)


def claims_on(function: str, formula: str, hint: str) -> None:
    """The two properties of one function on logits: moderate rows, extreme rows."""

    def holds(sub: StandIn, z: Matrix) -> None:
        expect_entries(function, sub.on_logits(function, z), z, [entry for row in z for entry in row_of(function, row)])

    claim(
        name=f"{function}_of_each_row",
        claim=f"{function}(z) gives {formula} for each row b of the batch, and rows know nothing of each other.",
        of=f"vectorized.{function}",
        given=draws.matrices(moderate=True),
        examples=[EXERCISE, TENTHS, LARGE],
        points=2,
        hint=hint,
    )(holds)
    claim(
        name=f"{function}_of_extreme_rows",
        claim=f"{function}(z) is finite and exact for every |z| <= 10⁴, whatever stands in other rows.",
        of=f"vectorized.{function}",
        given=draws.matrices(moderate=False),
        examples=[OVERFLOW],
        after=[f"vectorized.{function}_of_each_row"],
        hint="exp overflows above 709, and is 0 far below. What does each row subtract first?",
    )(holds)


claims_on("log_sum_exp", "log Σ_j exp(z_bj)", "Along which axis is the sum: over classes, or over the batch?")
claims_on("softmax", "exp(z_bi) / Σ_j exp(z_bj)", "Each row is divided by its own sum. Which shape must that have?")
claims_on("log_softmax", "z_bi − log Σ_j exp(z_bj)", "Write the logarithm of the quotient as a difference.")


@claim(
    of="vectorized.cross_entropy",
    given=draws.labelled_matrices(moderate=True),
    examples=[(EXERCISE, [2, 0]), (TENTHS, [0, 1])],
    points=2,
    hint="One logit from each row, that of its own target; then the mean over the batch.",
)
def cross_entropy_is_the_mean_over_the_batch(sub: StandIn, z: Matrix, y: list[int]) -> None:
    """cross_entropy(z, y) = −(1/B) Σ_b log softmax(z_b)_(y_b)."""
    want = mean([true.cross_entropy(row, target) for row, target in zip(z, y, strict=True)])
    expect.close("cross_entropy(z, y)", sub.on_batch(z, y).loss, want)


@claim(
    of="vectorized.cross_entropy",
    given=draws.labelled_matrices(moderate=False),
    examples=[(OVERFLOW, [1, 0, 1])],
    after=["vectorized.cross_entropy_is_the_mean_over_the_batch"],
    hint="A probability of 0 is only one that is too small for a float. Is the logarithm taken of it?",
)
def cross_entropy_of_extreme_rows(sub: StandIn, z: Matrix, y: list[int]) -> None:
    """cross_entropy(z, y) is finite and exact for every |z| <= 10⁴."""
    want = mean([true.cross_entropy(row, target) for row, target in zip(z, y, strict=True)])
    expect.close("cross_entropy(z, y)", sub.on_batch(z, y).loss, want)


@claim(
    of=f"vectorized.{GRADIENT}",
    given=draws.labelled_matrices(moderate=True),
    examples=[(EXERCISE, [2, 0]), (TENTHS, [0, 1])],
    points=2,
    source="3.4, Gradient w.r.t. Logits",
    hint="1 comes off one entry of each row. And the loss is a mean: what does that do to its gradient?",
)
def gradient_is_softmax_minus_onehot_over_batch_size(sub: StandIn, z: Matrix, y: list[int]) -> None:
    """cross_entropy_grad(z, y)_b = (softmax(z_b) − onehot(y_b)) / B."""
    expect_entries(GRADIENT, sub.grad_on_batch(z, y), z, gradient_of(z, y))


@claim(
    of=f"vectorized.{GRADIENT}",
    given=draws.labelled_matrices(moderate=False),
    examples=[(OVERFLOW, [1, 0, 1])],
    after=["vectorized.gradient_is_softmax_minus_onehot_over_batch_size"],
    source="3.4, Gradient w.r.t. Logits",
    hint="exp overflows above 709, and a sum of zeros divides badly. What does each row subtract first?",
)
def gradient_of_extreme_rows(sub: StandIn, z: Matrix, y: list[int]) -> None:
    """cross_entropy_grad(z, y) is finite and exact for every |z| <= 10⁴."""
    expect_entries(GRADIENT, sub.grad_on_batch(z, y), z, gradient_of(z, y))


@claim(
    of=[f"vectorized.{function}" for function in (*ON_LOGITS, GRADIENT)],
    given=draws.labelled_matrices(moderate=True),
    hint="Print .shape and .dtype: a row and a column broadcast to a square without a word.",
)
def results_are_float64_of_the_right_shape(sub: StandIn, z: Matrix, y: list[int]) -> None:
    """log_sum_exp gives a float64 array of shape (B,); softmax, log_softmax and cross_entropy_grad one of (B, V)."""
    for function in (*ON_LOGITS, GRADIENT):
        answer = sub.grad_on_batch(z, y) if function == GRADIENT else sub.on_logits(function, z)
        expect.equal(f"{function}(...).shape", tuple(answer.shape), shape_of(function, z))
        expect.equal(f"{function}(...).dtype", answer.dtype, "float64")


@claim(
    of=[f"vectorized.{function}" for function in (*ON_LOGITS, "cross_entropy", GRADIENT)],
    given=draws.labelled_matrices(moderate=True),
    hint="Operators like -= write into the array that the caller still needs.",
)
def arrays_stay_as_they_are(sub: StandIn, z: Matrix, y: list[int]) -> None:
    """Logits and targets are after every function what they were before."""
    for function in ON_LOGITS:
        expect.unchanged(f"logits, by {function},", sub.on_logits(function, z).logits_after, z)
    for answer in (sub.on_batch(z, y), sub.grad_on_batch(z, y)):
        expect.unchanged("logits", answer.logits_after, z)
        expect.unchanged("targets", answer.targets_after, y)
