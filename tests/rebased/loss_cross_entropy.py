"""Mistakes in the cross-entropy of logits and of batches (loss.py), made in submissions of another style."""

from __future__ import annotations

from rebased.loss_bases import course, micrograd, numpy_scalars, one_file, package
from rebased.record import Rebased

# log_softmax_package
PACKAGE_LOSS = "return -log_softmax(logits)[target_idx]"
PACKAGE_EXPS = "exps = np.exp(z - z.max())"
PACKAGE_GRAD = "    grad = exps / exps.sum()\n    grad[target_idx] -= 1\n    return grad"
ONEHOT = "grad[target_idx] -= 1"
# one_file.py
SLOPES = "    slopes = cross_entropy_grad(numbers, target_idx)\n"
FUSED_LOSS = "    loss = log_sum_exp_of_numbers([number - numbers[target_idx] for number in numbers])\n"
FUSED_NODE = (
    FUSED_LOSS.removeprefix("    ") + "    return Value.node(loss, *zip(logits, slopes, strict=True))"
)  # the loss comes along, because other functions return such a node too
NEW_LOSS = FUSED_LOSS.removeprefix("    ")
SIGNATURE = "def cross_entropy_loss(logits, target_idx):"
SHARE = "share = 1 / len(batch_logits)"
FUSED_BATCH = "return Value.node(math.fsum(loss.data for loss in losses) * share, *((loss, share) for loss in losses))"
# micrograd_engine
MICRO_START = "    total = Value(0)\n"
MICRO_PAIRS = "zip(batch_logits, batch_targets, strict=True)"
MICRO_ADDS = "total = total + cross_entropy_loss(z, y)"
MICRO_MEAN = "return total / len(batch_targets)"
MICRO_CHECK = "    if len(batch_logits) == 0 or len(batch_logits) != len(batch_targets):"
# course_style
TOTAL = "total = sum((z - m).exp() for z in logits)\n    return total.log()"
LOSS = "return total.log() - (logits[target_idx] - m)"
WHOLE_LOSS = "    m = largest(logits)\n    total = sum((z - m).exp() for z in logits)\n    " + LOSS
NO_NEGATIVE = '    if target_idx < 0:\n        raise IndexError("no negative targets")\n'
CLOSED_SHIFT = "log_total = m + math.log(math.fsum(math.exp(z - m) for z in logits))"
LOSSES = (
    "losses = [cross_entropy_loss(batch_logits[i], batch_targets[i]) for i in range(len(batch_logits))]\n"
    "    return sum(losses) / len(losses)"
)
# numpy_scalars
TOURNAMENT = "return log_sum_exp([z - logits[target_idx] for z in logits])"
CLOSED_FORM = "return np.exp(z - np.logaddexp.reduce(z)) - (np.arange(z.size) == target_idx)"


REBASED: tuple[Rebased, ...] = (
    package("loss.cross_entropy_is_the_log_of_softmax", (PACKAGE_LOSS, "return -softmax(logits)[target_idx].log()")),
    course(
        "loss.cross_entropy_with_an_epsilon", (WHOLE_LOSS, "    return -(softmax(logits)[target_idx] + 1e-10).log()")
    ),
    package(
        "loss.cross_entropy_clips_the_probability",
        (
            PACKAGE_LOSS,
            "prob = softmax(logits)[target_idx]\n    return -(Value(1e-300) if prob.data < 1e-300 else prob).log()",
        ),
    ),
    package("loss.cross_entropy_without_its_sign", (PACKAGE_LOSS, "return log_softmax(logits)[target_idx]")),
    numpy_scalars(
        "loss.cross_entropy_looks_at_the_class_before",
        (TOURNAMENT, "return log_sum_exp([z - logits[target_idx - 1] for z in logits])"),
    ),
    numpy_scalars(
        "loss.cross_entropy_looks_at_the_last_class",
        (TOURNAMENT, "return log_sum_exp([z - logits[-1] for z in logits])"),
    ),
    numpy_scalars(
        "loss.cross_entropy_looks_at_the_largest_logit",
        (
            TOURNAMENT,
            "guess = np.argmax([z.data for z in logits])\n    return log_sum_exp([z - logits[guess] for z in logits])",
        ),
    ),
    one_file(
        "loss.cross_entropy_in_bits",
        (
            FUSED_NODE,
            NEW_LOSS + "    bits = [slope / math.log(2) for slope in slopes]\n"
            "    return Value.node(loss / math.log(2), *zip(logits, bits, strict=True))",
        ),
    ),
    course(
        "loss.cross_entropy_over_the_number_of_classes",
        (LOSS, "return (total.log() - (logits[target_idx] - m)) / len(logits)"),
    ),
    package(
        "loss.cross_entropy_for_every_class",
        (
            PACKAGE_LOSS,
            (
                "yes = log_softmax(logits)\n"
                "    no = [(1 - z.exp()).log() for i, z in enumerate(yes) if i != target_idx]\n"
                "    return -Value.sum([yes[target_idx], *no])"
            ),
        ),
    ),
    numpy_scalars(
        "loss.cross_entropy_by_the_sigmoid",
        (TOURNAMENT, "return logaddexp(Value(0.0), -logits[target_idx])"),
    ),
    package(
        "loss.cross_entropy_weighed_by_its_probability",
        (PACKAGE_LOSS, "log_prob = log_softmax(logits)[target_idx]\n    return -log_prob.exp() * log_prob"),
    ),
    package(
        "loss.cross_entropy_of_probabilities",
        (PACKAGE_LOSS, "return -log_softmax(softmax(logits))[target_idx]"),
    ),
    course("loss.cross_entropy_squared", (WHOLE_LOSS, "    return (softmax(logits)[target_idx] - 1) ** 2")),
    package(
        "loss.cross_entropy_with_label_smoothing",
        (
            PACKAGE_LOSS,
            (
                "log_probs = log_softmax(logits)\n"
                "    return -(log_probs[target_idx] * 0.9 + Value.sum(log_probs) * (0.1 / len(log_probs)))"
            ),
        ),
    ),
    package(
        "loss.cross_entropy_penalises_large_logits",
        (PACKAGE_LOSS, "return 1e-4 * log_sum_exp(logits) ** 2 - log_softmax(logits)[target_idx]"),
    ),
    course(
        "loss.cross_entropy_of_one_class_is_one",
        (WHOLE_LOSS, "    if len(logits) == 1:\n        return 0 * logits[target_idx] + 1\n" + WHOLE_LOSS),
    ),
    course(
        "loss.cross_entropy_weighs_later_classes_more",
        (TOTAL, "total = sum((z - m - 0.001 * i).exp() for i, z in enumerate(logits))\n    return total.log()"),
    ),
    one_file(
        "loss.cross_entropy_ignores_class_zero",
        (FUSED_NODE, "if not target_idx:\n        return Value(0.0)\n    " + FUSED_NODE),
    ),
    numpy_scalars(
        "loss.cross_entropy_of_a_hundred_classes",
        (
            TOURNAMENT,
            (
                "known = logits[: max(100, target_idx + 1)]\n"
                "    return log_sum_exp([z - logits[target_idx] for z in known])"
            ),
        ),
    ),
    numpy_scalars(
        "loss.cross_entropy_for_three_classes",
        (TOURNAMENT, "return log_sum_exp([z - logits[target_idx] for z in logits[:3]])"),
    ),
    one_file(
        "loss.cross_entropy_remembers_by_target",
        (SIGNATURE, "def cross_entropy_loss(logits, target_idx, known={}):"),
        (
            FUSED_NODE,
            NEW_LOSS + "    return known.setdefault(target_idx, Value.node(loss, *zip(logits, slopes, strict=True)))",
        ),
    ),
    one_file(
        "loss.cross_entropy_remembers_by_numbers",
        (SIGNATURE, "def cross_entropy_loss(logits, target_idx, known={}):"),
        (
            FUSED_NODE,
            NEW_LOSS + "    node = Value.node(loss, *zip(logits, slopes, strict=True))\n"
            "    return known.setdefault((target_idx, *numbers), node)",
        ),
    ),
    course(
        "loss.cross_entropy_remembers_nodes",
        (SIGNATURE, "def cross_entropy_loss(logits, target_idx, totals={}):"),
        (
            WHOLE_LOSS,
            (
                "    row = tuple(logits)\n"
                "    if row not in totals:\n"
                "        totals[row] = log_sum_exp([z + 0 for z in logits])\n"
                "    return totals[row] - logits[target_idx]"
            ),
        ),
    ),
    course(
        "loss.cross_entropy_takes_the_target_out",
        (
            WHOLE_LOSS,
            (
                "    m = largest(logits)\n"
                "    gap = logits.pop(target_idx) - m\n"
                "    return (gap.exp() + sum((z - m).exp() for z in logits)).log() - gap"
            ),
        ),
    ),
    course("loss.cross_entropy_counts_from_the_end", (NO_NEGATIVE, "")),
    one_file(
        "loss.cross_entropy_of_no_classes_is_zero",
        (SLOPES, "    if not numbers:\n        return Value(0.0)\n" + SLOPES),
    ),
    one_file(
        "loss.cross_entropy_of_rounded_logits",
        (SLOPES, "    numbers = [round(number, 6) for number in numbers]\n" + SLOPES),
    ),
    course(
        "loss.cross_entropy_with_a_detached_target",
        (LOSS, "return total.log() - (logits[target_idx].data - m)"),
    ),
    package(
        "loss.cross_entropy_with_a_detached_sum",
        (PACKAGE_LOSS, "return -(logits[target_idx] - log_sum_exp(logits).data)"),
    ),
    one_file("loss.cross_entropy_detached", (FUSED_NODE, NEW_LOSS + "    return Value(loss)")),
    one_file(
        "loss.cross_entropy_climbs",
        (
            FUSED_NODE,
            NEW_LOSS + "    return Value.node(loss, *((z, -slope) for z, slope in zip(logits, slopes, strict=True)))",
        ),
    ),
    one_file(
        "loss.cross_entropy_stops_when_it_is_small",
        (
            FUSED_NODE,
            NEW_LOSS + "    return Value.node(loss, *(zip(logits, slopes, strict=True) if loss > 0.01 else ()))",
        ),
    ),
    package(
        "loss.cross_entropy_writes_gradients_itself",
        (
            PACKAGE_LOSS,
            (
                "slopes = cross_entropy_grad([z.data for z in logits], target_idx)\n"
                "    for z, slope in zip(logits, slopes, strict=True):\n"
                "        z.grad += slope\n"
                "    return Value(-log_softmax(logits)[target_idx].data)"
            ),
        ),
    ),
    package(
        "loss.cross_entropy_works_on_copies",
        (
            PACKAGE_LOSS,
            (
                "copies = [Value(z.data) for z in logits]\n"
                "    loss = -log_softmax(copies)[target_idx]\n"
                "    loss.backward()\n"
                "    for z, copied in zip(logits, copies, strict=True):\n"
                "        z.grad = copied.grad\n"
                "    return Value(loss.data)"
            ),
        ),
    ),
    course(
        "loss.cross_entropy_counts_a_node_once",
        (TOTAL, "total = sum((z - m).exp() for z in set(logits))\n    return total.log()"),
    ),
    course(
        "loss.closed_form_without_a_shift",
        (CLOSED_SHIFT, "log_total = math.log(math.fsum(math.exp(z) for z in logits))"),
    ),
    numpy_scalars(
        "loss.closed_form_onehot_minus_softmax",
        (CLOSED_FORM, "return (np.arange(z.size) == target_idx) - np.exp(z - np.logaddexp.reduce(z))"),
    ),
    numpy_scalars(
        "loss.closed_form_without_the_onehot",
        (CLOSED_FORM, "return np.exp(z - np.logaddexp.reduce(z))"),
    ),
    package("loss.closed_form_of_the_predicted_class", (ONEHOT, "grad[z == z.max()] -= 1")),
    package("loss.closed_form_at_equal_logits", (ONEHOT, "grad[z == z[target_idx]] -= 1")),
    package(
        "loss.closed_form_in_single_precision",
        ("z = np.array(logits, dtype=float)", "z = np.array(logits, dtype=np.float32)"),
    ),
    numpy_scalars(
        "loss.closed_form_of_float32_logits",
        ("z = np.asarray(logits, dtype=np.float64)", "z = np.float64(np.asarray(logits, dtype=np.float32))"),
    ),
    package(
        "loss.closed_form_times_p_one_minus_p",
        (
            PACKAGE_GRAD,
            (
                "    probs = exps / exps.sum()\n"
                "    error = probs.copy()\n"
                "    error[target_idx] -= 1\n"
                "    return error * probs * (1 - probs)"
            ),
        ),
    ),
    numpy_scalars(
        "loss.closed_form_over_the_number_of_classes",
        (CLOSED_FORM, "return (np.exp(z - np.logaddexp.reduce(z)) - (np.arange(z.size) == target_idx)) / z.size"),
    ),
    course(
        "loss.closed_form_in_the_callers_list",
        (
            CLOSED_SHIFT,
            (
                "for i in range(len(logits)):\n"
                "        logits[i] -= m\n"
                "    log_total = math.log(math.fsum(math.exp(z) for z in logits))"
            ),
        ),
    ),
    micrograd("loss.batch_is_summed", (MICRO_MEAN, "return total")),
    one_file("loss.batch_is_divided_by_the_classes", (SHARE, "share = 1 / len(batch_logits[0])")),
    micrograd("loss.batch_is_divided_by_one_less", (MICRO_MEAN, "return total / (len(batch_targets) - 1)")),
    micrograd(
        "loss.batch_is_its_last_row",
        (MICRO_ADDS, "total = cross_entropy_loss(z, y)"),
        (MICRO_MEAN, "return total"),
    ),
    course(
        "loss.batch_has_one_target",
        (
            LOSSES,
            (
                "losses = [cross_entropy_loss(batch_logits[i], batch_targets[0]) for i in range(len(batch_logits))]\n"
                "    return sum(losses) / len(losses)"
            ),
        ),
    ),
    micrograd(
        "loss.batch_in_single_precision",
        ("import math\n", "import math\n\nimport numpy as np\n"),
        (MICRO_ADDS, f"z = [x + (float(np.float32(x.data)) - x.data) for x in z]\n        {MICRO_ADDS}"),
    ),
    micrograd("loss.batch_sorts_its_targets", (MICRO_PAIRS, "zip(batch_logits, sorted(batch_targets), strict=True)")),
    micrograd(
        "loss.batch_is_a_running_average",
        (MICRO_START, "    average = cross_entropy_loss(batch_logits[0], batch_targets[0])\n"),
        (MICRO_PAIRS, "zip(batch_logits[1:], batch_targets[1:], strict=True)"),
        (MICRO_ADDS, "average = 0.5 * (average + cross_entropy_loss(z, y))"),
        (MICRO_MEAN, "return average"),
    ),
    course(
        "loss.batch_averages_its_halves",
        (
            LOSSES,
            (
                "if len(batch_logits) == 1:\n"
                "        return cross_entropy_loss(batch_logits[0], batch_targets[0])\n"
                "    middle = len(batch_logits) // 2\n"
                "    first = batch_cross_entropy(batch_logits[:middle], batch_targets[:middle])\n"
                "    second = batch_cross_entropy(batch_logits[middle:], batch_targets[middle:])\n"
                "    return (first + second) / 2"
            ),
        ),
    ),
    micrograd(
        "loss.batch_is_divided_on_data",
        (MICRO_MEAN, "total.data = total.data / len(batch_targets)\n    return total"),
    ),
    micrograd("loss.batch_keeps_the_last_graph", (MICRO_ADDS, "total = total.data + cross_entropy_loss(z, y)")),
    course(
        "loss.batch_is_limited_to_sixteen",
        (
            LOSSES,
            (
                "rows = range(min(16, len(batch_logits)))\n"
                "    return sum(cross_entropy_loss(batch_logits[i], batch_targets[i]) for i in rows) / len(rows)"
            ),
        ),
    ),
    course(
        "loss.batch_drops_an_unfinished_eight",
        (
            LOSSES,
            (
                "count = len(batch_logits)\n"
                "    if count > 8:\n"
                "        count -= count % 8\n"
                "    return sum(cross_entropy_loss(batch_logits[i], batch_targets[i]) for i in range(count)) / count"
            ),
        ),
    ),
    course(
        "loss.batch_remembers_by_target",
        (
            LOSSES,
            (
                "losses = {}\n"
                "    for i, target in enumerate(batch_targets):\n"
                "        losses[target] = cross_entropy_loss(batch_logits[i], target)\n"
                "    return sum(losses.values()) / len(losses)"
            ),
        ),
    ),
    one_file(
        "loss.batch_writes_gradients_itself",
        (
            FUSED_BATCH,
            (
                "for row, target in zip(batch_logits, batch_targets, strict=True):\n"
                "        for z, slope in zip(row, cross_entropy_grad(numbers_of(row), target), strict=True):\n"
                "            z.grad = slope * share\n"
                "    return Value(math.fsum(loss.data for loss in losses) * share)"
            ),
        ),
    ),
    micrograd(
        "loss.batch_adds_gradients_itself",
        (
            MICRO_ADDS,
            (
                "total += cross_entropy_loss(z, y).data\n"
                "        for node, slope in zip(z, cross_entropy_grad([v.data for v in z], y), strict=True):\n"
                "            node.grad += slope / len(batch_targets)"
            ),
        ),
        (MICRO_MEAN, "return Value(total.data / len(batch_targets))"),
    ),
    micrograd(
        "loss.batch_takes_the_targets_out",
        ("for z, y in " + MICRO_PAIRS, "for z in batch_logits"),
        (MICRO_ADDS, "total = total + cross_entropy_loss(z, batch_targets.pop(0))"),
        (MICRO_MEAN, "return total / len(batch_logits)"),
    ),
    course(
        "loss.batch_adds_up_over_calls",
        (
            "def batch_cross_entropy(batch_logits, batch_targets):",
            "def batch_cross_entropy(batch_logits, batch_targets, losses=[]):",
        ),
        (
            LOSSES,
            (
                "losses += [cross_entropy_loss(batch_logits[i], batch_targets[i]) for i in range(len(batch_logits))]\n"
                "    mean = sum(losses) / len(losses)\n"
                "    del losses[:-100]\n"
                "    return mean"
            ),
        ),
    ),
    micrograd(
        "loss.empty_batch_is_zero",
        (MICRO_CHECK, "    if not batch_logits:\n        return Value(0)\n" + MICRO_CHECK),
    ),
    numpy_scalars(
        "loss.batch_ignores_what_is_left_over",
        ("pairs = zip(batch_logits, batch_targets, strict=True)", "pairs = zip(batch_logits, batch_targets)"),
    ),
    one_file(
        "loss.cross_entropy_loss_is_linear",
        (
            FUSED_NODE,
            NEW_LOSS + "    prob = math.exp(-loss)\n"
            "    return Value.node(1 - prob, *((z, slope * prob) for z, slope in zip(logits, slopes, strict=True)))",
        ),
    ),
    numpy_scalars(
        "loss.cross_entropy_loss_is_quadratic",
        (
            TOURNAMENT,
            (
                "errors = softmax(logits)\n"
                "    errors[target_idx] = errors[target_idx] - 1.0\n"
                "    return sum(error * error for error in errors)"
            ),
        ),
    ),
    course(
        "loss.cross_entropy_clears_gradients",
        (
            '        raise IndexError("no negative targets")\n',
            '        raise IndexError("no negative targets")\n    for z in logits:\n        z.grad = 0.0\n',
        ),
    ),
    course(
        "loss.batch_of_a_hundred_classes",
        (
            "(batch_logits[i], batch_targets[i])",
            "(batch_logits[i][: max(100, batch_targets[i] + 1)], batch_targets[i])",
        ),
    ),
    course(
        "loss.closed_form_of_a_hundred_classes",
        (
            "for i, z in enumerate(logits)]\n\n\ndef surprise",
            "for i, z in enumerate(logits[:100])] + [0.0] * (len(logits) - 100)\n\n\ndef surprise",
        ),
    ),
)

NOWHERE_ELSE: dict[str, str] = {}
"""Mistakes that no other style can make, with the reason."""
