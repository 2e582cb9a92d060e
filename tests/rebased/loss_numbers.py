"""Mistakes in entropies, average surprise and perplexity (loss.py), made in submissions of another style."""

from __future__ import annotations

from rebased.loss_bases import course, micrograd, numpy_scalars, one_file, package
from rebased.record import Rebased

# log_softmax_package
PACKAGE_ENTROPY = "return -np.sum(p * np.log(p))"
PACKAGE_CROSS = "return -np.dot(p[possible], np.log(q[possible]))"
PACKAGE_MASK = '    possible = p > 0\n    with np.errstate(divide="ignore"):\n        return '
PACKAGE_DIVERGENCE = "return np.sum(p[possible] * np.log(p[possible] / q[possible]))"
PACKAGE_AVERAGE = "return np.mean(-np.log(probabilities))"
PACKAGE_PERPLEXITY = "return np.where(loss > 709, np.inf, np.exp(loss))"
# one_file.py
FUSED_ENTROPY = 'return kl_divergence(p, [1.0] * len(check(p, list, "p"))) * -1'
FUSED_CROSS = "        if p_i:\n            total += p_i * -math.log(q_i) if q_i else math.inf\n"
# micrograd_engine
MICRO_DIVERGENCE = "return cross_entropy(p, q) - entropy(p)"
MICRO_AVERAGE = "return -sum(map(math.log, probabilities)) / len(probabilities)"
MICRO_ZERO = "    if min(probabilities) == 0:\n"
MICRO_PERPLEXITY = "return math.exp(loss)"
# course_style
ENTROPY = "return math.fsum(p_i * surprise(p_i) for p_i in p if p_i != 0)"
CROSS_ENTROPY = "return math.fsum(p_i * surprise(q_i) for p_i, q_i in zip(p, q, strict=True) if p_i != 0)"
DIVERGENCE = (
    "return math.fsum(p_i * (surprise(q_i) - surprise(p_i)) for p_i, q_i in zip(p, q, strict=True) if p_i != 0)"
)
AVERAGE = "return math.fsum(surprise(p) for p in probabilities) / len(probabilities)"
PERPLEXITY = "return math.e**loss"
# numpy_scalars, where entropy(p) is cross_entropy(p, p), as in the reference
ARRAYS = "def cross_entropy(p, q):\n    p, q = np.array([p, q], dtype=np.float64)\n"
SURPRISE = "surprise = -np.log(q, where=p > 0, out=np.zeros_like(q))"
EXPECTATION = 'return np.asarray(p @ surprise) if np.all(np.isfinite(surprise)) else np.float64("inf")'
ARRAY_AVERAGE = "return -np.log(np.asarray(probabilities, dtype=np.float64)).mean()"
ARRAY_PERPLEXITY = "return np.exp(np.float64(loss))"

REBASED: tuple[Rebased, ...] = (
    one_file("loss.entropy_without_the_minus", (FUSED_ENTROPY, FUSED_ENTROPY.removesuffix(" * -1"))),
    package("loss.entropy_in_bits", (PACKAGE_ENTROPY, "return -np.sum(p * np.log2(p))")),
    course("loss.entropy_divided_by_the_length", (ENTROPY, ENTROPY + " / len(p)")),
    course(
        "loss.entropy_of_unlikely_outcomes_only",
        (ENTROPY, "return math.fsum(surprise(p_i) for p_i in p if p_i != 0)"),
    ),
    package("loss.entropy_is_the_gini_impurity", (PACKAGE_ENTROPY, "return 1 - np.dot(p, p)")),
    one_file(
        "loss.entropy_asks_for_log_0",
        (FUSED_ENTROPY, 'return sum(p_i * -math.log(p_i) for p_i in check(p, list, "p"))'),
    ),
    one_file(
        "loss.entropy_stops_at_the_first_impossible",
        (
            FUSED_ENTROPY,
            (
                "total = 0.0\n"
                '    for p_i in check(p, list, "p"):\n'
                "        if not p_i:\n"
                "            break\n"
                "        total -= p_i * math.log(p_i)\n"
                "    return total"
            ),
        ),
    ),
    course(
        "loss.entropy_consumes_its_vector",
        (
            ENTROPY,
            (
                "terms = []\n"
                "    while p:\n"
                "        x = p.pop()\n"
                "        terms.append(x * surprise(x) if x > 0 else 0.0)\n"
                "    return math.fsum(terms)"
            ),
        ),
    ),
    numpy_scalars("loss.cross_entropy_turned_round", ("def cross_entropy(p, q):", "def cross_entropy(q, p):")),
    package("loss.cross_entropy_multiplies_0_by_infinity", (PACKAGE_CROSS, "return -np.sum(p * np.log(q))")),
    package(
        "loss.cross_entropy_leaves_out_where_q_is_0",
        (
            PACKAGE_MASK + PACKAGE_CROSS.removeprefix("return "),
            PACKAGE_MASK.replace("p > 0", "(p > 0) & (q > 0)") + PACKAGE_CROSS.removeprefix("return "),
        ),
    ),
    numpy_scalars(
        "loss.cross_entropy_adds_an_epsilon",
        (SURPRISE, "surprise = -np.log(q + 1e-12, where=p > 0, out=np.zeros_like(q))"),
    ),
    numpy_scalars(
        "loss.cross_entropy_of_the_most_likely_outcome",
        (SURPRISE, "surprise = -np.log(q)"),
        (EXPECTATION, "return surprise[np.argmax(p)]"),
    ),
    one_file(
        "loss.cross_entropy_of_the_last_outcome",
        (FUSED_CROSS, "        total = p_i * surprise(q_i) if p_i else 0.0\n"),
    ),
    package(
        "loss.cross_entropy_counts_what_does_not_happen",
        (PACKAGE_CROSS, PACKAGE_CROSS + " - np.dot((1 - p)[p < 1], np.log((1 - q)[p < 1]))"),
    ),
    course("loss.cross_entropy_sorts_the_vectors", (CROSS_ENTROPY, "p.sort()\n    q.sort()\n    " + CROSS_ENTROPY)),
    numpy_scalars("loss.cross_entropy_of_a_hundred_outcomes", (ARRAYS, ARRAYS.replace("[p, q]", "[p[:100], q[:100]]"))),
    numpy_scalars(
        "loss.cross_entropy_insists_on_a_sum_of_exactly_1",
        (ARRAYS, ARRAYS + '    if sum(p.tolist()) != 1:\n        raise ValueError("probabilities add up to 1")\n'),
    ),
    package(
        "loss.kl_divergence_turned_round",
        (PACKAGE_DIVERGENCE, "return np.sum(p[possible] * np.log(q[possible] / p[possible]))"),
    ),
    numpy_scalars("loss.kl_divergence_of_q_from_p", ("def kl_divergence(p, q):", "def kl_divergence(q, p):")),
    package(
        "loss.kl_divergence_as_a_distance",
        (PACKAGE_DIVERGENCE, "return np.sum(p[possible] * np.abs(np.log(p[possible] / q[possible])))"),
    ),
    micrograd("loss.kl_divergence_is_the_cross_entropy", (MICRO_DIVERGENCE, "return cross_entropy(p, q)")),
    package(
        "loss.kl_divergence_made_symmetric",
        (PACKAGE_DIVERGENCE, "return np.dot((p - q)[possible], np.log(p[possible] / q[possible])) / 2"),
    ),
    package(
        "loss.kl_divergence_to_second_order",
        (PACKAGE_DIVERGENCE, "return np.sum((p - q)[possible] ** 2 / q[possible]) / 2"),
    ),
    package("loss.kl_divergence_divides_0_by_0", (PACKAGE_DIVERGENCE, "return np.sum(p * np.log(p / q))")),
    course(
        "loss.kl_divergence_divides_by_0",
        (
            DIVERGENCE,
            "return math.fsum(p_i * math.log(p_i / q_i) for p_i, q_i in zip(p, q, strict=True) if p_i != 0)",
        ),
    ),
    course(
        "loss.kl_divergence_cuts_off_small_probabilities",
        (DIVERGENCE, "q = [max(q_i, 1e-10) if q_i != 0 else q_i for q_i in q]\n    " + DIVERGENCE),
    ),
    course(
        "loss.kl_divergence_weighed_by_the_position",
        (
            DIVERGENCE,
            (
                "total = 0.0\n"
                "    for i in range(len(p)):\n"
                "        if p[i] > 0 and q[i] == 0:\n"
                "            return math.inf\n"
                "        if p[i] > 0 and i:\n"
                "            total += p[i] * (surprise(q[i]) - surprise(p[i]))\n"
                "    return total"
            ),
        ),
    ),
    package("loss.average_nll_not_averaged", (PACKAGE_AVERAGE, "return np.sum(-np.log(probabilities))")),
    micrograd(
        "loss.average_nll_divides_by_one_less",
        (MICRO_AVERAGE, "return -sum(map(math.log, probabilities)) / (len(probabilities) - 1 or 1)"),
    ),
    numpy_scalars(
        "loss.average_nll_log_of_the_mean",
        (ARRAY_AVERAGE, "return -np.log(np.asarray(probabilities, dtype=np.float64).mean())"),
    ),
    package(
        "loss.average_nll_of_distinct_probabilities",
        (PACKAGE_AVERAGE, "return np.mean(-np.log(np.unique(probabilities)))"),
    ),
    micrograd(
        "loss.average_nll_adds_an_epsilon",
        (MICRO_AVERAGE, "return -sum(math.log(x + 1e-12) for x in probabilities) / len(probabilities)"),
    ),
    course(
        "loss.average_nll_leaves_out_the_impossible",
        (AVERAGE, "probabilities = [p for p in probabilities if p > 0] or [1]\n    " + AVERAGE),
    ),
    numpy_scalars(
        "loss.average_nll_by_a_product",
        (ARRAY_AVERAGE, "return -np.log(np.prod(probabilities)) / len(probabilities)"),
    ),
    course(
        "loss.average_nll_recurses",
        (
            "def average_nll(probabilities):\n    " + AVERAGE,
            (
                "def total_nll(probabilities):\n"
                "    if not probabilities:\n"
                "        return 0.0\n"
                "    first, *others = probabilities\n"
                "    return surprise(first) + total_nll(others)\n\n\n"
                "def average_nll(probabilities):\n"
                "    return total_nll(probabilities) / len(probabilities)"
            ),
        ),
    ),
    course(
        "loss.average_nll_remembers_rounded_probabilities",
        ("def average_nll(probabilities):", "def average_nll(probabilities, table={}):"),
        (
            AVERAGE,
            "return math.fsum(table.setdefault(round(p, 3), surprise(p)) for p in probabilities) / len(probabilities)",
        ),
    ),
    micrograd(
        "loss.average_nll_changes_its_list",
        (
            MICRO_ZERO,
            "    for i, x in enumerate(probabilities):\n"
            "        if x < 1e-12:\n"
            "            probabilities[i] = 1e-12\n" + MICRO_ZERO,
        ),
    ),
    course("loss.perplexity_base_2", (PERPLEXITY, "return 2**loss")),
    course("loss.perplexity_of_a_short_e", (PERPLEXITY, "return 2.718**loss")),
    micrograd("loss.perplexity_without_the_exponential", (MICRO_PERPLEXITY, "return loss")),
    numpy_scalars("loss.perplexity_of_the_negative_loss", (ARRAY_PERPLEXITY, "return np.exp(-np.float64(loss))")),
    package("loss.perplexity_bounded", (PACKAGE_PERPLEXITY, "return np.exp(np.minimum(loss, 20.0))")),
    package("loss.perplexity_never_infinite", (PACKAGE_PERPLEXITY, "return np.exp(np.minimum(loss, 709.0))")),
)

NOWHERE_ELSE: dict[str, str] = {}
"""Mistakes that no other style can make, with the reason."""
