"""Mistakes in loss.py, second part: the cross-entropy of logits, its closed form, and batches."""

from __future__ import annotations

from functools import partial

from checks.mistakes.record import Mistake

# The lines of the reference that they are made in.
LOSS = "return log_sum_exp(logits) - logits[target_idx]"
LOSS_CHECK = "    _check_target(target_idx, len(logits))\n    return log_sum_exp"
BATCH_CHECK = "    if len(batch_logits) == 0 or len(batch_logits) != len(batch_targets):"
LOSSES = "cross_entropy_loss(z, y) for z, y in zip(batch_logits, batch_targets, strict=True)"
MEAN = "return sum(losses, Value(0.0)) / len(losses)"
BATCH = (
    "    if len(batch_logits) == 0 or len(batch_logits) != len(batch_targets):\n"
    '        raise ValueError(f"{len(batch_logits)} rows of logits and {len(batch_targets)} targets make no batch")\n'
    "    losses = [cross_entropy_loss(z, y) for z, y in zip(batch_logits, batch_targets, strict=True)]\n"
)
CLOSED_SHIFT = "largest = max(logits)\n"
CLOSED_FORM = "return [e / total - (i == target_idx) for i, e in enumerate(exps)]"

mistake = partial(Mistake, module="loss")

MISTAKES: tuple[Mistake, ...] = (
    mistake(
        id="loss.cross_entropy_is_the_log_of_softmax",
        kind="classic",
        story="The loss is -log(softmax(z)[y]), as the definition says.",
        hint="A probability of exp(-800) is 0 in float64. Cancel before you compute.",
        caught_by="cross_entropy.value_is_exact_for_large_logits",
        old=LOSS,
        new="return -softmax(logits)[target_idx].log()",
    ),
    mistake(
        id="loss.cross_entropy_with_an_epsilon",
        kind="trap",
        story="1e-10 is added to the probability, lest its logarithm be of 0.",
        hint="What is the loss at a probability of exp(-30), and what should it be?",
        caught_by="cross_entropy.value_is_minus_log_softmax_of_the_target",
        old=LOSS,
        new="return -(softmax(logits)[target_idx] + 1e-10).log()",
    ),
    mistake(
        id="loss.cross_entropy_clips_the_probability",
        kind="trap",
        story="Probabilities below 1e-300 are lifted to that before the logarithm.",
        hint="A loss of 5000 is a loss of 5000, and it has a gradient.",
        caught_by="cross_entropy.value_is_exact_for_large_logits",
        old=LOSS,
        new=("prob = softmax(logits)[target_idx]\n    return -(prob if prob.data > 1e-300 else Value(1e-300)).log()"),
    ),
    mistake(
        id="loss.cross_entropy_without_its_sign",
        kind="classic",
        story="The log-probability is returned, without the minus.",
        hint="Can a probability have a positive logarithm? What should learning make small?",
        caught_by="cross_entropy.loss_is_never_negative",
        old=LOSS,
        new="return logits[target_idx] - log_sum_exp(logits)",
    ),
    mistake(
        id="loss.cross_entropy_looks_at_the_class_before",
        kind="classic",
        story="Classes are counted from 1.",
        hint="Which logit does target 0 name?",
        caught_by="cross_entropy.losses_of_two_classes_differ_by_their_logits",
        old=LOSS,
        new="return log_sum_exp(logits) - logits[target_idx - 1]",
    ),
    mistake(
        id="loss.cross_entropy_looks_at_the_last_class",
        kind="subtle",
        story="A leftover index: the loss always looks at the last logit.",
        hint="Change the target and nothing else.",
        caught_by="cross_entropy.losses_of_two_classes_differ_by_their_logits",
        old=LOSS,
        new="return log_sum_exp(logits) - logits[-1]",
    ),
    mistake(
        id="loss.cross_entropy_looks_at_the_largest_logit",
        kind="subtle",
        story="The predicted class is taken for the true one.",
        hint="The loss should say how surprised the model is by what happened.",
        caught_by="cross_entropy.falls_as_the_target_rises",
        old=LOSS,
        new="return log_sum_exp(logits) - max(logits, key=lambda z: z.data)",
    ),
    mistake(
        id="loss.cross_entropy_in_bits",
        kind="classic",
        story="The loss is divided by log 2.",
        hint="Nats or bits? What is the loss of two equal logits?",
        caught_by="cross_entropy.of_equal_logits_is_log_v",
        old=LOSS,
        new="return (log_sum_exp(logits) - logits[target_idx]) / math.log(2)",
    ),
    mistake(
        id="loss.cross_entropy_over_the_number_of_classes",
        kind="subtle",
        story="The loss is divided by V: a mean over the classes.",
        hint="The true distribution has one 1 and many 0: how much do the others contribute?",
        caught_by="cross_entropy.of_equal_logits_is_log_v",
        old=LOSS,
        new="return (log_sum_exp(logits) - logits[target_idx]) / len(logits)",
    ),
    mistake(
        id="loss.cross_entropy_for_every_class",
        kind="subtle",
        story="For every other class, -log(1 - p) is added, as for independent yes-no questions.",
        hint="One of V classes is true: for two of them, what is left of the formula?",
        caught_by="cross_entropy.of_two_classes_is_softplus_of_the_lead",
        old=LOSS,
        new=(
            "others = [p for i, p in enumerate(softmax(logits)) if i != target_idx]\n"
            "    return log_sum_exp(logits) - logits[target_idx] - sum(((1.0 - p).log() for p in others), Value(0.0))"
        ),
    ),
    mistake(
        id="loss.cross_entropy_by_the_sigmoid",
        kind="classic",
        story="The loss is -log σ(z) of the target's logit alone, as for a yes-no question.",
        hint="Raise another logit: does the true class become less likely, and does your loss notice?",
        caught_by="cross_entropy.of_two_classes_is_softplus_of_the_lead",
        old=LOSS,
        new="return log_sum_exp([Value(0.0), -logits[target_idx]])",
    ),
    mistake(
        id="loss.cross_entropy_weighed_by_its_probability",
        kind="subtle",
        story="The surprise is multiplied by the model's own probability: a term of the entropy.",
        hint="Who says how often the true class happens, the model or the data?",
        caught_by="cross_entropy.falls_as_the_target_rises",
        old=LOSS,
        new="return softmax(logits)[target_idx] * (log_sum_exp(logits) - logits[target_idx])",
    ),
    mistake(
        id="loss.cross_entropy_of_probabilities",
        kind="classic",
        story="Logits are put through softmax, and the probabilities are treated as logits.",
        hint="Softmax is in the loss already: twice is once too often.",
        caught_by="cross_entropy.loss_is_the_surprise_of_the_own_softmax",
        old=LOSS,
        new="logits = softmax(logits)\n    return log_sum_exp(logits) - logits[target_idx]",
    ),
    mistake(
        id="loss.cross_entropy_squared",
        kind="subtle",
        story="The squared error of the probability is returned.",
        hint="Follow a certain outcome through your own cross_entropy(p, q).",
        caught_by="cross_entropy.loss_is_the_cross_entropy_of_a_certain_outcome",
        old=LOSS,
        new="return (1 - softmax(logits)[target_idx]) ** 2",
    ),
    mistake(
        id="loss.cross_entropy_with_label_smoothing",
        kind="trap",
        story="A tenth of the target is spread over all classes, as modern recipes do.",
        hint="A good regulariser is another loss than the one asked for.",
        caught_by="cross_entropy.value_is_minus_log_softmax_of_the_target",
        old=LOSS,
        new=(
            "mean = sum(logits, Value(0.0)) / len(logits)\n"
            "    return log_sum_exp(logits) - (logits[target_idx] * 0.9 + mean * 0.1)"
        ),
    ),
    mistake(
        id="loss.cross_entropy_penalises_large_logits",
        kind="trap",
        story="A little of log-sum-exp squared is added to keep logits small.",
        hint="Add 1000 to all logits: should the loss care?",
        caught_by="cross_entropy.ignores_a_common_shift",
        old=LOSS,
        new="return log_sum_exp(logits) - logits[target_idx] + log_sum_exp(logits) ** 2 * 1e-4",
    ),
    mistake(
        id="loss.cross_entropy_of_one_class_is_one",
        kind="corner",
        story="With a single class, the loss is set to 1 to avoid a logarithm of 1.",
        hint="How surprising is the only thing that can happen?",
        caught_by="cross_entropy.of_one_class_is_zero",
        old=LOSS,
        new=(
            "if len(logits) == 1:\n"
            "        return logits[0] * 0.0 + 1.0\n"
            "    return log_sum_exp(logits) - logits[target_idx]"
        ),
    ),
    mistake(
        id="loss.cross_entropy_weighs_later_classes_more",
        kind="corner",
        story="A weight by position was left in from an experiment.",
        hint="Exchange two classes, in logits and target alike.",
        caught_by="cross_entropy.renaming_the_classes_changes_nothing",
        old=LOSS,
        new="return log_sum_exp([z - 1e-3 * i for i, z in enumerate(logits)]) - logits[target_idx]",
    ),
    mistake(
        id="loss.cross_entropy_ignores_class_zero",
        kind="corner",
        story="Class 0 is taken for padding, which costs nothing.",
        hint="Which character has index 0 in your vocabulary, and does the model learn it?",
        caught_by="cross_entropy.losses_of_two_classes_differ_by_their_logits",
        old=LOSS,
        new="if target_idx == 0:\n        return Value(0.0)\n    return log_sum_exp(logits) - logits[target_idx]",
    ),
    mistake(
        id="loss.cross_entropy_of_a_hundred_classes",
        kind="corner",
        story="Only the first 100 logits are summed, because no vocabulary was larger.",
        hint="Texts with accents have more characters than that.",
        caught_by="cross_entropy.holds_for_more_than_a_hundred_classes",
        old=LOSS,
        new="seen = logits[: max(100, target_idx + 1)]\n    return log_sum_exp(seen) - logits[target_idx]",
    ),
    mistake(
        id="loss.cross_entropy_for_three_classes",
        kind="classic",
        story="The sum is written out for three logits, as in the exercise.",
        hint="How many classes are there?",
        caught_by="cross_entropy.value_is_minus_log_softmax_of_the_target",
        old=LOSS,
        new="return log_sum_exp(logits[:3]) - logits[target_idx]",
    ),
    mistake(
        id="loss.cross_entropy_remembers_by_target",
        kind="trap",
        story="Losses are kept by target, to save time.",
        hint="The same target with other logits is another loss.",
        caught_by="cross_entropy.calls_are_independent",
        old=LOSS,
        new=(
            "loss = log_sum_exp(logits) - logits[target_idx]\n"
            "    return cross_entropy_loss.__dict__.setdefault(str(target_idx), loss)"
        ),
    ),
    mistake(
        id="loss.cross_entropy_remembers_by_numbers",
        kind="trap",
        story="Losses are kept by target and numbers, to save time: equal numbers get the node of other logits.",
        hint="Equal numbers have equal losses. Do they have the same graph?",
        caught_by="cross_entropy.calls_are_independent",
        old=LOSS,
        new=(
            "key = str(([z.data for z in logits], target_idx))\n"
            "    return cross_entropy_loss.__dict__.setdefault(key, log_sum_exp(logits) - logits[target_idx])"
        ),
    ),
    mistake(
        id="loss.cross_entropy_remembers_nodes",
        kind="trap",
        story="Log-sum-exp is kept by the identity of the nodes, to save time.",
        hint="Training changes the numbers in the same nodes.",
        caught_by="cross_entropy.follows_logits_whose_data_change",
        old=LOSS,
        new=(
            "total = cross_entropy_loss.__dict__.setdefault(tuple(logits), log_sum_exp(logits))\n"
            "    return total - logits[target_idx]"
        ),
    ),
    mistake(
        id="loss.cross_entropy_takes_the_target_out",
        kind="trap",
        story="The target's logit is taken out of the caller's list, to treat it apart.",
        hint="What does the caller's list hold afterwards?",
        caught_by="cross_entropy.leaves_its_logits_alone",
        old=LOSS,
        new="true = logits.pop(target_idx)\n    return log_sum_exp([true, *logits]) - true",
    ),
    mistake(
        id="loss.cross_entropy_counts_from_the_end",
        kind="corner",
        story="Negative targets name the last classes, as Python's indices do.",
        hint="A target of -1 is the sign of an error elsewhere.",
        caught_by="cross_entropy.a_target_that_is_no_class_raises",
        old=LOSS_CHECK,
        new="    return log_sum_exp",
    ),
    mistake(
        id="loss.cross_entropy_of_no_classes_is_zero",
        kind="corner",
        story="An empty list of logits has loss 0.",
        hint="0 is the loss of a perfect model.",
        caught_by="cross_entropy.of_no_logits_raises",
        old=LOSS_CHECK,
        new=(
            "    if not logits:\n"
            "        return Value(0.0)\n"
            "    _check_target(target_idx, len(logits))\n"
            "    return log_sum_exp"
        ),
    ),
    mistake(
        id="loss.cross_entropy_of_rounded_logits",
        kind="trap",
        story="Logits are rounded to six decimals, as many as are printed.",
        hint="The seventh decimal is small, not 0: how many are asked for?",
        caught_by="cross_entropy.value_is_minus_log_softmax_of_the_target",
        old=LOSS,
        new="logits = [z + (round(z.data, 6) - z.data) for z in logits]\n    " + LOSS,
    ),
    mistake(
        id="loss.cross_entropy_with_a_detached_target",
        kind="subtle",
        story="The target's logit is taken as a number.",
        hint="Is the onehot missing from the gradient? What does it sum to?",
        caught_by="cross_entropy_gradient.sums_to_zero",
        old=LOSS,
        new="return log_sum_exp(logits) - logits[target_idx].data",
    ),
    mistake(
        id="loss.cross_entropy_with_a_detached_sum",
        kind="subtle",
        story="Log-sum-exp is taken as a number, because it only normalises.",
        hint="Is the softmax missing from the gradient?",
        caught_by="cross_entropy_gradient.is_softmax_minus_onehot",
        old=LOSS,
        new="return Value(log_sum_exp(logits).data) - logits[target_idx]",
    ),
    mistake(
        id="loss.cross_entropy_detached",
        kind="classic",
        story="The loss is computed on .data and wrapped in a new Value.",
        hint="Nudge a logit: the loss moves. What does the gradient say?",
        caught_by="cross_entropy_gradient.is_the_slope_of_the_own_loss",
        old=LOSS,
        new="return Value(log_sum_exp(logits).data - logits[target_idx].data)",
    ),
    mistake(
        id="loss.cross_entropy_climbs",
        kind="subtle",
        story="A sign error is put right in the value, and not in the graph.",
        hint="Which way must the target's logit go for the loss to fall?",
        caught_by="cross_entropy_gradient.pulls_the_target_up_and_the_others_down",
        old=LOSS,
        new="loss = log_sum_exp(logits) - logits[target_idx]\n    return 2.0 * loss.data - loss",
    ),
    mistake(
        id="loss.cross_entropy_stops_when_it_is_small",
        kind="corner",
        story="A loss below 0.01 is returned as a constant: good enough, nothing to learn.",
        hint="A small loss has a small gradient. Is it 0?",
        caught_by="cross_entropy_gradient.is_softmax_minus_onehot",
        old=LOSS,
        new=(
            "loss = log_sum_exp(logits) - logits[target_idx]\n    return loss if loss.data > 0.01 else Value(loss.data)"
        ),
    ),
    mistake(
        id="loss.cross_entropy_writes_gradients_itself",
        kind="trap",
        story="The closed form is added to .grad when the loss is computed, and the loss is a new Value.",
        hint="What if the loss is multiplied by 0.5 before backward?",
        caught_by="cross_entropy_gradient.is_multiplied_by_what_comes_from_above",
        old=LOSS,
        new=(
            "loss = log_sum_exp(logits) - logits[target_idx]\n"
            "    for z, slope in zip(logits, cross_entropy_grad([z.data for z in logits], target_idx)):\n"
            "        z.grad += slope\n"
            "    return Value(loss.data)"
        ),
    ),
    mistake(
        id="loss.cross_entropy_works_on_copies",
        kind="subtle",
        story="The numbers are copied into new Values, so that nothing can be damaged, and gradients are handed over.",
        hint="Logits are results of a model: what arrives at its parameters?",
        caught_by="cross_entropy_gradient.reaches_what_the_logits_come_from",
        old=LOSS,
        new=(
            "copies = [Value(z.data) for z in logits]\n"
            "    loss = log_sum_exp(copies) - copies[target_idx]\n"
            "    loss.backward()\n"
            "    for z, copy in zip(logits, copies):\n"
            "        z.grad = copy.grad\n"
            "    return Value(loss.data)"
        ),
    ),
    mistake(
        id="loss.cross_entropy_counts_a_node_once",
        kind="corner",
        story="The classes are collected in a dict by node.",
        hint="One node may stand for two classes: which gradients does it get?",
        caught_by="cross_entropy_gradient.adds_up_where_a_node_occurs_twice",
        old=LOSS,
        new="classes = list(dict.fromkeys(logits))\n    return log_sum_exp(classes) - logits[target_idx]",
    ),
    mistake(
        id="loss.closed_form_without_a_shift",
        kind="classic",
        story="The exponentials are computed as they stand.",
        hint="Stability is asked of the closed form, too.",
        caught_by="cross_entropy_gradient.closed_form_is_softmax_minus_onehot",
        old=CLOSED_SHIFT,
        new="largest = 0.0\n",
    ),
    mistake(
        id="loss.closed_form_onehot_minus_softmax",
        kind="classic",
        story="The two vectors are subtracted the other way round.",
        hint="Which sign should the target's entry have?",
        caught_by="cross_entropy_gradient.closed_form_agrees_with_backward",
        old=CLOSED_FORM,
        new="return [(i == target_idx) - e / total for i, e in enumerate(exps)]",
    ),
    mistake(
        id="loss.closed_form_without_the_onehot",
        kind="classic",
        story="The softmax alone is returned.",
        hint="What must the entries add up to?",
        caught_by="cross_entropy_gradient.closed_form_is_softmax_minus_onehot",
        old=CLOSED_FORM,
        new="return [e / total for e in exps]",
    ),
    mistake(
        id="loss.closed_form_of_the_predicted_class",
        kind="subtle",
        story="1 comes off the largest probability instead of the target's.",
        hint="Change the target and nothing else.",
        caught_by="cross_entropy_gradient.closed_form_is_softmax_minus_onehot",
        old=CLOSED_FORM,
        new="return [e / total - (z == largest) for e, z in zip(exps, logits)]",
    ),
    mistake(
        id="loss.closed_form_at_equal_logits",
        kind="corner",
        story="The target is found by its logit's value, and so is every class that ties with it.",
        hint="Two classes have the same logit: which of them happened?",
        caught_by="cross_entropy_gradient.closed_form_is_softmax_minus_onehot",
        old=CLOSED_FORM,
        new="return [e / total - (z == logits[target_idx]) for e, z in zip(exps, logits)]",
    ),
    mistake(
        id="loss.closed_form_in_single_precision",
        kind="trap",
        story="The logits become a float32 array, as on a graphics card.",
        hint="How many digits has a float32, and how many are asked for?",
        caught_by="cross_entropy_gradient.closed_form_is_softmax_minus_onehot",
        old="exps = [math.exp(z - largest) for z in logits]\n",
        new=(
            "import numpy as np\n\n    exps = list(np.exp(np.array(logits, dtype=np.float32) - np.float32(largest)))\n"
        ),
    ),
    mistake(
        id="loss.closed_form_of_float32_logits",
        kind="trap",
        story="The logits become float32 on their way in; the exponentials are float64 again.",
        hint="How many digits of 1 / 3 does a float32 hold, and do they come back?",
        caught_by="cross_entropy_gradient.closed_form_is_softmax_minus_onehot",
        old=CLOSED_SHIFT,
        new="import numpy as np\n\n    logits = np.array(logits, dtype=np.float32).tolist()\n    " + CLOSED_SHIFT,
    ),
    mistake(
        id="loss.closed_form_times_p_one_minus_p",
        kind="subtle",
        story="The derivative of the sigmoid is multiplied in, as for a squared error.",
        hint="In the derivative of the logarithm, that factor cancels.",
        caught_by="cross_entropy_gradient.closed_form_agrees_with_backward",
        old=CLOSED_FORM,
        new=(
            "probs = [e / total for e in exps]\n"
            "    return [(p - (i == target_idx)) * p * (1 - p) for i, p in enumerate(probs)]"
        ),
    ),
    mistake(
        id="loss.closed_form_over_the_number_of_classes",
        kind="subtle",
        story="The result is divided by V.",
        hint="The mean goes over the batch, not over the classes.",
        caught_by="cross_entropy_gradient.closed_form_is_softmax_minus_onehot",
        old=CLOSED_FORM,
        new="return [(e / total - (i == target_idx)) / len(exps) for i, e in enumerate(exps)]",
    ),
    mistake(
        id="loss.closed_form_in_the_callers_list",
        kind="trap",
        story="The exponentials are written over the logits.",
        hint="Whose list is it? What does a second call see?",
        caught_by="cross_entropy_gradient.closed_form_leaves_its_logits_alone",
        old=CLOSED_SHIFT,
        new=(
            "largest = max(logits)\n"
            "    for i, z in enumerate(logits):\n"
            "        logits[i] = z - largest\n"
            "    largest = 0.0\n"
        ),
    ),
    mistake(
        id="loss.batch_is_summed",
        kind="classic",
        story="The losses are added up, and nothing is divided.",
        hint="Should a larger batch have a larger loss?",
        caught_by="batch.repeating_the_batch_changes_nothing",
        old=MEAN,
        new="return sum(losses, Value(0.0))",
    ),
    mistake(
        id="loss.batch_is_divided_by_the_classes",
        kind="subtle",
        story="The sum is divided by the length of a row.",
        hint="Which length is N?",
        caught_by="batch.loss_is_the_mean_over_the_rows",
        old=MEAN,
        new="return sum(losses, Value(0.0)) / len(batch_logits[0])",
    ),
    mistake(
        id="loss.batch_is_divided_by_one_less",
        kind="subtle",
        story="The divisor is N - 1, as for a sample variance.",
        hint="What is the mean of one number?",
        caught_by="batch.batch_of_one_is_the_single_loss",
        old=MEAN,
        new="return sum(losses, Value(0.0)) / (len(losses) - 1)",
    ),
    mistake(
        id="loss.batch_is_its_last_row",
        kind="classic",
        story="In the loop, the loss is assigned instead of added.",
        hint="Turn the batch round: does anything change?",
        caught_by="batch.order_of_the_rows_does_not_matter",
        old=MEAN,
        new="return losses[-1]",
    ),
    mistake(
        id="loss.batch_has_one_target",
        kind="subtle",
        story="The first target is used for all rows.",
        hint="Calculate the rows one by one.",
        caught_by="batch.loss_is_the_mean_of_the_own_single_losses",
        old=LOSSES,
        new="cross_entropy_loss(z, batch_targets[0]) for z in batch_logits",
    ),
    mistake(
        id="loss.batch_in_single_precision",
        kind="trap",
        story="The rows become float32, as a batch on a graphics card; the losses are float64 again.",
        hint="How many digits of 1 / 3 does a float32 hold?",
        caught_by="batch.loss_is_the_mean_over_the_rows",
        old="losses = [",
        new=(
            "import numpy as np\n\n"
            "    batch_logits = [[z + (float(np.float32(z.data)) - z.data) for z in row] for row in batch_logits]\n"
            "    losses = ["
        ),
    ),
    mistake(
        id="loss.batch_sorts_its_targets",
        kind="subtle",
        story="The targets are sorted, the rows are not.",
        hint="Calculate the rows one by one: which target has each?",
        caught_by="batch.loss_is_the_mean_of_the_own_single_losses",
        old=LOSSES,
        new="cross_entropy_loss(z, y) for z, y in zip(batch_logits, sorted(batch_targets), strict=True)",
    ),
    mistake(
        id="loss.batch_is_a_running_average",
        kind="subtle",
        story="Each row's loss is averaged with the average so far, half and half.",
        hint="How much does the first of five rows weigh then?",
        caught_by="batch.two_batches_combine_by_their_sizes",
        old=MEAN,
        new=(
            "average = losses[0]\n"
            "    for loss in losses[1:]:\n"
            "        average = (average + loss) / 2\n"
            "    return average"
        ),
    ),
    mistake(
        id="loss.batch_averages_its_halves",
        kind="subtle",
        story="Halves are averaged, and their averages, half and half: right for 1, 2, 4 and 8 rows.",
        hint="Three rows make a half of one and a half of two: how much does each weigh?",
        caught_by="batch.two_batches_combine_by_their_sizes",
        old=MEAN,
        new=(
            "def mean(part):\n"
            "        half = len(part) // 2\n"
            "        return (mean(part[:half]) + mean(part[half:])) / 2 if half else part[0]\n\n"
            "    return mean(losses)"
        ),
    ),
    mistake(
        id="loss.batch_is_divided_on_data",
        kind="subtle",
        story="The sum's .data is divided, and the sum is returned.",
        hint="Is the division a node of the graph?",
        caught_by="batch.gradient_is_the_mean_of_the_gradients",
        old=MEAN,
        new="total = sum(losses, Value(0.0))\n    total.data /= len(losses)\n    return total",
    ),
    mistake(
        id="loss.batch_keeps_the_last_graph",
        kind="subtle",
        story="The running total is kept as a number, to save memory: only the last row's graph is left.",
        hint="Which rows do gradients reach?",
        caught_by="batch.gradient_is_the_mean_of_the_gradients",
        old=MEAN,
        new="return (sum(loss.data for loss in losses[:-1]) + losses[-1]) / len(losses)",
    ),
    mistake(
        id="loss.batch_is_limited_to_sixteen",
        kind="corner",
        story="At most 16 rows are averaged, to save time.",
        hint="A batch of 64 has 64 rows.",
        caught_by="batch.holds_for_large_batches",
        old=MEAN,
        new="losses = losses[:16]\n    return sum(losses, Value(0.0)) / len(losses)",
    ),
    mistake(
        id="loss.batch_drops_an_unfinished_eight",
        kind="corner",
        story="Rows are taken eight at a time, and what is left over at the end of a longer batch is dropped.",
        hint="A batch of 20 has 20 rows.",
        caught_by="batch.holds_for_large_batches",
        old=MEAN,
        new=(
            "if len(losses) > 8:\n"
            "        losses = losses[: len(losses) // 8 * 8]\n"
            "    return sum(losses, Value(0.0)) / len(losses)"
        ),
    ),
    mistake(
        id="loss.batch_remembers_by_target",
        kind="corner",
        story="Losses are collected in a dict by target: rows of the same target replace each other.",
        hint="Two rows may have the same target.",
        caught_by="batch.loss_is_the_mean_over_the_rows",
        old=LOSSES,
        new=("loss for loss in {y: cross_entropy_loss(z, y) for z, y in zip(batch_logits, batch_targets)}.values()"),
    ),
    mistake(
        id="loss.batch_writes_gradients_itself",
        kind="trap",
        story="Each row's closed form is written to .grad, and the loss is a new Value.",
        hint="One node may occur in two rows: which of its gradients stays?",
        caught_by="batch.rows_that_share_a_node_add_up",
        old=MEAN,
        new=(
            "for row, y in zip(batch_logits, batch_targets):\n"
            "        for z, slope in zip(row, cross_entropy_grad([z.data for z in row], y)):\n"
            "            z.grad = slope / len(losses)\n"
            "    return Value(sum(loss.data for loss in losses) / len(losses))"
        ),
    ),
    mistake(
        id="loss.batch_adds_gradients_itself",
        kind="trap",
        story="Each row's closed form is added to .grad, and the loss is a new Value.",
        hint="What if the loss is multiplied before backward?",
        caught_by="batch.gradient_is_multiplied_by_what_comes_from_above",
        old=MEAN,
        new=(
            "for row, y in zip(batch_logits, batch_targets):\n"
            "        for z, slope in zip(row, cross_entropy_grad([z.data for z in row], y)):\n"
            "            z.grad += slope / len(losses)\n"
            "    return Value(sum(loss.data for loss in losses) / len(losses))"
        ),
    ),
    mistake(
        id="loss.cross_entropy_clears_gradients",
        kind="trap",
        story="Forgotten calls of zero_grad are made up for: the loss clears the gradients of its logits.",
        hint="Make two losses of the same logits, with a backward pass after each.",
        caught_by="cross_entropy.adds_to_the_gradients_that_are_there",
        old=LOSS,
        new=f"for z in logits:\n        z.grad = 0.0\n    {LOSS}",
    ),
    mistake(
        id="loss.batch_of_a_hundred_classes",
        kind="corner",
        story="The first hundred columns of a batch are read: the data set that it was written for had no more.",
        hint="How many classes may a row have?",
        caught_by="batch.loss_is_the_mean_over_the_rows",
        old=LOSSES,
        new=LOSSES.replace("(z, y)", "(z[: max(100, y + 1)], y)"),
    ),
    mistake(
        id="loss.closed_form_of_a_hundred_classes",
        kind="corner",
        story="The gradient of a class beyond the hundredth is taken to be 0: it would be small anyway.",
        hint="What is the sum of all gradients?",
        caught_by="cross_entropy_gradient.closed_form_is_softmax_minus_onehot",
        old=CLOSED_FORM,
        new="return [(e / total - (i == target_idx)) * (i < 100) for i, e in enumerate(exps)]",
    ),
    mistake(
        id="loss.batch_takes_the_targets_out",
        kind="trap",
        story="Targets are popped from the caller's list, one for each row.",
        hint="What is left of the targets for the next epoch?",
        caught_by="batch.leaves_rows_and_targets_alone",
        old=LOSSES,
        new="cross_entropy_loss(z, batch_targets.pop(0)) for z in batch_logits",
    ),
    mistake(
        id="loss.batch_adds_up_over_calls",
        kind="trap",
        story="The list of losses outlives the call and fills from batch to batch.",
        hint="Ask twice for the same batch.",
        caught_by="batch.calls_are_independent",
        old=MEAN,
        new=(
            'losses = batch_cross_entropy.__dict__.setdefault("losses", []) + losses\n'
            '    batch_cross_entropy.__dict__["losses"] = losses[-100:]\n'
            "    return sum(losses, Value(0.0)) / len(losses)"
        ),
    ),
    mistake(
        id="loss.empty_batch_is_zero",
        kind="corner",
        story="A batch without rows has loss 0.",
        hint="0 is the loss of a perfect model.",
        caught_by="batch.empty_batch_raises",
        old=BATCH_CHECK,
        new=(
            "    if len(batch_logits) == 0:\n"
            "        return Value(0.0)\n"
            "    if len(batch_logits) == 0 or len(batch_logits) != len(batch_targets):"
        ),
    ),
    mistake(
        id="loss.batch_ignores_what_is_left_over",
        kind="corner",
        story="zip stops at the shorter list, and nobody notices.",
        hint="Whose target was never looked at?",
        caught_by="batch.unequal_lengths_raise",
        old=BATCH,
        new=(
            "    if len(batch_logits) == 0:\n"
            '        raise ValueError("an empty batch")\n'
            "    losses = [cross_entropy_loss(z, y) for z, y in zip(batch_logits, batch_targets)]\n"
        ),
    ),
    mistake(
        id="loss.cross_entropy_loss_is_linear",
        kind="subtle",
        story="The loss is 1 minus the probability of the true class, which has its least value at that class too.",
        hint="Which claim about the probabilities makes the expected loss least?",
        caught_by="scoring_rules.regret_is_the_divergence",
        old=LOSS,
        new="return 1.0 - softmax(logits)[target_idx]",
    ),
    mistake(
        id="loss.cross_entropy_loss_is_quadratic",
        kind="trap",
        story="The Brier score is taken: honest too, but it is another score with another gradient.",
        hint="What is the loss where the true class has probability 1/2?",
        caught_by="scoring_rules.expected_gradient_vanishes_only_at_the_truth",
        old=LOSS,
        new="return sum(((p - (i == target_idx)) ** 2 for i, p in enumerate(softmax(logits))), Value(0.0))",
    ),
)
