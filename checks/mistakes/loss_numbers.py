"""Mistakes in loss.py, third part: entropies, average surprise and perplexity, on plain numbers."""

from __future__ import annotations

from functools import partial

from checks.mistakes.record import Mistake

# The lines of the reference that they are made in.
ENTROPY = "return cross_entropy(p, p)"
CROSS_ENTROPY = "return math.fsum(p_i * _surprise(q_i) for p_i, q_i in zip(p, q, strict=True) if p_i != 0)"
DIVERGENCE = "return math.fsum(math.inf if q_i == 0 else p_i * math.log(p_i / q_i) for p_i, q_i in pairs if p_i != 0)"
AVERAGE = "return fmean(_surprise(prob) for prob in probabilities)"
PERPLEXITY = "return math.inf if loss > 709 else math.exp(loss)"

mistake = partial(Mistake, module="loss")

MISTAKES: tuple[Mistake, ...] = (
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
        id="loss.entropy_is_the_gini_impurity",
        kind="subtle",
        story="1 minus the sum of squares is returned, which decision trees use for the same purpose.",
        hint="Two coins hold twice the entropy of one: is that so of your number?",
        caught_by="entropies.entropy_of_independent_outcomes_adds_up",
        old=ENTROPY,
        new="return 1.0 - math.fsum(p_i * p_i for p_i in p)",
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
        id="loss.entropy_stops_at_the_first_impossible",
        kind="corner",
        story="The loop breaks where it should continue: what comes after a 0 is not counted.",
        hint="Put the 0 first.",
        caught_by="entropies.entropy_counts_0_log_0_as_0",
        old=ENTROPY,
        new=(
            "total = 0.0\n"
            "    for p_i in p:\n"
            "        if p_i == 0:\n"
            "            break\n"
            "        total += p_i * _surprise(p_i)\n"
            "    return total"
        ),
    ),
    mistake(
        id="loss.entropy_consumes_its_vector",
        kind="subtle",
        story="The probabilities are popped from the caller's list, one by one.",
        hint="What does the caller's list look like afterwards?",
        caught_by="entropies.leave_the_vectors_as_they_are",
        old=ENTROPY,
        new=(
            "total = 0.0\n"
            "    while p:\n"
            "        p_i = p.pop()\n"
            "        total += p_i * _surprise(p_i) if p_i else 0.0\n"
            "    return total"
        ),
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
        id="loss.cross_entropy_counts_what_does_not_happen",
        kind="subtle",
        story="For every outcome (1 - p) log(1 - q) is added, as for yes-no questions.",
        hint="Only one outcome happens. What does H(onehot(y), q) depend on?",
        caught_by="entropies.cross_entropy_of_a_certain_outcome_is_minus_log_q",
        old=CROSS_ENTROPY,
        new=CROSS_ENTROPY + " + math.fsum(\n"
        "        (1 - p_i) * _surprise(1 - q_i) for p_i, q_i in zip(p, q, strict=True) if p_i != 1\n"
        "    )",
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
        id="loss.kl_divergence_is_the_cross_entropy",
        kind="classic",
        story="H(p, q) is returned, and H(p) is not subtracted.",
        hint="How far is p from itself?",
        caught_by="entropies.kl_divergence_is_0_for_equal_and_positive_for_other_distributions",
        old=DIVERGENCE,
        new="return cross_entropy(p, q)",
    ),
    mistake(
        id="loss.kl_divergence_made_symmetric",
        kind="subtle",
        story="The mean of both directions is taken, so that it does not matter which comes first.",
        hint="Does it matter which of the two is true?",
        caught_by="entropies.kl_divergence_is_not_symmetric",
        old=DIVERGENCE,
        new=(
            "return math.fsum(\n"
            "        math.inf if q_i == 0 else (p_i - q_i) * math.log(p_i / q_i) / 2\n"
            "        for p_i, q_i in pairs\n        if p_i != 0\n    )"
        ),
    ),
    mistake(
        id="loss.kl_divergence_to_second_order",
        kind="trap",
        story="The first term of its Taylor series is taken for it: right where q is close to p.",
        hint="Try distributions that are far apart.",
        caught_by="entropies.kl_divergence_is_the_mean_log_ratio",
        old=DIVERGENCE,
        new="return math.fsum(math.inf if q_i == 0 else (p_i - q_i) ** 2 / q_i / 2 for p_i, q_i in pairs if p_i != 0)",
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
        id="loss.average_nll_of_distinct_probabilities",
        kind="subtle",
        story="The probabilities go through a set, in which equal ones are one.",
        hint="If the same thing is observed twice, how often does it count?",
        caught_by="scoring_rules.average_nll_is_the_cross_entropy_with_the_frequencies",
        old=AVERAGE,
        new="return fmean(_surprise(prob) for prob in set(probabilities))",
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
        id="loss.average_nll_recurses",
        kind="trap",
        story="The sum is that of the first and the rest, and so on: thousands of calls deep.",
        hint="How deep does Python let a function call itself?",
        caught_by="scoring_rules.average_nll_of_thousands_does_not_underflow",
        old=AVERAGE,
        new=(
            "def total(i):\n"
            "        return _surprise(probabilities[i]) + total(i + 1) if i < len(probabilities) else 0.0\n\n"
            "    return total(0) / len(probabilities)"
        ),
    ),
    mistake(
        id="loss.average_nll_remembers_rounded_probabilities",
        kind="trap",
        story="Logarithms are kept in a table, by the probability rounded to three digits.",
        hint="Which entry of the table do 1e-300 and 1e-9 share?",
        caught_by="scoring_rules.average_nll_is_exact_for_tiny_probabilities",
        old=AVERAGE,
        new=(
            "table = average_nll.__dict__\n"
            '    return fmean(table.setdefault(f"{prob:.3f}", _surprise(prob)) for prob in probabilities)'
        ),
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
        id="loss.perplexity_of_a_short_e",
        kind="subtle",
        story="e is written as 2.718.",
        hint="Raise the error of your e to the 20th power. Where does the library keep it?",
        caught_by="perplexity.is_the_exponential_of_the_loss",
        old=PERPLEXITY,
        new="return math.inf if loss > 709 else 2.718**loss",
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
)
