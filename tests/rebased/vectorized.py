"""Mistakes in vectorized.py, made in submissions of another style."""

from __future__ import annotations

from rebased.record import Rebased

LOG_SUM_EXP = "return (logits - log_softmax(logits))[:, 0]"
PICKED = "np.take_along_axis(log_softmax(logits), targets[:, np.newaxis], axis=1)"
ONE_OFF = "np.add.at(grad, (np.arange(targets.size), targets), -1)"

COLUMNS = "columns = np.exp(logits.T - np.amax(logits, axis=1))"
TOTALS = "np.sum(columns, axis=0)"
LOG_SOFTMAX = "return logits - log_sum_exp(logits)[:, None]"
SHIFTED = "shifted = logits - np.amax(logits, axis=1)[:, None]\n    return shifted - "
LOSS = "-np.sum(one_hot(logits, targets) * log_softmax(logits))"
GRADIENT = "return (softmax(logits) - one_hot(logits, targets)) / len(logits)"


def course(identifier: str, *edits: tuple[str, str]) -> Rebased:
    """The mistake in course_style."""
    return Rebased(identifier, "course_style", "vectorized.py", edits)


def micrograd(identifier: str, *edits: tuple[str, str]) -> Rebased:
    """The mistake in micrograd_engine."""
    return Rebased(identifier, "micrograd_engine", "vectorized.py", edits)


def package(identifier: str, *edits: tuple[str, str]) -> Rebased:
    """The mistake in log_softmax_package."""
    return Rebased(identifier, "log_softmax_package", "vectorized.py", edits)


REBASED: tuple[Rebased, ...] = (
    micrograd(
        "vectorized.log_sum_exp_over_the_batch",
        ("return rows_of(_log_sum_exp, logits)", "return rows_of(_log_sum_exp, logits.T)"),
    ),
    package("vectorized.log_sum_exp_unshifted", (LOG_SUM_EXP, "return np.log(np.sum(np.exp(logits), axis=-1))")),
    package(
        "vectorized.log_sum_exp_in_single_precision",
        (LOG_SUM_EXP, f"logits = np.float64(np.float32(logits))\n    {LOG_SUM_EXP}"),
    ),
    package("vectorized.log_sum_exp_keeps_dimensions", (LOG_SUM_EXP, LOG_SUM_EXP.replace("0]", ":1]"))),
    course("vectorized.softmax_over_the_batch", (TOTALS, "np.sum(columns, axis=1, keepdims=True)")),
    course("vectorized.softmax_clips_logits", (COLUMNS, "columns = np.exp(np.clip(logits.T, -500, 500))")),
    course("vectorized.softmax_epsilon", (TOTALS, f"({TOTALS} + 1e-8)")),
    course("vectorized.softmax_shifted_by_the_batch_maximum", (COLUMNS, COLUMNS.replace(", axis=1", ""))),
    course(
        "vectorized.softmax_shifts_in_place",
        (COLUMNS, "logits -= np.amax(logits, axis=1, keepdims=True)\n    columns = np.exp(logits.T)"),
    ),
    course("vectorized.log_softmax_one_normaliser", (LOG_SOFTMAX, f"{SHIFTED}np.log(np.sum(np.exp(shifted)))")),
    course("vectorized.log_of_softmax", (LOG_SOFTMAX, "return np.log(softmax(logits))")),
    course(
        "vectorized.log_softmax_base_2",
        (LOG_SOFTMAX, f"{SHIFTED}np.log2(np.sum(np.exp(shifted), axis=1))[:, None]"),
    ),
    package("vectorized.cross_entropy_sum", (".mean()", ".sum()")),
    course("vectorized.cross_entropy_negative", (LOSS, LOSS.removeprefix("-"))),
    package("vectorized.cross_entropy_all_pairs", (PICKED, "np.take(log_softmax(logits), targets, axis=1)")),
    micrograd(
        "vectorized.cross_entropy_epsilon",
        (
            "losses = [-_log_softmax(row)[y] for",
            "losses = [-math.log(math.exp(_log_softmax(row)[y]) + 1e-12) for",
        ),
    ),
    course(
        "vectorized.cross_entropy_one_hot_product",
        (LOSS, LOSS.replace("log_softmax(logits)", "np.log(softmax(logits))")),
    ),
    course("vectorized.gradient_of_the_sum", (GRADIENT, GRADIENT.removesuffix(" / len(logits)"))),
    course("vectorized.gradient_sign", (GRADIENT, "return (one_hot(logits, targets) - softmax(logits)) / len(logits)")),
    package("vectorized.gradient_all_pairs", (ONE_OFF, "grad[:, targets] -= 1")),
    package("vectorized.gradient_divided_by_classes", ("return grad / targets.size", "return grad / logits.shape[1]")),
    course(
        "vectorized.gradient_unshifted",
        (
            GRADIENT,
            f"exps = np.exp(logits)\n    {GRADIENT.replace('softmax(logits)', 'exps / exps.sum(axis=1)[:, None]')}",
        ),
    ),
)

NOWHERE_ELSE: dict[str, str] = {}
"""Mistakes that no other style can make, with the reason."""
