"""Mistakes in vectorized.py."""

from __future__ import annotations

from functools import partial

from checks.mistakes.record import Mistake

mistake = partial(Mistake, module="vectorized")

SOFTMAX_EXPS = "exps: FloatArray = np.exp(logits - logits.max(axis=1, keepdims=True))"
PICKED = "-log_softmax(logits)[np.arange(len(targets)), targets]"

MISTAKES: tuple[Mistake, ...] = (
    mistake(
        id="vectorized.log_sum_exp_over_the_batch",
        kind="classic",
        story="The sum goes over axis 0: it adds up the rows of the batch instead of the classes of a row.",
        hint="Which axis holds the classes?",
        caught_by="vectorized.log_sum_exp_of_each_row",
        old="np.exp(logits - largest[:, None]).sum(axis=1)",
        new="np.exp(logits - largest[:, None]).sum(axis=0)",
    ),
    mistake(
        id="vectorized.log_sum_exp_unshifted",
        kind="classic",
        story="Nothing is subtracted before exp: above 709 the result is inf.",
        hint="What is exp(710)?",
        caught_by="vectorized.log_sum_exp_of_extreme_rows",
        old="largest: FloatArray = logits.max(axis=1)",
        new="largest: FloatArray = np.zeros(len(logits))",
    ),
    mistake(
        id="vectorized.log_sum_exp_keeps_dimensions",
        kind="trap",
        story="keepdims=True is kept to the end: the result has shape (B, 1), and logits - it broadcasts as hoped.",
        hint="Print the result's shape.",
        caught_by="vectorized.results_are_float64_of_the_right_shape",
        old="return largest + np.log(total)",
        new="return (largest + np.log(total))[:, None]",
    ),
    mistake(
        id="vectorized.softmax_over_the_batch",
        kind="classic",
        story="Each column is divided by its sum: every class has a total of 1 over the batch.",
        hint="What should the numbers of a row add up to?",
        caught_by="vectorized.softmax_of_each_row",
        old="total: FloatArray = exps.sum(axis=1, keepdims=True)",
        new="total: FloatArray = exps.sum(axis=0, keepdims=True)",
    ),
    mistake(
        id="vectorized.softmax_shifted_by_the_batch_maximum",
        kind="trap",
        story="The largest logit of the whole batch is subtracted: a row that lies far below it underflows to 0 / 0.",
        hint="Try two rows, one around 0 and one around 1000.",
        caught_by="vectorized.softmax_of_extreme_rows",
        old=SOFTMAX_EXPS,
        new="exps: FloatArray = np.exp(logits - logits.max())",
    ),
    mistake(
        id="vectorized.softmax_shifts_in_place",
        kind="trap",
        story="The maximum is subtracted with -=, in the caller's own array.",
        hint="Print the logits before and after.",
        caught_by="vectorized.arrays_stay_as_they_are",
        old=SOFTMAX_EXPS,
        new="logits -= logits.max(axis=1, keepdims=True)\n    exps: FloatArray = np.exp(logits)",
    ),
    mistake(
        id="vectorized.log_softmax_one_normaliser",
        kind="subtle",
        story="The sum lacks an axis: one normaliser serves the whole batch, and a batch of one row hides it.",
        hint="Try a batch of two rows.",
        caught_by="vectorized.log_softmax_of_each_row",
        old="total: FloatArray = np.exp(shifted).sum(axis=1, keepdims=True)",
        new="total: FloatArray = np.exp(shifted).sum()",
    ),
    mistake(
        id="vectorized.log_of_softmax",
        kind="classic",
        story="The logarithm is taken of the finished probability, which is 0 for logits that are 746 behind.",
        hint="Which number is too small for a float?",
        caught_by="vectorized.log_softmax_of_extreme_rows",
        old="return shifted - np.log(total)",
        new="return np.log(np.exp(shifted) / total)",
    ),
    mistake(
        id="vectorized.cross_entropy_sum",
        kind="classic",
        story="The losses of the batch are added up, not averaged.",
        hint="What should happen to the loss if every row comes twice?",
        caught_by="vectorized.cross_entropy_is_the_mean_over_the_batch",
        old=".mean())",
        new=".sum())",
    ),
    mistake(
        id="vectorized.cross_entropy_all_pairs",
        kind="subtle",
        story="[:, targets] takes, from each row, the classes of all targets: B x B numbers instead of B.",
        hint="Print the shape of what is picked out of a batch of 3.",
        caught_by="vectorized.cross_entropy_is_the_mean_over_the_batch",
        old=PICKED,
        new="-log_softmax(logits)[:, targets]",
    ),
    mistake(
        id="vectorized.cross_entropy_epsilon",
        kind="trap",
        story="1e-12 is added to the probability so that its logarithm exists: no loss is ever above 27.6.",
        hint="What is the loss for the logits 0 and 100, if the first is the target?",
        caught_by="vectorized.cross_entropy_of_extreme_rows",
        old=PICKED,
        new="-np.log(softmax(logits)[np.arange(len(targets)), targets] + 1e-12)",
    ),
    mistake(
        id="vectorized.gradient_of_the_sum",
        kind="classic",
        story="The loss is a mean, but its gradient is that of the sum: B times too large.",
        hint="What does the 1/B of the loss do to its gradient?",
        caught_by="vectorized.gradient_is_softmax_minus_onehot_over_batch_size",
        old="return grad / len(targets)",
        new="return grad",
    ),
    mistake(
        id="vectorized.gradient_divided_by_classes",
        kind="subtle",
        story="The gradient is divided by V, the number of classes; on a square batch that is B.",
        hint="Try 2 rows of 3 classes.",
        caught_by="vectorized.gradient_is_softmax_minus_onehot_over_batch_size",
        old="return grad / len(targets)",
        new="return grad / grad.shape[1]",
    ),
    mistake(
        id="vectorized.gradient_unshifted",
        kind="corner",
        story="The gradient has its own softmax, without a shift: above 709 it is NaN.",
        hint="What is inf / inf?",
        caught_by="vectorized.gradient_of_extreme_rows",
        old="grad = softmax(logits)",
        new="grad = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)",
    ),
)
