"""Mistakes in loss.py: on Values (softmax, log-sum-exp, cross-entropy, batches) and on plain numbers."""

from __future__ import annotations

from functools import partial

from checks.mistakes.record import Mistake

# The lines of the reference that the mistakes on Values are made in.
SHIFT = "largest = max(z.data for z in logits)  # a number, not a node: the result does not depend on it"
LOG_OF_SUM = "sum(((z - largest).exp() for z in logits), Value(0.0)).log() + largest"
SOFTMAX_SHIFT = "    largest = max(z.data for z in logits)\n    exps"
EXPONENTIALS = "exps = [((z - largest) / temperature).exp() for z in logits]"
TOTAL = "    total = sum(exps, Value(0.0))\n"
QUOTIENTS = "return [e / total for e in exps]"
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

ON_VALUES: tuple[Mistake, ...] = (
    mistake(
        id="loss.log_sum_exp_without_a_shift",
        kind="classic",
        story="The definition is written down as it stands.",
        hint="exp(710) is too large for a float. Compute the same number without it.",
        caught_by="log_sum_exp.is_exact_for_large_logits",
        old=SHIFT,
        new="largest = 0.0",
    ),
    mistake(
        id="loss.log_sum_exp_forgets_to_shift_back",
        kind="classic",
        story="The maximum is subtracted for stability, and never added again.",
        hint="Try logits that are all equal: what should come out?",
        caught_by="log_sum_exp.is_the_log_of_the_summed_exponentials",
        old=LOG_OF_SUM,
        new="sum(((z - largest).exp() for z in logits), Value(0.0)).log()",
    ),
    mistake(
        id="loss.log_sum_exp_shifts_by_the_mean",
        kind="subtle",
        story="Any constant will do on paper, so the logits are centred.",
        hint="One logit far above the mean still overflows.",
        caught_by="log_sum_exp.is_exact_for_large_logits",
        old=SHIFT,
        new="largest = sum(z.data for z in logits) / len(logits)",
    ),
    mistake(
        id="loss.log_sum_exp_shifts_by_the_first",
        kind="subtle",
        story="Any constant will do on paper, so the first logit is taken.",
        hint="What if the first logit is the smallest by far?",
        caught_by="log_sum_exp.is_exact_for_large_logits",
        old=SHIFT,
        new="largest = logits[0].data",
    ),
    mistake(
        id="loss.log_sum_exp_shifts_by_the_largest_magnitude",
        kind="subtle",
        story="The logit that is largest in absolute value is taken for the largest.",
        hint="Try logits that are all very negative.",
        caught_by="log_sum_exp.is_exact_for_large_logits",
        old=SHIFT,
        new="largest = max(abs(z.data) for z in logits)",
    ),
    mistake(
        id="loss.log_sum_exp_starts_its_maximum_at_zero",
        kind="corner",
        story="The search for the maximum begins with 0.0, which none of the logits need exceed.",
        hint="Try logits that are all below -750.",
        caught_by="log_sum_exp.is_exact_for_large_logits",
        old=SHIFT,
        new="largest = 0.0\n    for z in logits:\n        largest = max(largest, z.data)",
    ),
    mistake(
        id="loss.log_sum_exp_clips_its_logits",
        kind="trap",
        story="Overflow is cured by cutting the logits to ±100.",
        hint="A cut logit is another logit, and it gets no gradient.",
        caught_by="log_sum_exp.is_exact_for_large_logits",
        old=SHIFT,
        new=(
            "logits = [z if abs(z.data) <= 100 else Value(math.copysign(100.0, z.data)) for z in logits]\n"
            "    largest = 0.0"
        ),
    ),
    mistake(
        id="loss.log_sum_exp_in_bits",
        kind="classic",
        story="The logarithm is taken to base 2.",
        hint="Nats or bits? All logarithms of the course are natural.",
        caught_by="log_sum_exp.is_the_log_of_the_summed_exponentials",
        old=LOG_OF_SUM,
        new="(sum(((z - largest).exp() for z in logits), Value(0.0)).log() / math.log(2)) + largest",
    ),
    mistake(
        id="loss.log_sum_exp_with_an_epsilon",
        kind="trap",
        story="A small number is added before the logarithm, lest it be of 0.",
        hint="After the shift the sum is at least 1: nothing needs protection, and the epsilon is an error.",
        caught_by="log_sum_exp.of_one_logit_is_that_logit",
        old=LOG_OF_SUM,
        new="(sum(((z - largest).exp() for z in logits), Value(0.0)) + 1e-8).log() + largest",
    ),
    mistake(
        id="loss.log_mean_exp",
        kind="subtle",
        story="The mean of the exponentials is taken instead of their sum.",
        hint="Can the result lie below the largest logit?",
        caught_by="log_sum_exp.lies_at_most_log_v_above_the_maximum",
        old=LOG_OF_SUM,
        new="(sum(((z - largest).exp() for z in logits), Value(0.0)) / len(logits)).log() + largest",
    ),
    mistake(
        id="loss.log_sum_exp_counts_the_maximum_once",
        kind="corner",
        story="The largest logit gives exp(0) = 1: it is left out of the sum and 1 is added, once, however many tie.",
        hint="What if two logits are the largest?",
        caught_by="log_sum_exp.of_equal_logits_is_log_v_above_them",
        old=SHIFT,
        new=(
            "first = max(logits, key=lambda z: z.data)\n"
            "    largest = first.data\n"
            "    logits = [first, *(z for z in logits if z.data < largest)]"
        ),
    ),
    mistake(
        id="loss.log_sum_exp_of_one_logit_is_zero",
        kind="corner",
        story="A single class is treated apart, as having nothing to sum.",
        hint="What is the logarithm of one exponential?",
        caught_by="log_sum_exp.of_one_logit_is_that_logit",
        old=SHIFT,
        new="largest = max(z.data for z in logits)\n    if len(logits) == 1:\n        return Value(0.0)",
    ),
    mistake(
        id="loss.log_sum_exp_leaves_out_the_last",
        kind="classic",
        story="An index runs to V - 1 instead of V.",
        hint="Put the largest logit last.",
        caught_by="log_sum_exp.ignores_the_order",
        old=SHIFT,
        new="largest = max(z.data for z in logits)\n    logits = logits[: max(1, len(logits) - 1)]",
    ),
    mistake(
        id="loss.log_sum_exp_adds_the_shift_twice",
        kind="subtle",
        story="The maximum is added inside the logarithm's argument's node and outside.",
        hint="Add 100 to all logits: by how much should the result rise?",
        caught_by="log_sum_exp.moves_with_a_common_shift",
        old=LOG_OF_SUM,
        new="sum(((z - largest).exp() for z in logits), Value(0.0)).log() + largest + largest",
    ),
    mistake(
        id="loss.log_sum_exp_is_the_maximum_where_it_dominates",
        kind="corner",
        story="If the largest logit is ahead by more than 10, the others are taken for nothing.",
        hint="exp(-10) is 5e-5: small, but far above the tolerance.",
        caught_by="log_sum_exp.is_the_log_of_the_summed_exponentials",
        old=SHIFT,
        new="largest = max(z.data for z in logits)\n    logits = [z for z in logits if z.data > largest - 10]",
    ),
    mistake(
        id="loss.log_sum_exp_combines_by_adding",
        kind="corner",
        story="A long list is split into blocks of four, and the blocks' results are added up.",
        hint="The sum over all is inside one logarithm.",
        caught_by="log_sum_exp.of_two_parts_combines",
        old=SHIFT,
        new=(
            "if len(logits) > 4:\n"
            "        return log_sum_exp(logits[:4]) + log_sum_exp(logits[4:])\n"
            "    largest = max(z.data for z in logits)"
        ),
    ),
    mistake(
        id="loss.log_sum_exp_detached",
        kind="classic",
        story="The result is computed on .data and wrapped in a new Value.",
        hint="A new Value knows nothing of the logits: backward ends there.",
        caught_by="log_sum_exp.gradient_is_softmax",
        old=LOG_OF_SUM,
        new="Value(sum(math.exp(z.data - largest) for z in logits)).log() + largest",
    ),
    mistake(
        id="loss.log_sum_exp_subtracts_a_node_and_adds_a_number",
        kind="subtle",
        story="The maximum is subtracted as a node and added back as a number.",
        hint="The shift cancels in the value. Does it cancel in the gradient?",
        caught_by="log_sum_exp.gradient_is_softmax",
        old=LOG_OF_SUM,
        new="sum(((z - max(logits, key=lambda v: v.data)).exp() for z in logits), Value(0.0)).log() + largest",
    ),
    mistake(
        id="loss.log_sum_exp_counts_a_node_once",
        kind="corner",
        story="The logits are collected in a dict, in which a node that occurs twice is found once.",
        hint="The same node may stand for two classes.",
        caught_by="log_sum_exp.gradient_reaches_what_the_logits_come_from",
        old=LOG_OF_SUM,
        new="sum(((z - largest).exp() for z in dict.fromkeys(logits)), Value(0.0)).log() + largest",
    ),
    mistake(
        id="loss.log_sum_exp_sorts_its_logits",
        kind="trap",
        story="The caller's list is sorted to find the largest.",
        hint="Whose list is it? After the call, logits[target_idx] is another one.",
        caught_by="log_sum_exp.leaves_its_logits_alone",
        old=SHIFT,
        new="logits.sort(key=lambda z: z.data)\n    largest = logits[-1].data",
    ),
    mistake(
        id="loss.log_sum_exp_remembers_its_last_maximum",
        kind="trap",
        story="The largest logit so far is kept on the function, and only ever grows.",
        hint="Ask for large logits first, then for very negative ones.",
        caught_by="log_sum_exp.calls_are_independent",
        old=SHIFT,
        new=(
            "largest = max([*log_sum_exp.__dict__.values(), *(z.data for z in logits)])\n"
            '    log_sum_exp.__dict__["largest"] = largest'
        ),
    ),
    mistake(
        id="loss.log_sum_exp_of_a_hundred_classes",
        kind="corner",
        story="A list that is meant for bytes of ASCII is cut at 128 classes.",
        hint="How many logits may there be, and is every one of them in the sum?",
        caught_by="log_sum_exp.holds_for_more_than_a_hundred_classes",
        old=SHIFT,
        new="logits = logits[:128]\n    largest = max(z.data for z in logits)",
    ),
    mistake(
        id="loss.log_sum_exp_of_nothing_is_zero",
        kind="corner",
        story="An empty list is answered with 0.",
        hint="log 0 is not 0. Say that there is no answer.",
        caught_by="log_sum_exp.of_no_logits_raises",
        old=SHIFT,
        new="if not logits:\n        return Value(0.0)\n    largest = max(z.data for z in logits)",
    ),
    mistake(
        id="loss.softmax_without_a_shift",
        kind="classic",
        story="The definition is written down as it stands.",
        hint="exp(710) is too large for a float. Which common factor may all exponentials lose?",
        caught_by="softmax.is_exact_for_large_logits",
        old=SOFTMAX_SHIFT,
        new="    largest = 0.0\n    exps",
    ),
    mistake(
        id="loss.softmax_shifts_by_the_mean",
        kind="subtle",
        story="Any constant will do on paper, so the logits are centred.",
        hint="One logit far above the mean still overflows.",
        caught_by="softmax.is_exact_for_large_logits",
        old=SOFTMAX_SHIFT,
        new="    largest = sum(z.data for z in logits) / len(logits)\n    exps",
    ),
    mistake(
        id="loss.softmax_shifts_before_it_divides",
        kind="corner",
        story="The largest logit is subtracted after the division by T, undivided.",
        hint="At T = 0.125, how large is the largest exponent?",
        caught_by="softmax.is_exact_for_large_logits",
        old=EXPONENTIALS,
        new="exps = [(z / temperature - largest).exp() for z in logits]",
    ),
    mistake(
        id="loss.softmax_multiplies_by_the_temperature",
        kind="classic",
        story="T is multiplied where it should divide: hot becomes cold.",
        hint="Should a high temperature make the model more certain or less?",
        caught_by="temperature.divides_the_logits",
        old=EXPONENTIALS,
        new="exps = [((z - largest) * temperature).exp() for z in logits]",
    ),
    mistake(
        id="loss.softmax_ignores_the_temperature",
        kind="classic",
        story="The parameter is there and never used.",
        hint="Ask at T = 0.001: is the answer the same as at 1?",
        caught_by="temperature.cold_picks_the_largest",
        old=EXPONENTIALS,
        new="exps = [(z - largest).exp() for z in logits]",
    ),
    mistake(
        id="loss.softmax_divides_the_probabilities_by_the_temperature",
        kind="subtle",
        story="T divides the results instead of the logits.",
        hint="Do the probabilities still sum to 1?",
        caught_by="softmax.sums_to_one",
        old=QUOTIENTS,
        new="return [e / total / temperature for e in exps]",
    ),
    mistake(
        id="loss.softmax_limits_a_high_temperature",
        kind="corner",
        story="Temperatures above 10 are taken for 10.",
        hint="The contract goes up to 1000.",
        caught_by="temperature.heat_levels_the_classes",
        old=EXPONENTIALS,
        new="exps = [((z - largest) / min(temperature, 10.0)).exp() for z in logits]",
    ),
    mistake(
        id="loss.softmax_softens_a_low_temperature",
        kind="corner",
        story="A little is added to T, lest it be 0.",
        hint="At T = 0.001, how much is a little?",
        caught_by="temperature.cold_picks_the_largest",
        old=EXPONENTIALS,
        new="exps = [((z - largest) / (temperature + 0.1)).exp() for z in logits]",
    ),
    mistake(
        id="loss.softmax_rounds_the_temperature",
        kind="corner",
        story="T is turned into an int, because the tests had only used whole ones.",
        hint="What becomes of 0.5?",
        caught_by="softmax.is_each_exponential_over_their_sum",
        old=EXPONENTIALS,
        new="exps = [((z - largest) / max(1, int(temperature))).exp() for z in logits]",
    ),
    mistake(
        id="loss.softmax_with_another_default_temperature",
        kind="corner",
        story="The default is left at the value that generated the nicest text.",
        hint="What does softmax(z) mean if nobody mentions T?",
        caught_by="temperature.is_one_by_default",
        old="def softmax(logits: list[Value], temperature: float = 1.0)",
        new="def softmax(logits: list[Value], temperature: float = 0.8)",
    ),
    mistake(
        id="loss.softmax_divides_by_the_largest",
        kind="classic",
        story="The exponentials are divided by the largest of them instead of by their sum.",
        hint="What do the results add up to?",
        caught_by="softmax.sums_to_one",
        old=TOTAL,
        new="    total = max(exps, key=lambda e: e.data)\n",
    ),
    mistake(
        id="loss.softmax_squares_instead",
        kind="classic",
        story="Squares are used to make everything positive.",
        hint="What is the softmax of 1 and -1?",
        caught_by="softmax.keeps_the_order_of_the_logits",
        old=EXPONENTIALS,
        new="exps = [(z / temperature) ** 2 + 1e-12 for z in logits]",
    ),
    mistake(
        id="loss.softmax_of_minus_the_logits",
        kind="classic",
        story="A minus sign came along from the energies of physics.",
        hint="Which logit should have the largest probability?",
        caught_by="softmax.keeps_the_order_of_the_logits",
        old=EXPONENTIALS,
        new="exps = [((min(v.data for v in logits) - z) / temperature).exp() for z in logits]",
    ),
    mistake(
        id="loss.softmax_with_an_epsilon",
        kind="trap",
        story="A small number is added to the denominator, lest it be 0.",
        hint="After the shift the sum is at least 1. What is the softmax of one class?",
        caught_by="softmax.of_one_class_is_one",
        old=TOTAL,
        new="    total = sum(exps, Value(1e-8))\n",
    ),
    mistake(
        id="loss.softmax_has_a_floor",
        kind="trap",
        story="Probabilities below one in a million are lifted to that, so that a logarithm survives.",
        hint="The ratio of two probabilities is known: is it still right?",
        caught_by="softmax.ratios_are_exponentials_of_differences",
        old=QUOTIENTS,
        new="return [e / total if e.data > 1e-6 * total.data else Value(1e-6) for e in exps]",
    ),
    mistake(
        id="loss.softmax_of_a_hundred_classes",
        kind="corner",
        story="The sum runs over the first 100 exponentials, because no vocabulary was larger.",
        hint="Texts with accents have more characters than that: what do all probabilities add up to then?",
        caught_by="softmax.holds_for_more_than_a_hundred_classes",
        old=TOTAL,
        new="    total = sum(exps[:100], Value(0.0))\n",
    ),
    mistake(
        id="loss.softmax_in_descending_order",
        kind="subtle",
        story="The probabilities come back sorted.",
        hint="Which class does the first probability belong to?",
        caught_by="softmax.follows_the_order_of_the_list",
        old=QUOTIENTS,
        new="return sorted((e / total for e in exps), key=lambda p: -p.data)",
    ),
    mistake(
        id="loss.softmax_breaks_ties_by_position",
        kind="corner",
        story="For small T, the first of the largest logits gets everything, as argmax would do it.",
        hint="Two equal logits: why should one of them win?",
        caught_by="softmax.ties_share_equally",
        old=SOFTMAX_SHIFT,
        new=(
            "    if temperature < 0.1:\n"
            "        best = max(range(len(logits)), key=lambda i: logits[i].data)\n"
            "        return [Value(float(i == best)) for i in range(len(logits))]\n"
            "    largest = max(z.data for z in logits)\n"
            "    exps"
        ),
    ),
    mistake(
        id="loss.softmax_detached",
        kind="classic",
        story="The probabilities are computed on .data and wrapped in new Values.",
        hint="A new Value knows nothing of the logits: backward ends there.",
        caught_by="softmax.jacobian_is_diagonal_minus_outer_product",
        old=QUOTIENTS,
        new="return [Value(e.data / total.data) for e in exps]",
    ),
    mistake(
        id="loss.softmax_detaches_its_denominator",
        kind="subtle",
        story="The sum is taken as a constant, because it only normalises.",
        hint="Raise one logit: the other probabilities fall. Through which node?",
        caught_by="softmax.gradient_of_the_sum_is_zero",
        old=TOTAL,
        new="    total = sum(e.data for e in exps)\n",
    ),
    mistake(
        id="loss.softmax_detaches_its_numerator",
        kind="subtle",
        story="The numerators are taken as numbers, only the sum is a node.",
        hint="Raise one logit: its own probability rises. Through which node?",
        caught_by="softmax.jacobian_is_diagonal_minus_outer_product",
        old=QUOTIENTS,
        new="return [e.data / total for e in exps]",
    ),
    mistake(
        id="loss.softmax_shares_a_nodes_gradient",
        kind="corner",
        story="Exponentials are kept in a dict by node, and their sum is taken over the dict.",
        hint="The same node may stand for two classes.",
        caught_by="softmax.gradient_reaches_what_the_logits_come_from",
        old=TOTAL,
        new="    total = sum(dict(zip(logits, exps)).values(), Value(0.0))\n",
    ),
    mistake(
        id="loss.softmax_divides_its_logits_in_place",
        kind="trap",
        story="The list is reused for the divided logits.",
        hint="Call it twice with T = 2 on the same list.",
        caught_by="softmax.leaves_its_logits_alone",
        old=SOFTMAX_SHIFT,
        new=(
            "    for i in range(len(logits)):\n"
            "        logits[i] = logits[i] / temperature\n"
            "    temperature = 1.0\n"
            "    largest = max(z.data for z in logits)\n"
            "    exps"
        ),
    ),
    mistake(
        id="loss.softmax_remembers_its_temperature",
        kind="trap",
        story="The first temperature is stored on the function, and used from then on.",
        hint="Ask at T = 1, and then at T = 2.",
        caught_by="softmax.calls_are_independent",
        old=EXPONENTIALS,
        new=(
            'temperature = softmax.__dict__.setdefault("temperature", temperature)\n'
            "    exps = [((z - largest) / temperature).exp() for z in logits]"
        ),
    ),
    mistake(
        id="loss.softmax_of_nothing_is_nothing",
        kind="corner",
        story="An empty list is answered with an empty list.",
        hint="What would it sum to?",
        caught_by="softmax.of_no_logits_raises",
        old=SOFTMAX_SHIFT,
        new="    if not logits:\n        return []\n    largest = max(z.data for z in logits)\n    exps",
    ),
    mistake(
        id="loss.softmax_shifts_its_nodes",
        kind="trap",
        story="The maximum is subtracted from the .data of the logits themselves.",
        hint="Whose nodes are they? What does the model's next step see?",
        caught_by="softmax.leaves_its_logits_alone",
        old=SOFTMAX_SHIFT,
        new=(
            "    largest = max(z.data for z in logits)\n"
            "    for z in logits:\n"
            "        z.data -= largest\n"
            "    largest = 0.0\n"
            "    exps"
        ),
    ),
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
        id="loss.batch_is_divided_on_data",
        kind="subtle",
        story="The sum's .data is divided, and the sum is returned.",
        hint="Is the division a node of the graph?",
        caught_by="batch.gradient_is_the_mean_of_the_gradients",
        old=MEAN,
        new="total = sum(losses, Value(0.0))\n    total.data /= len(losses)\n    return total",
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
)

# The lines of the reference that the mistakes on plain numbers are made in.
ENTROPY = "return cross_entropy(p, p)"
CROSS_ENTROPY = "return math.fsum(p_i * _surprise(q_i) for p_i, q_i in zip(p, q, strict=True) if p_i != 0)"
DIVERGENCE = "return math.fsum(math.inf if q_i == 0 else p_i * math.log(p_i / q_i) for p_i, q_i in pairs if p_i != 0)"
AVERAGE = "return fmean(_surprise(prob) for prob in probabilities)"
PERPLEXITY = "return math.inf if loss > 709 else math.exp(loss)"

ON_NUMBERS: tuple[Mistake, ...] = (
    mistake(
        id="loss.entropy_without_the_minus",
        kind="classic",
        story="Logarithms of probabilities are negative, and so is the sum that comes out.",
        hint="Which sign has log 0.5, and which should an entropy have?",
        caught_by="entropies.entropy_is_the_mean_surprise",
        old=ENTROPY,
        new="return sum(p_i * math.log(p_i) for p_i in p if p_i > 0)",
    ),
    mistake(
        id="loss.entropy_in_bits",
        kind="classic",
        story="Entropy is written with the logarithm of base 2, as in books on coding.",
        hint="What is the entropy of a fair coin in nats?",
        caught_by="entropies.entropy_of_the_uniform_distribution_is_log_n",
        old=ENTROPY,
        new="return -sum(p_i * math.log2(p_i) for p_i in p if p_i > 0)",
    ),
    mistake(
        id="loss.entropy_divided_by_the_length",
        kind="classic",
        story="The sum is divided by the number of outcomes, although the probabilities weigh it already.",
        hint="An expectation is a weighted sum: what are the weights, and what do they add up to?",
        caught_by="entropies.entropy_of_independent_outcomes_adds_up",
        old=ENTROPY,
        new="return cross_entropy(p, p) / len(p)",
    ),
    mistake(
        id="loss.entropy_of_unlikely_outcomes_only",
        kind="subtle",
        story="The weight is forgotten: surprises are added up as if each outcome happened once.",
        hint="How large can the entropy of two outcomes be?",
        caught_by="entropies.entropy_lies_between_0_and_log_n",
        old=ENTROPY,
        new="return -sum(math.log(p_i) for p_i in p if p_i > 0)",
    ),
    mistake(
        id="loss.entropy_asks_for_log_0",
        kind="classic",
        story="Outcomes that never happen are not left out, and log 0 raises.",
        hint="What should an outcome with probability 0 add?",
        caught_by="entropies.entropy_counts_0_log_0_as_0",
        old=ENTROPY,
        new="return -math.fsum(p_i * math.log(p_i) for p_i in p)",
    ),
    mistake(
        id="loss.cross_entropy_turned_round",
        kind="classic",
        story="p and q change places: q weighs, and p stands under the logarithm.",
        hint="Which of the two says what happens?",
        caught_by="entropies.cross_entropy_is_the_mean_surprise_of_q",
        old=CROSS_ENTROPY,
        new="return math.fsum(q_i * _surprise(p_i) for p_i, q_i in zip(p, q, strict=True) if q_i != 0)",
    ),
    mistake(
        id="loss.cross_entropy_multiplies_0_by_infinity",
        kind="corner",
        story="Outcomes with p = 0 are not left out: where q is 0 too, 0 times infinity is NaN.",
        hint="What is 0.0 * math.inf?",
        caught_by="entropies.cross_entropy_counts_0_log_0_as_0",
        old=CROSS_ENTROPY,
        new="return sum(p_i * _surprise(q_i) for p_i, q_i in zip(p, q, strict=True))",
    ),
    mistake(
        id="loss.cross_entropy_leaves_out_where_q_is_0",
        kind="trap",
        story="Outcomes with q = 0 are left out for the sake of log, and with them the largest of all surprises.",
        hint="What was held for impossible happens: how surprising is that?",
        caught_by="entropies.cross_entropy_is_infinite_where_q_rules_out_what_happens",
        old=CROSS_ENTROPY,
        new="return math.fsum(p_i * _surprise(q_i) for p_i, q_i in zip(p, q, strict=True) if p_i != 0 and q_i != 0)",
    ),
    mistake(
        id="loss.cross_entropy_adds_an_epsilon",
        kind="trap",
        story="1e-12 is added to q, so that the logarithm never fails: no surprise is larger than 27.6.",
        hint="What is -log 1e-300, and what do you get?",
        caught_by="entropies.cross_entropy_is_exact_for_tiny_probabilities",
        old=CROSS_ENTROPY,
        new="return -math.fsum(p_i * math.log(q_i + 1e-12) for p_i, q_i in zip(p, q, strict=True) if p_i != 0)",
    ),
    mistake(
        id="loss.cross_entropy_of_the_most_likely_outcome",
        kind="trap",
        story="Only the surprise of the most likely outcome is counted, as if p were always onehot.",
        hint="What do the other outcomes of p add?",
        caught_by="entropies.cross_entropy_is_entropy_plus_divergence",
        old=CROSS_ENTROPY,
        new="return _surprise(q[p.index(max(p))])",
    ),
    mistake(
        id="loss.cross_entropy_of_the_last_outcome",
        kind="subtle",
        story="The loop overwrites the total instead of adding to it.",
        hint="Which outcome does your result depend on?",
        caught_by="entropies.cross_entropy_of_a_certain_outcome_is_minus_log_q",
        old=CROSS_ENTROPY,
        new="total = 0.0\n    for p_i, q_i in zip(p, q, strict=True):\n"
        "        total = p_i * _surprise(q_i) if p_i != 0 else 0.0\n    return total",
    ),
    mistake(
        id="loss.cross_entropy_sorts_the_vectors",
        kind="subtle",
        story="Both vectors are sorted in place, so that outcomes no longer meet their own probabilities.",
        hint="What do the caller's lists look like afterwards?",
        caught_by="entropies.leave_the_vectors_as_they_are",
        old=CROSS_ENTROPY,
        new="p.sort()\n    q.sort()\n    " + CROSS_ENTROPY,
    ),
    mistake(
        id="loss.cross_entropy_of_a_hundred_outcomes",
        kind="trap",
        story="A limit from a first experiment was left in: outcomes beyond the hundredth are not looked at.",
        hint="How many outcomes does your sum have?",
        caught_by="entropies.hold_for_thousands_of_outcomes",
        old=CROSS_ENTROPY,
        new="p = p[:100]\n    q = q[:100]\n    " + CROSS_ENTROPY,
    ),
    mistake(
        id="loss.cross_entropy_insists_on_a_sum_of_exactly_1",
        kind="corner",
        story="The vector is refused if its sum is not exactly 1.0, as the sum of ten times 0.1 is not.",
        hint="What is sum([0.1] * 10)?",
        caught_by="entropies.cross_entropy_is_the_mean_surprise_of_q",
        old=CROSS_ENTROPY,
        new='if sum(p) != 1.0:\n        raise ValueError("not a distribution")\n    ' + CROSS_ENTROPY,
    ),
    mistake(
        id="loss.kl_divergence_turned_round",
        kind="classic",
        story="The quotient under the logarithm is q / p: every divergence comes out negative.",
        hint="Of which sign is a divergence?",
        caught_by="entropies.kl_divergence_is_0_for_equal_and_positive_for_other_distributions",
        old=DIVERGENCE,
        new="return math.fsum(-math.inf if q_i == 0 else p_i * math.log(q_i / p_i) for p_i, q_i in pairs if p_i != 0)",
    ),
    mistake(
        id="loss.kl_divergence_of_q_from_p",
        kind="classic",
        story="KL(q ‖ p) is returned: the arguments have changed places.",
        hint="Which vector weighs the logarithms?",
        caught_by="entropies.kl_divergence_is_not_symmetric",
        old="    pairs = zip(p, q, strict=True)\n",
        new="    pairs = zip(q, p, strict=True)\n",
    ),
    mistake(
        id="loss.kl_divergence_as_a_distance",
        kind="subtle",
        story="Absolute values are added up, as in a distance.",
        hint="May single terms of a divergence be negative?",
        caught_by="entropies.kl_divergence_is_the_mean_log_ratio",
        old=DIVERGENCE,
        new="return math.fsum(p_i * abs(math.log(p_i / q_i)) if q_i else math.inf for p_i, q_i in pairs if p_i != 0)",
    ),
    mistake(
        id="loss.kl_divergence_divides_0_by_0",
        kind="corner",
        story="Outcomes with p = 0 are not left out, and log 0 or 0 / 0 raises.",
        hint="What should an outcome with probability 0 in p add?",
        caught_by="entropies.kl_divergence_counts_0_log_0_as_0",
        old=DIVERGENCE,
        new="return math.fsum(math.inf if q_i == 0 < p_i else p_i * math.log(p_i / q_i) for p_i, q_i in pairs)",
    ),
    mistake(
        id="loss.kl_divergence_divides_by_0",
        kind="classic",
        story="Where q is 0 the quotient raises, although the answer is known: infinity.",
        hint="What was held for impossible happens: how large is the divergence?",
        caught_by="entropies.kl_divergence_is_infinite_where_q_rules_out_what_happens",
        old=DIVERGENCE,
        new="return math.fsum(p_i * math.log(p_i / q_i) for p_i, q_i in pairs if p_i != 0)",
    ),
    mistake(
        id="loss.kl_divergence_cuts_off_small_probabilities",
        kind="trap",
        story="q is kept above 1e-10, so that the quotient never grows too large.",
        hint="What is log(1 / 1e-300)?",
        caught_by="entropies.kl_divergence_is_exact_for_tiny_probabilities",
        old=DIVERGENCE,
        new="return math.fsum(p_i * math.log(p_i / max(q_i, 1e-10)) if q_i else math.inf for p_i, q_i in pairs if p_i)",
    ),
    mistake(
        id="loss.kl_divergence_weighed_by_the_position",
        kind="trap",
        story="enumerate was left in from a loop with indices, and the index has become a factor.",
        hint="Does the order of the outcomes matter?",
        caught_by="entropies.order_of_the_outcomes_does_not_matter",
        old=DIVERGENCE,
        new=(
            "return math.fsum(\n"
            "        math.inf if q_i == 0 else (i > 0) * p_i * math.log(p_i / q_i)\n"
            "        for i, (p_i, q_i) in enumerate(pairs)\n        if p_i != 0\n    )"
        ),
    ),
    mistake(
        id="loss.average_nll_not_averaged",
        kind="classic",
        story="The surprises are added up and not divided.",
        hint="Is the average of two equal surprises twice as large?",
        caught_by="scoring_rules.average_nll_is_the_mean_surprise",
        old=AVERAGE,
        new="return math.fsum(_surprise(prob) for prob in probabilities)",
    ),
    mistake(
        id="loss.average_nll_divides_by_one_less",
        kind="classic",
        story="The sum is divided by N - 1, as the variance of a sample is.",
        hint="How many observations are there?",
        caught_by="scoring_rules.average_nll_is_the_cross_entropy_with_the_frequencies",
        old=AVERAGE,
        new="return math.fsum(_surprise(prob) for prob in probabilities) / max(1, len(probabilities) - 1)",
    ),
    mistake(
        id="loss.average_nll_log_of_the_mean",
        kind="subtle",
        story="The probabilities are averaged, and the logarithm is taken of their mean.",
        hint="Is the mean of logarithms the logarithm of the mean?",
        caught_by="perplexity.is_the_geometric_mean_of_the_inverse_probabilities",
        old=AVERAGE,
        new="return _surprise(fmean(probabilities))",
    ),
    mistake(
        id="loss.average_nll_adds_an_epsilon",
        kind="trap",
        story="1e-12 is added to every probability, so that the logarithm never fails.",
        hint="What is -log 1e-300, and what do you get?",
        caught_by="scoring_rules.average_nll_is_exact_for_tiny_probabilities",
        old=AVERAGE,
        new="return fmean(-math.log(prob + 1e-12) if prob else math.inf for prob in probabilities)",
    ),
    mistake(
        id="loss.average_nll_leaves_out_the_impossible",
        kind="trap",
        story="Probabilities that are 0 are left out: the worst predictions cost nothing.",
        hint="What was held for impossible was observed: how surprising is that?",
        caught_by="scoring_rules.average_nll_is_infinite_if_a_probability_is_0",
        old=AVERAGE,
        new="return fmean([_surprise(prob) for prob in probabilities if prob > 0] or [0.0])",
    ),
    mistake(
        id="loss.average_nll_by_a_product",
        kind="trap",
        story="The probabilities are multiplied and the logarithm taken last: of many the product is 0.",
        hint="How small is the product of a thousand probabilities?",
        caught_by="scoring_rules.average_nll_of_thousands_does_not_underflow",
        old=AVERAGE,
        new="return _surprise(math.prod(probabilities)) / len(probabilities)",
    ),
    mistake(
        id="loss.average_nll_changes_its_list",
        kind="subtle",
        story="Zeros are replaced by a tiny number in the caller's own list.",
        hint="What does the caller's list hold afterwards?",
        caught_by="scoring_rules.average_nll_leaves_the_list_as_it_is",
        old=AVERAGE,
        new="probabilities[:] = [max(prob, 1e-12) for prob in probabilities]\n    " + AVERAGE,
    ),
    mistake(
        id="loss.perplexity_base_2",
        kind="classic",
        story="2 is raised to a loss in nats.",
        hint="With which base was the logarithm of the loss taken?",
        caught_by="perplexity.of_the_uniform_distribution_is_the_number_of_classes",
        old=PERPLEXITY,
        new="return math.inf if loss > 1023 else 2.0**loss",
    ),
    mistake(
        id="loss.perplexity_without_the_exponential",
        kind="classic",
        story="The loss itself is returned.",
        hint="Among how many tokens does a model waver that is certain?",
        caught_by="perplexity.is_1_without_loss",
        old=PERPLEXITY,
        new="return loss",
    ),
    mistake(
        id="loss.perplexity_of_the_negative_loss",
        kind="classic",
        story="A minus is left over: the probability comes out, not its inverse.",
        hint="Does your perplexity fall as the loss rises?",
        caught_by="perplexity.is_at_least_1",
        old=PERPLEXITY,
        new="return math.exp(-loss)",
    ),
    mistake(
        id="loss.perplexity_bounded",
        kind="trap",
        story="The loss is bounded by 20, so that nothing overflows and plots look nice.",
        hint="What is the perplexity of a loss of 100?",
        caught_by="perplexity.is_the_exponential_of_the_loss",
        old=PERPLEXITY,
        new="return math.exp(min(loss, 20.0))",
    ),
    mistake(
        id="loss.perplexity_never_infinite",
        kind="trap",
        story="Where exp would overflow, its largest value is returned as if it were a result.",
        hint="Is 8e307 the perplexity of a loss of 1000?",
        caught_by="perplexity.overflows_openly",
        old=PERPLEXITY,
        new="return math.exp(min(loss, 709.0))",
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

MISTAKES: tuple[Mistake, ...] = (*ON_VALUES, *ON_NUMBERS)
