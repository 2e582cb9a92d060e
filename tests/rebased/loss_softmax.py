"""Mistakes in log-sum-exp and softmax (loss.py), made in submissions of another style.

Where cross-entropy is built on log-sum-exp, as in the reference, it goes wrong with it; elsewhere it stays right.
"""

from __future__ import annotations

from rebased.loss_bases import course, micrograd, one_file, package
from rebased.record import Rebased

# log_softmax_package: the two lines that call log_softmax.
PACKAGE_LSE = "return logits[0] - log_softmax(logits)[0]"
PACKAGE_SOFTMAX = "return tuple(z.exp() for z in log_softmax(logits, temperature))"
# one_file.py: the value and the slopes of fused nodes.
NUMBERS = "    numbers = numbers_of(logits)\n    slopes = probabilities_of_numbers(numbers)\n"
FUSED_LSE = (
    "    slopes = probabilities_of_numbers(numbers)\n"
    "    return Value.node(log_sum_exp_of_numbers(numbers), *zip(logits, slopes, strict=True))"
)
CHECK_OF_T = '    check(temperature, NUMBER, "temperature")\n    probs'
FUSED_PROBS = "probs = probabilities_of_numbers([number / temperature for number in numbers_of(logits)])"
FUSED_SLOPES = "slopes = [p_i * ((i == j) - p_j) / temperature for j, p_j in enumerate(probs)]"
FUSED_NODE = "results.append(Value.node(p_i, *zip(logits, slopes, strict=True)))"
# micrograd_engine: where its loss is built on log-sum-exp, as log_sum_exp(logits) - logits[target_idx] is.
MICRO_LSE = "return m + sum((z - m).exp() for z in logits).log()"
MICRO_LOSS = (
    "return log_sum_exp([z - logits[target_idx] for z in logits])",
    "return -logits[target_idx] + log_sum_exp(logits)",
)
MICRO_SHIFT = "    m = max(z.data for z in logits)\n    exps"
TOTAL = "total = sum(exps)"
# course_style: log-sum-exp in pairs, and softmax.
PAIRS = (
    "    if len(logits) == 1:\n"
    "        return logits[0]\n"
    "    middle = len(logits) // 2\n"
    "    a, b = log_sum_exp(logits[:middle]), log_sum_exp(logits[middle:])\n"
    "    m = largest([a, b])\n"
    "    return m + ((a - m).exp() + (b - m).exp()).log()"
)
ONE_LEFT = "    if len(logits) == 1:\n        return logits[0]\n"
EXPONENTIALS = "exps = [((z - m) / temperature).exp() for z in logits]"
SHIFT = "    m = largest(logits)\n    exps"
SHIFTED = "    m = largest(logits)\n    exps = [((z - m) / temperature).exp() for z in logits]"
QUOTIENTS = "    total = sum(exps)\n    return [e / total for e in exps]"


def fused(shift: str) -> tuple[str, str]:
    """The edit that makes one_file.py's log-sum-exp shift by this, in two passes."""
    return FUSED_LSE, (
        f"    m = {shift}\n"
        "    exps = [math.exp(number - m) for number in numbers]\n"
        "    total = math.fsum(exps)\n"
        "    return Value.node(m + math.log(total), *((z, e / total) for z, e in zip(logits, exps)))"
    )


def summed(shift: str) -> tuple[str, str]:
    """The edit that makes course_style's log-sum-exp one sum, shifted by this number."""
    return PAIRS, f"    m = {shift}\n    return sum((z - m).exp() for z in logits).log() + m"


REBASED: tuple[Rebased, ...] = (
    one_file(
        "loss.log_sum_exp_without_a_shift",
        (
            FUSED_LSE,
            (
                "    exps = [math.exp(number) for number in numbers]\n"
                "    total = math.fsum(exps)\n"
                "    return Value.node(math.log(total), *((z, e / total) for z, e in zip(logits, exps)))"
            ),
        ),
    ),
    micrograd(
        "loss.log_sum_exp_forgets_to_shift_back",
        (MICRO_LSE, "return sum((z - m).exp() for z in logits).log()"),
        MICRO_LOSS,
    ),
    one_file("loss.log_sum_exp_shifts_by_the_mean", fused("sum(numbers) / len(numbers)")),
    one_file("loss.log_sum_exp_shifts_by_the_first", fused("numbers[0]")),
    one_file("loss.log_sum_exp_shifts_by_the_largest_magnitude", fused("max(abs(number) for number in numbers)")),
    one_file("loss.log_sum_exp_starts_its_maximum_at_zero", fused("max([0.0, *numbers])")),
    course(
        "loss.log_sum_exp_shifts_only_what_overflows",
        summed("largest(logits).data if any(z.data > 700 for z in logits) else 0.0"),
    ),
    one_file(
        "loss.log_sum_exp_clips_its_logits",
        (
            FUSED_LSE,
            (
                "    exps = [math.exp(min(max(number, -100.0), 100.0)) for number in numbers]\n"
                "    total = math.fsum(exps)\n"
                "    cut = [abs(number) > 100 for number in numbers]\n"
                "    slopes = [0.0 if is_cut else e / total for e, is_cut in zip(exps, cut, strict=True)]\n"
                "    return Value.node(math.log(total), *zip(logits, slopes, strict=True))"
            ),
        ),
    ),
    package(
        "loss.log_sum_exp_in_bits",
        (
            PACKAGE_LSE,
            (
                "shift = max(z.data for z in logits)\n"
                "    return Value.sum([(z - shift).exp() for z in logits]).log() / np.log(2) + shift"
            ),
        ),
    ),
    package(
        "loss.log_sum_exp_with_an_epsilon",
        (
            PACKAGE_LSE,
            (
                "shift = max(z.data for z in logits)\n"
                "    return Value.sum([Value(1e-8), *((z - shift).exp() for z in logits)]).log() + shift"
            ),
        ),
    ),
    micrograd(
        "loss.log_mean_exp",
        (MICRO_LSE, "return m + (sum((z - m).exp() for z in logits) / len(logits)).log()"),
        MICRO_LOSS,
    ),
    package(
        "loss.log_sum_exp_counts_the_maximum_once",
        (
            PACKAGE_LSE,
            (
                "top = max(logits, key=lambda z: z.data)\n"
                "    others = [(z - top).exp() for z in logits if z.data < top.data]\n"
                "    return top + Value.sum([Value(1), *others]).log()"
            ),
        ),
    ),
    package(
        "loss.log_sum_exp_of_one_logit_is_zero",
        (PACKAGE_LSE, "if len(logits) == 1:\n        return Value(0)\n    " + PACKAGE_LSE),
    ),
    package(
        "loss.log_sum_exp_leaves_out_the_last",
        (PACKAGE_LSE, "return logits[0] - log_softmax(logits[:-1] or logits)[0]"),
    ),
    micrograd(
        "loss.log_sum_exp_adds_the_shift_twice",
        (MICRO_LSE, "return m + m + sum((z - m).exp() for z in logits).log()"),
        MICRO_LOSS,
    ),
    package(
        "loss.log_sum_exp_is_the_maximum_where_it_dominates",
        (
            PACKAGE_LSE,
            (
                "top = max(z.data for z in logits)\n"
                "    near = [z for z in logits if top - z.data < 10]\n"
                "    return near[0] - log_softmax(near)[0]"
            ),
        ),
    ),
    course("loss.log_sum_exp_is_the_maximum", (PAIRS, "    return largest(logits)")),
    package(
        "loss.log_sum_exp_leaves_out_zeros",
        (PACKAGE_LSE, "logits = [z for z in logits if z.data != 0] or logits\n    " + PACKAGE_LSE),
    ),
    course(
        "loss.log_sum_exp_combines_by_adding",
        (
            ONE_LEFT,
            ONE_LEFT + "    if len(logits) > 4:\n        return log_sum_exp(logits[:4]) + log_sum_exp(logits[4:])\n",
        ),
    ),
    one_file(
        "loss.log_sum_exp_detached",
        (FUSED_LSE, "    return Value(log_sum_exp_of_numbers(numbers))"),
    ),
    package(
        "loss.log_sum_exp_subtracts_a_node_and_adds_a_number",
        (
            PACKAGE_LSE,
            (
                "top = max(logits, key=lambda z: z.data)\n"
                "    return Value.sum([(z - top).exp() for z in logits]).log() + top.data"
            ),
        ),
    ),
    package(
        "loss.log_sum_exp_counts_a_node_once",
        (
            PACKAGE_LSE,
            "logits = list({id(z): z for z in logits}.values())\n    " + PACKAGE_LSE,
        ),
    ),
    course(
        "loss.log_sum_exp_sorts_its_logits",
        (ONE_LEFT, "    logits.sort(key=lambda z: z.data)\n" + ONE_LEFT),
    ),
    one_file(
        "loss.log_sum_exp_remembers_its_last_maximum",
        ("def log_sum_exp(logits):", "def log_sum_exp(logits, seen=[-math.inf]):"),
        (NUMBERS, "    numbers = numbers_of(logits)\n    seen[0] = max(seen[0], *numbers)\n    slopes = None\n"),
        (
            "    return Value.node(log_sum_exp_of_numbers(numbers), *zip(logits, slopes, strict=True))",
            (
                "    exps = [math.exp(number - seen[0]) for number in numbers]\n"
                "    total = math.fsum(exps)\n"
                "    return Value.node(seen[0] + math.log(total), *((z, e / total) for z, e in zip(logits, exps)))"
            ),
        ),
    ),
    package(
        "loss.log_sum_exp_of_a_hundred_classes",
        (PACKAGE_LSE, "return logits[0] - log_softmax(logits[:128])[0]"),
    ),
    one_file(
        "loss.log_sum_exp_in_single_precision",
        (
            NUMBERS,
            NUMBERS.replace(
                "numbers_of(logits)", "[struct.unpack('f', struct.pack('f', x))[0] for x in numbers_of(logits)]"
            ),
        ),
        ("import random\n", "import random\nimport struct\n"),
    ),
    one_file(
        "loss.log_sum_exp_of_nothing_is_zero",
        (NUMBERS, "    if not logits:\n        return Value(0.0)\n" + NUMBERS),
    ),
    course(
        "loss.softmax_without_a_shift",
        (SHIFTED, "    exps = [(z / temperature).exp() for z in logits]"),
    ),
    course(
        "loss.softmax_shifts_by_the_mean",
        (SHIFT, "    m = sum(logits) / len(logits)\n    exps"),
    ),
    one_file(
        "loss.softmax_shifts_before_it_divides",
        (
            FUSED_PROBS,
            (
                "numbers = numbers_of(logits)\n"
                "    largest = max(numbers)\n"
                "    exps = [math.exp(number / temperature - largest) for number in numbers]\n"
                "    probs = [e / math.fsum(exps) for e in exps]"
            ),
        ),
    ),
    one_file(
        "loss.softmax_multiplies_by_the_temperature",
        (FUSED_PROBS, "probs = probabilities_of_numbers([number * temperature for number in numbers_of(logits)])"),
        (FUSED_SLOPES, "slopes = [p_i * ((i == j) - p_j) * temperature for j, p_j in enumerate(probs)]"),
    ),
    package(
        "loss.softmax_ignores_the_temperature",
        (PACKAGE_SOFTMAX, "return tuple(z.exp() for z in log_softmax(logits))"),
    ),
    micrograd(
        "loss.softmax_divides_the_probabilities_by_the_temperature",
        (TOTAL, "total = temperature * sum(exps)"),
    ),
    package(
        "loss.softmax_limits_a_high_temperature",
        (PACKAGE_SOFTMAX, "return tuple(z.exp() for z in log_softmax(logits, min(temperature, 10)))"),
    ),
    one_file(
        "loss.softmax_softens_a_low_temperature",
        (CHECK_OF_T, '    temperature = check(temperature, NUMBER, "temperature") + 0.1\n    probs'),
    ),
    package(
        "loss.softmax_rounds_the_temperature",
        (PACKAGE_SOFTMAX, "return tuple(z.exp() for z in log_softmax(logits, int(temperature) or 1))"),
    ),
    course(
        "loss.softmax_with_another_default_temperature",
        ("def softmax(logits, temperature=1.0):", "def softmax(logits, temperature=0.8):"),
    ),
    package(
        "loss.softmax_divides_by_the_largest",
        (
            PACKAGE_SOFTMAX,
            (
                "log_probs = log_softmax(logits, temperature)\n"
                "    top = max(log_probs, key=lambda z: z.data)\n"
                "    return tuple((z - top).exp() for z in log_probs)"
            ),
        ),
    ),
    course(
        "loss.softmax_divides_by_the_sum_so_far",
        (
            QUOTIENTS,
            (
                "    probs, total = [], 0\n"
                "    for e in exps:\n"
                "        total = total + e\n"
                "        probs.append(e / total)\n"
                "    return probs"
            ),
        ),
    ),
    package(
        "loss.softmax_returns_log_probabilities",
        (PACKAGE_SOFTMAX, "return log_softmax(logits, temperature)"),
    ),
    course(
        "loss.softmax_scales_its_logits_down",
        (
            SHIFTED,
            (
                "    size = max(1.0, abs(largest(logits).data))\n"
                "    exps = [(z / size / temperature).exp() for z in logits]"
            ),
        ),
    ),
    course(
        "loss.softmax_squares_instead",
        (EXPONENTIALS, "exps = [z / temperature * (z / temperature) + 1e-12 for z in logits]"),
    ),
    package(
        "loss.softmax_of_minus_the_logits",
        (PACKAGE_SOFTMAX, "return tuple(z.exp() for z in log_softmax([-z for z in logits], temperature))"),
    ),
    micrograd("loss.softmax_with_an_epsilon", (TOTAL, "total = 1e-8 + sum(exps)")),
    package(
        "loss.softmax_has_a_floor",
        (
            PACKAGE_SOFTMAX,
            (
                "log_probs = log_softmax(logits, temperature)\n"
                "    return tuple(z.exp() if z.data > np.log(1e-6) else Value(1e-6) for z in log_probs)"
            ),
        ),
    ),
    course("loss.softmax_of_a_hundred_classes", (TOTAL, "total = sum(exps[:100])")),
    course(
        "loss.softmax_of_the_forty_largest",
        (
            EXPONENTIALS,
            (
                "least = sorted(z.data for z in logits)[-40:][0]\n"
                "    exps = [((z - m) / temperature).exp() if z.data >= least else 0 * z for z in logits]"
            ),
        ),
    ),
    one_file(
        "loss.softmax_in_descending_order",
        (FUSED_NODE + "\n    return results", FUSED_NODE + "\n    return sorted(results, key=lambda p: -p.data)"),
    ),
    package(
        "loss.softmax_breaks_ties_by_position",
        (
            PACKAGE_SOFTMAX,
            "if temperature < 0.1:\n"
            "        best = np.argmax([z.data for z in logits])\n"
            "        return tuple(Value(i == best) for i in range(len(logits)))\n    " + PACKAGE_SOFTMAX,
        ),
    ),
    micrograd(
        "loss.softmax_of_equal_logits_for_27_classes",
        (
            MICRO_SHIFT,
            (
                "    m = max(z.data for z in logits)\n"
                "    if all(z.data == m for z in logits):\n"
                "        return [Value(1 / 27) for _ in logits]\n"
                "    exps"
            ),
        ),
    ),
    one_file("loss.softmax_detached", (FUSED_NODE, "results.append(Value(p_i))")),
    one_file(
        "loss.softmax_detaches_its_denominator",
        (FUSED_SLOPES, "slopes = [p_i * (i == j) / temperature for j in range(len(probs))]"),
    ),
    one_file(
        "loss.softmax_detaches_its_numerator",
        (FUSED_SLOPES, "slopes = [-p_i * p_j / temperature for p_j in probs]"),
    ),
    one_file(
        "loss.softmax_divides_data_by_the_temperature",
        (FUSED_SLOPES, "slopes = [p_i * ((i == j) - p_j) for j, p_j in enumerate(probs)]"),
    ),
    micrograd(
        "loss.softmax_shares_a_nodes_gradient",
        (EXPONENTIALS, "exps = {z: ((z - m) / temperature).exp() for z in logits}"),
        (QUOTIENTS, "    total = sum(exps.values())\n    return [exps[z] / total for z in logits]"),
    ),
    course(
        "loss.softmax_divides_its_logits_in_place",
        (
            SHIFTED,
            (
                "    for i, z in enumerate(logits):\n"
                "        logits[i] = z / temperature\n"
                "    m = largest(logits)\n"
                "    exps = [(z - m).exp() for z in logits]"
            ),
        ),
    ),
    package(
        "loss.softmax_remembers_its_temperature",
        ("def softmax(logits, temperature=1.0):", "def softmax(logits, temperature=1.0, first=[]):"),
        (
            PACKAGE_SOFTMAX,
            "first.append(temperature)\n    return tuple(z.exp() for z in log_softmax(logits, first[0]))",
        ),
    ),
    course(
        "loss.softmax_makes_its_logits_float32",
        ("import math\n", "import math\n\nimport numpy as np\n"),
        (SHIFT, "    for z in logits:\n        z.data = float(np.float32(z.data))\n" + SHIFT),
    ),
    course(
        "loss.log_sum_exp_replaces_its_logits",
        (
            '        raise ValueError("no logits")\n',
            '        raise ValueError("no logits")\n    logits[:] = [z + 0.0 for z in logits]\n',
        ),
    ),
    course(
        "loss.log_sum_exp_clears_gradients",
        (
            '        raise ValueError("no logits")\n',
            '        raise ValueError("no logits")\n    for z in logits:\n        z.grad = 0.0\n',
        ),
    ),
    course("loss.softmax_clears_gradients", (SHIFT, "    for z in logits:\n        z.grad = 0.0\n" + SHIFT)),
    package(
        "loss.softmax_of_nothing_is_nothing",
        (PACKAGE_SOFTMAX, "if not len(logits):\n        return ()\n    " + PACKAGE_SOFTMAX),
    ),
    course(
        "loss.softmax_shifts_its_nodes",
        (
            SHIFTED,
            (
                "    top = largest(logits).data\n"
                "    for z in logits:\n"
                "        z.data -= top\n"
                "    exps = [(z / temperature).exp() for z in logits]"
            ),
        ),
    ),
)

NOWHERE_ELSE: dict[str, str] = {}
"""Mistakes that no other style can make, with the reason."""
