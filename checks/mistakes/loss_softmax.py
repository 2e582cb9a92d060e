"""Mistakes in loss.py, first part: log-sum-exp and softmax, on Values."""

from __future__ import annotations

from functools import partial

from checks.mistakes.record import Mistake

# The lines of the reference that they are made in.
SHIFT = "largest = max(z.data for z in logits)  # a number, not a node: the result does not depend on it"
LOG_OF_SUM = "sum(((z - largest).exp() for z in logits), Value(0.0)).log() + largest"
SOFTMAX_SHIFT = "    largest = max(z.data for z in logits)\n    exps"
EXPONENTIALS = "exps = [((z - largest) / temperature).exp() for z in logits]"
TOTAL = "    total = sum(exps, Value(0.0))\n"
QUOTIENTS = "return [e / total for e in exps]"

mistake = partial(Mistake, module="loss")

MISTAKES: tuple[Mistake, ...] = (
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
        id="loss.log_sum_exp_shifts_only_what_overflows",
        kind="corner",
        story="The maximum is subtracted only where exp would overflow: small numbers seem harmless.",
        hint="What is left of the sum if every exponential is 0?",
        caught_by="log_sum_exp.is_exact_for_large_logits",
        old=SHIFT,
        new="largest = max(z.data for z in logits)\n    largest = largest if largest > 700 else 0.0",
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
        id="loss.log_sum_exp_is_the_maximum",
        kind="trap",
        story="The largest logit is returned: for logits far apart, that is all there is to see.",
        hint="Which of two equal logits do you return, and where is the other?",
        caught_by="log_sum_exp.of_equal_logits_is_log_v_above_them",
        old=LOG_OF_SUM,
        new="max(logits, key=lambda z: z.data)",
    ),
    mistake(
        id="loss.log_sum_exp_leaves_out_zeros",
        kind="corner",
        story="Logits that are exactly 0 are taken for padding and left out.",
        hint="What is exp(0)?",
        caught_by="log_sum_exp.is_the_log_of_the_summed_exponentials",
        old=SHIFT,
        new="logits = [z for z in logits if z.data] or logits\n    largest = max(z.data for z in logits)",
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
        id="loss.log_sum_exp_replaces_its_logits",
        kind="trap",
        story="New nodes are made of the logits, and put into the caller's list in their place.",
        hint="The numbers are the same. But whose gradients will the caller look at?",
        caught_by="log_sum_exp.leaves_its_logits_alone",
        old=SHIFT,
        new=f"logits[:] = [z * 1.0 for z in logits]\n    {SHIFT}",
    ),
    mistake(
        id="loss.log_sum_exp_clears_gradients",
        kind="trap",
        story="To begin with a clean slate, the gradients of the logits are set to 0.",
        hint="Add the gradients of two losses of the same logits by hand. What is left of the first one?",
        caught_by="log_sum_exp.adds_to_the_gradients_that_are_there",
        old=SHIFT,
        new=f"for z in logits:\n        z.grad = 0.0\n    {SHIFT}",
    ),
    mistake(
        id="loss.softmax_clears_gradients",
        kind="trap",
        story="softmax sets the gradients of its logits to 0, as the training loop does with parameters.",
        hint="What did another loss leave there?",
        caught_by="softmax.adds_to_the_gradients_that_are_there",
        old=SOFTMAX_SHIFT,
        new=f"    for z in logits:\n        z.grad = 0.0\n{SOFTMAX_SHIFT}",
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
        id="loss.log_sum_exp_in_single_precision",
        kind="trap",
        story="The numbers of the logits become float32 first, as in most networks; all that follows is float64.",
        hint="How many digits of 1 / 3 does a float32 hold?",
        caught_by="log_sum_exp.is_the_log_of_the_summed_exponentials",
        old=SHIFT,
        new=(
            "import numpy as np\n\n"
            "    logits = [z * 1.0 for z in logits]\n"
            "    for z in logits:\n"
            "        z.data = float(np.float32(z.data))\n"
            "    largest = max(z.data for z in logits)"
        ),
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
        id="loss.softmax_divides_by_the_sum_so_far",
        kind="classic",
        story="Adding up and dividing are done in one loop: each is divided by the sum of those before it.",
        hint="What is the first probability of any list?",
        caught_by="softmax.sums_to_one",
        old=QUOTIENTS,
        new="return [e / sum(exps[: i + 1], Value(0.0)) for i, e in enumerate(exps)]",
    ),
    mistake(
        id="loss.softmax_returns_log_probabilities",
        kind="subtle",
        story="The logarithms of the probabilities are returned, as a log-softmax has them.",
        hint="Which numbers can a probability be?",
        caught_by="softmax.lies_between_zero_and_one",
        old=QUOTIENTS,
        new="return [(z - largest) / temperature - total.log() for z in logits]",
    ),
    mistake(
        id="loss.softmax_scales_its_logits_down",
        kind="trap",
        story="The logits are divided by their largest, so that exp does not overflow.",
        hint="Subtract where you divide. Which of the two leaves the probabilities as they are?",
        caught_by="softmax.ignores_a_common_shift",
        old=EXPONENTIALS,
        new="exps = [(z / max(1.0, abs(largest)) / temperature).exp() for z in logits]",
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
        id="loss.softmax_of_the_forty_largest",
        kind="trap",
        story="All but the 40 largest logits get nothing, as a text generator would have it.",
        hint="Which logit has a probability of exactly 0?",
        caught_by="softmax.holds_for_more_than_a_hundred_classes",
        old=EXPONENTIALS,
        new=EXPONENTIALS + "\n"
        "    least = sorted(e.data for e in exps)[-40:][0]\n"
        "    exps = [e if e.data >= least else Value(0.0) for e in exps]",
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
        id="loss.softmax_of_equal_logits_for_27_classes",
        kind="corner",
        story="A shortcut for untrained models: equal logits get 1/27 each, as in the lecture's alphabet.",
        hint="How many classes has your list, and what do the probabilities add up to?",
        caught_by="softmax.of_equal_logits_is_uniform",
        old=SOFTMAX_SHIFT,
        new=(
            "    largest = max(z.data for z in logits)\n"
            "    if largest == min(z.data for z in logits):\n"
            "        return [Value(1 / 27) for _ in logits]\n"
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
        id="loss.softmax_divides_data_by_the_temperature",
        kind="subtle",
        story="T divides the .data of the shifted nodes, behind the back of the graph.",
        hint="Double T: what happens to the derivatives? Is the division a node?",
        caught_by="softmax.jacobian_is_diagonal_minus_outer_product",
        old=EXPONENTIALS,
        new=(
            "gaps = [z - largest for z in logits]\n"
            "    for gap in gaps:\n"
            "        gap.data /= temperature\n"
            "    exps = [gap.exp() for gap in gaps]"
        ),
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
        id="loss.softmax_makes_its_logits_float32",
        kind="trap",
        story="To save memory, the numbers in the nodes are cut to float32 in place; all that follows is float64.",
        hint="Which of your numbers is still the one that was passed in, to the last digit?",
        caught_by="softmax.is_each_exponential_over_their_sum",
        old=SOFTMAX_SHIFT,
        new=(
            "    import numpy as np\n\n"
            "    for z in logits:\n"
            "        z.data = float(np.float32(z.data))\n"
            "    largest = max(z.data for z in logits)\n"
            "    exps"
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
)
